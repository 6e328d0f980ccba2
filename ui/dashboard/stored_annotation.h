#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/annotations/annotation.h"
#include "ui/dashboard/annotation.h"

namespace watchglass::ui {

// Annotations that Grafana keeps itself: those made by hand.
// Source: Grafana's public/app/plugins/datasource/grafana/datasource.ts, getAnnotations and prepareAnnotation.

/// Whether a query is for them: the built-in one, and those of Grafana's own source that mark no times of day.
[[nodiscard]] bool asksForStored(const AnnotationQuery& annotation);

/// What they are stored under: the dashboard's uid, or its title where a file has none, of which Grafana would have
/// made one.
[[nodiscard]] std::string annotationHome(const std::string& dashboardUid, const std::string& dashboardTitle);

/// What such a query looks for; none when it names no tags and is not for its dashboard alone. A variable with several
/// values in a tag stands for as many tags.
[[nodiscard]] std::optional<annotations::AnnotationFilter> storedFilter(const AnnotationQuery& annotation,
                                                                        const PlanContext& context);

/// As events of the query. What was made on one panel is drawn on that alone, unless it was found by its tags.
[[nodiscard]] std::vector<AnnotationEvent> storedEvents(const AnnotationQuery& annotation,
                                                        const std::vector<annotations::Annotation>& found);

/// What a list of annotations shows. Source: Grafana's public/app/plugins/panel/annolist/AnnoListPanel.tsx.
[[nodiscard]] annotations::AnnotationFilter listedFilter(const json::Value& options, const PlanContext& context);

}  // namespace watchglass::ui
