// How the scheduler fares: schedstat, pressure, interrupts.

#include <array>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

class SchedstatCollector final : public Collector {
public:
    explicit SchedstatCollector(const CollectorContext& context)
        : m_file(context.proc("schedstat")),
          m_running(context.counter("node_schedstat_running_seconds_total", "Seconds this CPU ran processes.")),
          m_timeslices(context.counter("node_schedstat_timeslices_total", "Time slices this CPU ran.")),
          m_waiting(context.counter("node_schedstat_waiting_seconds_total", "Seconds processes waited for this CPU."))
    {
    }

    Result<void> collect() override
    {
        constexpr double kNano = 1e9;
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::string_view cpu = numberAfter(nextField(line), "cpu");
            if (cpu.empty()) continue;
            // Six counters of the scheduler's calls first (Documentation/scheduler/sched-stats.rst).
            for (int i = 0; i < 6; ++i) static_cast<void>(nextField(line));
            m_running.add({{"cpu", cpu}}, static_cast<double>(nextUnsigned(line)) / kNano);
            m_waiting.add({{"cpu", cpu}}, static_cast<double>(nextUnsigned(line)) / kNano);
            m_timeslices.add({{"cpu", cpu}}, static_cast<double>(nextUnsigned(line)));
        }
        return {};
    }

private:
    ProcFile m_file;
    MetricFamily& m_running;
    MetricFamily& m_timeslices;
    MetricFamily& m_waiting;
};

class PressureCollector final : public Collector {
public:
    explicit PressureCollector(const CollectorContext& context)
        : m_cpu(context.proc("pressure/cpu")), m_io(context.proc("pressure/io")),
          m_memory(context.proc("pressure/memory")), m_irq(context.proc("pressure/irq")),
          m_cpuWaiting(waiting(context, "cpu")), m_ioWaiting(waiting(context, "io")),
          m_ioStalled(stalled(context, "io")), m_memoryWaiting(waiting(context, "memory")),
          m_memoryStalled(stalled(context, "memory")), m_irqStalled(stalled(context, "irq"))
    {
    }

    Result<void> collect() override
    {
        // Linux before 6.1 has no irq; without CONFIG_PSI there is none of them.
        const bool cpu = add(m_cpu, &m_cpuWaiting, nullptr);
        const bool io = add(m_io, &m_ioWaiting, &m_ioStalled);
        const bool memory = add(m_memory, &m_memoryWaiting, &m_memoryStalled);
        const bool irq = add(m_irq, nullptr, &m_irqStalled);
        if (!cpu && !io && !memory && !irq) return fail(ErrorCode::NotFound, "no pressure information", m_cpu.path());
        return {};
    }

private:
    static MetricFamily& waiting(const CollectorContext& context, const std::string& resource)
    {
        return context.counter("node_pressure_" + resource + "_waiting_seconds_total",
                               "Seconds in which some process waited for it.");
    }
    static MetricFamily& stalled(const CollectorContext& context, const std::string& resource)
    {
        return context.counter("node_pressure_" + resource + "_stalled_seconds_total",
                               "Seconds in which all processes waited for it.");
    }

    static bool add(ProcFile& file, MetricFamily* some, MetricFamily* full)
    {
        constexpr double kMicro = 1e6;
        const auto text = file.read();
        if (!text) return false;
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            MetricFamily* family = nullptr;
            const std::string_view kind = nextField(line);
            if (kind == "some") family = some;
            if (kind == "full") family = full;
            const std::size_t total = line.find("total=");
            if (!family || total == std::string_view::npos) continue;
            line.remove_prefix(total + 6);
            family->add(static_cast<double>(nextUnsigned(line)) / kMicro);
        }
        return true;
    }

    ProcFile m_cpu;
    ProcFile m_io;
    ProcFile m_memory;
    ProcFile m_irq;
    MetricFamily& m_cpuWaiting;
    MetricFamily& m_ioWaiting;
    MetricFamily& m_ioStalled;
    MetricFamily& m_memoryWaiting;
    MetricFamily& m_memoryStalled;
    MetricFamily& m_irqStalled;
};

class InterruptsCollector final : public Collector {
public:
    explicit InterruptsCollector(const CollectorContext& context)
        : m_file(context.proc("interrupts")), m_total(context.counter("node_interrupts_total", "Interrupts by source."))
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        std::string_view line;
        if (!nextLine(rest, line)) return fail(ErrorCode::Corrupt, "empty table", m_file.path());
        std::size_t cpus = 0;
        while (!nextField(line).empty()) ++cpus;
        while (nextLine(rest, line)) {
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos) continue;
            addLine(trimmed(line.substr(0, colon)), line.substr(colon + 1), cpus);
        }
        return {};
    }

private:
    void addLine(std::string_view name, std::string_view line, std::size_t cpus)
    {
        m_counts.clear();
        for (std::size_t i = 0; i < cpus; ++i) m_counts.push_back(nextField(line));
        // ERR and MIS have one number and no text.
        if (trimmed(line).empty()) return;
        // A device's line names the controller first, the others have a sentence.
        const std::string info = isNumber(name) ? std::string(nextField(line)) : joined(line);
        const std::string devices = isNumber(name) ? joined(line) : std::string();
        for (std::size_t i = 0; i < cpus; ++i) {
            const auto value = parseUnsigned(m_counts[i]);
            if (!value) continue;
            m_total.add({{"cpu", std::to_string(i)}, {"devices", devices}, {"info", info}, {"type", name}},
                        static_cast<double>(*value));
        }
    }

    /// The fields of `line` with one space between them.
    static std::string joined(std::string_view line)
    {
        std::string out;
        for (std::string_view field = nextField(line); !field.empty(); field = nextField(line)) {
            if (!out.empty()) out += ' ';
            out += field;
        }
        return out;
    }

    ProcFile m_file;
    MetricFamily& m_total;
    std::vector<std::string_view> m_counts;
};

}  // namespace

std::unique_ptr<Collector> makeSchedstatCollector(const CollectorContext& context)
{
    return makeCollector<SchedstatCollector>(context);
}

std::unique_ptr<Collector> makePressureCollector(const CollectorContext& context)
{
    return makeCollector<PressureCollector>(context);
}

std::unique_ptr<Collector> makeInterruptsCollector(const CollectorContext& context)
{
    return makeCollector<InterruptsCollector>(context);
}

}  // namespace watchglass::hostmetrics
