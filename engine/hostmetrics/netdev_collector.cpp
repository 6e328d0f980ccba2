#include <array>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// The columns of /proc/net/dev. The kernel adds the detailed error counters up there the same way as node_exporter
/// does after asking netlink, so the two agree; only nohandler is not in the table.
constexpr std::array<const char*, 16> kColumns = {
    "receive_bytes",  "receive_packets",  "receive_errs",       "receive_drop",
    "receive_fifo",   "receive_frame",    "receive_compressed", "receive_multicast",
    "transmit_bytes", "transmit_packets", "transmit_errs",      "transmit_drop",
    "transmit_fifo",  "transmit_colls",   "transmit_carrier",   "transmit_compressed",
};

class NetdevCollector final : public Collector {
public:
    explicit NetdevCollector(const CollectorContext& context)
        : m_file(context.proc("net/dev")), m_classPath(context.sys("class/net")),
          m_nohandler(context.counter("node_network_receive_nohandler_total", "Network device statistic."))
    {
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            m_columns[i] = &context.counter("node_network_" + std::string(kColumns[i]) + "_total",
                                            "Network device statistic.");
        }
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        auto classes = Directory::open(m_classPath);
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            // Two lines of headings have no colon. An alias such as "eth0:1" has one in its name.
            const std::size_t colon = line.rfind(':');
            if (colon == std::string_view::npos) continue;
            const std::string_view device = trimmed(line.substr(0, colon));
            line.remove_prefix(colon + 1);
            for (MetricFamily* column : m_columns) {
                const auto value = parseUnsigned(nextField(line));
                if (!value) return fail(ErrorCode::Corrupt, "bad number of " + std::string(device), m_file.path());
                column->add({{"device", device}}, static_cast<double>(*value));
            }
            if (!classes) continue;
            m_path.assign(device).append("/statistics/rx_nohandler");
            if (const auto value = classes->number(m_path.c_str())) {
                m_nohandler.add({{"device", device}}, static_cast<double>(*value));
            }
        }
        return {};
    }

private:
    ProcFile m_file;
    std::string m_classPath;
    MetricFamily& m_nohandler;
    std::array<MetricFamily*, kColumns.size()> m_columns{};
    std::string m_path;
};

}  // namespace

std::unique_ptr<Collector> makeNetdevCollector(const CollectorContext& context)
{
    return makeCollector<NetdevCollector>(context);
}

}  // namespace watchglass::hostmetrics
