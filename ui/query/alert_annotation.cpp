#include "ui/query/alert_annotation.h"

#include <algorithm>
#include <charconv>

#include "ui/dashboard/interval.h"

namespace watchglass::ui {

namespace {

using rules::AlertState;

constexpr double kMostPoints = 1'000;  ///< of one series, whatever the range
constexpr std::string_view kStateLabel = "alertstate";

std::string annotationOf(const rules::RuleSpec& rule, std::string_view name)
{
    for (const auto& [key, value] : rule.annotations) {
        if (key == name) return value;
    }
    return {};
}

/// By its name and those labels that are no templates.
std::string selectorOf(const rules::RuleSpec& rule)
{
    std::string out = "ALERTS{alertname=";
    json::appendQuoted(out, rule.name);
    for (const auto& [name, value] : rule.labels) {
        if (value.find("{{") != std::string::npos) continue;
        out += ',' + name + '=';
        json::appendQuoted(out, value);
    }
    return out + '}';
}

/// The labels of an alert beside its name and state.
Labels identityOf(const Labels& labels)
{
    std::vector<std::pair<std::string, std::string>> kept;
    for (const LabelView label : labels) {
        if (label.name != kMetricName && label.name != kStateLabel && label.name != "alertname")
            kept.emplace_back(label.name, label.value);
    }
    return Labels::fromPairs(std::move(kept));
}

const char* stateText(AlertState state)
{
    return state == AlertState::Inactive ? "normal" : rules::alertStateName(state).data();
}

const char* stateColor(AlertState state)
{
    return state == AlertState::Firing ? "red" : state == AlertState::Pending ? "yellow" : "green";
}

}  // namespace

std::vector<LinkedAlert> linkedAlerts(const std::vector<rules::GroupStatus>& groups, const std::string& dashboardUid)
{
    std::vector<LinkedAlert> out;
    for (const rules::GroupStatus& group : groups) {
        for (const rules::RuleStatus& rule : group.rules) {
            if (!rule.spec.alerting || annotationOf(rule.spec, "__dashboardUid__") != dashboardUid) continue;
            const std::string panel = annotationOf(rule.spec, "__panelId__");
            LinkedAlert alert{rule.spec.name, selectorOf(rule.spec), 0, group.intervalMs, rule.state};
            const auto read = std::from_chars(panel.data(), panel.data() + panel.size(), alert.panelId);
            if (read.ec == std::errc() && read.ptr == panel.data() + panel.size()) out.push_back(std::move(alert));
        }
    }
    return out;
}

AlertStates alertStates(const std::vector<LinkedAlert>& alerts)
{
    AlertStates out;
    for (const LinkedAlert& alert : alerts) {
        const auto [known, added] = out.emplace(alert.panelId, alert.state);
        if (!added) known->second = std::max(known->second, alert.state);
    }
    return out;
}

std::vector<AnnotationEvent> alertEvents(const AnnotationQuery& annotation, const LinkedAlert& alert,
                                         const promql::QueryResult& result)
{
    std::map<Labels, std::vector<AlertState>> states;
    for (const promql::ResultSeries& series : result.series) {
        const AlertState state = series.labels.get(kStateLabel) == "firing" ? AlertState::Firing : AlertState::Pending;
        std::vector<AlertState>& steps = states[identityOf(series.labels)];
        steps.resize(result.grid.steps, AlertState::Inactive);
        for (std::uint32_t i = 0; i < result.grid.steps; ++i) {
            if (series.has(i)) steps[i] = std::max(steps[i], state);
        }
    }
    std::vector<AnnotationEvent> out;
    for (const auto& [labels, steps] : states) {
        for (std::uint32_t i = 1; i < result.grid.steps; ++i) {
            if (steps[i] == steps[i - 1]) continue;
            AnnotationEvent event;
            event.fromMs = event.toMs = result.grid.at(i);
            event.name = annotation.name;
            event.color = stateColor(steps[i]);
            event.title = labels.empty() ? alert.name : alert.name + ' ' + labels.toString();
            event.text = std::string(stateText(steps[i - 1])) + " \u2192 " + stateText(steps[i]);
            event.panelId = alert.panelId;
            out.push_back(std::move(event));
        }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const AnnotationEvent& a, const AnnotationEvent& b) { return a.fromMs < b.fromMs; });
    return out;
}

std::vector<AnnotationEvent> askAlertEvents(const QueryBackend& backend, const AnnotationQuery& annotation,
                                            const std::vector<LinkedAlert>& alerts, const TimeRange& range,
                                            const std::stop_token& stop)
{
    std::vector<AnnotationEvent> out;
    promql::QueryOptions options;
    options.stop = stop;
    for (const LinkedAlert& alert : alerts) {
        const std::int64_t least = std::max<std::int64_t>(1'000, alert.intervalMs);
        const std::int64_t stepMs = calculateInterval(range.lengthMs(), kMostPoints, least).ms;
        // A step more at the front tells what the first one is a change from.
        const std::int64_t startMs = range.fromMs - range.fromMs % stepMs - stepMs;
        const auto result = backend.queries.range(alert.selector, startMs, range.toMs, stepMs, options);
        if (stop.stop_requested()) return out;
        if (!result) continue;
        std::vector<AnnotationEvent> events = alertEvents(annotation, alert, **result);
        out.insert(out.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
    return out;
}

}  // namespace watchglass::ui
