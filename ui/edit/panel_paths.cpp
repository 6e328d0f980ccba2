#include "ui/edit/panel_paths.h"

#include <algorithm>
#include <span>

#include "ui/dashboard/document_path.h"
#include "ui/edit/panel_edits.h"

namespace watchglass::ui {

namespace {

using Steps = std::vector<std::string>;

std::string pointerOf(std::span<const std::string> steps)
{
    std::string out;
    for (const std::string& step : steps) out = childPath(out, step);
    return out;
}

void put(json::Value& at, std::span<const std::string> steps, const json::Value& value)
{
    if (steps.empty()) {
        at = value;
        return;
    }
    const auto number = itemNumber(steps.front());
    if (at.isNull() && number == 0) at = json::Value::array();
    if (at.isArray() && number) {
        auto& items = at.mutableItems();
        if (*number >= items.size()) {
            items.emplace_back();
            put(items.back(), steps.subspan(1), value);
        } else if (steps.size() == 1 && value.isNull()) {
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(*number));
        } else {
            put(items[*number], steps.subspan(1), value);
        }
        return;
    }
    if (steps.size() == 1 && value.isNull()) {
        if (at.isObject()) at.remove(steps.front());
        return;
    }
    put(at.edit(steps.front()), steps.subspan(1), value);
}

/// Where schema v2 has a value of a panel; `origin` is the element's spec.
std::string v2Place(const json::Value& spec, const Steps& steps)
{
    const std::string& first = steps.front();
    const auto rest = [&](std::size_t from) {
        return pointerOf(std::span(steps).subspan(std::min(from, steps.size())));
    };
    if (first == "type") return spec["vizConfig"].has("group") ? "/vizConfig/group" : "/vizConfig/kind";
    if (first == "options" || first == "fieldConfig") return "/vizConfig/spec/" + first + rest(1);
    if (first == "interval" || first == "maxDataPoints" || first == "timeFrom" || first == "timeShift")
        return "/data/spec/queryOptions/" + first;
    if (first == "transformations") return "/data/spec/transformations" + rest(1);
    if (first == "targets" && steps.size() > 2) {
        const std::string query = "/data/spec/queries/" + steps[1] + "/spec";
        if (steps[2] == "hide") return query + "/hidden";
        if (steps[2] == "refId") return query + "/refId";
        return query + "/query/spec" + rest(2);
    }
    return pointerOf(steps);
}

/// A query of schema v2 like the first one of the panel, with what a classic target says.
json::Value v2Query(const json::Value& spec, const json::Value& target)
{
    json::Value out = spec["data"]["spec"]["queries"].at(0);
    if (!out.isObject()) {
        const auto plain = json::parse(
            R"({"kind": "PanelQuery", "spec": {"query": {"kind": "prometheus", "spec": {}}}})");
        out = plain.value_or(json::Value());
    }
    json::Value inner = target;
    inner.remove("refId");
    inner.remove("hide");
    out.edit("spec").set("refId", target["refId"]);
    out.edit("spec").set("hidden", target["hide"].toBool());
    out.edit("spec").edit("query").set("spec", std::move(inner));
    return out;
}

/// Transformations as schema v2 has them: by `group` in its later versions.
json::Value v2Transformations(const json::Value& list, bool byGroup)
{
    json::Value out = json::Value::array();
    for (const json::Value& step : list.items()) {
        json::Value spec = step;
        if (byGroup) spec.remove("id");
        out.append(byGroup ? json::Value::object({{"kind", "Transformation"}, {"group", step["id"]}, {"spec", spec}})
                           : json::Value::object({{"kind", step["id"]}, {"spec", spec}}));
    }
    return out;
}

/// A classic panel in its current form, with the sources as they are written.
json::Value currentForm(const Panel& panel, const json::Value& written)
{
    json::Value out = panel.model;
    if (written.has("datasource")) out.set("datasource", written["datasource"]);
    out.remove("autoMigrateFrom");
    return out;
}

/// In schema v2 the item of the layout says what repeats its panel.
DocumentChanges setRepeat(const json::Value& document, const std::string& place, const std::string& member,
                          const json::Value& value)
{
    const std::string pointer = place + "/spec/repeat";
    const bool repeats = valueAt(document, pointer).isObject();
    if (member == "repeat" && value.isNull()) return setInDocument(document, pointer, {});
    if (member == "repeat" && !repeats)
        return setInDocument(document, pointer, json::Value::object({{"mode", "variable"}, {"value", value}}));
    if (!repeats) return {};
    const std::string name = member == "repeat" ? "value" : member == "repeatDirection" ? "direction" : member;
    return setInDocument(document, childPath(pointer, name), value);
}

}  // namespace

