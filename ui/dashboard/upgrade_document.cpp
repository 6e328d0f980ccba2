#include "ui/dashboard/upgrade_document.h"

#include "ui/dashboard/dashboard_form.h"
#include "ui/dashboard/document_path.h"
#include "ui/dashboard/document_text.h"
#include "ui/dashboard/migration.h"
#include "ui/dashboard/schema_v2.h"

namespace watchglass::ui {

namespace {

/// What migration writes down for the import report only.
void forgetOrigins(json::Value& panels, const json::Value& before)
{
    if (!panels.isArray()) return;
    for (std::size_t i = 0; i < panels.items().size(); ++i) {
        json::Value& panel = panels.mutableItems()[i];
        const json::Value& was = before.at(i);
        if (!was.has("autoMigrateFrom")) panel.remove("autoMigrateFrom");
        if (panel["panels"].isArray()) forgetOrigins(panel.edit("panels"), was["panels"]);
    }
}

Result<UpgradedDocument> upgraded(std::string_view text, std::string_view path, const json::Value& model)
{
    UpgradedDocument out;
    out.text = std::string(text);
    out.fromSchema = model["schemaVersion"].toInt();
    if (isSchemaV2(model) || out.fromSchema > kCurrentSchema) return out;
    json::Value after = model;
    if (out.fromSchema < kCurrentSchema) {
        migrateDashboard(after, out.notes);
    } else {
        replaceOldPanels(after, out.notes);
    }
    if (after["panels"].isArray()) forgetOrigins(after.edit("panels"), model["panels"]);
    auto document = DocumentText::fromText(out.text);
    if (!document) return tl::make_unexpected(document.error());
    if (const auto done = document->become(path, after); !done) return tl::make_unexpected(done.error());
    out.changed = document->text() != text;
    out.text = document->text();
    return out;
}

}  // namespace

Result<UpgradedDocument> upgradeDocument(std::string_view text)
{
    const auto document = json::parse(text);
    if (!document) return tl::make_unexpected(document.error());
    const auto part = findDashboard(*document);
    if (!part) return tl::make_unexpected(part.error());
    return upgraded(text, part->path, *part->model);
}

Result<UpgradedDocument> upgradeDocument(std::string_view text, std::string_view path)
{
    const auto document = json::parse(text);
    if (!document) return tl::make_unexpected(document.error());
    const json::Value& model = valueAt(*document, std::string(path));
    if (!model.isObject()) return fail(ErrorCode::NotFound, "the document has no dashboard there", std::string(path));
    return upgraded(text, path, model);
}

}  // namespace watchglass::ui
