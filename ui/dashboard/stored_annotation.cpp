#include "ui/dashboard/stored_annotation.h"

#include <algorithm>

#include "ui/dashboard/grafana_source.h"
#include "ui/dashboard/time_region.h"

namespace watchglass::ui {

namespace {

constexpr std::int64_t kUsualLimit = 100;

const json::Value& settingOf(const AnnotationQuery& annotation, const char* name)
{
    const json::Value& target = annotation.model["target"];
    return target.isObject() ? target[name] : annotation.model[name];  // where they stood before there were targets
}

std::vector<std::string> replacedTags(const json::Value& tags, const PlanContext& context)
{
    constexpr char kBetween = '\x1f';
    InterpolationContext texts;
    texts.variables = context.variables;
    texts.range = context.range;
    texts.timeZone = context.time.timeZone;
    texts.dashboardTitle = context.dashboardTitle;
    texts.dashboardUid = context.dashboardUid;
    std::vector<std::string> out;
    for (const json::Value& tag : tags.items()) {
        const std::string text = interpolateAs(tag.toString(), texts, std::string("join:") + kBetween);
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find(kBetween, at), text.size());
            out.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    }
    return annotations::cleanTags(out);
}

std::size_t limitOf(const json::Value& limit, std::int64_t usual)
{
    const std::int64_t wanted = limit.toInt(usual);
    return static_cast<std::size_t>(wanted > 0 ? wanted : usual);
}

std::string homeIn(const PlanContext& context)
{
    return context.annotationHome.empty() ? annotationHome(context.dashboardUid, context.dashboardTitle)
                                          : context.annotationHome;
}

bool isForDashboard(const AnnotationQuery& annotation)
{
    const std::string& type = settingOf(annotation, "type").toString();
    return type.empty() || type == "dashboard";
}

}  // namespace

bool asksForStored(const AnnotationQuery& annotation)
{
    if (annotation.builtIn) return true;
    const json::Value& source = annotation.model["datasource"];
    const std::string& uid = source.isObject() ? source["uid"].toString() : source.toString();
    return annotation.expr.empty() && isGrafanaSource(source["type"].toString(), uid) &&
           !isTimeRegion(annotation.model);
}

std::string annotationHome(const std::string& dashboardUid, const std::string& dashboardTitle)
{
    return dashboardUid.empty() ? "title:" + dashboardTitle : dashboardUid;
}

std::optional<annotations::AnnotationFilter> storedFilter(const AnnotationQuery& annotation, const PlanContext& context)
{
    annotations::AnnotationFilter out;
    out.fromMs = context.range.fromMs;
    out.toMs = context.range.toMs;
    out.limit = limitOf(settingOf(annotation, "limit"), kUsualLimit);
    if (isForDashboard(annotation)) {
        out.dashboardUid = homeIn(context);
        return out;
    }
    out.tags = replacedTags(settingOf(annotation, "tags"), context);
    out.anyTag = settingOf(annotation, "matchAny").toBool();
    if (out.tags.empty()) return std::nullopt;
    return out;
}

std::vector<AnnotationEvent> storedEvents(const AnnotationQuery& annotation,
                                          const std::vector<annotations::Annotation>& found)
{
    const bool forDashboard = isForDashboard(annotation);
    std::vector<AnnotationEvent> out;
    for (const annotations::Annotation& one : found) {
        AnnotationEvent event;
        event.id = one.id;
        event.fromMs = one.fromMs;
        event.toMs = one.toMs;
        event.name = annotation.name;
        event.color = annotation.iconColor;
        event.text = one.text;
        event.tags = one.tags;
        if (forDashboard) event.panelId = one.panelId;
        out.push_back(std::move(event));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const AnnotationEvent& a, const AnnotationEvent& b) { return a.fromMs < b.fromMs; });
    return out;
}

annotations::AnnotationFilter listedFilter(const json::Value& options, const PlanContext& context)
{
    constexpr std::int64_t kUsualRows = 10;
    annotations::AnnotationFilter out;
    if (options["onlyInTimeRange"].toBool()) {
        out.fromMs = context.range.fromMs;
        out.toMs = context.range.toMs;
    }
    if (options["onlyFromThisDashboard"].toBool()) out.dashboardUid = homeIn(context);
    out.tags = replacedTags(options["tags"], context);
    out.limit = limitOf(options["limit"], kUsualRows);
    return out;
}

}  // namespace watchglass::ui
