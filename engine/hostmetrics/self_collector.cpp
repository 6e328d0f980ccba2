#include <sys/resource.h>
#include <unistd.h>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// process_*: what a Prometheus client library tells of its own process, which dashboards look for beside node_*.
class SelfCollector final : public Collector {
public:
    explicit SelfCollector(const CollectorContext& context)
        : m_context(context), m_stat(context.proc("self/stat")), m_machineStat(context.proc("stat")),
          m_cpu(context.counter("process_cpu_seconds_total", "CPU seconds this process used.")),
          m_maxFds(context.gauge("process_max_fds", "File descriptors this process may have.")),
          m_openFds(context.gauge("process_open_fds", "File descriptors this process has.")),
          m_resident(context.gauge("process_resident_memory_bytes", "Resident memory of this process.")),
          m_start(context.gauge("process_start_time_seconds", "When this process began, Unix time.")),
          m_virtual(context.gauge("process_virtual_memory_bytes", "Virtual memory of this process.")),
          m_virtualMax(context.gauge("process_virtual_memory_max_bytes", "Virtual memory this process may have."))
    {
    }

    Result<void> collect() override
    {
        const auto text = m_stat.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view line = *text;
        // Fields by their numbers in proc_pid_stat(5); the name (2) may hold blanks.
        line.remove_prefix(std::min(line.rfind(')') + 1, line.size()));
        std::uint64_t fields[25] = {};
        static_cast<void>(nextField(line));  // 3, the state
        for (int i = 4; i < 25; ++i) fields[i] = nextUnsigned(line);
        const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
        m_cpu.add(static_cast<double>(fields[14] + fields[15]) / ticks);
        m_virtual.add(static_cast<double>(fields[23]));
        m_resident.add(static_cast<double>(fields[24]) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
        if (const double boot = bootTime(); boot > 0) m_start.add(boot + static_cast<double>(fields[22]) / ticks);
        if (const auto fds = Directory::open(m_context.proc("self/fd"))) {
            m_openFds.add(static_cast<double>(fds->names().size()));
        }
        addLimit(RLIMIT_NOFILE, m_maxFds);
        addLimit(RLIMIT_AS, m_virtualMax);
        return {};
    }

private:
    double bootTime()
    {
        if (m_bootTime > 0) return m_bootTime;
        const auto text = m_machineStat.read();
        std::string_view rest = text ? *text : std::string_view();
        for (std::string_view line; nextLine(rest, line);) {
            if (nextField(line) == "btime") m_bootTime = static_cast<double>(nextUnsigned(line));
        }
        return m_bootTime;
    }

    static void addLimit(__rlimit_resource resource, MetricFamily& family)
    {
        struct rlimit limit {};
        if (::getrlimit(resource, &limit) == 0) family.add(static_cast<double>(limit.rlim_cur));
    }

    const CollectorContext& m_context;
    ProcFile m_stat;
    ProcFile m_machineStat;
    MetricFamily& m_cpu;
    MetricFamily& m_maxFds;
    MetricFamily& m_openFds;
    MetricFamily& m_resident;
    MetricFamily& m_start;
    MetricFamily& m_virtual;
    MetricFamily& m_virtualMax;
    double m_bootTime = 0;
};

}  // namespace

std::unique_ptr<Collector> makeSelfCollector(const CollectorContext& context)
{
    return makeCollector<SelfCollector>(context);
}

}  // namespace watchglass::hostmetrics
