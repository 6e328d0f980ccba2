#include "ui/dashboard/query_plan.h"

#include <algorithm>
#include <set>

#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/expression.h"
#include "ui/dashboard/foreign_source.h"
#include "ui/dashboard/grafana_source.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/promql_filter.h"
#include "ui/dashboard/time_compare.h"
#include "ui/frame/transform.h"

namespace watchglass::ui {

namespace {

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
        if (variable.type != VariableType::AdHoc || !variable.foreignSource.empty()) continue;
        for (const AdHocChoice& filter : variable.filters) {
            if (filter.key.empty()) continue;
            if (const auto matcher = adHocMatcher(filter)) {
                expr = withLabelFilter(expr, filter.key, matcher->op, matcher->value);
            } else {
                problems.push_back("the filter " + adHocText(filter) + " is not one that PromQL has");
            }
        }
    }
    return expr;
}

/// What group-by variables have chosen.
std::vector<std::string> groupByLabels(const VariableSet* variables)
{
    std::vector<std::string> out;
    if (!variables) return out;
    for (const Variable& variable : variables->all()) {
        if (variable.type != VariableType::GroupBy) continue;
        for (const VariableOption& one : variable.selected) {
            if (!one.value.empty() && std::find(out.begin(), out.end(), one.value) == out.end())
                out.push_back(one.value);
        }
    }
    return out;
}

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
        text.pop_back();
    return text;
}

/// A target that a panel uses, its own or that of a panel whose data it shows.
struct TargetUse {
    const Target* target;
    std::string source;
    std::string type;
    bool isExpression = false;
    bool hidden = false;
};

const Panel* panelById(const std::vector<Panel>& panels, std::int64_t id)
{
    for (const Panel& panel : panels) {
        if (panel.id == id && !panel.isRow()) return &panel;
        if (const Panel* child = panelById(panel.children, id)) return child;
    }
    return nullptr;
}

/// Finds all targets of a panel, through panels that show the data of others.
class TargetCollector {
public:
    TargetCollector(const PlanContext& context, PanelQueryPlan& plan) : m_context(context), m_plan(plan) {}

    void collect(const Panel& panel)
    {
        constexpr int kMostPanels = 100;  // panels that show each other's data several times grow without bound
        if (panel.isRow() || ++m_visits > kMostPanels) return;
        m_path.push_back(panel.id);
        for (const Target& target : panel.targets) {
            TargetUse use{
                &target,
                interpolate(target.datasource.empty() ? panel.datasource : target.datasource, m_plan.interpolation),
                target.datasourceType.empty() ? panel.datasourceType : target.datasourceType};
            if (use.source == "-- Dashboard --") {
                if (!target.hide) shared(target);
                continue;
            }
            use.isExpression = use.source == "__expr__" || use.source == "-100" || use.type == "__expr__";
            use.hidden = target.hide;
            m_all.push_back(std::move(use));
        }
        m_path.pop_back();
    }

    /// What is shown, and what expressions that are shown need.
    [[nodiscard]] std::vector<TargetUse> uses() const
    {
        std::set<std::string> needed;
        for (bool more = true; more;) {
            const std::size_t before = needed.size();
            for (const TargetUse& use : m_all) {
                if (!use.isExpression || (use.hidden && !needed.contains(use.target->refId))) continue;
                for (const std::string& refId : expressionInputs(use.target->model)) needed.insert(refId);
            }
            more = needed.size() > before;
        }
        std::vector<TargetUse> out;
        for (const TargetUse& use : m_all) {
            if (!use.hidden || needed.contains(use.target->refId)) out.push_back(use);
        }
        return out;
    }

private:
    void shared(const Target& target)
    {
        const std::int64_t id = target.model["panelId"].toInt();
        const Panel* other = m_context.panels ? panelById(*m_context.panels, id) : nullptr;
        if (!other) {
            m_plan.problems.push_back("query " + target.refId + ": there is no panel " + std::to_string(id) +
                                      " whose data could be shown");
            return;
        }
        if (std::find(m_path.begin(), m_path.end(), id) != m_path.end()) {
            m_plan.problems.push_back("query " + target.refId + ": panel " + std::to_string(id) +
                                      " shows data of its own, through other panels");
            return;
        }
        collect(*other);
        if (!target.model["withTransforms"].toBool()) return;
        for (const json::Value& step : other->transformations.items()) m_plan.transformations.append(step);
    }

    const PlanContext& m_context;
    PanelQueryPlan& m_plan;
    int m_visits = 0;
    std::vector<std::int64_t> m_path;  ///< panels that are being looked through
    std::vector<TargetUse> m_all;
};

