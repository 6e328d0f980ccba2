#pragma once

#include <stop_token>

#include "ui/dashboard/variable.h"
#include "ui/query/query_backend.h"

namespace watchglass::ui {

/// Looks dashboard variables up in the embedded engine, within a time range.
/// Threads: one worker at a time; blocks.
class EngineVariableSource final : public VariableSource {
public:
    EngineVariableSource(const QueryBackend& backend, const TimeRange& range, std::stop_token stop)
        : m_backend(backend), m_range(range), m_stop(std::move(stop))
    {
    }

    [[nodiscard]] Result<std::vector<std::string>> labelNames(const std::string& selector) override;
    [[nodiscard]] Result<std::vector<std::string>> labelValues(const std::string& label,
                                                               const std::string& selector) override;
    [[nodiscard]] Result<std::vector<std::string>> metricNames(const std::string& regex) override;
    [[nodiscard]] Result<std::vector<Labels>> series(const std::string& selector) override;
    [[nodiscard]] Result<promql::QueryResultPtr> queryInstant(const std::string& expr) override;

private:
    const QueryBackend& m_backend;
    TimeRange m_range;
    std::stop_token m_stop;
};

}  // namespace watchglass::ui
