#include "ui/dashboard/dashboard.h"

#include <functional>

#include "ui/dashboard/dashboard_form.h"
#include "ui/dashboard/document_path.h"
#include "ui/dashboard/import_steps.h"
#include "ui/dashboard/migration.h"
#include "ui/dashboard/schema_v2.h"

namespace watchglass::ui {

namespace {

void removeOrigins(json::Value& panels)
{
    if (!panels.isArray()) return;
    for (json::Value& panel : panels.mutableItems()) {
        if (!panel.isObject()) continue;
        panel.remove(kOriginMember);
        panel.remove(kPlaceMember);
        if (panel["panels"].isArray()) removeOrigins(panel.edit("panels"));
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
    const auto shared = std::make_shared<const json::Value>(std::move(document));
    const auto part = findDashboard(*shared);
    if (!part) return tl::make_unexpected(part.error());
    return fromPart(shared, *part, options);
}

Dashboard Dashboard::fromPart(std::shared_ptr<const json::Value> document, const DashboardPart& part,
                              const ImportOptions& options)
{
    Dashboard out;
    out.m_document = std::move(document);
    out.m_path = part.path;
    if (part.v2) {
        out.m_form = DashboardForm::V2;
        out.m_model = classicFromV2(*part.model, part.path, out.m_notes);
    } else {
        out.m_model = *part.model;
        out.m_schemaVersion = out.m_model["schemaVersion"].toInt();
        markOrigins(out.m_model, part.path);
    }
    fillInputs(out.m_model, options, out.m_notes);
    const json::Value& elements = (part.v2 ? *part.model : out.m_model)["__elements"];
    insertLibraryPanels(out.m_model.edit("panels"), elements, out.m_notes);
    migrateDashboard(out.m_model, out.m_notes);
    out.readModel();
    if (!part.uid.empty()) out.m_uid = part.uid;
    removeOrigins(out.m_model.edit("panels"));
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
