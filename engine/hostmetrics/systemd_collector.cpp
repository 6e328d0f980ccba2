// systemd's units, over D-Bus.

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>

#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/systemd_bus.h"

namespace watchglass::hostmetrics {

namespace {

constexpr std::array<std::string_view, 5> kStates = {"active", "activating", "deactivating", "inactive", "failed"};

/// The types of services change only when somebody edits unit files; asking for a hundred of them each time would be
/// most of the cost.
constexpr std::int64_t kTypesAgeNs = 60'000'000'000;

bool endsWith(std::string_view text, std::string_view end) { return text.size() > end.size() && text.ends_with(end); }

/// node_exporter's collector.systemd.unit-exclude, and only units that are loaded.
bool isWanted(const SystemdUnit& unit)
{
    for (const std::string_view kind : {".automount", ".device", ".mount", ".scope", ".slice"}) {
        if (endsWith(unit.name, kind)) return false;
    }
    return unit.loadState == "loaded";
}

/// The first number of three digits or more in "252.38-1~deb12u1", with its minor part; 0 for none.
double versionNumber(std::string_view version)
{
    const auto isDigit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    for (auto begin = version.begin(); begin != version.end();) {
        begin = std::find_if(begin, version.end(), isDigit);
        auto end = std::find_if_not(begin, version.end(), isDigit);
        if (end - begin >= 3) {
            if (end != version.end() && *end == '.') {
                const auto minor = std::find_if_not(end + 1, version.end(), isDigit);
                if (minor != end + 1) end = minor;
            }
            return std::strtod(std::string(begin, end).c_str(), nullptr);
        }
        begin = end;
    }
    return 0;
}

class SystemdCollector final : public Collector {
public:
    explicit SystemdCollector(const CollectorContext& context)
        : m_clock(*context.options.clock),
          m_bus(context.options.systemBusAddress, context.options.systemdTimeout, m_clock),
          m_accepted(context.counter("node_systemd_socket_accepted_connections_total", "Connections accepted so far.")),
          m_connections(context.gauge("node_systemd_socket_current_connections", "Connections open now.")),
          m_refused(context.gauge("node_systemd_socket_refused_connections_total", "Connections refused so far.")),
          m_running(context.gauge("node_systemd_system_running", "Whether the system is up with no failed unit.")),
          m_lastTrigger(context.gauge("node_systemd_timer_last_trigger_seconds",
                                      "When this timer went off last, in seconds since 1970.")),
          m_state(context.gauge("node_systemd_unit_state", "1 for the state that this unit is in.")),
          m_units(context.gauge("node_systemd_units", "Units in this state.")),
          m_version(context.gauge("node_systemd_version", "The version of systemd.")),
          m_virtualization(context.gauge("node_systemd_virtualization_info", "What systemd sees itself run in."))
    {
    }

    Result<void> collect() override
    {
        auto units = m_bus.units();
        if (!units) return tl::make_unexpected(units.error());
        if (m_clock.steadyNs() >= m_typesAskedNs + kTypesAgeNs) m_types.clear();
        if (m_types.empty()) m_typesAskedNs = m_clock.steadyNs();

        ask(*units);
        auto values = m_bus.properties(m_queries);
        if (!values) return tl::make_unexpected(values.error());
        m_next = values->begin();
        addUnits(*units);
        return addManager();
    }

private:
    void ask(const std::vector<SystemdUnit>& units)
    {
        m_queries.clear();
        for (const SystemdUnit& unit : units) {
            if (!isWanted(unit)) continue;
            if (endsWith(unit.name, ".service") && !m_types.contains(unit.name))
                m_queries.push_back({unit.path, "Service", "Type"});
            if (endsWith(unit.name, ".socket")) {
                for (const char* name : {"NAccepted", "NConnections", "NRefused"})
                    m_queries.push_back({unit.path, "Socket", name});
            }
            if (endsWith(unit.name, ".timer")) m_queries.push_back({unit.path, "Timer", "LastTriggerUSec"});
        }
        for (const char* name : {"Version", "Virtualization", "SystemState"})
            m_queries.push_back({SystemdBus::kManagerPath, "Manager", name});
    }

    /// The answer to the next of m_queries, if it is a T.
    template <class T>
    const T* next()
    {
        return std::get_if<T>(&*m_next++);
    }

    void addUnits(const std::vector<SystemdUnit>& units)
    {
        std::map<std::string_view, double> others;
        std::array<double, kStates.size()> counts{};
        for (const SystemdUnit& unit : units) {
            const auto state = std::find(kStates.begin(), kStates.end(), unit.activeState);
            if (state == kStates.end()) others[unit.activeState] += 1;
            if (state != kStates.end()) counts[static_cast<std::size_t>(state - kStates.begin())] += 1;
            if (isWanted(unit)) addUnit(unit);
        }
        for (std::size_t i = 0; i < kStates.size(); ++i) m_units.add({{"state", kStates[i]}}, counts[i]);
        for (const auto& [state, count] : others) m_units.add({{"state", state}}, count);
    }

    void addUnit(const SystemdUnit& unit)
    {
        std::string_view type;
        if (endsWith(unit.name, ".service")) {
            auto known = m_types.find(unit.name);
            if (known == m_types.end()) {
                const auto* answer = next<std::string>();
                known = m_types.emplace(unit.name, answer != nullptr ? *answer : std::string()).first;
            }
            type = known->second;
        }
        for (const std::string_view state : kStates) {
            m_state.add({{"name", unit.name}, {"state", state}, {"type", type}}, state == unit.activeState ? 1 : 0);
        }
        if (endsWith(unit.name, ".socket")) {
            for (MetricFamily* family : {&m_accepted, &m_connections, &m_refused}) {
                if (const auto* count = next<std::uint32_t>()) family->add({{"name", unit.name}}, *count);
            }
        }
        if (endsWith(unit.name, ".timer")) {
            constexpr double kMicro = 1e6;
            if (const auto* at = next<std::uint64_t>())
                m_lastTrigger.add({{"name", unit.name}}, static_cast<double>(*at) / kMicro);
        }
    }

    Result<void> addManager()
    {
        const auto* version = next<std::string>();
        const double number = version != nullptr ? versionNumber(*version) : 0;
        m_version.add({{"version", number > 0 ? *version : std::string_view()}}, number);
        const auto* virtualization = next<std::string>();
        std::string_view kind = "unknown";
        if (virtualization != nullptr) kind = virtualization->empty() ? "none" : std::string_view(*virtualization);
        m_virtualization.add({{"virtualization_type", kind}}, 1);
        const auto* state = next<std::string>();
        if (state == nullptr) return fail(ErrorCode::Io, "there is no SystemState", "D-Bus");
        m_running.add(*state == "running" ? 1 : 0);
        return {};
    }

    const Clock& m_clock;
    SystemdBus m_bus;
    std::map<std::string, std::string, std::less<>> m_types;  ///< of services, by name
    std::int64_t m_typesAskedNs = 0;
    std::vector<PropertyQuery> m_queries;
    std::vector<PropertyValue>::const_iterator m_next;
    MetricFamily& m_accepted;
    MetricFamily& m_connections;
    MetricFamily& m_refused;
    MetricFamily& m_running;
    MetricFamily& m_lastTrigger;
    MetricFamily& m_state;
    MetricFamily& m_units;
    MetricFamily& m_version;
    MetricFamily& m_virtualization;
};

}  // namespace

std::unique_ptr<Collector> makeSystemdCollector(const CollectorContext& context)
{
    return makeCollector<SystemdCollector>(context);
}

}  // namespace watchglass::hostmetrics