void setInValue(json::Value& object, const std::string& pointer, const json::Value& value)
{
    const Steps steps = pointerSteps(pointer);
    put(object, steps, value);
}

DocumentChanges setInDocument(const json::Value& document, const std::string& pointer, const json::Value& value)
{
    const Steps steps = pointerSteps(pointer);
    const auto there = [&](std::size_t count) -> const json::Value& {
        return valueAt(document, pointerOf(std::span(steps).first(count)));
    };
    if (value.isNull()) {
        const json::Value& holder = there(steps.size() - 1);
        const auto number = itemNumber(steps.back());
        const bool exists = holder.isArray() ? number && *number < holder.items().size() : holder.has(steps.back());
        return exists ? DocumentChanges{DocumentChange::remove(pointer)} : DocumentChanges{};
    }
    // The deepest part that is there already takes the rest in.
    std::size_t depth = steps.size();
    while (depth > 1 && !there(depth - 1).isObject() && !there(depth - 1).isArray()) --depth;
    json::Value inner;
    put(inner, std::span(steps).subspan(depth), value);
    return {DocumentChange::set(pointerOf(std::span(steps).first(depth)), depth == steps.size() ? value : inner)};
}

DocumentChanges setInPanel(const Dashboard& dashboard, const std::string& origin, const std::string& pointer,
                           const json::Value& value)
{
    const Panel* panel = panelAt(dashboard, origin);
    const Steps steps = pointerSteps(pointer);
    if (!panel || steps.empty()) return {};
    const json::Value& written = valueAt(dashboard.document(), origin);
    if (dashboard.form() == DashboardForm::V2 && steps.size() == 2 && steps[0] == "targets") {
        return setInDocument(dashboard.document(), origin + "/data/spec/queries/" + steps[1],
                             value.isNull() ? value : v2Query(written, value));
    }
    if (dashboard.form() == DashboardForm::V2 && steps.size() == 1 && steps[0] == "transformations")
        return setInDocument(dashboard.document(), origin + "/data/spec/transformations",
                             v2Transformations(value, written["vizConfig"].has("group")));
    const bool ofRepeat = steps.front() == "repeat" || steps.front() == "repeatDirection" ||
                          steps.front() == "maxPerRow";
    if (dashboard.form() == DashboardForm::V2 && ofRepeat)
        return panel->place.empty() ? DocumentChanges{}
                                    : setRepeat(dashboard.document(), panel->place, steps.front(), value);
    if (dashboard.form() == DashboardForm::V2)
        return setInDocument(dashboard.document(), origin + v2Place(written, steps), value);
    const std::string& part = steps.front();
    const bool shaped = part == "options" || part == "fieldConfig" || part == "targets" || part == "transformations";
    if (panel->type != panel->originalType && (shaped || part == "type")) {
        json::Value whole = currentForm(*panel, written);
        put(whole, steps, value);
        return {DocumentChange::set(origin, std::move(whole))};
    }
    const json::Value& current = panel->model[part];
    if ((part == "options" || part == "fieldConfig") && steps.size() > 1 && written[part] != current) {
        json::Value whole = current;
        put(whole, std::span(steps).subspan(1), value);
        return {DocumentChange::set(childPath(origin, part), std::move(whole))};
    }
    return setInDocument(dashboard.document(), origin + pointerOf(steps), value);
}

}  // namespace watchglass::ui
