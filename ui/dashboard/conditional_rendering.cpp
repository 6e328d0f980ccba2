#include "ui/dashboard/conditional_rendering.h"

#include <algorithm>
#include <vector>

#include "engine/base/duration.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

namespace {

/// A condition that cannot be told has no say.
using Verdict = std::optional<bool>;

Verdict variableVerdict(const json::Value& spec, const VariableSet& variables)
{
    const Variable* variable = variables.find(spec["variable"].toString());
    if (!variable) return std::nullopt;
    const std::string& op = spec["operator"].toString();
    const std::string& wanted = spec["value"].toString();
    const std::vector<VariableOption> values = variable->effective();
    bool hit = false;
    if (op == "matches" || op == "notMatches") {
        const auto regex = JsRegex::plain(wanted);
        if (!regex) return std::nullopt;
        hit = std::any_of(values.begin(), values.end(),
                          [&](const VariableOption& one) { return regex->matches(one.value); });
    } else {
        hit = std::any_of(values.begin(), values.end(), [&](const VariableOption& one) { return one.value == wanted; });
    }
    return op.starts_with("not") ? !hit : hit;
}

Verdict rangeVerdict(const json::Value& spec, std::optional<std::int64_t> rangeMs)
{
    const auto most = parseDuration(spec["value"].toString());
    if (!most || !rangeMs) return std::nullopt;
    return *rangeMs <= most->count();
}

constexpr std::string_view kDataKind = "ConditionalRenderingData";

bool isAboutData(const json::Value& item) { return item["kind"].toString() == kDataKind; }

bool groupShows(const json::Value& group, const VariableSet& variables, std::optional<std::int64_t> rangeMs,
                std::optional<bool> hasData)
{
    const json::Value& spec = group["spec"];
    std::vector<bool> verdicts;
    for (const json::Value& item : spec["items"].items()) {
        const std::string& kind = item["kind"].toString();
        Verdict verdict;
        if (kind == "ConditionalRenderingVariable") verdict = variableVerdict(item["spec"], variables);
        if (kind == "ConditionalRenderingTimeRangeSize") verdict = rangeVerdict(item["spec"], rangeMs);
        if (isAboutData(item) && hasData) verdict = item["spec"]["value"].toBool() == *hasData;
        if (verdict) verdicts.push_back(*verdict);
    }
    if (verdicts.empty()) return true;
    const auto isTrue = [](bool verdict) { return verdict; };
    const bool holds = spec["condition"].toString() == "or" ? std::any_of(verdicts.begin(), verdicts.end(), isTrue)
                                                            : std::all_of(verdicts.begin(), verdicts.end(), isTrue);
    return spec["visibility"].toString() == "hide" ? !holds : holds;
}

}  // namespace

bool isShown(const json::Value& conditions, const VariableSet& variables, std::optional<std::int64_t> rangeMs,
             std::optional<bool> hasData)
{
    return conditions.isNull() || groupShows(conditions, variables, rangeMs, hasData);
}

bool asksAboutData(const json::Value& conditions)
{
    const auto& items = conditions["spec"]["items"].items();
    return std::any_of(items.begin(), items.end(), isAboutData);
}

json::Value withoutDataConditions(json::Value group)
{
    if (group["spec"]["items"].isArray()) std::erase_if(group.edit("spec").edit("items").mutableItems(), isAboutData);
    return group;
}

}  // namespace watchglass::ui
