#include "engine/hostmetrics/tcp_diag.h"

#include <cerrno>
#include <system_error>
#include <vector>

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace watchglass::hostmetrics {

namespace {

constexpr std::uint32_t kAllStates = 0xFFF;
/// The kernel fills at most 32 KiB into one datagram (net/netlink/af_netlink.c).
constexpr std::size_t kBufferSize = 65536;

struct Request {
    nlmsghdr header;
    inet_diag_req body;
};

class NetlinkSocket {
public:
    NetlinkSocket() : m_fd(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}
    ~NetlinkSocket()
    {
        if (m_fd >= 0) ::close(m_fd);
    }
    NetlinkSocket(const NetlinkSocket&) = delete;
    NetlinkSocket& operator=(const NetlinkSocket&) = delete;

    [[nodiscard]] int fd() const { return m_fd; }

private:
    int m_fd;
};

auto ioError() { return fail(ErrorCode::Io, std::generic_category().message(errno), "sock_diag"); }

void count(const inet_diag_msg& socket, TcpCounts& counts)
{
    // 12 is the kernel's NEW_SYN_RECV: a request that is not yet a connection.
    if (socket.idiag_state >= 1 && socket.idiag_state <= counts.states.size()) ++counts.states[socket.idiag_state - 1];
    counts.rxQueuedBytes += socket.idiag_rqueue;
    counts.txQueuedBytes += socket.idiag_wqueue;
}

}  // namespace

Result<TcpCounts> askTcpCounts()
{
    const NetlinkSocket socket;
    if (socket.fd() < 0) return ioError();
    // The kernel answers at once; the limit is for what we do not foresee.
    const timeval limit{1, 0};
    static_cast<void>(::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
    Request request{};
    request.header.nlmsg_len = sizeof request;
    // The older of two requests: unlike SOCK_DIAG_BY_FAMILY it gives both families in one walk
    // (net/ipv4/inet_diag.c, inet_diag_dump_compat).
    request.header.nlmsg_type = TCPDIAG_GETSOCK;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.idiag_family = AF_INET;
    request.body.idiag_states = kAllStates;
    if (::send(socket.fd(), &request, sizeof request, 0) < 0) return ioError();

    TcpCounts counts;
    std::vector<nlmsghdr> buffer(kBufferSize / sizeof(nlmsghdr));
    for (;;) {
        const ssize_t got = ::recv(socket.fd(), buffer.data(), kBufferSize, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return ioError();
        auto left = static_cast<std::uint32_t>(got);
        for (const nlmsghdr* message = buffer.data(); NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_DONE) return counts;
            if (message->nlmsg_type == NLMSG_ERROR) return fail(ErrorCode::Io, "the kernel refused", "sock_diag");
            if (message->nlmsg_len < NLMSG_LENGTH(sizeof(inet_diag_msg))) continue;
            count(*static_cast<const inet_diag_msg*>(NLMSG_DATA(message)), counts);
        }
    }
}

}  // namespace watchglass::hostmetrics
