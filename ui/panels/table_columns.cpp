#include "ui/panels/table_columns.h"

#include <algorithm>

#include "ui/frame/reducer.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

TableColumn columnFor(const Field& field)
{
    const json::Value& custom = field.config.custom;
    TableColumn column;
    column.field = &field;
    column.title = toQString(field.displayName.empty() ? field.name : field.displayName);
    // Before Grafana 10 the type stood in "displayMode".
    std::string type = custom.get("cellOptions.type").toString();
    if (type.empty()) type = custom["displayMode"].toString();
    if (type == "color-text") column.type = CellType::ColorText;
    if (type == "color-background" || type == "color-background-solid") column.type = CellType::ColorBackground;
    const bool gauge = type == "gauge" || type == "lcd-gauge" || type == "basic-gauge" || type == "gradient-gauge";
    if (gauge && field.type == FieldType::Number) column.type = CellType::Gauge;
    if (type == "json-view" || (type != "pill" && field.type == FieldType::Other)) column.type = CellType::Json;
    if (type == "sparkline") column.type = CellType::Sparkline;
    if (type == "pill") column.type = CellType::Pill;
    if (type == "image") column.type = CellType::Image;
    if (type == "markdown") column.type = CellType::Markdown;
    column.filterable = custom["filterable"].toBool();
    const std::string& mode = custom.get("cellOptions.mode").toString();
    column.gradientBackground = mode == "gradient" || type == "color-background";
    if (mode == "basic") column.gradientBackground = false;
    column.wholeRow = custom.get("cellOptions.applyToRow").toBool();
    column.gaugeMode = mode.empty() ? (type == "lcd-gauge"     ? "lcd"
                                       : type == "basic-gauge" ? "basic"
                                                               : "gradient")
                                    : mode;
    column.valueMode = custom.get("cellOptions.valueDisplayMode").toString();
    column.wraps = custom.get("cellOptions.wrapText").toBool() || custom["wrapText"].toBool();
    const std::string& align = custom["align"].toString();
    const bool number = field.type == FieldType::Number && column.type != CellType::Gauge;
    column.alignment = number ? Qt::AlignRight : Qt::AlignLeft;
    if (align == "left") column.alignment = Qt::AlignLeft;
    if (align == "right") column.alignment = Qt::AlignRight;
    if (align == "center") column.alignment = Qt::AlignHCenter;
    column.width = static_cast<int>(custom["width"].toInt(0));
    column.minWidth = static_cast<int>(custom["minWidth"].toInt(150));
    return column;
}

/// Since Grafana 12.2 columns have footers of their own; before that the table had one for its numbers.
std::vector<std::string> footerOf(const Field& field, const json::Value& footer)
{
    std::vector<std::string> out;
    const json::Value* reducers = &field.config.custom.get("footer.reducers");
    if (reducers->items().empty()) {
        if (!footer["show"].toBool() || field.type != FieldType::Number) return out;
        const auto& fields = footer["fields"].items();
        const bool listed = std::any_of(fields.begin(), fields.end(), [&](const json::Value& name) {
            return name.toString() == field.name || name.toString() == field.displayName;
        });
        if (!fields.empty() && !listed) return out;
        reducers = &footer["reducer"];
    }
    for (const json::Value& id : reducers->items()) {
        const std::string_view known = reducerId(id.toString());
        if (!known.empty()) out.emplace_back(known);
    }
    return out;
}

}  // namespace watchglass::ui
