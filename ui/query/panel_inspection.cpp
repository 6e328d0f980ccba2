#include "ui/query/panel_inspection.h"

#include <bit>
#include <chrono>

namespace watchglass::ui {

namespace {

using SteadyClock = std::chrono::steady_clock;

double secondsSince(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

std::string writtenExpr(const Panel& panel, const std::string& refId)
{
    for (const Target& target : panel.targets) {
        if (target.refId == refId) return target.expr;
    }
    return {};
}

std::uint64_t pointsOf(const promql::QueryResult& result)
{
    std::uint64_t points = 0;
    for (const promql::ResultSeries& series : result.series) {
        for (const std::uint64_t word : series.present) points += static_cast<std::uint64_t>(std::popcount(word));
    }
    return points;
}

}  // namespace

PanelInspection inspectPanel(const QueryBackend& backend, const PanelQuestion& question, const std::stop_token& stop)
{
    PlanContext context = question.context;
    context.variables = question.variables.get();
    if (const auto oldest = backend.store.oldestMs()) context.dataSinceMs = *oldest;
    const PanelQueryPlan plan = planPanelQueries(question.panel, context);

    PanelInspection inspection;
    inspection.range = plan.range;
    inspection.problems = plan.problems;
    promql::QueryOptions options;
    options.stop = stop;
    options.profile = true;
    std::vector<promql::QueryResultPtr> results;
    for (const PlannedQuery* planned : queriesOf(plan)) {
        const PlannedQuery& query = *planned;
        QueryInspection one;
        one.planned = query;
        one.written = writtenExpr(question.panel, query.refId);
        const auto start = SteadyClock::now();
        const auto result = query.instant
                                ? backend.queries.instant(query.expr, query.endMs, options)
                                : backend.queries.range(query.expr, query.startMs, query.endMs, query.stepMs, options);
        one.seconds = secondsSince(start);
        if (stop.stop_requested()) {
            inspection.cancelled = true;
            return inspection;
        }
        if (result) {
            one.series = (*result)->series.size();
            one.points = pointsOf(**result);
            one.stats = (*result)->stats;
            one.profile = (*result)->profile;
            one.notes = (*result)->warnings;
            one.notes.insert(one.notes.end(), (*result)->infos.begin(), (*result)->infos.end());
            results.push_back(*result);
        } else {
            one.error = result.error().message;
            results.push_back(nullptr);
        }
        inspection.queries.push_back(std::move(one));
    }
    Panel untransformed = question.panel;
    untransformed.transformations = {};
    inspection.raw = buildFrames(untransformed, plan, results);
    const auto start = SteadyClock::now();
    inspection.shown = buildFrames(question.panel, plan, results, &inspection.problems);
    inspection.transformSeconds = secondsSince(start);
    return inspection;
}

json::Value statsJson(const QueryInspection& query)
{
    const auto count = [](std::uint64_t number) { return json::Value(static_cast<std::int64_t>(number)); };
    json::Value timings = json::Value::object();
    timings.set("evalTotalTime", query.stats.seconds);
    timings.set("execTotalTime", query.seconds);
    json::Value resolutions = json::Value::object();
    resolutions.set("raw", count(query.stats.samplesRead));
    resolutions.set("5m", count(query.stats.minutes5Read));
    resolutions.set("1h", count(query.stats.hoursRead));
    json::Value samples = json::Value::object();
    samples.set("totalQueryableSamples",
                count(query.stats.samplesRead + query.stats.minutes5Read + query.stats.hoursRead));
    samples.set("peakSamples", count(query.stats.peakSamples));
    samples.set("byResolution", std::move(resolutions));
    json::Value all = json::Value::object();
    all.set("timings", std::move(timings));
    all.set("samples", std::move(samples));
    if (query.profile) all.set("profile", promql::toJson(*query.profile));
    return all;
}

}  // namespace watchglass::ui
