#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/hostmetrics/host_collector.h"
#include "engine/hostmetrics/metric_writer.h"

namespace watchglass::hostmetrics {

/// What every collector is built from. Lives as long as the collectors.
struct CollectorContext {
    const HostOptions& options;
    MetricWriter& writer;

    [[nodiscard]] std::string proc(std::string_view path) const { return options.procRoot + "/" + std::string(path); }
    [[nodiscard]] std::string sys(std::string_view path) const { return options.sysRoot + "/" + std::string(path); }
    /// `path` starts with a slash.
    [[nodiscard]] std::string root(std::string_view path) const
    {
        return (options.rootfs == "/" ? std::string() : options.rootfs) + std::string(path);
    }

    [[nodiscard]] MetricFamily& counter(std::string_view name, std::string_view help) const
    {
        return writer.family(name, MetricType::Counter, help);
    }
    [[nodiscard]] MetricFamily& gauge(std::string_view name, std::string_view help) const
    {
        return writer.family(name, MetricType::Gauge, help);
    }
};

/// Reads one subject of the machine.
class Collector {
public:
    virtual ~Collector() = default;

    /// Adds this moment's samples to the writer's families.
    /// Errors: NotFound when the machine does not have the subject (not logged), others for what is broken.
    [[nodiscard]] virtual Result<void> collect() = 0;
};

using CollectorFactory = std::unique_ptr<Collector> (*)(const CollectorContext& context);

template <class T>
std::unique_ptr<Collector> makeCollector(const CollectorContext& context)
{
    return std::make_unique<T>(context);
}

}  // namespace watchglass::hostmetrics
