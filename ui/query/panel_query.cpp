#include "ui/query/panel_query.h"

#include <algorithm>

#include "engine/promql/selectors.h"

namespace watchglass::ui {

namespace {

Result<promql::QueryResultPtr> run(const QueryBackend& backend, const PlannedQuery& query, const std::stop_token& stop)
{
    promql::QueryOptions options;
    options.stop = stop;
    if (query.instant) return backend.queries.instant(query.expr, query.endMs, options);
    return backend.queries.range(query.expr, query.startMs, query.endMs, query.stepMs, options);
}

/// Adds the exemplars of a query, without those that another query brought.
void addExemplars(const QueryBackend& backend, const PlannedQuery& query, const TimeRange& range,
                  std::vector<Exemplar>& out)
{
    const auto parsed = backend.queries.parse(query.expr);
    if (!parsed) return;
    std::vector<Exemplar> all;
    for (const storage::SeriesExemplars& series :
         backend.store.exemplars(promql::selectorsOf(**parsed), range.fromMs, range.toMs)) {
        for (const storage::ExemplarSample& one : series.exemplars)
            all.push_back({one.tMs, one.value, series.labels, one.labels});
    }
    for (Exemplar& one : sampledExemplars(std::move(all), query.stepMs)) {
        if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
    }
}

}  // namespace

PanelAnswer askPanel(const QueryBackend& backend, const PanelQuestion& question, std::stop_token stop)
{
    PlanContext context = question.context;
    context.variables = question.variables.get();
    if (question.dashboard) context.panels = &question.dashboard->panels();
    if (const auto oldest = backend.store.oldestMs()) context.dataSinceMs = *oldest;
    const PanelQueryPlan plan = planPanelQueries(question.panel, context);

    PanelAnswer answer;
    answer.range = plan.range;
    answer.rangeNowMs = question.rangeNowMs;
    answer.texts = plan.interpolation;
    answer.variables = question.variables;
    answer.problems = plan.problems;
    answer.title = interpolateFor(plan, question.panel.title);
    answer.description = interpolateFor(plan, question.panel.description);
    if (question.panel.type == "text") {
        answer.text = interpolateFor(plan, question.panel.options["content"].toString());
    }

    std::vector<promql::QueryResultPtr> results;
    std::vector<std::string> failures;
    const std::vector<const PlannedQuery*> asked = queriesOf(plan);
    for (const PlannedQuery* one : asked) {
        const PlannedQuery& query = *one;
        const bool own = results.size() < plan.queries.size();
        auto result = run(backend, query, stop);
        if (stop.stop_requested()) {
            answer.cancelled = true;
            return answer;
        }
        if (result && query.exemplars && own) addExemplars(backend, query, plan.range, answer.exemplars);
        if (result) {
            for (const std::string& warning : (*result)->warnings) answer.problems.push_back(warning);
            for (const std::string& info : (*result)->infos) answer.infos.push_back(info);
            results.push_back(std::move(*result));
        } else {
            const std::string name = asked.size() > 1 ? query.refId + ": " : std::string();
            failures.push_back(name + result.error().message);
            results.push_back(nullptr);
        }
    }
    answer.frames = buildFrames(question.panel, plan, results, &answer.problems, &answer.fieldNames);
    // One query of several may fail and the rest is still worth seeing.
    if (!failures.empty() && failures.size() == asked.size()) {
        for (const std::string& failure : failures) answer.error += (answer.error.empty() ? "" : "\n") + failure;
    } else {
        answer.problems.insert(answer.problems.end(), failures.begin(), failures.end());
    }
    return answer;
}

}  // namespace watchglass::ui
