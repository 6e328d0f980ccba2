#include "engine/hostmetrics/systemd_bus.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#ifdef WG_HAVE_LIBSYSTEMD

#include <systemd/sd-bus.h>

namespace watchglass::hostmetrics {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kService = "org.freedesktop.systemd1";
constexpr std::int64_t kSilenceNs = 60'000'000'000;
/// A bus refuses calls beyond 128 that wait for replies (dbus-daemon's max_replies_per_connection).
constexpr int kMaxInFlight = 64;

auto failWith(const char* doing, int negativeErrno)
{
    return fail(ErrorCode::Io, std::string(doing) + ": " + std::generic_category().message(-negativeErrno), "D-Bus");
}

/// A reply that is awaited: the connection counts down when it is there.
struct Reply {
    int* pending;
    void (*read)(sd_bus_message* message, void* into);
    void* into;
};

int onReply(sd_bus_message* message, void* userdata, sd_bus_error*)
{
    const Reply& reply = *static_cast<Reply*>(userdata);
    reply.read(message, reply.into);
    --*reply.pending;
    return 1;
}

struct UnitList {
    std::vector<SystemdUnit> units;
    Result<void> outcome;
};

Result<void> parseUnits(sd_bus_message* message, std::vector<SystemdUnit>& units)
{
    if (const sd_bus_error* error = sd_bus_message_get_error(message)) {
        const bool absent = sd_bus_error_has_names(error, SD_BUS_ERROR_SERVICE_UNKNOWN, SD_BUS_ERROR_NAME_HAS_NO_OWNER,
                                                   "org.freedesktop.DBus.Error.Spawn.ChildExited") != 0;
        return fail(absent ? ErrorCode::NotFound : ErrorCode::Io,
                    std::string("ListUnits: ") + (error->message != nullptr ? error->message : error->name), kService);
    }
    int got = sd_bus_message_enter_container(message, 'a', "(ssssssouso)");
    while (got >= 0) {
        const char* name = nullptr;
        const char* load = nullptr;
        const char* active = nullptr;
        const char* path = nullptr;
        got = sd_bus_message_read(message, "(ssssssouso)", &name, nullptr, &load, &active, nullptr, nullptr, &path,
                                  nullptr, nullptr, nullptr);
        if (got == 0) break;
        if (got > 0) units.push_back({name, load, active, path});
    }
    if (got < 0) return failWith("reading the list of units", got);
    std::sort(units.begin(), units.end(), [](const SystemdUnit& a, const SystemdUnit& b) { return a.name < b.name; });
    return {};
}

void readUnits(sd_bus_message* message, void* into)
{
    auto& list = *static_cast<UnitList*>(into);
    list.outcome = parseUnits(message, list.units);
}

void readProperty(sd_bus_message* message, void* into)
{
    auto& value = *static_cast<PropertyValue*>(into);
    const char* contents = nullptr;
    if (sd_bus_message_is_method_error(message, nullptr) > 0) return;
    if (sd_bus_message_peek_type(message, nullptr, &contents) <= 0 || contents == nullptr) return;
    const std::string type = contents;
    if (sd_bus_message_enter_container(message, 'v', type.c_str()) < 0) return;
    const auto read = [&]<class T>(T raw) {
        if (sd_bus_message_read_basic(message, type[0], &raw) > 0) value = raw;
    };
    if (type == "s") read(static_cast<const char*>(nullptr));
    if (type == "u") read(std::uint32_t{0});
    if (type == "t") read(std::uint64_t{0});
}

}  // namespace

/// One sd-bus connection and the time limit of the collection that uses it.
class SystemdBus::Connection {
public:
    ~Connection() { sd_bus_close_unref(m_bus); }
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Does not wait: the handshake goes on while replies are awaited.
    [[nodiscard]] int start(const char* address)
    {
        int result = sd_bus_new(&m_bus);
        if (result >= 0) result = sd_bus_set_address(m_bus, address);
        if (result >= 0) result = sd_bus_set_bus_client(m_bus, 1);
        return result < 0 ? result : sd_bus_start(m_bus);
    }

    void setDeadline(SteadyClock::time_point deadline) { m_deadline = deadline; }

    [[nodiscard]] sd_bus* bus() const { return m_bus; }

    /// Until `pending` is no more than `most`.
    [[nodiscard]] Result<void> wait(const int& pending, int most)
    {
        while (pending > most) {
            const auto left = std::chrono::duration_cast<std::chrono::microseconds>(m_deadline - SteadyClock::now());
            if (left.count() <= 0) return fail(ErrorCode::Timeout, "systemd did not answer in time", "D-Bus");
            int result = sd_bus_process(m_bus, nullptr);
            if (result == 0) result = sd_bus_wait(m_bus, static_cast<std::uint64_t>(left.count()));
            if (result < 0 && result != -EINTR) return failWith("waiting for systemd", result);
        }
        return {};
    }

private:
    sd_bus* m_bus = nullptr;
    SteadyClock::time_point m_deadline;
};

