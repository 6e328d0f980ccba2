#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

struct Attribute {
    const char* file;
    const char* metric;
    const char* help;
};

constexpr Attribute kAttributes[] = {
    {"cpuinfo_cur_freq", "node_cpu_frequency_hertz", "Present frequency of this CPU thread."},
    {"cpuinfo_min_freq", "node_cpu_frequency_min_hertz", "Lowest frequency the hardware has."},
    {"cpuinfo_max_freq", "node_cpu_frequency_max_hertz", "Highest frequency the hardware has."},
    {"scaling_cur_freq", "node_cpu_scaling_frequency_hertz", "Present frequency as the governor set it."},
    {"scaling_min_freq", "node_cpu_scaling_frequency_min_hertz", "Lowest frequency the governor may set."},
    {"scaling_max_freq", "node_cpu_scaling_frequency_max_hertz", "Highest frequency the governor may set."},
};

class CpufreqCollector final : public Collector {
public:
    explicit CpufreqCollector(const CollectorContext& context)
        : m_path(context.sys("devices/system/cpu")),
          m_governor(context.gauge("node_cpu_scaling_governor", "1 for the frequency governor in charge."))
    {
        for (const Attribute& attribute : kAttributes) {
            m_families.push_back(&context.gauge(attribute.metric, attribute.help));
        }
    }

    Result<void> collect() override
    {
        const auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        for (const std::string& name : root->names()) {
            const std::string_view cpu = numberAfter(name, "cpu");
            if (!cpu.empty()) addCpu(cpu, m_path + "/" + name + "/cpufreq");
        }
        return {};
    }

private:
    void addCpu(std::string_view cpu, const std::string& path)
    {
        auto directory = Directory::open(path);
        if (!directory) return;
        for (std::size_t i = 0; i < m_families.size(); ++i) {
            // The files hold kilohertz. Some are for root only.
            if (const auto value = directory->number(kAttributes[i].file)) {
                m_families[i]->add({{"cpu", cpu}}, static_cast<double>(*value) * 1000.0);
            }
        }
        const std::string governor(directory->text("scaling_governor").value_or(std::string_view()));
        if (governor.empty()) return;
        std::string_view available = directory->text("scaling_available_governors").value_or(std::string_view());
        for (std::string_view name = nextField(available); !name.empty(); name = nextField(available)) {
            m_governor.add({{"cpu", cpu}, {"governor", name}}, name == governor ? 1 : 0);
        }
    }

    std::string m_path;
    MetricFamily& m_governor;
    std::vector<MetricFamily*> m_families;
};

}  // namespace

std::unique_ptr<Collector> makeCpufreqCollector(const CollectorContext& context)
{
    return makeCollector<CpufreqCollector>(context);
}

}  // namespace watchglass::hostmetrics
