// Ours beside Debian's prometheus-node-exporter 1.5 on this machine: same names, types, label sets, and values.

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

#include <QStandardPaths>

#include "engine/hostmetrics/host_collector.h"
#include "tests/engine/hostmetrics/exposition_samples.h"
#include "tests/engine/hostmetrics/node_exporter_process.h"

using namespace watchglass::hostmetrics;

namespace {

constexpr int kSkipped = 77;

struct Difference {
    std::string_view prefix;  ///< of the metric's name
    const char* reason;
};

/// Families of 1.5 that we do not have.
constexpr Difference kOnlyTheirs[] = {
    {"go_", "the Go runtime"},
    {"promhttp_", "the Go HTTP handler"},
    {"node_exporter_build_info", "ours is watchglass_build_info"},
    {"node_memory_Balloon_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_FileHugePages_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_FilePmdMapped_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_GPUActive_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_GPUReclaim_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_Hugetlb_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_KReclaimable_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_SecPageTables_bytes", "1.9 has a fixed list of fields"},
    {"node_memory_Unaccepted_bytes", "1.9 has a fixed list of fields"},
};

/// Families that came after 1.5.
constexpr Difference kOnlyOurs[] = {
    {"watchglass_build_info", "theirs is node_exporter_build_info"},
    {"node_cpu_online", "1.9 (#3032)"},
    {"node_filesystem_mount_info", "1.9 (#2970)"},
    {"node_hwmon_freq_freq_mhz", "1.9 (#3093)"},
    {"node_kernel_hung_tasks_total", "1.11 (#3470)"},
    {"node_md_degraded", "1.10 (#3031)"},
    {"node_md_raid_disks", "1.10 (#3031)"},
    {"node_netstat_TcpExt_TCPOFOQueue", "1.8 (#2867)"},
    {"node_netstat_TcpExt_TCPRcvQDrop", "1.9 (#3021)"},
    {"node_nvme_namespace_", "1.11 (#3360)"},
    {"node_os_support_end_timestamp_seconds", "1.8 (#2982)"},
    {"node_pressure_irq_stalled_seconds_total", "1.9 (#3048)"},
    {"node_softnet_backlog_len", "after 1.5: more columns of softnet_stat"},
    {"node_softnet_cpu_collision_total", "after 1.5: more columns of softnet_stat"},
    {"node_softnet_flow_limit_count_total", "after 1.5: more columns of softnet_stat"},
    {"node_softnet_received_rps_total", "after 1.5: more columns of softnet_stat"},
    {"node_systemd_virtualization_info", "1.10 (#3254)"},
};

/// Labels that came after 1.5; taken away before comparing.
constexpr std::pair<std::string_view, const char*> kNewLabels[] = {
    {"node_filesystem_", "device_error"},  // 1.8 (#2923)
    {"node_disk_info", "rotational"},      // 1.9 (#3022)
    {"node_network_info", "adminstate"},   // after 1.5
    {"node_nvme_info", "cntlid"},          // 1.11 (#3360)
};

/// Families whose label sets change by themselves between two scrapes; of these only the common ones are compared.
constexpr Difference kComingAndGoing[] = {
    {"node_arp_entries", "neighbours come and go"},          {"node_processes_state", "states are short"},
    {"node_processes_threads_state", "states are short"},    {"node_systemd_", "units come and go"},
    {"node_tcp_connection_states", "connections are short"},
};

/// Gauges that move between the scrapes, and by how much, as a share of the value and as a number. Everything else must
/// lie between the value of their scrape before ours and of that after it.
struct Tolerance {
    std::string_view prefix;
    double relative;
    double absolute;
    const char* reason;
};

constexpr double kMegabyte = 1024.0 * 1024.0;
constexpr double kAny = std::numeric_limits<double>::infinity();

constexpr Tolerance kTolerances[] = {
    {"node_cpu_seconds_total", 0, 0.1, "the kernel's idle and iowait jump back; both sides hold the largest they saw"},
    {"node_cpu_guest_seconds_total", 0, 0.1, "as above"},
    {"node_cpu_frequency_hertz", 1, 0, "changes all the time"},
    {"node_cpu_scaling_frequency_hertz", 1, 0, "changes all the time"},
    {"node_memory_", 0.05, 256 * kMegabyte, "other programs allocate"},
    {"node_disk_io_now", 0, 64, "I/Os in flight"},
    {"node_entropy_available_bits", 0, 256, "used up and refilled"},
    {"node_filefd_allocated", 0.1, 1000, "other programs open files"},
    {"node_filesystem_avail_bytes", 0.02, 512 * kMegabyte, "other programs write"},
    {"node_filesystem_free_bytes", 0.02, 512 * kMegabyte, "other programs write"},
    {"node_filesystem_files_free", 0.02, 10'000, "other programs write"},
    {"node_hwmon_", 0.5, 5, "sensors"},
    {"node_thermal_zone_temp", 0.5, 5, "sensors"},
    {"node_cooling_device_cur_state", 0, kAny, "sensors"},
    {"node_power_supply_", 0.2, 1, "sensors"},
    {"node_load", 0.5, 1, "sampled every five seconds"},
    {"node_netstat_Tcp_CurrEstab", 0, 50, "connections come and go"},
    {"node_nf_conntrack_entries", 0.5, 100, "connections come and go"},
    {"node_processes_", 0.5, 100, "processes come and go"},
    {"node_procs_", 0, 100, "processes come and go"},
    {"node_sockstat_", 0.5, 200, "sockets come and go"},
    {"node_sockstat_TCP_mem_bytes", 0, kAny, "socket buffers"},
    {"node_sockstat_UDP_mem_bytes", 0, kAny, "socket buffers"},
    {"node_arp_entries", 0, 5, "neighbours come and go"},
    {"node_systemd_", 0, 5, "units start and stop"},
    {"node_tcp_connection_states", 0, kAny, "connections come and go; the queues hold bytes of this very scrape"},
    {"node_timex_", 0, 0.01, "the clock is being steered"},
    {"node_udp_queues", 0, kAny, "bytes in flight"},
    {"node_scrape_collector_duration_seconds", 0, kAny, "another program's speed"},
    {"process_", 0, kAny, "another process"},
};

bool startsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

template <class Range>
bool isListed(const Range& range, std::string_view name)
{
    return std::any_of(std::begin(range), std::end(range),
                       [&](const auto& entry) { return startsWith(name, entry.prefix); });
}

Tolerance toleranceOf(std::string_view name)
{
    Tolerance best{"", 0, 0, ""};
    for (const Tolerance& entry : kTolerances) {
        if (startsWith(name, entry.prefix) && entry.prefix.size() >= best.prefix.size()) best = entry;
    }
    return best;
}

bool isOurCollector(const std::string& name)
{
    const auto all = availableCollectors();
    return std::any_of(all.begin(), all.end(), [&](const CollectorInfo& info) { return info.name == name; });
}

std::string textOf(const std::string& name, const LabelMap& labels)
{
    std::string out = name + "{";
    for (const auto& [label, value] : labels) out += label + "=\"" + value + "\" ";
    return out + "}";
}

/// Our samples as 1.5 would label them, and without what its collectors do not have.
void makeComparable(Exposition& ours)
{
    for (auto& [name, samples] : ours.samples) {
        std::map<LabelMap, double> kept;
        for (const auto& [original, value] : samples) {
            LabelMap labels = original;
            for (const auto& [prefix, label] : kNewLabels) {
                if (startsWith(name, prefix)) labels.erase(label);
            }
            if (startsWith(name, "node_scrape_collector_") && labels["collector"] == "kernel_hung") continue;  // 1.11
            kept[labels] = value;
        }
        samples = std::move(kept);
    }
}

}  // namespace

class NodeExporterOracleTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        // The filters of 1.11, where Debian has others.
        NodeExporterProcess exporter({
            "--collector.processes",
            "--collector.systemd",
            "--collector.systemd.unit-exclude=.+\\.(automount|device|mount|scope|slice)",
            "--collector.tcpstat",
            "--collector.interrupts",
            "--collector.netdev.device-exclude=",
            "--collector.diskstats.device-exclude=^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$",
            "--collector.filesystem.mount-points-exclude="
            "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
            "--collector.filesystem.fs-types-exclude="
            "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|"
            "overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
        });
        HostOptions options;
        options.enabled = {"interrupts"};
        HostCollector collector(options);
        std::string ours;
        collector.collect(ours);  // opens the files, so that the one that counts is quick
        ours.clear();

