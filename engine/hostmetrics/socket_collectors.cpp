// What the kernel tells of sockets: sockstat, tcpstat, udp_queues.

#include <array>

#include <unistd.h>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/tcp_diag.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

class SockstatCollector final : public Collector {
public:
    explicit SockstatCollector(const CollectorContext& context)
        : m_context(context), m_v4(context.proc("net/sockstat")), m_v6(context.proc("net/sockstat6")),
          m_used(context.gauge("node_sockstat_sockets_used", "IPv4 sockets in use."))
    {
    }

    Result<void> collect() override
    {
        // Either may be absent: a kernel without that protocol.
        for (ProcFile* file : {&m_v4, &m_v6}) {
            const auto text = file->read();
            if (text) {
                add(*text);
            } else if (text.error().code != ErrorCode::NotFound) {
                return tl::make_unexpected(text.error());
            }
        }
        return {};
    }

private:
    void add(std::string_view text)
    {
        for (std::string_view line; nextLine(text, line);) {
            std::string_view protocol = nextField(line);
            if (protocol.empty()) continue;
            protocol.remove_suffix(1);
            for (std::string_view key = nextField(line); !key.empty(); key = nextField(line)) {
                const auto value = static_cast<double>(nextUnsigned(line));
                if (protocol == "sockets") {
                    if (key == "used") m_used.add(value);
                    continue;
                }
                add(protocol, key, value);
                // Pages; in bytes as well, since nobody knows the page size in a query.
                if (key == "mem") add(protocol, "mem_bytes", value * static_cast<double>(::sysconf(_SC_PAGESIZE)));
            }
        }
    }

    void add(std::string_view protocol, std::string_view key, double value)
    {
        m_name.assign("node_sockstat_").append(protocol).append("_").append(key);
        m_context.gauge(m_name, "Sockets of this protocol and state.").add(value);
    }

    const CollectorContext& m_context;
    ProcFile m_v4;
    ProcFile m_v6;
    MetricFamily& m_used;
    std::string m_name;
};

/// Column of `line` of /proc/net/tcp or udp: "sl local remote st tx_queue:rx_queue ...".
struct SocketLine {
    std::uint64_t state = 0;
    std::uint64_t txQueue = 0;
    std::uint64_t rxQueue = 0;
};

std::optional<SocketLine> parseSocketLine(std::string_view line)
{
    for (int i = 0; i < 3; ++i) static_cast<void>(nextField(line));
    const auto state = parseUnsigned(nextField(line), 16);
    const std::string_view queues = nextField(line);
    const std::size_t colon = queues.find(':');
    if (!state || colon == std::string_view::npos) return std::nullopt;
    const auto tx = parseUnsigned(queues.substr(0, colon), 16);
    const auto rx = parseUnsigned(queues.substr(colon + 1), 16);
    if (!tx || !rx) return std::nullopt;
    return SocketLine{*state, *tx, *rx};
}

/// In the order of TcpCounts::states.
constexpr std::array<const char*, 11> kTcpStates = {"established", "syn_sent",  "syn_recv", "fin_wait1",
                                                    "fin_wait2",   "time_wait", "close",    "close_wait",
                                                    "last_ack",    "listen",    "closing"};

class TcpstatCollector final : public Collector {
public:
    explicit TcpstatCollector(const CollectorContext& context)
        : m_v4(context.proc("net/tcp")), m_v6(context.proc("net/tcp6")),
          m_states(context.gauge("node_tcp_connection_states", "TCP connections in each state.")),
          m_askKernel(context.options.procRoot == "/proc")
    {
    }

    Result<void> collect() override
    {
        const auto counts = count();
        if (!counts) return tl::make_unexpected(counts.error());
        for (std::size_t i = 0; i < counts->states.size(); ++i) {
            const auto value = static_cast<double>(counts->states[i]);
            if (value > 0) m_states.add({{"state", kTcpStates[i]}}, value);
        }
        m_states.add({{"state", "rx_queued_bytes"}}, static_cast<double>(counts->rxQueuedBytes));
        m_states.add({{"state", "tx_queued_bytes"}}, static_cast<double>(counts->txQueuedBytes));
        return {};
    }

private:
    Result<TcpCounts> count()
    {
        if (m_askKernel) {
            if (auto counts = askTcpCounts()) return counts;
            m_askKernel = false;  // it will not change its mind
        }
        const auto text = m_v4.read();
        if (!text) return tl::make_unexpected(text.error());
        TcpCounts counts;
        addTable(*text, counts);
        if (const auto v6 = m_v6.read()) addTable(*v6, counts);
        return counts;
    }

    static void addTable(std::string_view text, TcpCounts& counts)
    {
        for (std::string_view line; nextLine(text, line);) {
            const auto socket = parseSocketLine(line);
            if (!socket) continue;
            if (socket->state >= 1 && socket->state <= counts.states.size()) ++counts.states[socket->state - 1];
            counts.rxQueuedBytes += socket->rxQueue;
            counts.txQueuedBytes += socket->txQueue;
        }
    }

    ProcFile m_v4;
    ProcFile m_v6;
    MetricFamily& m_states;
    bool m_askKernel;
};

class UdpQueuesCollector final : public Collector {
public:
    explicit UdpQueuesCollector(const CollectorContext& context)
        : m_v4(context.proc("net/udp")), m_v6(context.proc("net/udp6")),
          m_queues(context.gauge("node_udp_queues", "Bytes waiting in UDP sockets."))
    {
    }

    Result<void> collect() override
    {
        const bool v4 = add(m_v4, "v4");
        const bool v6 = add(m_v6, "v6");
        if (!v4 && !v6) return fail(ErrorCode::NotFound, "no UDP sockets table", m_v4.path());
        return {};
    }

private:
    bool add(ProcFile& file, std::string_view ip)
    {
        const auto text = file.read();
        if (!text) return false;
        SocketLine sum;
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const auto socket = parseSocketLine(line);
            if (!socket) continue;
            sum.txQueue += socket->txQueue;
            sum.rxQueue += socket->rxQueue;
        }
        m_queues.add({{"ip", ip}, {"queue", "tx"}}, static_cast<double>(sum.txQueue));
        m_queues.add({{"ip", ip}, {"queue", "rx"}}, static_cast<double>(sum.rxQueue));
        return true;
    }

    ProcFile m_v4;
    ProcFile m_v6;
    MetricFamily& m_queues;
};

}  // namespace

std::unique_ptr<Collector> makeSockstatCollector(const CollectorContext& context)
{
    return makeCollector<SockstatCollector>(context);
}

std::unique_ptr<Collector> makeTcpstatCollector(const CollectorContext& context)
{
    return makeCollector<TcpstatCollector>(context);
}

std::unique_ptr<Collector> makeUdpQueuesCollector(const CollectorContext& context)
{
    return makeCollector<UdpQueuesCollector>(context);
}

}  // namespace watchglass::hostmetrics
