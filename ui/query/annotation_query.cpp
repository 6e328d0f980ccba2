#include "ui/query/annotation_query.h"

#include "ui/dashboard/time_region.h"
#include "ui/query/program_lists.h"

namespace watchglass::ui {

namespace {

std::vector<LinkedAlert> alertsOf(const QueryBackend& backend, const std::string& dashboardUid)
{
    if (!backend.lists || !backend.lists->ruleGroups || dashboardUid.empty()) return {};
    return linkedAlerts(backend.lists->ruleGroups(), dashboardUid);
}

}  // namespace

AnnotationAnswer askAnnotations(const QueryBackend& backend, const AnnotationQuestion& question, std::stop_token stop)
{
    PlanContext context = question.context;
    context.variables = question.variables.get();
    AnnotationAnswer answer;
    const std::vector<LinkedAlert> alerts = alertsOf(backend, context.dashboardUid);
    answer.alertStates = alertStates(alerts);
    for (const AnnotationQuery& annotation : question.annotations) {
        answer.events.emplace_back();
        if (annotation.builtIn) {
            answer.events.back() = askAlertEvents(backend, annotation, alerts, context.range, stop);
            continue;
        }
        if (isTimeRegion(annotation.model)) {
            auto events = timeRegionEvents(annotation, context.range);
            if (events) {
                answer.events.back() = std::move(*events);
            } else {
                answer.problems.push_back("annotation \"" + annotation.name + "\": " + events.error().message);
            }
            continue;
        }
        const auto plan = planAnnotation(annotation, context, &answer.problems);
        if (!plan) continue;
        promql::QueryOptions options;
        options.stop = stop;
        const auto result = backend.queries.range(plan->expr, plan->startMs, plan->endMs, plan->stepMs, options);
        if (stop.stop_requested()) {
            answer.cancelled = true;
            return answer;
        }
        if (result) {
            answer.events.back() = annotationEvents(annotation, plan->stepMs, **result);
        } else {
            answer.problems.push_back("annotation \"" + annotation.name + "\": " + result.error().message);
        }
    }
    return answer;
}

}  // namespace watchglass::ui
