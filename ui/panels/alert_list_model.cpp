#include "ui/panels/alert_list_model.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/model/matcher.h"
#include "engine/promql/parser.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

using rules::AlertState;

enum Order { kNames = 1, kNamesDown = 2, kImportance = 3, kTime = 4, kTimeDown = 5 };

bool isWanted(const json::Value& filter, AlertState state)
{
    switch (state) {
    case AlertState::Firing: return filter["firing"].toBool(true);
    case AlertState::Pending: return filter["pending"].toBool(true);
    case AlertState::Inactive: return filter["normal"].toBool() || filter["inactive"].toBool();
    }
    return false;
}

int importance(AlertState state) { return -static_cast<int>(state); }

QString lower(const std::string& text) { return toQString(text).toLower(); }

/// By the list's order; what is active since never stands last in time.
template <class T, class Name>
void arrange(std::vector<T>& items, std::int64_t order, Name name)
{
    const auto since = [](const T& one) {
        return one.activeAtMs > 0 ? one.activeAtMs : std::numeric_limits<std::int64_t>::max();
    };
    std::stable_sort(items.begin(), items.end(), [&](const T& a, const T& b) {
        switch (order) {
        case kNamesDown: return name(b) < name(a);
        case kImportance: return importance(a.state) < importance(b.state);
        case kTime: return since(a) < since(b);
        case kTimeDown: return since(b) < since(a);
        default: return name(a) < name(b);
        }
    });
}

Result<std::vector<Matcher>> labelFilter(std::string text)
{
    constexpr const char* kBlank = " \t\n";
    text.erase(0, std::min(text.find_first_not_of(kBlank), text.size()));
    text.erase(text.find_last_not_of(kBlank) + 1);
    if (!text.starts_with('{')) text = "{" + text + "}";
    // A name, because PromQL wants one matcher that does not match everything.
    auto matchers = promql::parseMetricSelector("any" + text);
    if (matchers) std::erase_if(*matchers, [](const Matcher& one) { return one.name() == kMetricName; });
    return matchers;
}

}  // namespace

Result<std::vector<AlertListRule>> alertListRules(const std::vector<rules::GroupStatus>& groups,
                                                  const json::Value& options, const PointText& replace)
{
    auto matchers = labelFilter(replace(options["alertInstanceLabelFilter"].toString(), DataPoint{}));
    if (!matchers) return tl::make_unexpected(matchers.error());
    const QString wanted = lower(replace(options["alertName"].toString(), DataPoint{}));
    const std::string folder = options["folder"].isObject() ? options["folder"]["title"].toString()
                                                            : options["folder"].toString();
    const std::string uid = options["dashboardAlerts"].toBool() ? replace("${__dashboard.uid}", DataPoint{}) : "";
    const json::Value& filter = options["stateFilter"];
    const std::int64_t order = options["sortOrder"].toInt(kNames);
    std::vector<AlertListRule> out;
    for (const rules::GroupStatus& group : groups) {
        for (const rules::RuleStatus& rule : group.rules) {
            if (!rule.spec.alerting || !isWanted(filter, rule.state)) continue;
            if (!lower(rule.spec.name).contains(wanted)) continue;
            if (!folder.empty() && group.file.find(folder) == std::string::npos) continue;
            if (!uid.empty()) {
                const auto& notes = rule.spec.annotations;
                if (std::find(notes.begin(), notes.end(),
                              std::pair<std::string, std::string>("__dashboardUid__", uid)) == notes.end())
                    continue;
            }
            AlertListRule one{rule.spec.name, group.name, group.file, rule.state, 0, {}, 0};
            bool any = false;
            for (const rules::Alert& alert : rule.alerts) {
                const bool matches = std::all_of(matchers->begin(), matchers->end(), [&](const Matcher& matcher) {
                    return matcher.matches(alert.labels.get(matcher.name()));
                });
                if (alert.resolvedAtMs != 0 || !matches) continue;
                any = true;
                if (alert.activeAtMs > 0 && (one.activeAtMs == 0 || alert.activeAtMs < one.activeAtMs))
                    one.activeAtMs = alert.activeAtMs;
                if (isWanted(filter, alert.state))
                    one.instances.push_back(alert);
                else
                    ++one.leftOut;
            }
            if (!any && (!options["showInactiveAlerts"].toBool() || !matchers->empty())) continue;
            arrange(one.instances, order, [](const rules::Alert& alert) { return alert.labels.toString(); });
            out.push_back(std::move(one));
        }
    }
    arrange(out, order, [](const AlertListRule& rule) { return lower(rule.name); });
    return out;
}

std::vector<AlertListGroup> alertListGroups(const std::vector<AlertListRule>& rules, const json::Value& groupBy)
{
    std::map<std::vector<std::pair<std::string, std::string>>, std::vector<rules::Alert>> groups;
    for (const AlertListRule& rule : rules) {
        for (const rules::Alert& alert : rule.instances) {
            std::vector<std::pair<std::string, std::string>> key;
            for (const json::Value& name : groupBy.items()) {
                const std::string_view value = alert.labels.get(name.toString());
                if (!value.empty()) key.emplace_back(name.toString(), std::string(value));
            }
            groups[key].push_back(alert);
        }
    }
    std::vector<AlertListGroup> out;
    for (auto& [labels, instances] : groups) out.push_back({labels, std::move(instances)});
    // Those without any of the labels come first in the map and stand last in the list.
    if (!out.empty() && out.front().labels.empty()) std::rotate(out.begin(), out.begin() + 1, out.end());
    return out;
}

}  // namespace watchglass::ui
