#include "ui/panels/reduced_values.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

std::vector<ReducedValue> reducedValues(const PanelData& data)
{
    FieldDisplayRequest request;
    request.frames = data.frames.get();
    request.reduceOptions = data.options["reduceOptions"];
    request.fieldConfig = data.fieldConfig.get();
    request.theme = &currentVisualTheme();
    request.format = formatContextOf(data);
    request.replace = data.replace;
    request.percentChange = data.options["showPercentChange"].toBool();
    std::vector<ReducedValue> values;
    for (FieldDisplay& found : fieldDisplays(request)) {
        if (!found.field || found.field->config.hiddenFromViz()) continue;
        ReducedValue value;
        value.title = toQString(found.title);
        value.display = found.display;
        value.color = toQColor(found.display.color);
        value.frame = found.frame;
        value.field = found.field;
        value.source = std::move(found);
        values.push_back(std::move(value));
    }
    return values;
}

DataPoint pointOf(const ReducedValue& value, const PanelData& data)
{
    DataPoint point;
    point.frames = data.frames.get();
    point.frame = value.source.frameIndex;
    point.field = value.source.column;
    point.row = value.source.row;
    if (!value.source.row) point.calculated = &value.source.display;
    point.format = formatContextOf(data);
    return point;
}

std::vector<AccessibleItem> accessibleValues(const std::vector<ReducedValue>& values)
{
    std::vector<AccessibleItem> out;
    for (const ReducedValue& value : values) {
        AccessibleItem item;
        item.name = value.title.isEmpty() ? QCoreApplication::translate("ReducedValue", "Value") : value.title;
        item.value = value.text();
        item.role = QAccessible::StaticText;
        item.state.readOnly = true;
        out.push_back(std::move(item));
    }
    return out;
}

QString describe(const std::vector<ReducedValue>& values)
{
    QStringList parts;
    for (const ReducedValue& value : values) {
        if (parts.size() >= 8) break;
        parts += value.title.isEmpty() ? value.text() : QString(value.title + QStringLiteral(": ") + value.text());
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace watchglass::ui