void planExpression(const TargetUse& use, PanelQueryPlan& plan)
{
    PlannedExpression out{use.target->refId, use.target->model, use.hidden};
    for (const char* name : {"expression", "window"}) {
        if (out.model[name].isString())
            out.model.set(name, interpolate(out.model[name].toString(), plan.interpolation));
    }
    plan.expressions.push_back(std::move(out));
}

void planGrafanaTarget(const TargetUse& use, std::int64_t intervalMs, PanelQueryPlan& plan)
{
    const Target& target = *use.target;
    if (const std::string trouble = grafanaQueryTrouble(target.model); !trouble.empty())
        plan.problems.push_back("query " + target.refId + ": " + trouble);
    plan.given.push_back({target.refId, grafanaFrames(target, plan.range, intervalMs), use.hidden});
}

void planTarget(const TargetUse& use, std::int64_t points, const Interval& interval, const PlanContext& context,
                PanelQueryPlan& plan)
{
    const Target& target = *use.target;
    if (const std::string foreign = foreignSource(use.type, use.source); !foreign.empty()) {
        plan.problems.push_back("query " + target.refId + ": data source " + foreign + " is not supported yet");
        return;
    }
    if (trimmed(target.expr).empty()) return;
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
    query.hidden = use.hidden;
    query.expr = interpolate(target.expr, texts, DefaultFormat::Prometheus, &query.unknownVariables);
    query.expr = withAdHocFilters(std::move(query.expr), context.variables, plan.problems);
    query.expr = withGrouping(query.expr, groupByLabels(context.variables));
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
    query.exemplars = target.exemplar && !use.hidden;
    if (target.range) plan.queries.push_back(query);
    if (target.instant) {
        query.instant = true;
        query.exemplars = query.exemplars && !target.range;
        query.endMs = plan.range.toMs;
        plan.queries.push_back(std::move(query));
    }
}

}  // namespace

namespace {

/// All that follows from the plan's range.
void planTargets(const Panel& panel, const PlanContext& context, PanelQueryPlan& plan)
{
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

    TargetCollector collector(context, plan);
    if (asksForData(panel.type)) collector.collect(panel);
    for (const TargetUse& use : collector.uses()) {
        plan.order.push_back(use.target->refId);
        if (use.isExpression)
            planExpression(use, plan);
        else if (isGrafanaSource(use.type, use.source))
            planGrafanaTarget(use, interval.ms, plan);
        else
            planTarget(use, points, interval, context, plan);
    }
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
    const std::string compareWith = interpolate(panel.model["timeCompare"].toString(), plan.interpolation);
    if (const auto earlier = comparedRange(plan.range, compareWith)) {
        PanelQueryPlan other = plan;
        other.range = *earlier;
        planTargets(panel, context, other);
        other.problems.clear();  // the same as of the panel's own range
        plan.compared.push_back(std::move(other));
    } else if (!compareWith.empty()) {
        plan.problems.push_back("the time to compare with, " + compareWith + ", is no interval");
    }
    planTargets(panel, context, plan);
    return plan;
}

std::vector<const PlannedQuery*> queriesOf(const PanelQueryPlan& plan)
{
    std::vector<const PlannedQuery*> out;
    for (const PlannedQuery& query : plan.queries) out.push_back(&query);
    for (const PanelQueryPlan& earlier : plan.compared) {
        for (const PlannedQuery& query : earlier.queries) out.push_back(&query);
    }
    return out;
}

std::string interpolateFor(const PanelQueryPlan& plan, std::string_view text)
{
    return interpolate(text, plan.interpolation, DefaultFormat::Text);
}

namespace {

/// Works expressions out in the order in which they need each other.
void addExpressionFrames(const PanelQueryPlan& plan, const std::vector<promql::QueryResultPtr>& results,
                         std::vector<Frame>& frames, std::vector<std::string>* problems)
{
    const auto problem = [&](const PlannedExpression& expression, const std::string& text) {
        if (problems) problems->push_back("expression " + expression.refId + ": " + text);
    };
    ExpressionInputs values;
    for (std::size_t i = 0; i < results.size() && i < plan.queries.size(); ++i) {
        if (!results[i]) continue;
        ExpressionValues answer = expressionValues(*results[i]);
        ExpressionValues& all = values[plan.queries[i].refId];
        all.insert(all.end(), std::make_move_iterator(answer.begin()), std::make_move_iterator(answer.end()));
    }
    for (const PlannedFrames& given : plan.given) {
        for (const Frame& frame : given.frames) {
            ExpressionValues answer = expressionValues(frame);
            ExpressionValues& all = values[given.refId];
            all.insert(all.end(), std::make_move_iterator(answer.begin()), std::make_move_iterator(answer.end()));
        }
    }
    std::vector<const PlannedExpression*> waiting;
    for (const PlannedExpression& expression : plan.expressions) waiting.push_back(&expression);
    const auto waitsFor = [&waiting](const std::string& refId) {
        return std::any_of(waiting.begin(), waiting.end(),
                           [&](const PlannedExpression* other) { return other->refId == refId; });
    };
    for (std::size_t before = waiting.size() + 1; waiting.size() < before;) {
        before = waiting.size();
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            const PlannedExpression& expression = *waiting[i];
            const std::vector<std::string> needed = expressionInputs(expression.model);
            if (std::any_of(needed.begin(), needed.end(), waitsFor)) continue;
            auto made = evaluateExpression(expression.model, values, plan.range);
            if (!made) problem(expression, made.error().message);
            if (made && !expression.hidden) {
                for (Frame& frame : expressionFrames(expression.refId, *made)) frames.push_back(std::move(frame));
            }
            if (made) values[expression.refId] = std::move(*made);
            waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
            break;
        }
    }
    for (const PlannedExpression* expression : waiting) problem(*expression, "it needs its own result");
}

/// As the targets have them; frames of snapshots may be of queries that are not there any more.
void sortByTarget(std::vector<Frame>& frames, const std::vector<std::string>& order)
{
    const auto place = [&order](const Frame& frame) {
        return std::find(order.begin(), order.end(), frame.refId) - order.begin();
    };
    std::stable_sort(frames.begin(), frames.end(), [&](const Frame& a, const Frame& b) { return place(a) < place(b); });
}

}  // namespace

