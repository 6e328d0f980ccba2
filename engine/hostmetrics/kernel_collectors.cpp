// The collectors that read one or two short files each: loadavg, stat, vmstat, filefd, entropy, kernel_hung.

#include <array>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

class LoadavgCollector final : public Collector {
public:
    explicit LoadavgCollector(const CollectorContext& context)
        : m_file(context.proc("loadavg")), m_loads{&context.gauge("node_load1", "Load average over 1 minute."),
                                                   &context.gauge("node_load5", "Load average over 5 minutes."),
                                                   &context.gauge("node_load15", "Load average over 15 minutes.")}
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view line = *text;
        for (MetricFamily* load : m_loads) {
            const auto value = parseNumber(nextField(line));
            if (!value) return fail(ErrorCode::Corrupt, "expected three numbers", m_file.path());
            load->add(*value);
        }
        return {};
    }

private:
    ProcFile m_file;
    std::array<MetricFamily*, 3> m_loads;
};

class StatCollector final : public Collector {
public:
    explicit StatCollector(const CollectorContext& context)
        : m_file(context.proc("stat")),
          m_fields{{
              {"btime", &context.gauge("node_boot_time_seconds", "When the machine booted, Unix time.")},
              {"ctxt", &context.counter("node_context_switches_total", "Context switches.")},
              {"intr", &context.counter("node_intr_total", "Interrupts served.")},
              {"processes", &context.counter("node_forks_total", "Forks.")},
              {"procs_blocked", &context.gauge("node_procs_blocked", "Processes waiting for I/O.")},
              {"procs_running", &context.gauge("node_procs_running", "Processes that run or could run.")},
          }}
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::string_view key = nextField(line);
            for (const auto& [name, family] : m_fields) {
                if (name == key) family->add(static_cast<double>(nextUnsigned(line)));
            }
        }
        return {};
    }

private:
    ProcFile m_file;
    std::array<std::pair<std::string_view, MetricFamily*>, 6> m_fields;
};

/// node_exporter's default of --collector.vmstat.fields: ^(oom_kill|pgpg|pswp|pg.*fault).*
bool isWantedVmstat(std::string_view field)
{
    const std::string_view head = field.substr(0, 4);
    if (head == "pgpg" || head == "pswp" || field.substr(0, 8) == "oom_kill") return true;
    return field.substr(0, 2) == "pg" && field.find("fault", 2) != std::string_view::npos;
}

class VmstatCollector final : public Collector {
public:
    explicit VmstatCollector(const CollectorContext& context) : m_context(context), m_file(context.proc("vmstat")) {}

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::string_view field = nextField(line);
            if (!isWantedVmstat(field)) continue;
            m_name.assign("node_vmstat_").append(field);
            m_context.writer.family(m_name, MetricType::Untyped, "Field of /proc/vmstat.")
                .add(static_cast<double>(nextUnsigned(line)));
        }
        return {};
    }

private:
    const CollectorContext& m_context;
    ProcFile m_file;
    std::string m_name;
};

class FilefdCollector final : public Collector {
public:
    explicit FilefdCollector(const CollectorContext& context)
        : m_file(context.proc("sys/fs/file-nr")),
          m_allocated(context.gauge("node_filefd_allocated", "File handles in use.")),
          m_maximum(context.gauge("node_filefd_maximum", "File handles there may be."))
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view line = trimmed(*text);
        const auto allocated = parseNumber(nextField(line));
        static_cast<void>(nextField(line));  // free handles: always 0 since Linux 2.6
        const auto maximum = parseNumber(nextField(line));
        if (!allocated || !maximum) return fail(ErrorCode::Corrupt, "expected three numbers", m_file.path());
        m_allocated.add(*allocated);
        m_maximum.add(*maximum);
        return {};
    }

private:
    ProcFile m_file;
    MetricFamily& m_allocated;
    MetricFamily& m_maximum;
};

/// Files that hold one number each, a gauge or counter for every one.
class NumberFilesCollector : public Collector {
public:
    Result<void> collect() override
    {
        for (Source& source : m_sources) {
            const auto text = source.file->read();
            if (!text) return tl::make_unexpected(text.error());
            const auto value = parseUnsigned(*text);
            if (!value) return fail(ErrorCode::Corrupt, "expected a number", source.file->path());
            source.family->add(static_cast<double>(*value));
        }
        return {};
    }

protected:
    void addSource(std::string path, MetricFamily& family)
    {
        m_sources.push_back({std::make_unique<ProcFile>(std::move(path)), &family});
    }

private:
    struct Source {
        std::unique_ptr<ProcFile> file;
        MetricFamily* family;
    };
    std::vector<Source> m_sources;
};

class EntropyCollector final : public NumberFilesCollector {
public:
    explicit EntropyCollector(const CollectorContext& context)
    {
        addSource(context.proc("sys/kernel/random/entropy_avail"),
                  context.gauge("node_entropy_available_bits", "Entropy at hand, in bits."));
        addSource(context.proc("sys/kernel/random/poolsize"),
                  context.gauge("node_entropy_pool_size_bits", "Size of the entropy pool, in bits."));
    }
};

class KernelHungCollector final : public NumberFilesCollector {
public:
    explicit KernelHungCollector(const CollectorContext& context)
    {
        addSource(context.proc("sys/kernel/hung_task_detect_count"),
                  context.counter("node_kernel_hung_tasks_total", "Tasks found hanging since boot."));
    }
};

}  // namespace

std::unique_ptr<Collector> makeLoadavgCollector(const CollectorContext& context)
{
    return makeCollector<LoadavgCollector>(context);
}

std::unique_ptr<Collector> makeStatCollector(const CollectorContext& context)
{
    return makeCollector<StatCollector>(context);
}

std::unique_ptr<Collector> makeVmstatCollector(const CollectorContext& context)
{
    return makeCollector<VmstatCollector>(context);
}

std::unique_ptr<Collector> makeFilefdCollector(const CollectorContext& context)
{
    return makeCollector<FilefdCollector>(context);
}

std::unique_ptr<Collector> makeEntropyCollector(const CollectorContext& context)
{
    return makeCollector<EntropyCollector>(context);
}

std::unique_ptr<Collector> makeKernelHungCollector(const CollectorContext& context)
{
    return makeCollector<KernelHungCollector>(context);
}

}  // namespace watchglass::hostmetrics
