#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/error.h"

namespace watchglass::hostmetrics {

/// One unit that systemd has in memory.
struct SystemdUnit {
    std::string name;
    std::string loadState;
    std::string activeState;
    std::string path;  ///< its D-Bus object
};

/// A property to ask for. The interface and the name are literals, without "org.freedesktop.systemd1.".
struct PropertyQuery {
    std::string path;
    const char* interface;
    const char* name;
};

/// monostate when systemd has no such property or refused.
using PropertyValue = std::variant<std::monostate, std::string, std::uint32_t, std::uint64_t>;

/// Asks systemd over D-Bus, on a connection of its own that is kept from one collection to the next.
///
/// Nothing waits longer than the limit of a collection. When the limit is reached the connection is given up, and for
/// a minute every collection fails at once.
///
/// Threads: none of its own; one thread at a time.
class SystemdBus {
public:
    static constexpr const char* kManagerPath = "/org/freedesktop/systemd1";

    /// An empty `address` is the system bus.
    SystemdBus(std::string address, std::chrono::milliseconds limit, const Clock& clock);
    ~SystemdBus();
    SystemdBus(const SystemdBus&) = delete;
    SystemdBus& operator=(const SystemdBus&) = delete;

    /// Begins a collection, and its time limit: all units, by name.
    /// Errors: NotFound when there is no bus or no systemd on it, Timeout, Io.
    [[nodiscard]] Result<std::vector<SystemdUnit>> units();

    /// One value for each query, all asked at once, within what is left of the time limit. Errors: Timeout, Io.
    [[nodiscard]] Result<std::vector<PropertyValue>> properties(const std::vector<PropertyQuery>& queries);

private:
    class Connection;

    [[nodiscard]] Result<void> connect();
    void giveUp(const Error& error);

    std::string m_address;
    std::chrono::milliseconds m_limit;
    const Clock& m_clock;
    std::unique_ptr<Connection> m_connection;
    std::int64_t m_silentUntilNs = 0;  ///< on the steady clock; 0 when systemd is not given up
};

}  // namespace watchglass::hostmetrics
