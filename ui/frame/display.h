#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame/frame.h"
#include "ui/frame/unit_format.h"
#include "ui/frame/value_format.h"
#include "ui/frame/visual_theme.h"

namespace watchglass::ui {

/// What has no colour of its own.
inline constexpr std::string_view kFallbackColor = "#808080";

/// formatValue() for anything a table can hold, nulls and texts included.
[[nodiscard]] FormattedValue formatCell(std::string_view unit, const Cell& value, std::optional<int> decimals = {},
                                        const FormatContext& context = {});

/// A value ready to be drawn.
struct DisplayValue {
    std::string text;
    std::string prefix;
    std::string suffix;
    double numeric = 0;             ///< NaN when there is none
    std::optional<double> percent;  ///< place in the field's range, 0-1, when the range is known
    Color color;
    bool hasColor = true;  ///< false: nothing says which, `color` is the fallback
    std::string icon;

    [[nodiscard]] std::string toString() const { return prefix + text + suffix; }
};

/// Turns values of one field into text and colour: mappings, unit, decimals, thresholds, colour mode, noValue.
/// Keeps references to the theme and a copy of what it needs of the field.
/// Threads: const calls from any thread.
class DisplayProcessor {
public:
    DisplayProcessor(const Field& field, const VisualTheme& theme, FormatContext context = {});

    [[nodiscard]] DisplayValue operator()(const Cell& value) const;
    [[nodiscard]] DisplayValue operator()(double value) const { return (*this)(Cell{value}); }
    /// Both in one: `adjacentDecimals` count only for numbers without decimals of their own.
    [[nodiscard]] DisplayValue operator()(const Cell& value, std::optional<int> adjacentDecimals) const
    {
        return display(value, adjacentDecimals);
    }
    /// With a fixed number of decimals instead of the automatic one (axes, tables); the field's own setting wins.
    [[nodiscard]] DisplayValue withDecimals(double value, int decimals) const;

private:
    [[nodiscard]] DisplayValue enumDisplay(const Cell& value) const;
    [[nodiscard]] DisplayValue display(const Cell& value, std::optional<int> adjacentDecimals) const;

    FieldConfig m_config;
    FieldType m_type;
    std::size_t m_seriesIndex;
    std::string m_displayName;
    std::string m_unit;
    UnitFormat m_format;
    bool m_dateUnit = false;
    bool m_trimsZeros = false;  ///< numbers whose decimals an axis may choose
    double m_min = 0;
    double m_max = 0;
    bool m_hasRange = false;
    const VisualTheme& m_theme;
    FormatContext m_context;
};

/// The step that a value falls into; null when there are no steps.
[[nodiscard]] const ThresholdStep* activeThreshold(const Thresholds& thresholds, double value, double min, double max);

/// The steps in the order in which they apply.
[[nodiscard]] std::vector<ThresholdStep> sortedSteps(const Thresholds& thresholds);

/// Ends of a field's values: configured, else measured. None: there are rows, but no number.
struct FieldRange {
    std::optional<double> min;
    std::optional<double> max;

    [[nodiscard]] double delta() const { return max.value_or(0) - min.value_or(0); }
};
/// 0 to 100 for a field without rows.
[[nodiscard]] FieldRange fieldRange(const Field& field);

/// Where a value stands in its field's range and what colour that gives.
struct ValueScale {
    Color color;
    double percent = 0;
    std::optional<ThresholdStep> threshold;
};
[[nodiscard]] ValueScale scaleOf(const Field& field, double value, const VisualTheme& theme);
/// The scale of the value that colours the whole series: the last, smallest or largest.
[[nodiscard]] ValueScale seriesScale(const Field& field, const VisualTheme& theme);

/// The mapping that hits first, with its text and colour; no value when none does.
[[nodiscard]] std::optional<ValueMapping::Result> mapValue(const std::vector<ValueMapping>& mappings,
                                                           const Cell& value);

/// The colour of a value in a field's colour mode. `percent` is the place in the range, 0-1.
[[nodiscard]] Color valueColor(const Field& field, double value, double percent, const VisualTheme& theme);

/// The one colour that a series is drawn in: by-value modes use the last, smallest or largest value.
[[nodiscard]] Color seriesColor(const Field& field, const VisualTheme& theme);

}  // namespace watchglass::ui
