#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// A step of a threshold list: from `value` on, `color`. The first step's value is -infinity.
struct ThresholdStep {
    double value = -std::numeric_limits<double>::infinity();
    std::string color;  ///< as written in the dashboard
    bool operator==(const ThresholdStep&) const = default;
};

struct Thresholds {
    bool percentage = false;           ///< values are percent of the field's range
    std::vector<ThresholdStep> steps;  ///< as written: ascending unless the file is odd
    bool operator==(const Thresholds&) const = default;
};

/// Green, and red from 80 on: what a field has that says nothing.
[[nodiscard]] const Thresholds& defaultThresholds();

/// How a value, range, pattern or special value is shown.
struct ValueMapping {
    enum class Kind : std::uint8_t { Value, Range, Regex, Special };
    enum class Special : std::uint8_t { Null, NaN, NullAndNaN, True, False, Empty };
    struct Result {
        std::optional<std::string> text;
        std::string color;  ///< "" leaves the colour alone
        std::string icon;
        std::optional<std::int64_t> index;  ///< place in the editor
        bool operator==(const Result&) const = default;
    };

    Kind kind = Kind::Value;
    std::vector<std::pair<std::string, Result>> values;  ///< Kind::Value: text of the value -> result
    std::optional<double> from;                          ///< Kind::Range, inclusive; none: open
    std::optional<double> to;
    std::string pattern;  ///< Kind::Regex
    Special special = Special::Null;
    Result result;  ///< all kinds but Value
};

struct FieldColor {
    std::string mode = "thresholds";
    std::string fixedColor;
    std::string seriesBy = "last";  ///< last, min, max
    bool operator==(const FieldColor&) const = default;
};

struct DataLink {
    std::string title;
    std::string url;
    bool newWindow = false;
    bool oneClick = false;
};

/// Standard options of a field after defaults and overrides. What a dashboard leaves open stays empty.
struct FieldConfig {
    std::optional<std::string> unit;
    std::optional<int> decimals;
    std::optional<double> min;
    std::optional<double> max;
    std::optional<std::string> displayName;
    std::optional<std::string> noValue;
    std::optional<std::string> description;
    std::optional<FieldColor> color;
    std::optional<Thresholds> thresholds;
    std::optional<std::vector<ValueMapping>> mappings;
    std::optional<std::vector<DataLink>> links;
    bool fieldMinMax = false;
    std::optional<bool> filterable;
    json::Value rest;    ///< members that mean nothing here, kept
    json::Value custom;  ///< the panel type's own options ("lineWidth", "hideFrom.viz"), an object or null

    [[nodiscard]] bool hiddenFromViz() const { return custom.get("hideFrom.viz").toBool(); }
    [[nodiscard]] bool hiddenFromLegend() const { return custom.get("hideFrom.legend").toBool(); }
    [[nodiscard]] bool hiddenFromTooltip() const { return custom.get("hideFrom.tooltip").toBool(); }
};

/// Reads the parts from their JSON. Wrong types read as "not set".
[[nodiscard]] Thresholds thresholdsFromJson(const json::Value& value);
[[nodiscard]] std::vector<ValueMapping> mappingsFromJson(const json::Value& value);
[[nodiscard]] FieldColor fieldColorFromJson(const json::Value& value);
[[nodiscard]] std::vector<DataLink> linksFromJson(const json::Value& value);
[[nodiscard]] FieldConfig fieldConfigFromJson(const json::Value& value);

/// The config as dashboards store it; what is not set is left out.
[[nodiscard]] json::Value fieldConfigToJson(const FieldConfig& config);

/// Sets one property of an override by its id ("unit", "custom.lineWidth"). False when the id is unknown.
bool setProperty(FieldConfig& config, std::string_view id, const json::Value& value);

}  // namespace watchglass::ui
