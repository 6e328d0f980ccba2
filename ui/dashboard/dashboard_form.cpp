#include "ui/dashboard/dashboard_form.h"

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/schema_v2.h"

namespace watchglass::ui {

namespace {

constexpr std::string_view kResourceGroup = "dashboard.grafana.app/";

DashboardPart partAt(const json::Value& model, std::string path, std::string uid = {})
{
    return {&model, std::move(path), std::move(uid), isSchemaV2(model)};
}

bool looksClassic(const json::Value& document)
{
    return document.has("panels") || document.has("rows") || document.has("templating") ||
           document.has("schemaVersion") || (document.has("title") && document.has("uid"));
}

/// The one dashboard of an object.
Result<DashboardPart> inObject(const json::Value& document, const std::string& path)
{
    if (document["apiVersion"].toString().starts_with(kResourceGroup)) {
        if (!document["spec"].isObject()) {
            return fail(ErrorCode::InvalidInput, "not a dashboard: the resource has no \"spec\"");
        }
        return partAt(document["spec"], childPath(path, "spec"), document["metadata"]["name"].toString());
    }
    if (isSchemaV2(document)) return partAt(document, path);
    for (const char* name : {"dashboard", "json", "spec"}) {
        const json::Value& inner = document[name];
        if (!inner.isObject() || document.has("panels")) continue;
        if (std::string_view(name) != "spec" || isSchemaV2(inner) || looksClassic(inner)) {
            return partAt(inner, childPath(path, name));
        }
    }
    if (!looksClassic(document)) {
        return fail(ErrorCode::InvalidInput, "not a dashboard: it has neither panels nor rows");
    }
    return partAt(document, path);
}

/// A list, or the `items` of a Kubernetes list; null for everything else.
const json::Value* listOf(const json::Value& document)
{
    if (document.isArray()) return &document;
    return document["items"].isArray() && !looksClassic(document) ? &document["items"] : nullptr;
}

}  // namespace

Result<DashboardPart> findDashboard(const json::Value& document)
{
    if (listOf(document)) {
        std::vector<DashboardPart> parts = findDashboards(document);
        if (parts.size() == 1) return std::move(parts.front());
        if (parts.empty()) return fail(ErrorCode::InvalidInput, "not a dashboard: the list holds none");
        return fail(ErrorCode::InvalidInput, "the file holds " + std::to_string(parts.size()) + " dashboards, not one");
    }
    if (!document.isObject()) return fail(ErrorCode::InvalidInput, "not a dashboard: expected a JSON object");
    return inObject(document, "");
}

std::vector<DashboardPart> findDashboards(const json::Value& document)
{
    std::vector<DashboardPart> out;
    const json::Value* list = listOf(document);
    if (!list) {
        if (auto one = findDashboard(document)) out.push_back(std::move(*one));
        return out;
    }
    const std::string path = document.isArray() ? "" : "/items";
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        if (!list->at(i).isObject()) continue;
        if (auto one = inObject(list->at(i), childPath(path, i))) out.push_back(std::move(*one));
    }
    return out;
}

}  // namespace watchglass::ui
