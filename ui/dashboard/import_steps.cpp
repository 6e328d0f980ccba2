#include "ui/dashboard/import_steps.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/document_path.h"
#include "ui/dashboard/foreign_source.h"

namespace watchglass::ui {

namespace {

/// A token such as "${DS_PROMETHEUS}" and what stands for it.
using Replacements = std::vector<std::pair<std::string, std::string>>;

void markPanels(json::Value& panels, const std::string& path)
{
    std::size_t index = 0;
    for (json::Value& panel : panels.mutableItems()) {
        const std::string own = childPath(path, index++);
        if (!panel.isObject()) continue;
        if (panel["panels"].isArray()) markPanels(panel.edit("panels"), childPath(own, "panels"));
        panel.set(kOriginMember, own);
    }
}

/// Replaces every `${NAME}` of `values` in all strings below `value`.
void substitute(json::Value& value, const Replacements& values)
{
    if (value.isString()) {
        std::string text = value.toString();
        if (text.find("${") == std::string::npos) return;
        for (const auto& [token, replacement] : values) {
            for (std::size_t at = text.find(token); at != std::string::npos;
                 at = text.find(token, at + replacement.size())) {
                text.replace(at, token.size(), replacement);
            }
        }
        value = json::Value(std::move(text));
    } else if (value.isArray()) {
        for (json::Value& item : value.mutableItems()) substitute(item, values);
    } else if (value.isObject()) {
        for (auto& [name, member] : value.mutableMembers()) substitute(member, values);
    }
}

/// The name in "${NAME}", "" for every other text.
std::string placeholderName(std::string_view text)
{
    if (!text.starts_with("${") || !text.ends_with('}')) return {};
    const std::string_view name = text.substr(2, text.size() - 3);
    return name.find_first_of("${}:") == std::string_view::npos ? std::string(name) : std::string();
}

/// All names that stand as a data source below `value`.
void collectSources(const json::Value& value, std::set<std::string>& names)
{
    for (const json::Value& item : value.items()) collectSources(item, names);
    for (const auto& [name, member] : value.members()) {
        if (name == "datasource") {
            const std::string source = placeholderName(member.isObject() ? member["uid"].toString()
                                                                         : member.toString());
            if (!source.empty()) names.insert(source);
        }
        collectSources(member, names);
    }
}

/// Files exported for sharing name sources by inputs; edited by hand they have lost the inputs.
void addUnexplainedSources(const json::Value& model, const ImportOptions& options, Replacements& values,
                           std::vector<std::string>& notes)
{
    std::set<std::string> names;
    collectSources(model, names);
    for (const json::Value& variable : model.get("templating.list").items()) names.erase(variable["name"].toString());
    for (const std::string& name : names) {
        const std::string token = "${" + name + "}";
        if (std::any_of(values.begin(), values.end(), [&](const auto& known) { return known.first == token; })) {
            continue;
        }
        values.emplace_back(token, options.defaultDatasource);
        notes.push_back("the data source " + name + " is not explained in the file: the built-in engine is used");
    }
}

}  // namespace

void markOrigins(json::Value& model, std::string_view path)
{
    if (model["panels"].isArray()) markPanels(model.edit("panels"), childPath(path, "panels"));
    if (model["rows"].isArray()) markPanels(model.edit("rows"), childPath(path, "rows"));
}

void fillInputs(json::Value& model, const ImportOptions& options, std::vector<std::string>& notes)
{
    Replacements values;
    for (const json::Value& input : model["__inputs"].items()) {
        const std::string name = input["name"].toString();
        if (name.empty()) continue;
        const bool constant = input["type"].toString() == "constant";
        const std::string plugin = input["pluginId"].toString();
        const std::string foreign = foreignSource(plugin, {});
        const std::string value = plugin == "__expr__" ? plugin
                                  : constant           ? input["value"].toString()
                                  : !foreign.empty()   ? foreign
                                                       : options.defaultDatasource;
        values.emplace_back("${" + name + "}", value);
        if (!constant && plugin != "__expr__") {
            notes.push_back("the data source " +
                            (input["label"].toString().empty() ? name : input["label"].toString()) +
                            (foreign.empty() ? " is the built-in engine" : " is not supported yet: " + foreign));
        }
    }
    addUnexplainedSources(model, options, values, notes);
    if (!values.empty()) substitute(model, values);
    model.remove("__inputs");
}

void insertLibraryPanels(json::Value& panels, const json::Value& elements, std::vector<std::string>& notes)
{
    if (!panels.isArray()) return;
    for (json::Value& panel : panels.mutableItems()) {
        if (panel.isObject() && panel["panels"].isArray()) insertLibraryPanels(panel.edit("panels"), elements, notes);
        const std::string uid = panel.get("libraryPanel.uid").toString();
        if (uid.empty() || !panel["type"].toString().empty()) continue;
        const json::Value* body = nullptr;
        for (const auto& [key, element] : elements.members()) {
            if (key == uid || element["uid"].toString() == uid) body = &element["model"];
        }
        for (const json::Value& element : elements.items()) {
            if (element["uid"].toString() == uid) body = &element["model"];
        }
        if (!body || !body->isObject()) {
            notes.push_back("the library panel \"" + panel.get("libraryPanel.name").toString() +
                            "\" is not in the file");
            continue;
        }
        json::Value whole = *body;
        for (const std::string_view kept :
             {std::string_view("id"), std::string_view("gridPos"), std::string_view("libraryPanel"), kOriginMember}) {
            if (panel.has(kept)) whole.set(kept, panel[kept]);
        }
        panel = std::move(whole);
    }
}

}  // namespace watchglass::ui
