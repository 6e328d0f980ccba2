#pragma once

#include <array>
#include <cstdint>

#include "engine/base/error.h"

namespace watchglass::hostmetrics {

/// The machine's TCP sockets, IPv4 and IPv6 together.
struct TcpCounts {
    /// By the numbers of include/net/tcp_states.h less one: established, syn_sent, ... closing.
    std::array<std::uint64_t, 11> states{};
    std::uint64_t rxQueuedBytes = 0;
    std::uint64_t txQueuedBytes = 0;
};

/// Asks the kernel over netlink (sock_diag(7)), which costs a tenth of reading /proc/net/tcp and tcp6: their text makes
/// the kernel walk its whole hash of connections twice.
/// Errors: Io where a sandbox or an old kernel does not let us.
[[nodiscard]] Result<TcpCounts> askTcpCounts();

}  // namespace watchglass::hostmetrics
