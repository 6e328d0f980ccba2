#include "tests/conformance/reference/specimen.h"

#include <QRegularExpression>

#include "ui/frame/field_override.h"

namespace watchglass::conformance {

namespace {

ui::FieldType typeNamed(const std::string& name)
{
    if (name == "time") return ui::FieldType::Time;
    if (name == "number") return ui::FieldType::Number;
    if (name == "boolean") return ui::FieldType::Boolean;
    if (name == "frame") return ui::FieldType::Frame;
    return name == "string" ? ui::FieldType::String : ui::FieldType::Other;
}

ui::Frame frameFrom(const json::Value& source);

ui::Cell cellFrom(const json::Value& value)
{
    if (value["fields"].isArray()) {
        std::vector<ui::Frame> frames{frameFrom(value)};
        return ui::FramesCell{std::make_shared<const std::vector<ui::Frame>>(std::move(frames))};
    }
    if (value.isNumber()) return value.toDouble();
    if (value.isString()) return value.toString();
    if (value.isBool()) return value.toBool();
    if (value.isNull()) return {};
    return ui::JsonCell{std::make_shared<const json::Value>(value)};
}

ui::Frame frameFrom(const json::Value& source)
{
    ui::Frame frame;
    frame.name = source["name"].toString();
    frame.refId = source["refId"].toString();
    for (const json::Value& column : source["fields"].items()) {
        ui::Field field;
        field.name = column["name"].toString();
        field.type = typeNamed(column["type"].toString());
        std::vector<ui::Cell> cells;
        for (const json::Value& value : column["values"].items()) cells.push_back(cellFrom(value));
        field.values = ui::Values::cells(std::move(cells));
        field.config = ui::fieldConfigFromJson(column["config"]);
        field.displayNameFromDs = column.get("config.displayNameFromDS").toString();
        frame.fields.push_back(std::move(field));
    }
    return frame;
}

}  // namespace

ui::PanelData specimenData(const json::Value& input)
{
    std::vector<ui::Frame> frames;
    for (const json::Value& source : input["frames"].items()) frames.push_back(frameFrom(source));
    ui::FieldConfigSource config = ui::fieldConfigSourceFromJson(input.get("panel.fieldConfig"));
    ui::applyFieldConfig(frames, config);
    ui::PanelData data;
    data.type = input.get("panel.type").toString();
    data.frames = std::make_shared<const std::vector<ui::Frame>>(std::move(frames));
    data.fieldConfig = std::make_shared<const ui::FieldConfigSource>(std::move(config));
    data.options = input.get("panel.options");
    data.fromMs = input.get("range.from").toInt();
    data.toMs = input.get("range.to").toInt();
    data.nowMs = data.toMs;
    data.timeZone = "utc";
    return data;
}

QColor cssColor(const std::string& text)
{
    const QString source = QString::fromStdString(text);
    static const QRegularExpression number(QStringLiteral("[\\d.]+"));
    if (!source.startsWith(QLatin1String("rgb"))) return QColor(source);
    std::vector<double> parts;
    for (auto found = number.globalMatch(source); found.hasNext();) parts.push_back(found.next().captured().toDouble());
    if (parts.size() < 3) return {};
    QColor color(static_cast<int>(parts[0]), static_cast<int>(parts[1]), static_cast<int>(parts[2]));
    if (parts.size() > 3) color.setAlphaF(static_cast<float>(parts[3]));
    return color;
}

}  // namespace watchglass::conformance
