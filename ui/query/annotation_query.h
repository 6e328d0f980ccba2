#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "ui/dashboard/annotation.h"
#include "ui/query/alert_annotation.h"
#include "ui/query/query_backend.h"

namespace watchglass::ui {

/// The annotations of a dashboard that are wanted, and when.
struct AnnotationQuestion {
    std::vector<AnnotationQuery> annotations;
    std::shared_ptr<const VariableSet> variables;  // shared by all questions of one refresh
    PlanContext context;                           ///< `variables` in it is set by askAnnotations()
};

struct AnnotationAnswer {
    std::vector<std::vector<AnnotationEvent>> events;  ///< by place in the question
    std::vector<std::string> problems;                 ///< queries that failed, variables that do not exist
    AlertStates alertStates;                           ///< of panels that alerts are linked to
    bool cancelled = false;
};

/// Asks for the events of all annotations; one that fails leaves the others alone. The built-in annotation stands for
/// what alerts did that are linked to panels, and for those made by hand.
/// Threads: any; blocks. Stops early, with `cancelled` set, when `stop` is requested.
[[nodiscard]] AnnotationAnswer askAnnotations(const QueryBackend& backend, const AnnotationQuestion& question,
                                              std::stop_token stop);

}  // namespace watchglass::ui
