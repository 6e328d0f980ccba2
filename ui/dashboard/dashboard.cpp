#include "ui/dashboard/dashboard.h"

#include <functional>
#include <set>

#include "ui/dashboard/migration.h"

namespace watchglass::ui {

namespace {

constexpr std::string_view kResourceGroup = "dashboard.grafana.app/";

/// The dashboard object inside the forms that files have.
Result<const json::Value*> unwrap(const json::Value& document)
{
    if (!document.isObject()) {
        return fail(ErrorCode::InvalidInput, document.isArray() ? "the file holds a list, not one dashboard"
                                                                : "not a dashboard: expected a JSON object");
    }
    if (document["apiVersion"].toString().starts_with(kResourceGroup)) {
        const json::Value& spec = document["spec"];
        if (spec.has("elements")) {
            return fail(ErrorCode::InvalidInput, "this dashboard is in Grafana's schema v2 (" +
                                                     document["apiVersion"].toString() +
                                                     "), which is not supported yet");
        }
        return &spec;
    }
    if (document.has("elements") && document.has("layout")) {
        return fail(ErrorCode::InvalidInput, "this dashboard is in Grafana's schema v2, which is not supported yet");
    }
    for (const char* name : {"dashboard", "json"}) {
        if (document[name].isObject() && !document.has("panels")) return &document[name];
    }
    if (!document.has("panels") && !document.has("rows") && !document.has("templating") &&
        !document.has("schemaVersion") && !(document.has("title") && document.has("uid"))) {
        return fail(ErrorCode::InvalidInput, "not a dashboard: it has neither panels nor rows");
    }
    return &document;
}

/// Replaces every `${NAME}` of `values` in all strings below `value`.
void substitute(json::Value& value, const std::vector<std::pair<std::string, std::string>>& values)
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

/// The inputs that an import dialog would ask for: sources become the default one, constants their value.
void fillInputs(json::Value& model, const ImportOptions& options, std::vector<std::string>& notes)
{
    std::vector<std::pair<std::string, std::string>> values;
    for (const json::Value& input : model["__inputs"].items()) {
        const std::string name = input["name"].toString();
        if (name.empty()) continue;
        const bool constant = input["type"].toString() == "constant";
        const std::string plugin = input["pluginId"].toString();
        const std::string value = plugin == "__expr__" ? plugin
                                  : constant           ? input["value"].toString()
                                                       : options.defaultDatasource;
        values.emplace_back("${" + name + "}", value);
        if (!constant && plugin != "__expr__") {
            notes.push_back("the data source " +
                            (input["label"].toString().empty() ? name : input["label"].toString()) +
                            " is the built-in engine");
        }
    }
    if (!values.empty()) substitute(model, values);
    model.remove("__inputs");
}

/// Bodies of library panels that the file carries along.
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
        for (const char* kept : {"id", "gridPos", "libraryPanel"}) {
            if (panel.has(kept)) whole.set(kept, panel[kept]);
        }
        panel = std::move(whole);
    }
}

}  // namespace

Result<Dashboard> Dashboard::open(std::string_view text, const ImportOptions& options)
{
    auto document = json::parse(text);
    if (!document) return tl::make_unexpected(document.error());
    return fromDocument(std::move(*document), options);
}

Result<Dashboard> Dashboard::fromDocument(json::Value document, const ImportOptions& options)
{
    const auto inner = unwrap(document);
    if (!inner) return tl::make_unexpected(inner.error());
    if (!(*inner)->isObject()) return fail(ErrorCode::InvalidInput, "not a dashboard: expected a JSON object");
    Dashboard out;
    out.m_model = **inner;
    out.m_document = std::move(document);
    out.m_schemaVersion = out.m_model["schemaVersion"].toInt();
    fillInputs(out.m_model, options, out.m_notes);
    insertLibraryPanels(out.m_model.edit("panels"), out.m_model["__elements"], out.m_notes);
    migrateDashboard(out.m_model, out.m_notes);
    out.readModel();
    return out;
}

void Dashboard::readModel()
{
    const json::Value& model = m_model;
    m_uid = model["uid"].toString();
    m_title = model["title"].toString().empty() ? "Untitled" : model["title"].toString();
    m_description = model["description"].toString();
    for (const json::Value& tag : model["tags"].items()) m_tags.push_back(tag.toString());
    const auto time = [&](const char* end, std::string otherwise) {
        const json::Value& value = model["time"][end];
        if (value.isNumber()) return value.numberSpelling();
        return value.toString().empty() ? otherwise : value.toString();
    };
    m_time = {time("from", "now-6h"), time("to", "now")};
    m_timeZone = model["timezone"].toString();
    m_weekStart = model["weekStart"].toString();
    m_fiscalYearStartMonth = static_cast<int>(model["fiscalYearStartMonth"].toInt());
    m_refresh = model["refresh"].toString();
    m_graphTooltip = static_cast<int>(model["graphTooltip"].toInt());
    for (const json::Value& link : model["links"].items()) {
        DashboardLink one;
        one.title = link["title"].toString();
        one.type = link["type"].toString();
        one.url = link["url"].toString();
        one.tooltip = link["tooltip"].toString();
        one.icon = link["icon"].toString();
        for (const json::Value& tag : link["tags"].items()) one.tags.push_back(tag.toString());
        one.asDropdown = link["asDropdown"].toBool();
        one.includeVars = link["includeVars"].toBool();
        one.keepTime = link["keepTime"].toBool();
        one.newWindow = link["targetBlank"].toBool();
        m_links.push_back(std::move(one));
    }
    for (const json::Value& item : model.get("annotations.list").items()) {
        AnnotationQuery one;
        one.name = item["name"].toString();
        one.expr = item["expr"].toString().empty() ? item.get("target.expr").toString() : item["expr"].toString();
        one.iconColor = item["iconColor"].toString();
        one.step = item["step"].toString();
        one.titleFormat = item["titleFormat"].toString();
        one.textFormat = item["textFormat"].toString();
        one.tagKeys = item["tagKeys"].toString();
        one.enable = item["enable"].toBool(true);
        one.hide = item["hide"].toBool();
        one.builtIn = item["builtIn"].toInt() != 0 || item["builtIn"].toBool();
        one.useValueForTime = item["useValueForTime"].toBool() || item["useValueForTime"].toString() == "on";
        one.model = item;
        m_annotations.push_back(std::move(one));
    }
    for (const json::Value& panel : model["panels"].items()) {
        if (panel.isObject()) m_panels.push_back(panelFromJson(panel));
    }
    std::vector<Variable> variables;
    for (const json::Value& item : model.get("templating.list").items()) {
        if (item.isObject() && !item["name"].toString().empty()) variables.push_back(variableFromJson(item));
    }
    m_variables = VariableSet(std::move(variables));
}

const Panel* Dashboard::panel(std::int64_t id) const
{
    const std::function<const Panel*(const std::vector<Panel>&)> search =
        [&](const std::vector<Panel>& panels) -> const Panel* {
        for (const Panel& panel : panels) {
            if (panel.id == id) return &panel;
            if (const Panel* child = search(panel.children)) return child;
        }
        return nullptr;
    };
    return search(m_panels);
}

}  // namespace watchglass::ui