namespace {

/// What the answers to a plan's queries, and all else that it shows, come to before any transformation.
std::vector<Frame> framesOf(const PanelQueryPlan& plan, const std::vector<promql::QueryResultPtr>& results,
                            std::vector<std::string>* problems)
{
    std::vector<QueryFrameInput> inputs;
    for (std::size_t i = 0; i < results.size() && i < plan.queries.size(); ++i) {
        if (!results[i] || plan.queries[i].hidden) continue;
        const PlannedQuery& query = plan.queries[i];
        inputs.push_back({results[i], query.refId, query.expr, query.legendFormat, query.format});
    }
    std::vector<Frame> frames = framesFromResults(inputs);
    for (const PlannedFrames& given : plan.given) {
        if (!given.hidden) frames.insert(frames.end(), given.frames.begin(), given.frames.end());
    }
    if (!plan.expressions.empty()) addExpressionFrames(plan, results, frames, problems);
    if (!plan.expressions.empty() || !plan.given.empty()) sortByTarget(frames, plan.order);
    return frames;
}

void addNames(const std::vector<Frame>& frames, std::vector<std::string>& names)
{
    constexpr std::size_t kMost = 100;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            if (names.size() >= kMost) return;
            if (std::find(names.begin(), names.end(), field.displayName) == names.end())
                names.push_back(field.displayName);
        }
    }
}

}  // namespace

std::vector<Frame> buildFrames(const Panel& panel, const PanelQueryPlan& plan,
                               const std::vector<promql::QueryResultPtr>& results, std::vector<std::string>* problems,
                               std::vector<std::string>* fieldNames)
{
    std::vector<Frame> frames = framesOf(plan, results, problems);
    auto next = results.begin() + static_cast<std::ptrdiff_t>(std::min(results.size(), plan.queries.size()));
    for (const PanelQueryPlan& other : plan.compared) {
        const auto count = std::min<std::ptrdiff_t>(results.end() - next,
                                                    static_cast<std::ptrdiff_t>(other.queries.size()));
        std::vector<Frame> earlier = framesOf(other, {next, next + count}, problems);
        markComparison(earlier, plan.range.fromMs - other.range.fromMs, panel.type == "timeseries");
        frames.insert(frames.end(), std::make_move_iterator(earlier.begin()), std::make_move_iterator(earlier.end()));
        next += count;
    }
    // Names first: transformations speak of display names.
    assignDisplayNames(frames);
    if (fieldNames) addNames(frames, *fieldNames);
    if (plan.transformations.isArray()) {
        frames = applyTransformations(std::move(frames), plan.transformations, problems);
        assignDisplayNames(frames);
    }
    if (panel.transformations.isArray() && !panel.transformations.items().empty()) {
        frames = applyTransformations(std::move(frames), panel.transformations, problems);
    }
    applyFieldConfig(frames, panel.fieldConfig,
                     [&plan](const std::string& text) { return interpolate(text, plan.interpolation); });
    if (fieldNames) addNames(frames, *fieldNames);
    return frames;
}

}  // namespace watchglass::ui
