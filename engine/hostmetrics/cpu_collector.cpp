#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// USER_HZ: the unit of /proc/stat on every architecture that Linux has today.
constexpr double kTicksPerSecond = 100.0;

constexpr std::array<std::string_view, 8> kModes = {"user",   "nice", "system",  "idle",
                                                    "iowait", "irq",  "softirq", "steal"};
constexpr std::size_t kIdle = 3;
constexpr std::size_t kFields = kModes.size() + 2;  // and guest, guest_nice

/// An idle counter that falls by this much means a CPU that was off and on again; less is the kernel's known jitter,
/// which must not look like a counter reset (node_exporter collector/cpu_linux.go).
constexpr std::uint64_t kHotplugTicks = 300;

struct CpuTimes {
    std::string cpu;
    std::array<std::uint64_t, kFields> ticks{};
};

/// Where the throttle counters of one core and of its package are.
struct ThrottleSource {
    std::string package;
    std::string core;
    std::string directory;
    bool firstOfCore = false;
    bool firstOfPackage = false;
};

class CpuCollector final : public Collector {
public:
    explicit CpuCollector(const CollectorContext& context)
        : m_context(context), m_stat(context.proc("stat")), m_cpuInfo(context.proc("cpuinfo")),
          m_seconds(context.counter("node_cpu_seconds_total", "Seconds each CPU spent in each mode.")),
          m_guest(context.counter("node_cpu_guest_seconds_total", "Seconds each CPU spent running guests.")),
          m_coreThrottles(context.counter("node_cpu_core_throttles_total", "Times this core was throttled.")),
          m_packageThrottles(context.counter("node_cpu_package_throttles_total", "Times this package was throttled.")),
          m_isolated(context.gauge("node_cpu_isolated", "Whether the scheduler leaves this CPU alone.")),
          m_online(context.gauge("node_cpu_online", "Whether this CPU is online."))
    {
    }

    Result<void> collect() override
    {
        const auto text = m_stat.read();
        if (!text) return tl::make_unexpected(text.error());
        const std::size_t before = m_cpus.size();
        parseStat(*text);
        if (before != m_cpus.size()) findThrottleSources();
        for (const CpuTimes& times : m_cpus) {
            for (std::size_t i = 0; i < kModes.size(); ++i) {
                m_seconds.add({{"cpu", times.cpu}, {"mode", kModes[i]}}, seconds(times.ticks[i]));
            }
            if (!m_context.options.cpuGuest) continue;
            m_guest.add({{"cpu", times.cpu}, {"mode", "user"}}, seconds(times.ticks[kModes.size()]));
            m_guest.add({{"cpu", times.cpu}, {"mode", "nice"}}, seconds(times.ticks[kModes.size() + 1]));
        }
        addThrottles();
        addIsolated();
        addOnline();
        return m_context.options.cpuInfo ? addInfo() : Result<void>();
    }

private:
    static double seconds(std::uint64_t ticks) { return static_cast<double>(ticks) / kTicksPerSecond; }

    void parseStat(std::string_view text)
    {
        std::size_t count = 0;
        for (std::string_view line; nextLine(text, line);) {
            const std::string_view cpu = numberAfter(nextField(line), "cpu");
            if (cpu.empty()) continue;
            // CPUs stand in ascending order; one that went offline leaves a gap, behind which all start anew.
            if (count == m_cpus.size() || m_cpus[count].cpu != cpu) {
                m_cpus.resize(count);
                m_cpus.push_back({std::string(cpu), {}});
            }
            update(m_cpus[count++], line);
        }
        m_cpus.resize(count);
    }

    static void update(CpuTimes& times, std::string_view line)
    {
        std::array<std::uint64_t, kFields> now{};
        for (auto& value : now) value = nextUnsigned(line);
        if (times.ticks[kIdle] >= now[kIdle] + kHotplugTicks) times.ticks = {};
        for (std::size_t i = 0; i < kFields; ++i) times.ticks[i] = std::max(times.ticks[i], now[i]);
    }

    /// The topology is looked up once: it is half of the files, and changes only with the number of CPUs.
    void findThrottleSources()
    {
        m_throttles.clear();
        m_cpuDirectories.clear();
        const std::string base = m_context.sys("devices/system/cpu");
        auto root = Directory::open(base);
        if (!root) return;
        std::set<std::string> packages;
        std::set<std::pair<std::string, std::string>> cores;
        for (const std::string& name : root->names()) {
            const std::string_view number = numberAfter(name, "cpu");
            if (number.empty()) continue;
            m_cpuDirectories.emplace_back(number);
            const auto package = root->number((name + "/topology/physical_package_id").c_str());
            const auto core = root->number((name + "/topology/core_id").c_str());
            if (!package || !core || !root->has((name + "/thermal_throttle").c_str())) continue;
            ThrottleSource source{std::to_string(*package), std::to_string(*core), name + "/thermal_throttle/"};
            source.firstOfPackage = packages.insert(source.package).second;
            source.firstOfCore = cores.emplace(source.package, source.core).second;
            if (source.firstOfCore || source.firstOfPackage) m_throttles.push_back(std::move(source));
        }
    }

