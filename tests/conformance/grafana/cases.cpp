#include "tests/conformance/grafana/cases.h"

#include <QDateTime>
#include <cmath>
#include <limits>

#include "ui/frame/field_override.h"
#include "ui/frame/js_value.h"
#include "ui/frame/utc_time.h"
#include "ui/frame/value_format.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

FieldType typeOf(const std::string& name)
{
    if (name == "time") return FieldType::Time;
    if (name == "string") return FieldType::String;
    if (name == "boolean") return FieldType::Boolean;
    if (name == "frame") return FieldType::Frame;
    if (name == "nestedFrames") return FieldType::NestedFrames;
    if (name == "enum") return FieldType::Enum;
    return name == "number" ? FieldType::Number : FieldType::Other;
}

json::Value special(const char* name)
{
    auto out = json::Value::object();
    out.set("$", name);
    return out;
}

/// Members in one form: no empty ones, the base threshold as -Inf.
json::Value configOf(const json::Value& config)
{
    auto out = json::Value::object();
    for (const auto& [name, value] : config.members()) {
        const bool empty = value.isNull() || (value.isObject() && value.members().empty()) ||
                           value["$"].toString() == "undefined" || (name == "fieldMinMax" && !value.toBool());
        if (empty || name == "interval") continue;
        out.set(name, value);
        if (name != "thresholds") continue;
        for (json::Value& step : out.edit(name).edit("steps").mutableItems()) {
            if (step["value"].isNull()) step.set("value", special("-Inf"));
        }
    }
    return out;
}

}  // namespace

json::Value withoutDescriptions(json::Value value)
{
    if (value.isArray()) {
        for (json::Value& item : value.mutableItems()) item = withoutDescriptions(std::move(item));
    } else if (value.isObject()) {
        if (value["description"].isString()) value.remove("description");
        for (auto& [name, member] : value.mutableMembers()) member = withoutDescriptions(std::move(member));
    }
    return value;
}

json::Value refused() { return special("throws"); }

std::optional<std::int64_t> instantMs(const json::Value& iso)
{
    if (iso.isNumber()) return iso.toInt();
    const auto time = QDateTime::fromString(QString::fromStdString(iso.toString()), Qt::ISODateWithMs);
    if (!time.isValid()) return {};
    return time.toMSecsSinceEpoch();
}

json::Value isoInstant(std::int64_t ms) { return utcTime(ms).toString(Qt::ISODateWithMs).toStdString(); }

json::Value numberJson(double value)
{
    if (std::isnan(value)) return special("NaN");
    if (std::isinf(value)) return special(value < 0 ? "-Inf" : "+Inf");
    return value;
}

double numberOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    const auto& name = value["$"].toString();
    if (name == "-0") return -0.0;
    if (name == "+Inf") return std::numeric_limits<double>::infinity();
    if (name == "-Inf") return -std::numeric_limits<double>::infinity();
    return std::nan("");
}

Cell cellOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    if (value.isBool()) return value.toBool();
    if (value.isString()) return value.toString();
    if (value["$"].toString() == "date") return static_cast<double>(instantMs(value["v"]).value_or(0));
    if (value["$"].toString() == "undefined") return Undefined{};
    if (value.has("$")) return numberOf(value);
    return cellOfJson(value);
}

json::Value cellJson(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return numberJson(*number);
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* on = std::get_if<bool>(&cell)) return *on;
    if (const auto* json = std::get_if<JsonCell>(&cell)) return *json->value;
    return isUndefined(cell) ? special("undefined") : json::Value();
}

json::Value textJson(const std::string& text) { return text.empty() ? json::Value() : json::Value(text); }

std::optional<int> decimalsOf(const json::Value& value)
{
    if (!value.isNumber()) return {};
    return static_cast<int>(value.toInt());
}

Values valuesOf(const json::Value& list)
{
    std::vector<Cell> cells;
    for (const auto& item : list.items()) cells.push_back(cellOf(item));
    return Values::cells(std::move(cells));
}

Labels labelsOf(const json::Value& object)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [name, value] : object.members()) pairs.emplace_back(name, value.toString());
    return Labels::fromPairs(std::move(pairs));
}

Field fieldOf(const json::Value& column)
{
    Field field;
    field.name = column["name"].toString();
    field.type = typeOf(column["type"].toString());
    field.config = fieldConfigFromJson(column["config"]);
    field.displayNameFromDs = column["config"]["displayNameFromDS"].toString();
    field.labels = labelsOf(column["labels"]);
    field.labelled = column["labels"].isObject();
    for (const auto& [name, value] : column["labels"].members()) field.labelOrder.push_back(name);
    field.values = valuesOf(column["values"]);
    field.seriesIndex = static_cast<std::size_t>(column["state"]["seriesIndex"].toInt());
    return field;
}

std::vector<Frame> framesOf(const json::Value& list, const json::Value& document)
{
    if (list.isString()) return framesOf(document["frameSets"][list.toString()], document);
    std::vector<Frame> out;
    for (const json::Value& item : list.items()) {
        Frame frame;
        frame.name = item["name"].toString();
        frame.refId = item["refId"].toString();
        if (item.get("meta.type").toString().starts_with("timeseries")) frame.kind = FrameKind::TimeSeries;
        for (const json::Value& column : item["fields"].items()) {
            frame.fields.push_back(fieldOf(column));
            // The cases leave empty labels out, which numbers of time series have all the same.
            Field& field = frame.fields.back();
            if (frame.kind == FrameKind::TimeSeries && field.type == FieldType::Number) field.labelled = true;
        }
        out.push_back(std::move(frame));
    }
    assignDisplayNames(out);
    return out;
}

json::Value labelsJson(const Labels& labels)
{
    auto out = json::Value::object();
    for (const LabelView label : labels) out.set(label.name, std::string(label.value));
    return out;
}

json::Value knownConfig(const json::Value& config) { return configOf(config); }

json::Value configJson(const FieldConfig& config, const std::string& displayNameFromDs)
{
    auto out = fieldConfigToJson(config);
    if (!displayNameFromDs.empty()) out.set("displayNameFromDS", displayNameFromDs);
    return configOf(out);
}

const VisualTheme& themeOf(const json::Value& name)
{
    return name.toString() == "light" ? VisualTheme::light() : VisualTheme::dark();
}

}  // namespace watchglass::conformance::grafana
