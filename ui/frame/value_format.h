#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchglass::ui {

/// A value with its unit. The whole text is prefix + text + suffix; blanks belong to prefix and suffix.
struct FormattedValue {
    std::string text;
    std::string prefix;
    std::string suffix;

    [[nodiscard]] std::string toString() const
    {
        std::string out;
        out.reserve(prefix.size() + text.size() + suffix.size());
        return out.append(prefix).append(text).append(suffix);
    }
    bool operator==(const FormattedValue&) const = default;
};

/// What formatting depends on besides the value.
struct FormatContext {
    std::string timeZone = "utc";  ///< "utc", "browser" (the machine's) or an IANA name
    std::int64_t nowMs = 0;        ///< for "From Now" and "no date if today"
};

/// Formats `value` in the unit `unit` ("bytes", "percentunit", "suffix:req", "time:HH:mm"; any other text is put
/// behind the number). `decimals` empty: chosen by magnitude as Grafana does, trailing zeros kept.
/// NaN and infinities give "NaN", "Infinity".. where Grafana does. Dates take milliseconds since 1970.
[[nodiscard]] FormattedValue formatValue(std::string_view unit, double value, std::optional<int> decimals = {},
                                         const FormatContext& context = {});

/// What is shown for a null or an undefined value: nothing, or what the unit makes of it ("False", "Invalid date").
[[nodiscard]] FormattedValue formatNothing(std::string_view unit, bool undefined, std::optional<int> decimals = {},
                                           const FormatContext& context = {});

/// The number alone. Rounds half away from zero on the decimal shift, as JavaScript's Math.round on v * 10^d.
[[nodiscard]] std::string toFixed(double value, std::optional<int> decimals = {});

/// The number of decimals that Grafana picks for a value.
[[nodiscard]] int automaticDecimals(double value);

/// As JavaScript prints numbers: "0.1", "1e+21".
[[nodiscard]] std::string jsNumber(double value);

/// An entry of the unit menu.
struct UnitInfo {
    std::string_view category;
    std::string_view id;
    std::string_view name;
};
/// All units, by category, in the order of the menu.
[[nodiscard]] std::span<const UnitInfo> unitCatalogue();
/// Whether the unit is one that formats dates.
[[nodiscard]] bool isDateUnit(std::string_view unit);

}  // namespace watchglass::ui