SystemdBus::SystemdBus(std::string address, std::chrono::milliseconds limit, const Clock& clock)
    : m_address(std::move(address)), m_limit(limit), m_clock(clock)
{
    if (!m_address.empty()) return;
    const char* given = std::getenv("DBUS_SYSTEM_BUS_ADDRESS");
    m_address = given != nullptr ? given : "unix:path=/run/dbus/system_bus_socket";
}

SystemdBus::~SystemdBus() = default;

Result<void> SystemdBus::connect()
{
    if (m_connection) return {};
    auto connection = std::make_unique<Connection>();
    if (const int result = connection->start(m_address.c_str()); result < 0) {
        if (result == -ENOENT || result == -ECONNREFUSED) return fail(ErrorCode::NotFound, "no D-Bus", m_address);
        return failWith("connecting", result);
    }
    m_connection = std::move(connection);
    return {};
}

void SystemdBus::giveUp(const Error& error)
{
    m_connection.reset();
    if (error.code == ErrorCode::Timeout) m_silentUntilNs = m_clock.steadyNs() + kSilenceNs;
}

Result<std::vector<SystemdUnit>> SystemdBus::units()
{
    if (m_silentUntilNs != 0 && m_clock.steadyNs() < m_silentUntilNs)
        return fail(ErrorCode::Timeout, "systemd did not answer in time", "D-Bus");
    m_silentUntilNs = 0;
    if (auto connected = connect(); !connected) return tl::make_unexpected(connected.error());
    m_connection->setDeadline(SteadyClock::now() + m_limit);

    int pending = 1;
    UnitList list;
    Reply reply{&pending, readUnits, &list};
    Result<void> outcome;
    if (const int sent = sd_bus_call_method_async(m_connection->bus(), nullptr, kService, kManagerPath,
                                                  "org.freedesktop.systemd1.Manager", "ListUnits", onReply, &reply,
                                                  nullptr);
        sent < 0) {
        outcome = failWith("calling ListUnits", sent);
    } else {
        outcome = m_connection->wait(pending, 0);
    }
    if (outcome) outcome = list.outcome;
    if (!outcome) {
        giveUp(outcome.error());
        return tl::make_unexpected(outcome.error());
    }
    return std::move(list.units);
}

Result<std::vector<PropertyValue>> SystemdBus::properties(const std::vector<PropertyQuery>& queries)
{
    if (!m_connection) return fail(ErrorCode::Io, "not connected", "D-Bus");
    int pending = 0;
    std::vector<PropertyValue> values(queries.size());
    std::vector<Reply> replies(queries.size());
    Result<void> outcome;
    for (std::size_t i = 0; i < queries.size() && outcome; ++i) {
        replies[i] = {&pending, readProperty, &values[i]};
        const std::string interface = std::string(kService) + "." + queries[i].interface;
        const int sent = sd_bus_call_method_async(m_connection->bus(), nullptr, kService, queries[i].path.c_str(),
                                                  "org.freedesktop.DBus.Properties", "Get", onReply, &replies[i], "ss",
                                                  interface.c_str(), queries[i].name);
        if (sent < 0) outcome = failWith("asking for a property", sent);
        if (sent >= 0) ++pending;
        if (outcome) outcome = m_connection->wait(pending, kMaxInFlight);
    }
    if (outcome) outcome = m_connection->wait(pending, 0);
    if (!outcome) {
        giveUp(outcome.error());
        return tl::make_unexpected(outcome.error());
    }
    return values;
}

}  // namespace watchglass::hostmetrics

#else

namespace watchglass::hostmetrics {

class SystemdBus::Connection {};

SystemdBus::SystemdBus(std::string address, std::chrono::milliseconds limit, const Clock& clock)
    : m_address(std::move(address)), m_limit(limit), m_clock(clock)
{
}

SystemdBus::~SystemdBus() = default;

Result<std::vector<SystemdUnit>> SystemdBus::units()
{
    return fail(ErrorCode::NotFound, "built without libsystemd", "D-Bus");
}

Result<std::vector<PropertyValue>> SystemdBus::properties(const std::vector<PropertyQuery>&)
{
    return fail(ErrorCode::NotFound, "built without libsystemd", "D-Bus");
}

}  // namespace watchglass::hostmetrics

#endif
