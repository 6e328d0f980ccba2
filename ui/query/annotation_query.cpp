#include "ui/query/annotation_query.h"

namespace watchglass::ui {

AnnotationAnswer askAnnotations(const QueryBackend& backend, const AnnotationQuestion& question, std::stop_token stop)
{
    PlanContext context = question.context;
    context.variables = question.variables.get();
    AnnotationAnswer answer;
    for (const AnnotationQuery& annotation : question.annotations) {
        answer.events.emplace_back();
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