        std::string before;
        QTRY_VERIFY_WITH_TIMEOUT(!(before = exporter.scrape()).empty(), 10'000);
        before = exporter.scrape();
        collector.collect(ours);
        const std::string after = exporter.scrape();
        QVERIFY(!after.empty());
        m_before = parseExposition(before);
        m_after = parseExposition(after);
        m_ours = parseExposition(ours);
        makeComparable(m_ours);
    }

    void familiesAndTypes()
    {
        QStringList wrong;
        int compared = 0;
        for (const auto& [name, type] : m_before.types) {
            if (isListed(kOnlyTheirs, name) || isForeign(name)) continue;
            const auto ours = m_ours.types.find(name);
            if (ours == m_ours.types.end()) {
                if (!isListed(kComingAndGoing, name)) wrong << QString::fromStdString("we lack " + name);
                continue;
            }
            ++compared;
            if (ours->second != type) {
                wrong << QString::fromStdString(name + " is " + ours->second + " here and " + type + " there");
            }
        }
        for (const auto& [name, type] : m_ours.types) {
            const bool known = m_before.types.count(name) > 0 || isListed(kOnlyOurs, name) ||
                               isListed(kComingAndGoing, name);
            if (!known) wrong << QString::fromStdString("only we have " + name);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
        QVERIFY2(compared > 100, "too little was compared");
    }

    void labelSetsAndValues()
    {
        QStringList wrong;
        int compared = 0;
        for (const auto& [name, theirs] : m_before.samples) {
            if (isListed(kOnlyTheirs, name) || isForeign(name)) continue;
            const auto& ours = m_ours.samples[name];
            const auto& later = m_after.samples[name];
            const bool volatileLabels = isListed(kComingAndGoing, name);
            for (const auto& [labels, first] : theirs) {
                if (startsWith(name, "node_scrape_collector_") && !isOurCollector(labels.at("collector"))) continue;
                const auto mine = ours.find(labels);
                const auto second = later.find(labels);
                if (second == later.end()) continue;  // vanished meanwhile
                if (mine == ours.end()) {
                    if (!volatileLabels) wrong << QString::fromStdString("we lack " + textOf(name, labels));
                    continue;
                }
                ++compared;
                const auto [low, high] = std::minmax(first, second->second);
                const Tolerance tolerance = toleranceOf(name);
                // Sums of floats printed in other orders differ in the last digit.
                const double slack = tolerance.absolute + tolerance.relative * std::fabs(high) + 1e-9 * std::fabs(high);
                if (mine->second < low - slack || mine->second > high + slack) {
                    wrong << QString::fromStdString(textOf(name, labels)) + QString(": ours %1, theirs %2 then %3")
                                                                                .arg(mine->second, 0, 'g', 17)
                                                                                .arg(first, 0, 'g', 17)
                                                                                .arg(second->second, 0, 'g', 17);
                }
            }
            if (volatileLabels) continue;
            for (const auto& [labels, value] : ours) {
                if (theirs.count(labels) == 0 && later.count(labels) == 0) {
                    wrong << QString::fromStdString("only we have " + textOf(name, labels));
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
        QVERIFY2(compared > 300, "too little was compared");
        qInfo("%d samples compared", compared);
    }

private:
    /// Whether the family belongs to a collector of theirs that we do not have.
    static bool isForeign(const std::string& name)
    {
        constexpr Difference kForeign[] = {
            {"node_bcache_", ""}, {"node_btrfs_", ""}, {"node_fibrechannel_", ""}, {"node_infiniband_", ""},
            {"node_ipvs_", ""},   {"node_nfs_", ""},   {"node_nfsd_", ""},         {"node_rapl_", ""},
            {"node_tape_", ""},   {"node_xfs_", ""},   {"node_zfs_", ""},
        };
        return isListed(kForeign, name);
    }

    Exposition m_before;
    Exposition m_after;
    Exposition m_ours;
};

int main(int argc, char** argv)
{
    if (QStandardPaths::findExecutable("prometheus-node-exporter").isEmpty()) {
        std::fputs("skipped: prometheus-node-exporter is not installed\n", stderr);
        return kSkipped;
    }
    QCoreApplication app(argc, argv);
    NodeExporterOracleTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "node_exporter_oracle_test.moc"
