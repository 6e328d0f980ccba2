#include <algorithm>
#include <array>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// node_exporter's default of --collector.netstat.fields, one by one. What it has as a pattern stands in isWanted().
constexpr std::array<std::string_view, 30> kWanted = {
    "Icmp6_InMsgs",       "Icmp6_OutMsgs",        "Icmp_InMsgs",        "Icmp_OutMsgs",      "Ip6_InOctets",
    "Ip6_OutOctets",      "IpExt_InOctets",       "IpExt_OutOctets",    "Ip_Forwarding",     "TcpExt_TCPOFOQueue",
    "TcpExt_TCPRcvQDrop", "TcpExt_TCPSynRetrans", "TcpExt_TCPTimeouts", "Tcp_ActiveOpens",   "Tcp_CurrEstab",
    "Tcp_InSegs",         "Tcp_OutRsts",          "Tcp_OutSegs",        "Tcp_PassiveOpens",  "Tcp_RetransSegs",
    "Udp6_InDatagrams",   "Udp6_NoPorts",         "Udp6_OutDatagrams",  "Udp6_RcvbufErrors", "Udp6_SndbufErrors",
    "Udp_InDatagrams",    "Udp_NoPorts",          "Udp_OutDatagrams",   "Udp_RcvbufErrors",  "Udp_SndbufErrors",
};

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool isWanted(std::string_view key)
{
    if (endsWith(key, "_InErrors") || endsWith(key, "_InErrs")) return true;
    if (key.substr(0, 13) == "TcpExt_Listen" || key.substr(0, 17) == "TcpExt_Syncookies") return true;
    return std::find(kWanted.begin(), kWanted.end(), key) != kWanted.end();
}

class NetstatCollector final : public Collector {
public:
    explicit NetstatCollector(const CollectorContext& context)
        : m_context(context), m_netstat(context.proc("net/netstat")), m_snmp(context.proc("net/snmp")),
          m_snmp6(context.proc("net/snmp6"))
    {
    }

    Result<void> collect() override
    {
        for (ProcFile* file : {&m_netstat, &m_snmp}) {
            if (auto done = addTable(*file); !done) return done;
        }
        // Absent where IPv6 is off.
        const auto text = m_snmp6.read();
        if (!text) return text.error().code == ErrorCode::NotFound ? Result<void>() : tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::string_view name = nextField(line);
            const std::size_t six = name.find('6');
            const auto value = parseNumber(nextField(line));
            if (six != std::string_view::npos && value) add(name.substr(0, six + 1), name.substr(six + 1), *value);
        }
        return {};
    }

private:
    /// Pairs of lines: "Tcp: name name ..." and "Tcp: value value ...".
    Result<void> addTable(ProcFile& file)
    {
        const auto text = file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view names, values; nextLine(rest, names) && nextLine(rest, values);) {
            std::string_view protocol = nextField(names);
            if (protocol.empty() || nextField(values) != protocol) {
                return fail(ErrorCode::Corrupt, "names and values do not pair", file.path());
            }
            protocol.remove_suffix(1);
            for (std::string_view name = nextField(names); !name.empty(); name = nextField(names)) {
                const auto value = parseNumber(nextField(values));
                if (!value) return fail(ErrorCode::Corrupt, "bad value of " + std::string(name), file.path());
                add(protocol, name, *value);
            }
        }
        return {};
    }

    void add(std::string_view protocol, std::string_view name, double value)
    {
        m_name.assign("node_netstat_").append(protocol).append("_").append(name);
        if (!isWanted(std::string_view(m_name).substr(13))) return;
        m_context.writer.family(m_name, MetricType::Untyped, "Statistic of the network protocols.").add(value);
    }

    const CollectorContext& m_context;
    ProcFile m_netstat;
    ProcFile m_snmp;
    ProcFile m_snmp6;
    std::string m_name;
};

}  // namespace

std::unique_ptr<Collector> makeNetstatCollector(const CollectorContext& context)
{
    return makeCollector<NetstatCollector>(context);
}

}  // namespace watchglass::hostmetrics
