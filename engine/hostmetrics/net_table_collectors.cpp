// Tables of the network stack: softnet, conntrack, arp, bonding.

#include <array>
#include <map>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// Columns of /proc/net/softnet_stat (net/core/net-procfs.c, softnet_seq_show).
enum SoftnetColumn : std::size_t {
    Processed = 0,
    Dropped = 1,
    TimeSqueezed = 2,
    CpuCollision = 8,
    ReceivedRps = 9,
    FlowLimit = 10,
    BacklogLength = 11,
    CpuIndex = 12,
    SoftnetColumns = 13,
};

class SoftnetCollector final : public Collector {
public:
    explicit SoftnetCollector(const CollectorContext& context)
        : m_file(context.proc("net/softnet_stat")),
          m_families{{
              {Processed, &context.counter("node_softnet_processed_total", "Packets processed.")},
              {Dropped, &context.counter("node_softnet_dropped_total", "Packets dropped.")},
              {TimeSqueezed, &context.counter("node_softnet_times_squeezed_total", "Times the quota ran out.")},
              {CpuCollision, &context.counter("node_softnet_cpu_collision_total", "Collisions on a device's lock.")},
              {ReceivedRps, &context.counter("node_softnet_received_rps_total", "Times this CPU was woken by RPS.")},
              {FlowLimit, &context.counter("node_softnet_flow_limit_count_total", "Times the flow limit was hit.")},
              {BacklogLength, &context.gauge("node_softnet_backlog_len", "Packets in the backlog.")},
          }}
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        std::uint64_t lineNumber = 0;
        for (std::string_view line; nextLine(rest, line); ++lineNumber) {
            std::array<std::uint64_t, SoftnetColumns> values{};
            std::size_t count = 0;
            for (; count < values.size(); ++count) {
                const std::string_view field = nextField(line);
                if (field.empty()) break;
                values[count] = parseUnsigned(field, 16).value_or(0);
            }
            // Only newer kernels name the CPU; in older ones offline CPUs shift the numbers.
            const std::string cpu = std::to_string(count > CpuIndex ? values[CpuIndex] : lineNumber);
            for (const auto& [column, family] : m_families) {
                family->add({{"cpu", cpu}}, static_cast<double>(values[column]));
            }
        }
        return {};
    }

private:
    ProcFile m_file;
    std::array<std::pair<std::size_t, MetricFamily*>, 7> m_families;
};

constexpr std::array<const char*, 8> kConntrackStats = {"found", "invalid",       "ignore",     "insert",
                                                        "drop",  "insert_failed", "early_drop", "search_restart"};

class ConntrackCollector final : public Collector {
public:
    explicit ConntrackCollector(const CollectorContext& context)
        : m_count(context.proc("sys/net/netfilter/nf_conntrack_count")),
          m_max(context.proc("sys/net/netfilter/nf_conntrack_max")), m_stats(context.proc("net/stat/nf_conntrack")),
          m_entries(context.gauge("node_nf_conntrack_entries", "Connections being tracked.")),
          m_limit(context.gauge("node_nf_conntrack_entries_limit", "Connections that can be tracked."))
    {
        for (std::size_t i = 0; i < kConntrackStats.size(); ++i) {
            m_families[i] = &context.gauge("node_nf_conntrack_stat_" + std::string(kConntrackStats[i]),
                                           "Statistic of connection tracking, all CPUs together.");
        }
    }

