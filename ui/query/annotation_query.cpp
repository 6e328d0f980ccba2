#include "ui/query/annotation_query.h"

#include "ui/dashboard/stored_annotation.h"
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
        std::vector<AnnotationEvent>& events = answer.events.back();
        if (annotation.builtIn) events = askAlertEvents(backend, annotation, alerts, context.range, stop);
        if (asksForStored(annotation)) {
            const auto filter = storedFilter(annotation, context);
            if (!backend.annotations || !filter) continue;
            for (AnnotationEvent& event : storedEvents(annotation, backend.annotations->find(*filter)))
                events.push_back(std::move(event));
            continue;
        }
        if (isTimeRegion(annotation.model)) {
            auto spans = timeRegionEvents(annotation, context.range);
            if (spans) {
                events = std::move(*spans);
            } else {
                answer.problems.push_back("annotation \"" + annotation.name + "\": " + spans.error().message);
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
            events = annotationEvents(annotation, plan->stepMs, **result);
        } else {
            answer.problems.push_back("annotation \"" + annotation.name + "\": " + result.error().message);
        }
    }
    return answer;
}

}  // namespace watchglass::ui
