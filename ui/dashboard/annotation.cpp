#include "ui/dashboard/annotation.h"

#include <algorithm>
#include <cmath>

#include "ui/dashboard/foreign_source.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/time_region.h"
#include "ui/frame/frame_builder.h"

namespace watchglass::ui {

namespace {

constexpr std::int64_t kUsualStepMs = 60'000;
constexpr double kMostPoints = 1'000;  ///< of one series, whatever the range

std::vector<std::string> tagKeys(const std::string& keys)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= keys.size();) {
        const std::size_t end = std::min(keys.find(',', at), keys.size());
        std::string key = keys.substr(at, end - at);
        const auto first = key.find_first_not_of(' ');
        if (first != std::string::npos) out.push_back(key.substr(first, key.find_last_not_of(' ') - first + 1));
        at = end + 1;
    }
    return out;
}

std::vector<std::int64_t> eventTimes(const AnnotationQuery& annotation, const promql::QueryResult& result,
                                     const promql::ResultSeries& series)
{
    std::vector<std::int64_t> out;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        if (((series.present[i >> 6] >> (i & 63)) & 1) == 0) continue;
        const double value = series.values[i];
        if (annotation.useValueForTime) {
            constexpr double kMostMs = 8.64e15;  // what JavaScript's dates hold
            if (std::isfinite(value) && std::abs(value) <= kMostMs) out.push_back(static_cast<std::int64_t>(value));
        } else if (value > 0) {
            out.push_back(result.grid.startMs + static_cast<std::int64_t>(i) * result.grid.stepMs);
        }
    }
    return out;
}

}  // namespace

std::optional<PlannedAnnotation> planAnnotation(const AnnotationQuery& annotation, const PlanContext& context,
                                                std::vector<std::string>* problems)
{
    if (annotation.builtIn || annotation.expr.empty()) return std::nullopt;
    if (const std::string foreign = foreignSource(annotation.model["datasource"]); !foreign.empty()) {
        if (problems)
            problems->push_back("annotation \"" + annotation.name + "\": data source " + foreign +
                                " is not supported yet");
        return std::nullopt;
    }
    InterpolationContext texts;
    texts.variables = context.variables;
    texts.range = context.range;
    texts.timeZone = context.time.timeZone;
    texts.dashboardTitle = context.dashboardTitle;
    texts.dashboardUid = context.dashboardUid;

    PlannedAnnotation out;
    const std::int64_t wanted = parseIntervalMs(interpolate(annotation.step, texts)).value_or(kUsualStepMs);
    out.stepMs = std::max<std::int64_t>(
        1, calculateInterval(context.range.lengthMs(), kMostPoints, std::max<std::int64_t>(1, wanted)).ms);
    const auto scope = [&texts](const char* name, const std::string& value) { texts.scoped[name] = {value, value}; };
    scope("__interval", intervalText(out.stepMs));
    scope("__interval_ms", std::to_string(out.stepMs));
    const std::int64_t rate = std::max(out.stepMs + context.scrapeIntervalMs, 4 * context.scrapeIntervalMs);
    scope("__rate_interval", goDurationText(rate));
    scope("__rate_interval_ms", std::to_string(rate));

    std::vector<std::string> unknown;
    out.expr = interpolate(annotation.expr, texts, DefaultFormat::Prometheus, &unknown);
    if (problems) {
        for (const std::string& name : unknown) {
            problems->push_back("annotation \"" + annotation.name + "\": the variable $" + name + " does not exist");
        }
    }
    out.startMs = context.range.fromMs - context.range.fromMs % out.stepMs;
    out.endMs = context.range.toMs - context.range.toMs % out.stepMs;
    return out;
}

std::vector<AnnotationEvent> annotationEvents(const AnnotationQuery& annotation, std::int64_t stepMs,
                                              const promql::QueryResult& result)
{
    const std::vector<std::string> keys = tagKeys(annotation.tagKeys);
    std::vector<AnnotationEvent> out;
    for (const promql::ResultSeries& series : result.series) {
        AnnotationEvent event;
        event.name = annotation.name;
        event.color = annotation.iconColor;
        event.title = renderLegend(annotation.titleFormat, series.labels, MissingLabel::Name);
        event.text = renderLegend(annotation.textFormat, series.labels, MissingLabel::Name);
        for (const LabelView label : series.labels) {
            if (std::find(keys.begin(), keys.end(), label.name) != keys.end()) event.tags.emplace_back(label.value);
        }
        bool open = false;
        for (const std::int64_t time : eventTimes(annotation, result, series)) {
            if (open && time >= event.fromMs && event.toMs + stepMs >= time) {
                event.toMs = time;
                continue;
            }
            if (open) out.push_back(event);
            event.fromMs = event.toMs = time;
            open = true;
        }
        if (open) out.push_back(event);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const AnnotationEvent& a, const AnnotationEvent& b) { return a.fromMs < b.fromMs; });
    return out;
}

Result<std::vector<AnnotationEvent>> timeRegionEvents(const AnnotationQuery& annotation, const TimeRange& range)
{
    const auto spans = timeRegionSpans(annotation.model, range);
    if (!spans) return tl::make_unexpected(spans.error());
    std::vector<AnnotationEvent> out;
    for (const auto& [from, to] : *spans) {
        AnnotationEvent event;
        event.fromMs = from;
        event.toMs = to;
        event.name = annotation.name;
        event.text = annotation.name;
        event.color = annotation.iconColor;
        out.push_back(std::move(event));
    }
    return out;
}

bool showsOnPanel(const AnnotationQuery& annotation, std::int64_t panelId)
{
    const json::Value& filter = annotation.model["filter"];
    if (!filter.isObject()) return true;
    const auto& ids = filter["ids"].items();
    const bool listed = std::any_of(ids.begin(), ids.end(),
                                    [&](const json::Value& id) { return id.toInt() == panelId; });
    return filter["exclude"].toBool() ? !listed : listed;
}

}  // namespace watchglass::ui
