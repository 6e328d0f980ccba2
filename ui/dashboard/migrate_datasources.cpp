#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

constexpr std::string_view kMixed = "-- Mixed --";

/// A source by name becomes a reference; "default" and "" mean no choice, which is null.
void toReference(json::Value& holder)
{
    const json::Value& source = holder["datasource"];
    if (!source.isString()) return;
    if (source.toString().empty() || source.toString() == "default") {
        holder.set("datasource", json::Value());
        return;
    }
    json::Value reference = json::Value::object({{"uid", source}});
    holder.set("datasource", std::move(reference));
}

/// "A".."Z", then "AA", "AB"...
std::string letters(std::size_t index)
{
    std::string name;
    for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return name;
}

void giveRefIds(std::vector<json::Value>& targets)
{
    const auto taken = [&targets](const std::string& name) {
        for (const json::Value& target : targets) {
            if (target["refId"].toString() == name) return true;
        }
        return false;
    };
    std::size_t next = 0;
    for (json::Value& target : targets) {
        if (!target.isObject() || !target["refId"].toString().empty()) continue;
        while (taken(letters(next))) ++next;
        target.set("refId", letters(next));
    }
}

}  // namespace

void migratePanelDatasource(json::Value& panel)
{
    toReference(panel);
    if (!panel["targets"].isArray()) return;
    std::vector<json::Value>& targets = panel.edit("targets").mutableItems();
    std::erase_if(targets, [](const json::Value& target) { return !target.isObject(); });
    giveRefIds(targets);
    const json::Value source = panel["datasource"];
    for (json::Value& target : targets) {
        toReference(target);
        if (!source.isNull() && source["uid"].toString() != kMixed && target["datasource"].isNull()) {
            target.set("datasource", source);
        }
    }
    // A panel that names no source is taken to mean that of its queries.
    if (source.isNull() && !targets.empty() && !targets.front()["datasource"].isNull() &&
        targets.front().get("datasource.uid").toString() != "__expr__") {
        const json::Value first = targets.front()["datasource"];
        for (const json::Value& target : targets) {
            const json::Value& other = target["datasource"];
            if (!other.isNull() && !(other == first)) return;
        }
        panel.set("datasource", first);
    }
}

void migrateDatasources(json::Value& dashboard)
{
    if (!dashboard.get("annotations.list").isArray()) return;
    for (json::Value& annotation : editPath(dashboard, "annotations.list").mutableItems()) {
        if (annotation.isObject()) toReference(annotation);
    }
}

}  // namespace watchglass::ui::migration
