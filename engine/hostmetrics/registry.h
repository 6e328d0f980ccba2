#pragma once

#include <array>

#include "engine/hostmetrics/collector.h"

namespace watchglass::hostmetrics {

[[nodiscard]] std::unique_ptr<Collector> makeArpCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeBondingCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeConntrackCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeCpuCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeCpufreqCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeDiskstatsCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeDmiCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeEdacCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeEntropyCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeFilefdCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeFilesystemCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeHwmonCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeInterruptsCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeKernelHungCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeLoadavgCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeMdadmCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeMeminfoCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeNetclassCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeNetdevCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeNetstatCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeNvmeCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeOsCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makePowerSupplyCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makePressureCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeProcessesCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeSchedstatCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeSelinuxCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeSockstatCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeSoftnetCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeStatCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeSystemdCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeTcpstatCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeTextfileCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeThermalZoneCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeTimeCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeTimexCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeUdpQueuesCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeUnameCollector(const CollectorContext& context);
[[nodiscard]] std::unique_ptr<Collector> makeVmstatCollector(const CollectorContext& context);

/// process_* of our own process; not in the registry, it is no collector in node_exporter either.
[[nodiscard]] std::unique_ptr<Collector> makeSelfCollector(const CollectorContext& context);

struct RegistryEntry {
    CollectorInfo info;
    CollectorFactory make;
};

/// All collectors, sorted by name. The defaults are node_exporter's, but that `processes`, `systemd` and `tcpstat` are
/// on: one desktop has few processes, units and connections, and dashboards draw them.
inline constexpr std::array<RegistryEntry, 39> kRegistry = {{
    {{"arp", true}, makeArpCollector},
    {{"bonding", true}, makeBondingCollector},
    {{"conntrack", true}, makeConntrackCollector},
    {{"cpu", true}, makeCpuCollector},
    {{"cpufreq", true}, makeCpufreqCollector},
    {{"diskstats", true}, makeDiskstatsCollector},
    {{"dmi", true}, makeDmiCollector},
    {{"edac", true}, makeEdacCollector},
    {{"entropy", true}, makeEntropyCollector},
    {{"filefd", true}, makeFilefdCollector},
    {{"filesystem", true}, makeFilesystemCollector},
    {{"hwmon", true}, makeHwmonCollector},
    {{"interrupts", false}, makeInterruptsCollector},
    {{"kernel_hung", true}, makeKernelHungCollector},
    {{"loadavg", true}, makeLoadavgCollector},
    {{"mdadm", true}, makeMdadmCollector},
    {{"meminfo", true}, makeMeminfoCollector},
    {{"netclass", true}, makeNetclassCollector},
    {{"netdev", true}, makeNetdevCollector},
    {{"netstat", true}, makeNetstatCollector},
    {{"nvme", true}, makeNvmeCollector},
    {{"os", true}, makeOsCollector},
    {{"powersupplyclass", true}, makePowerSupplyCollector},
    {{"pressure", true}, makePressureCollector},
    {{"processes", true}, makeProcessesCollector},
    {{"schedstat", true}, makeSchedstatCollector},
    {{"selinux", true}, makeSelinuxCollector},
    {{"sockstat", true}, makeSockstatCollector},
    {{"softnet", true}, makeSoftnetCollector},
    {{"stat", true}, makeStatCollector},
    {{"systemd", true}, makeSystemdCollector},
    {{"tcpstat", true}, makeTcpstatCollector},
    {{"textfile", true}, makeTextfileCollector},
    {{"thermal_zone", true}, makeThermalZoneCollector},
    {{"time", true}, makeTimeCollector},
    {{"timex", true}, makeTimexCollector},
    {{"udp_queues", true}, makeUdpQueuesCollector},
    {{"uname", true}, makeUnameCollector},
    {{"vmstat", true}, makeVmstatCollector},
}};

}  // namespace watchglass::hostmetrics