    void addThrottles()
    {
        if (m_throttles.empty()) return;
        auto root = Directory::open(m_context.sys("devices/system/cpu"));
        if (!root) return;
        for (const ThrottleSource& source : m_throttles) {
            if (source.firstOfCore) {
                if (const auto count = root->number((source.directory + "core_throttle_count").c_str())) {
                    m_coreThrottles.add({{"core", source.core}, {"package", source.package}},
                                        static_cast<double>(*count));
                }
            }
            if (source.firstOfPackage) {
                if (const auto count = root->number((source.directory + "package_throttle_count").c_str())) {
                    m_packageThrottles.add({{"package", source.package}}, static_cast<double>(*count));
                }
            }
        }
    }

    /// The list is set by the kernel's command line and never changes while the machine runs.
    void addIsolated()
    {
        if (!m_isolatedRead) {
            m_isolatedRead = true;
            const auto text = readFile(m_context.sys("devices/system/cpu/isolated"));
            std::string_view list = text ? trimmed(*text) : std::string_view();
            while (!list.empty()) {
                const std::string_view range = list.substr(0, list.find(','));
                list.remove_prefix(std::min(range.size() + 1, list.size()));
                const std::size_t dash = range.find('-');
                const auto first = parseUnsigned(range.substr(0, dash));
                const auto last = dash == std::string_view::npos ? first : parseUnsigned(range.substr(dash + 1));
                // A CPU number fits 16 bits; a longer list is not one.
                if (!first || !last || *last > 0xFFFF) break;
                for (auto cpu = *first; cpu <= *last; ++cpu) m_isolatedCpus.push_back(std::to_string(cpu));
            }
        }
        for (const std::string& cpu : m_isolatedCpus) m_isolated.add({{"cpu", cpu}}, 1);
    }

    /// Where the first CPU cannot be taken offline there is no such file, and node_exporter gives no samples at all.
    void addOnline()
    {
        if (m_cpuDirectories.empty()) return;
        auto root = Directory::open(m_context.sys("devices/system/cpu"));
        if (!root || !root->has(("cpu" + m_cpuDirectories.front() + "/online").c_str())) return;
        for (const std::string& cpu : m_cpuDirectories) {
            const auto online = root->number(("cpu" + cpu + "/online").c_str());
            m_online.add({{"cpu", cpu}}, online == 1U ? 1 : 0);
        }
    }

    Result<void> addInfo()
    {
        const auto text = m_cpuInfo.read();
        if (!text) return tl::make_unexpected(text.error());
        MetricFamily& info = m_context.gauge("node_cpu_info", "What /proc/cpuinfo says of each CPU.");
        MetricFamily& frequency = m_context.gauge("node_cpu_frequency_hertz", "Present frequency of this CPU thread.");
        std::map<std::string_view, std::string_view> fields;
        const auto flush = [&] {
            if (fields.empty()) return;
            info.add({{"cachesize", fields["cache size"]},
                      {"core", fields["core id"]},
                      {"cpu", fields["processor"]},
                      {"family", fields["cpu family"]},
                      {"microcode", fields["microcode"]},
                      {"model", fields["model"]},
                      {"model_name", fields["model name"]},
                      {"package", fields["physical id"]},
                      {"stepping", fields["stepping"]},
                      {"vendor", fields["vendor_id"]}},
                     1);
            if (const auto megahertz = parseNumber(fields["cpu MHz"])) {
                frequency.add(
                    {{"core", fields["core id"]}, {"cpu", fields["processor"]}, {"package", fields["physical id"]}},
                    *megahertz * 1e6);
            }
            fields.clear();
        };
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos) {
                flush();
            } else {
                fields[trimmed(line.substr(0, colon))] = trimmed(line.substr(colon + 1));
            }
        }
        flush();
        return {};
    }

    const CollectorContext& m_context;
    ProcFile m_stat;
    ProcFile m_cpuInfo;
    MetricFamily& m_seconds;
    MetricFamily& m_guest;
    MetricFamily& m_coreThrottles;
    MetricFamily& m_packageThrottles;
    MetricFamily& m_isolated;
    MetricFamily& m_online;
    std::vector<CpuTimes> m_cpus;
    std::vector<std::string> m_cpuDirectories;
    std::vector<ThrottleSource> m_throttles;
    std::vector<std::string> m_isolatedCpus;
    bool m_isolatedRead = false;
};

}  // namespace

std::unique_ptr<Collector> makeCpuCollector(const CollectorContext& context)
{
    return makeCollector<CpuCollector>(context);
}

}  // namespace watchglass::hostmetrics
