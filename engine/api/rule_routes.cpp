#include "engine/api/rule_routes.h"

#include <algorithm>

#include "engine/api/params.h"
#include "engine/api/result_json.h"
#include "engine/base/go_float.h"
#include "engine/base/json.h"
#include "engine/promql/parser.h"

namespace watchglass::api {

namespace {

using rules::GroupStatus;
using rules::RuleStatus;

json::Value labelsValue(const Labels& labels)
{
    json::Value out = json::Value::object();
    for (const LabelView label : labels) out.mutableMembers().emplace_back(label.name, label.value);
    return out;
}

Labels ruleLabels(const RuleStatus& rule) { return Labels::fromPairs(rule.spec.labels); }

json::Value seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

json::Value alertValue(const rules::Alert& alert)
{
    json::Value out = json::Value::object();
    out.set("labels", labelsValue(alert.labels));
    out.set("annotations", labelsValue(alert.annotations));
    out.set("state", rules::alertStateName(alert.state));
    out.set("activeAt", formatRfc3339(alert.activeAtMs));
    if (alert.keepFiringSinceMs != 0) out.set("keepFiringSince", formatRfc3339(alert.keepFiringSinceMs));
    out.set("value", formatFloatE(alert.value));
    return out;
}

/// Alerts that are not resolved, as a JSON array.
json::Value activeAlerts(const RuleStatus& rule)
{
    json::Value out = json::Value::array();
    for (const rules::Alert& alert : rule.alerts) {
        if (alert.resolvedAtMs == 0) out.append(alertValue(alert));
    }
    return out;
}

json::Value ruleValue(const RuleStatus& rule, bool withAlerts)
{
    static constexpr const char* kHealth[] = {"unknown", "ok", "err"};
    json::Value out = json::Value::object();
    if (rule.spec.alerting) out.set("state", rules::alertStateName(rule.state));
    out.set("name", rule.spec.name);
    out.set("query", rule.spec.expr);
    if (rule.spec.alerting) {
        out.set("duration", seconds(rule.spec.forMs));
        out.set("keepFiringFor", seconds(rule.spec.keepFiringForMs));
    }
    if (rule.spec.alerting || !rule.spec.labels.empty()) out.set("labels", labelsValue(ruleLabels(rule)));
    if (rule.spec.alerting) {
        out.set("annotations", labelsValue(Labels::fromPairs(rule.spec.annotations)));
        if (withAlerts) out.set("alerts", activeAlerts(rule));
    }
    out.set("health", kHealth[static_cast<std::size_t>(rule.health)]);
    if (!rule.lastError.empty()) out.set("lastError", rule.lastError);
    out.set("evaluationTime", rule.evaluationSeconds);
    out.set("lastEvaluation",
            rule.lastEvaluationMs == 0 ? "0001-01-01T00:00:00Z" : formatRfc3339(rule.lastEvaluationMs));
    out.set("type", rule.spec.alerting ? "alerting" : "recording");
    return out;
}

bool contains(const std::vector<std::string>& wanted, const std::string& name)
{
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
}

struct Filter {
    bool recording = true;
    bool alerting = true;
    bool withAlerts = true;
    std::vector<std::string> names, groups, files;
    std::vector<std::vector<Matcher>> selectors;

    [[nodiscard]] bool takes(const RuleStatus& rule) const
    {
        if (!(rule.spec.alerting ? alerting : recording) || !contains(names, rule.spec.name)) return false;
        const Labels labels = ruleLabels(rule);
        return selectors.empty() || std::any_of(selectors.begin(), selectors.end(),
                                                [&](const auto& matchers) { return matchesAll(matchers, labels); });
    }
};

std::optional<Response> readFilter(const Request& request, Filter& filter)
{
    const std::string type(request.param("type"));
    if (!type.empty() && type != "alert" && type != "record") {
        return failure("bad_data", "invalid parameter \"type\": not supported value " + goQuote(type));
    }
    filter.alerting = type != "record";
    filter.recording = type != "alert";
    filter.withAlerts = request.param("exclude_alerts") != "true";
    filter.names = request.paramsOf("rule_name[]");
    filter.groups = request.paramsOf("rule_group[]");
    filter.files = request.paramsOf("file[]");
    for (const std::string& text : request.paramsOf("match[]")) {
        auto matchers = promql::parseMetricSelector(text);
        if (!matchers) return failure("bad_data", promql::describeParseError(matchers.error()));
        filter.selectors.push_back(std::move(*matchers));
    }
    return std::nullopt;
}

Response ruleList(const Request& request, const std::vector<GroupStatus>& groups)
{
    Filter filter;
    if (auto wrong = readFilter(request, filter)) return *wrong;
    json::Value list = json::Value::array();
    for (const GroupStatus& group : groups) {
        if (!contains(filter.groups, group.name) || !contains(filter.files, group.file)) continue;
        json::Value members = json::Value::array();
        for (const RuleStatus& rule : group.rules) {
            if (filter.takes(rule)) members.append(ruleValue(rule, filter.withAlerts));
        }
        if (members.items().empty() && !group.rules.empty()) continue;
        json::Value one = json::Value::object();
        one.set("name", group.name);
        one.set("file", group.file);
        one.set("rules", std::move(members));
        one.set("interval", seconds(group.intervalMs));
        one.set("limit", static_cast<std::int64_t>(group.limit));
        one.set("evaluationTime", group.evaluationSeconds);
        one.set("lastEvaluation",
                group.lastEvaluationMs == 0 ? "0001-01-01T00:00:00Z" : formatRfc3339(group.lastEvaluationMs));
        list.append(std::move(one));
    }
    json::Value data = json::Value::object();
    data.set("groups", std::move(list));
    return success(json::write(data));
}

Response alertList(const std::vector<GroupStatus>& groups)
{
    json::Value list = json::Value::array();
    for (const GroupStatus& group : groups) {
        for (const RuleStatus& rule : group.rules) {
            const json::Value alerts = activeAlerts(rule);
            for (const json::Value& alert : alerts.items()) list.append(alert);
        }
    }
    json::Value data = json::Value::object();
    data.set("alerts", std::move(list));
    return success(json::write(data));
}

}  // namespace

void addRuleRoutes(Router& router, std::function<std::vector<GroupStatus>()> groups)
{
    router.add("GET", "/api/v1/rules", [groups](const Request& request) { return ruleList(request, groups()); });
    router.add("GET", "/api/v1/alerts", [groups](const Request&) { return alertList(groups()); });
}

}  // namespace watchglass::api
