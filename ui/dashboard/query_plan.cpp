#include "ui/dashboard/query_plan.h"

#include <algorithm>

#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/promql_filter.h"
#include "ui/frame/transform.h"

namespace watchglass::ui {

namespace {

/// Whether a target's source is one that the embedded engine stands for.
bool isForeign(const std::string& type, const std::string& uid)
{
    if (uid == "__expr__" || uid == "-100" || uid == "-- Dashboard --" || uid == "-- Grafana --" || uid == "grafana")
        return true;
    if (type.empty() || type == "datasource") return false;
    static constexpr std::string_view kOurs[] = {"prometheus", "victoriametrics", "mimir", "thanos", "cortex"};
    return std::none_of(std::begin(kOurs), std::end(kOurs),
                        [&](std::string_view ours) { return type.find(ours) != std::string::npos; });
}

void scope(InterpolationContext& context, std::string_view name, std::string value)
{
    context.scoped[std::string(name)] = {value, value};
}

/// `$__interval` and its relations for one target.
InterpolationContext withStep(const InterpolationContext& base, const PrometheusStep& step)
{
    InterpolationContext out = base;
    scope(out, "__interval", intervalText(step.stepMs));
    scope(out, "__interval_ms", std::to_string(step.stepMs));
    scope(out, "__rate_interval", goDurationText(step.rateIntervalMs));
    scope(out, "__rate_interval_ms", std::to_string(step.rateIntervalMs));
    return out;
}

/// The filters of all ad hoc variables in every selector: one engine stands for all sources.
std::string withAdHocFilters(std::string expr, const VariableSet* variables, std::vector<std::string>& problems)
{
    if (!variables) return expr;
    for (const Variable& variable : variables->all()) {
        if (variable.type != VariableType::AdHoc) continue;
        for (const AdHocFilter& filter : variable.filters) {
            if (filter.key.empty()) continue;
            const bool known = filter.op == "=" || filter.op == "!=" || filter.op == "=~" || filter.op == "!~";
            if (known) {
                expr = withLabelFilter(expr, filter.key, filter.op, escapeExactMatcher(filter.value));
            } else {
                problems.push_back("the filter " + filter.key + ' ' + filter.op + ' ' + filter.value +
                                   " is not one that PromQL has");
            }
        }
    }
    return expr;
}

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
        text.pop_back();
    return text;
}

}  // namespace

PanelQueryPlan planPanelQueries(const Panel& panel, const PlanContext& context)
{
    PanelQueryPlan plan;
    plan.range = context.range;
    plan.interpolation.variables = context.variables;
    plan.interpolation.timeZone = context.time.timeZone;
    plan.interpolation.dashboardTitle = context.dashboardTitle;
    plan.interpolation.dashboardUid = context.dashboardUid;
    for (const auto& [name, value] : panel.scope) plan.interpolation.scoped[name] = {value, value};

    if (!panel.timeFrom.empty() || !panel.timeShift.empty()) {
        const auto own = panelTimeRange(context.range, interpolate(panel.timeFrom, plan.interpolation),
                                        interpolate(panel.timeShift, plan.interpolation), context.time);
        if (own) {
            plan.range = *own;
        } else {
            plan.problems.push_back(own.error().message);
        }
    }
    plan.interpolation.range = plan.range;

    const std::int64_t points = panel.maxDataPoints.value_or(std::max(1, context.widthPx));
    const std::int64_t minimum =
        parseIntervalMs(interpolate(panel.interval, plan.interpolation)).value_or(context.scrapeIntervalMs);
    const Interval interval = calculateInterval(plan.range.lengthMs(), static_cast<double>(points), minimum);
    {
        PrometheusStep step;
        step.stepMs = interval.ms;
        step.rateIntervalMs = std::max(interval.ms + context.scrapeIntervalMs, 4 * context.scrapeIntervalMs);
        plan.interpolation = withStep(plan.interpolation, step);
    }

    for (const Target& target : panel.targets) {
        if (target.hide || panel.isRow()) continue;
        const std::string source = target.datasource.empty() ? panel.datasource : target.datasource;
        const std::string type = target.datasourceType.empty() ? panel.datasourceType : target.datasourceType;
        if (isForeign(type, interpolate(source, plan.interpolation))) {
            plan.problems.push_back("query " + target.refId + ": data source " + (type.empty() ? source : type) +
                                    " is not supported yet");
            continue;
        }
        if (trimmed(target.expr).empty()) continue;
        StepRequest request;
        request.range = plan.range;
        request.maxDataPoints = points;
        request.intervalMs = interval.ms;
        // `$__interval` here means "computed" and must not be replaced.
        request.targetInterval = target.interval.find("$__") != std::string::npos ||
                                         target.interval.find("${__") != std::string::npos
                                     ? target.interval
                                     : interpolate(target.interval, plan.interpolation);
        request.intervalFactor = target.intervalFactor;
        request.scrapeIntervalMs = context.scrapeIntervalMs;
        const PrometheusStep step = prometheusStep(request);
        const InterpolationContext texts = withStep(plan.interpolation, step);

        PlannedQuery query;
        query.refId = target.refId;
        query.expr = interpolate(target.expr, texts, DefaultFormat::Prometheus, &query.unknownVariables);
        query.expr = withAdHocFilters(std::move(query.expr), context.variables, plan.problems);
        query.legendFormat = interpolate(target.legendFormat, texts);
        query.format = resultFormatFromName(target.format);
        query.stepMs = step.stepMs;
        // Both ends on multiples of the step, so that a refresh asks for the same points again.
        const std::int64_t rest = plan.range.toMs % step.stepMs;
        const bool seesRates = plan.range.toMs - rest >= context.dataSinceMs + 2 * context.scrapeIntervalMs;
        const std::int64_t shift = context.alignSteps && seesRates ? 0 : rest;
        query.startMs = plan.range.fromMs - plan.range.fromMs % step.stepMs + shift;
        query.endMs = plan.range.toMs - rest + shift;
        for (const std::string& name : query.unknownVariables) {
            plan.problems.push_back("query " + target.refId + ": the variable $" + name + " does not exist");
        }
        if (target.range) plan.queries.push_back(query);
        if (target.instant) {
            query.instant = true;
            query.endMs = plan.range.toMs;
            plan.queries.push_back(std::move(query));
        }
    }
    return plan;
}

std::string interpolateFor(const PanelQueryPlan& plan, std::string_view text)
{
    return interpolate(text, plan.interpolation, DefaultFormat::Text);
}

std::vector<Frame> buildFrames(const Panel& panel, const PanelQueryPlan& plan,
                               const std::vector<promql::QueryResultPtr>& results, std::vector<std::string>* problems)
{
    std::vector<QueryFrameInput> inputs;
    for (std::size_t i = 0; i < results.size() && i < plan.queries.size(); ++i) {
        if (!results[i]) continue;
        const PlannedQuery& query = plan.queries[i];
        inputs.push_back({results[i], query.refId, query.expr, query.legendFormat, query.format});
    }
    std::vector<Frame> frames = framesFromResults(inputs);
    // Names first: transformations speak of display names.
    assignDisplayNames(frames);
    if (panel.transformations.isArray() && !panel.transformations.items().empty()) {
        frames = applyTransformations(std::move(frames), panel.transformations, problems);
    }
    applyFieldConfig(frames, panel.fieldConfig,
                     [&plan](const std::string& text) { return interpolate(text, plan.interpolation); });
    return frames;
}

}  // namespace watchglass::ui
