#include "ui/query/engine_variable_source.h"

#include "engine/model/regex.h"
#include "engine/promql/parser.h"

namespace watchglass::ui {

namespace {

/// No matchers for an empty selector: everything.
Result<std::vector<Matcher>> matchersOf(const std::string& selector)
{
    if (selector.empty()) return std::vector<Matcher>();
    auto matchers = promql::parseMetricSelector(selector);
    if (!matchers) {
        return fail(ErrorCode::InvalidInput, promql::describeParseError(matchers.error()), selector);
    }
    return matchers;
}

}  // namespace

Result<std::vector<std::string>> EngineVariableSource::labelNames(const std::string& selector)
{
    const auto matchers = matchersOf(selector);
    if (!matchers) return tl::make_unexpected(matchers.error());
    return m_backend.store.querier()->labelNames(*matchers, m_range.fromMs, m_range.toMs);
}

Result<std::vector<std::string>> EngineVariableSource::labelValues(const std::string& label,
                                                                   const std::string& selector)
{
    const auto matchers = matchersOf(selector);
    if (!matchers) return tl::make_unexpected(matchers.error());
    return m_backend.store.querier()->labelValues(label, *matchers, m_range.fromMs, m_range.toMs);
}

Result<std::vector<std::string>> EngineVariableSource::metricNames(const std::string& regex)
{
    const auto compiled = Regex::plain(regex);
    if (!compiled) return tl::make_unexpected(compiled.error());
    auto names = m_backend.store.querier()->labelValues(kMetricName, {}, m_range.fromMs, m_range.toMs);
    if (!names) return names;
    std::erase_if(*names, [&](const std::string& name) { return !compiled->matches(name); });
    return names;
}

Result<std::vector<Labels>> EngineVariableSource::series(const std::string& selector)
{
    const auto matchers = matchersOf(selector);
    if (!matchers) return tl::make_unexpected(matchers.error());
    const auto querier = m_backend.store.querier();
    const auto selected = querier->select(*matchers, m_range.fromMs, m_range.toMs);
    if (!selected) return tl::make_unexpected(selected.error());
    std::vector<Labels> out;
    out.reserve(selected->size());
    for (const storage::SelectedSeries& one : *selected) out.push_back(*one.labels);
    return out;
}

Result<promql::QueryResultPtr> EngineVariableSource::queryInstant(const std::string& expr)
{
    promql::QueryOptions options;
    options.stop = m_stop;
    return m_backend.queries.instant(expr, m_range.toMs, options);
}

}  // namespace watchglass::ui
