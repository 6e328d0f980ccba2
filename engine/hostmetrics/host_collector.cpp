#include "engine/hostmetrics/host_collector.h"

#include <algorithm>

#include "engine/base/log.h"
#include "engine/hostmetrics/registry.h"

namespace watchglass::hostmetrics {

namespace {

void warnAboutUnknown(const std::set<std::string>& names)
{
    for (const std::string& name : names) {
        const bool known = std::any_of(kRegistry.begin(), kRegistry.end(),
                                       [&](const RegistryEntry& entry) { return entry.info.name == name; });
        if (!known) logWarning("hostmetrics", "there is no collector \"" + name + "\"");
    }
}

}  // namespace

std::vector<CollectorInfo> availableCollectors()
{
    std::vector<CollectorInfo> infos;
    for (const RegistryEntry& entry : kRegistry) infos.push_back(entry.info);
    return infos;
}

struct HostCollector::Impl {
    struct Entry {
        std::string name;
        std::unique_ptr<Collector> collector;
        std::string reported;  ///< the error that the log has already
    };

    explicit Impl(HostOptions hostOptions) : options(std::move(hostOptions))
    {
        warnAboutUnknown(options.enabled);
        warnAboutUnknown(options.disabled);
        for (const RegistryEntry& entry : kRegistry) {
            const std::string name(entry.info.name);
            const bool on = entry.info.enabledByDefault || options.enabled.count(name) > 0;
            if (on && options.disabled.count(name) == 0) entries.push_back({name, entry.make(context), {}});
        }
        // The textfile collector must see all families that the others make.
        std::stable_partition(entries.begin(), entries.end(),
                              [](const Entry& entry) { return entry.name != "textfile"; });
        self = makeSelfCollector(context);
    }

    const HostOptions options;
    MetricWriter writer;
    const CollectorContext context{options, writer};
    MetricFamily& duration{context.gauge("node_scrape_collector_duration_seconds", "Seconds this collector took.")};
    MetricFamily& success{context.gauge("node_scrape_collector_success", "Whether this collector had data.")};
    MetricFamily& buildInfo{context.gauge("watchglass_build_info", "The version of Watchglass.")};
    std::vector<Entry> entries;
    std::unique_ptr<Collector> self;
};

HostCollector::HostCollector(HostOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}

HostCollector::~HostCollector() = default;

void HostCollector::collect(std::string& body)
{
    // A process without /proc/self has nothing to tell of itself; the others report the missing /proc.
    static_cast<void>(m_impl->self->collect());
    for (Impl::Entry& entry : m_impl->entries) {
        const std::int64_t before = m_impl->options.clock->steadyNs();
        const auto done = entry.collector->collect();
        const std::int64_t after = m_impl->options.clock->steadyNs();
        m_impl->duration.add({{"collector", entry.name}}, static_cast<double>(after - before) / 1e9);
        m_impl->success.add({{"collector", entry.name}}, done ? 1 : 0);
        if (done || done.error().code == ErrorCode::NotFound) continue;
        std::string message = "collector " + entry.name + ": " + done.error().where + ": " + done.error().message;
        if (message != entry.reported) logWarning("hostmetrics", message);
        entry.reported = std::move(message);
    }
    m_impl->buildInfo.add({{"version", WG_VERSION}}, 1);
    m_impl->writer.flush(body);
}

}  // namespace watchglass::hostmetrics
