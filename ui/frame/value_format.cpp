#include "ui/frame/value_format.h"

#include <cmath>
#include <vector>

#include "ui/frame/unit_format.h"

namespace watchglass::ui {

using detail::UnitKind;

FormattedValue formatValue(std::string_view unit, double value, std::optional<int> decimals,
                           const FormatContext& context)
{
    if (const UnitFormat* format = UnitFormat::known(unit)) return format->format(value, decimals, context);
    return UnitFormat(unit).format(value, decimals, context);
}

FormattedValue formatNothing(std::string_view unit, bool undefined, std::optional<int> decimals,
                             const FormatContext& context)
{
    // Moments take undefined for now, and nothing for no date at all.
    if (isDateUnit(unit)) {
        return formatValue(unit, undefined ? static_cast<double>(context.nowMs) : std::nan(""), decimals, context);
    }
    const UnitFormat* entry = UnitFormat::known(unit);
    const auto key = unit.substr(0, unit.find(':'));
    const bool custom = entry == nullptr && unit.find(':') != std::string_view::npos;
    const UnitKind kind = entry ? entry->kind() : key == "count" && custom ? UnitKind::Count : UnitKind::Plain;
    switch (kind) {
    case UnitKind::String: return {undefined ? "undefined" : "null", {}, {}};
    case UnitKind::Bool:
    case UnitKind::BoolYesNo:
    case UnitKind::BoolOnOff: return formatValue(unit, 0, decimals, context);
    case UnitKind::Hms:
    case UnitKind::Dhms: return undefined ? FormattedValue{"0NaN:0NaN:0NaN", {}, {}} : formatValue(unit, 0, decimals);
    case UnitKind::TimeTicks: return formatValue(unit, undefined ? std::nan("") : 0, decimals);
    case UnitKind::Nanoseconds:
    case UnitKind::Microseconds:
    case UnitKind::Milliseconds:
    case UnitKind::Seconds:
    case UnitKind::Minutes:
    case UnitKind::Hours:
    case UnitKind::Days: return undefined ? formatValue(unit, std::nan(""), decimals) : FormattedValue{};
    case UnitKind::ClockMs: {
        if (!undefined) return {};
        // The hours of nothing are none, the rest is now's.
        auto out = formatValue(unit, static_cast<double>(context.nowMs % 86'400'000), decimals);
        out.text.replace(0, out.text.find('h'), "0");
        return out;
    }
    case UnitKind::ClockS:
        return undefined ? FormattedValue{decimals == 0 ? "NaNh" : "NaNh:Invalid date", {}, {}}
                         : formatValue(unit, 0, decimals);
    case UnitKind::Count: {
        if (!undefined) return {};
        auto out = formatValue(unit, std::nan(""), decimals, context);
        out.text.clear();
        return out;
    }
    case UnitKind::Plain:
    case UnitKind::Fixed:
    case UnitKind::Percent:
    case UnitKind::PercentUnit: break;
    default: return {};
    }
    if (custom && key == "bool") return formatValue(unit, 0, decimals, context);
    if (custom && (key == "si" || key == "currency")) return {};
    if (undefined) return formatValue(unit, std::nan(""), decimals, context);
    return {};
}

std::span<const UnitInfo> unitCatalogue()
{
    static const auto catalogue = [] {
        std::vector<UnitInfo> out;
        for (const auto& unit : detail::kUnits) out.push_back({unit.category, unit.id, unit.name});
        return out;
    }();
    return catalogue;
}

bool isDateUnit(std::string_view unit) { return unit.substr(0, 8) == "dateTime" || unit.substr(0, 5) == "time:"; }

}  // namespace watchglass::ui
