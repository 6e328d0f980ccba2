#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/promql/query_engine.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/query_plan.h"

namespace watchglass::ui {

/// A moment or a span that an annotation marks on graphs.
struct AnnotationEvent {
    std::int64_t fromMs = 0;
    std::int64_t toMs = 0;  ///< equal to fromMs for a moment
    std::string name;       ///< of the annotation
    std::string color;      ///< as written in the dashboard
    std::string title;
    std::string text;
    std::vector<std::string> tags;
    std::int64_t panelId = 0;  ///< the only panel that it is for; 0: all
    std::int64_t id = 0;       ///< of one that was made by hand; 0: it was not
    bool operator==(const AnnotationEvent&) const = default;
};

/// How one annotation is asked for: QueryEngine::range(expr, startMs, endMs, stepMs).
struct PlannedAnnotation {
    std::string expr;
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
    std::int64_t stepMs = 0;
};

/// The query of an annotation; none when it has nothing that the embedded engine could be asked.
/// Variables that do not exist are named in `problems`.
[[nodiscard]] std::optional<PlannedAnnotation> planAnnotation(const AnnotationQuery& annotation,
                                                              const PlanContext& context,
                                                              std::vector<std::string>* problems = nullptr);

/// Samples above zero are events; those of one series that are no more than a step apart are one span.
/// Source: @grafana/prometheus datasource.ts, processAnnotationResponse.
[[nodiscard]] std::vector<AnnotationEvent> annotationEvents(const AnnotationQuery& annotation, std::int64_t stepMs,
                                                            const promql::QueryResult& result);

/// The events of an annotation that marks times of the day or week. Errors: as timeRegionSpans().
[[nodiscard]] Result<std::vector<AnnotationEvent>> timeRegionEvents(const AnnotationQuery& annotation,
                                                                    const TimeRange& range);

/// Whether an annotation's filter lets it be drawn on a panel.
[[nodiscard]] bool showsOnPanel(const AnnotationQuery& annotation, std::int64_t panelId);

}  // namespace watchglass::ui