    Result<void> collect() override
    {
        for (const auto& [file, family] : {std::pair(&m_count, &m_entries), std::pair(&m_max, &m_limit)}) {
            const auto text = file->read();
            if (!text) return tl::make_unexpected(text.error());
            const auto value = parseUnsigned(*text);
            if (!value) return fail(ErrorCode::Corrupt, "expected a number", file->path());
            family->add(static_cast<double>(*value));
        }
        return addStats();
    }

private:
    /// A line of names, then a line of hexadecimal numbers for each CPU. Kernels differ in the columns.
    Result<void> addStats()
    {
        const auto text = m_stats.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        std::string_view header;
        if (!nextLine(rest, header)) return fail(ErrorCode::Corrupt, "empty table", m_stats.path());
        std::array<std::uint64_t, kConntrackStats.size()> sums{};
        for (std::string_view line; nextLine(rest, line);) {
            std::string_view names = header;
            for (std::string_view name = nextField(names); !name.empty(); name = nextField(names)) {
                const std::uint64_t value = nextUnsigned(line, 16);
                for (std::size_t i = 0; i < sums.size(); ++i) {
                    if (name == kConntrackStats[i]) sums[i] += value;
                }
            }
        }
        for (std::size_t i = 0; i < sums.size(); ++i) m_families[i]->add(static_cast<double>(sums[i]));
        return {};
    }

    ProcFile m_count;
    ProcFile m_max;
    ProcFile m_stats;
    MetricFamily& m_entries;
    MetricFamily& m_limit;
    std::array<MetricFamily*, kConntrackStats.size()> m_families{};
};

class ArpCollector final : public Collector {
public:
    explicit ArpCollector(const CollectorContext& context)
        : m_file(context.proc("net/arp")), m_entries(context.gauge("node_arp_entries", "ARP entries of each device."))
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::map<std::string_view, std::uint64_t> counts;
        std::string_view rest = *text;
        std::string_view line;
        bool header = true;
        while (nextLine(rest, line)) {
            // address, type, flags, hardware address, mask, device
            for (int i = 0; i < 5; ++i) static_cast<void>(nextField(line));
            const std::string_view device = nextField(line);
            if (!header && !device.empty()) ++counts[device];
            header = false;
        }
        for (const auto& [device, count] : counts) m_entries.add({{"device", device}}, static_cast<double>(count));
        return {};
    }

private:
    ProcFile m_file;
    MetricFamily& m_entries;
};

class BondingCollector final : public Collector {
public:
    explicit BondingCollector(const CollectorContext& context)
        : m_path(context.sys("class/net")),
          m_active(context.gauge("node_bonding_active", "Links of this bond that are up.")),
          m_slaves(context.gauge("node_bonding_slaves", "Links of this bond."))
    {
    }

    Result<void> collect() override
    {
        auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        const auto masters = root->text("bonding_masters");
        if (!masters) return fail(ErrorCode::NotFound, "no bonding", m_path);
        const std::string names(*masters);
        std::string_view rest = names;
        for (std::string_view master = nextField(rest); !master.empty(); master = nextField(rest)) {
            addMaster(*root, std::string(master));
        }
        return {};
    }

private:
    void addMaster(Directory& root, const std::string& master)
    {
        const std::string links(root.text(master + "/bonding/slaves").value_or(std::string_view()));
        std::string_view rest = links;
        int count = 0;
        int active = 0;
        for (std::string_view link = nextField(rest); !link.empty(); link = nextField(rest)) {
            const std::string status = std::string(link) + "/bonding_slave/mii_status";
            auto state = root.text(master + "/lower_" + status);
            if (!state) state = root.text(master + "/slave_" + status);  // Linux before 3.18
            ++count;
            if (state == "up") ++active;
        }
        m_slaves.add({{"master", master}}, count);
        m_active.add({{"master", master}}, active);
    }

    std::string m_path;
    MetricFamily& m_active;
    MetricFamily& m_slaves;
};

}  // namespace

std::unique_ptr<Collector> makeSoftnetCollector(const CollectorContext& context)
{
    return makeCollector<SoftnetCollector>(context);
}

std::unique_ptr<Collector> makeConntrackCollector(const CollectorContext& context)
{
    return makeCollector<ConntrackCollector>(context);
}

std::unique_ptr<Collector> makeArpCollector(const CollectorContext& context)
{
    return makeCollector<ArpCollector>(context);
}

std::unique_ptr<Collector> makeBondingCollector(const CollectorContext& context)
{
    return makeCollector<BondingCollector>(context);
}

}  // namespace watchglass::hostmetrics
