#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <sys/vfs.h>

#include "engine/base/clock.h"

namespace watchglass::hostmetrics {

/// Where the host collector reads, and which of its collectors run.
struct HostOptions {
    std::string procRoot = "/proc";
    std::string sysRoot = "/sys";
    /// Where the host's root file system is seen; its mount points are looked up below it.
    std::string rootfs = "/";
    std::string udevDataRoot = "/run/udev/data";
    /// Directory of *.prom files; empty for none.
    std::string textfileDirectory;

    /// Names of collectors to run beside the default ones, and not to run. Unknown names are ignored with a warning.
    std::set<std::string> enabled;
    std::set<std::string> disabled;

    /// node_cpu_info and node_cpu_frequency_hertz of /proc/cpuinfo: off as in node_exporter, it is many labels.
    bool cpuInfo = false;
    /// node_cpu_guest_seconds_total.
    bool cpuGuest = true;

    /// How long a mount may take to answer before it counts as stuck.
    std::chrono::milliseconds mountTimeout{1000};

    /// Asks a mount for its size, statfs(2) unless a test puts another in: 0, or -1 with errno set. Called on a
    /// thread of its own.
    std::function<int(const char* path, struct statfs* out)> askMount;

    /// The D-Bus that systemd is asked on; empty for the system bus.
    std::string systemBusAddress;
    /// How long one collection may wait for systemd.
    std::chrono::milliseconds systemdTimeout{500};

    const Clock* clock = &SystemClock::instance();
};

/// One collector of the registry.
struct CollectorInfo {
    std::string_view name;  ///< as node_exporter's --collector.<name>
    bool enabledByDefault;
};

/// All collectors there are, by name.
[[nodiscard]] std::vector<CollectorInfo> availableCollectors();

/// The built-in replacement of node_exporter: reads the machine's state and writes it as Prometheus text with the
/// metric and label names of node_exporter 1.11.
///
/// The text's order, and everything before the values, is the same from call to call as long as the machine's devices
/// are; families are sorted by name. A collector whose files are missing gives node_scrape_collector_success 0 and
/// nothing else.
///
/// Threads: collect() from one thread at a time. Mounts are asked on a worker thread; when one hangs, that thread is
/// given up and the next collection has a new one.
class HostCollector {
public:
    explicit HostCollector(HostOptions options);
    ~HostCollector();
    HostCollector(const HostCollector&) = delete;
    HostCollector& operator=(const HostCollector&) = delete;

    /// Appends the metrics of now to `body`.
    void collect(std::string& body);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace watchglass::hostmetrics
