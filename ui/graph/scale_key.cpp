#include "ui/graph/scale_key.h"

#include "ui/frame/value_format.h"

namespace watchglass::ui {

namespace {

constexpr std::string_view kNone = "na";

std::string bound(const std::optional<double>& value) { return value ? jsNumber(*value) : std::string(kNone); }

std::string bound(const json::Value& value)
{
    return value.isNumber() ? jsNumber(value.toDouble()) : std::string(kNone);
}

std::string distribution(const json::Value& scale)
{
    const std::string& type = scale["type"].toString();
    if (type.empty()) return "linear";
    return type == "log" ? type + scale["log"].numberSpelling() : type;
}

}  // namespace

std::string scaleKey(const Field& field)
{
    const json::Value& custom = field.config.custom;
    const std::string& placement = custom["axisPlacement"].toString();
    const std::string& label = custom["axisLabel"].toString();
    std::string out = field.config.unit.value_or("__fixed");
    out += '/' + bound(field.config.min) + '-' + bound(field.config.max);
    out += '/' + bound(custom["axisSoftMin"]) + '-' + bound(custom["axisSoftMax"]);
    out += '/' + (placement.empty() ? std::string("auto") : placement);
    out += '/' + distribution(custom["scaleDistribution"]);
    out += '/' + (label.empty() ? std::string(kNone) : label);
    return out + '/' + std::string(fieldTypeName(field.type));
}

}  // namespace watchglass::ui
