#include "ui/frame/value_format.h"

#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/frame/date_text.h"
#include "ui/frame/duration_text.h"
#include "ui/frame/number_text.h"
#include "ui/frame/unit_table.h"

namespace watchglass::ui {
namespace {

using detail::UnitEntry;
using detail::UnitKind;

constexpr std::array<std::string_view, 14> kSiPrefixes = {"f", "p", "n", "µ", "m", "",  "k",
                                                          "M", "G", "T", "P", "E", "Z", "Y"};
constexpr int kSiBase = 5;
constexpr std::array<std::string_view, 9> kBinaryPrefixes = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
constexpr std::array<std::string_view, 5> kCountPrefixes = {"", "K", "M", "B", "T"};
constexpr std::array<std::string_view, 9> kShortSuffixes = {"",       " K",     " Mil",  " Bil", " Tri",
                                                            " Quadr", " Quint", " Sext", " Sept"};
constexpr std::array<std::string_view, 3> kPsiSuffixes = {"psi", "ksi", "Mpsi"};

struct Scaled {
    std::string text;
    int index = -1;  ///< into the steps; -1: no number, no step
};

/// What steps are counted with; both are asked for all the time.
double log10Of(double factor)
{
    static const double kThousand = std::log10(1000.0);
    static const double kKibi = std::log10(1024.0);
    return factor == 1000 ? kThousand : factor == 1024 ? kKibi : std::log10(factor);
}

/// `factor ** power` as V8 computes it: fdlibm's last bit differs from glibc's in two places that a unit can reach.
double jsPower(double factor, int power)
{
    if (power == 0) return 1;
    const double exact = std::pow(factor, power);
    if (factor == 1000 && power == 12) return std::nextafter(exact, 0);
    if (factor == 1000 && power == 13) return std::nextafter(exact, HUGE_VAL);
    return exact;
}

/// Divides by powers of `factor` until the value lies within one step. `base` is the step of the value as given.
Scaled scale(double value, double factor, int base, int steps, std::optional<int> decimals)
{
    if (std::isnan(value)) return {"NaN", -1};
    if (std::isinf(value)) return {value < 0 ? "-∞" : "∞", -1};
    int power = 0;
    if (value != 0) {
        const double log = std::floor(std::log10(std::abs(value)) / log10Of(factor));
        power = static_cast<int>(std::min(1000.0, std::max(-1000.0, log)));
    } else {
        // log of zero is -infinity: the lowest step, whose number is zero all the same.
        power = 0;
    }
    power = std::min(std::max(power, -base), steps - base - 1);
    return {toFixed(value / jsPower(factor, power), decimals), base + power};
}

FormattedValue si(double value, std::string_view symbol, int offset, std::optional<int> decimals)
{
    const auto scaled = scale(value, 1000, kSiBase + offset, static_cast<int>(kSiPrefixes.size()), decimals);
    if (scaled.index < 0) return {scaled.text, {}, {}};
    return {
        scaled.text, {}, ' ' + std::string(kSiPrefixes[static_cast<std::size_t>(scaled.index)]) + std::string(symbol)};
}

FormattedValue binary(double value, std::string_view symbol, int offset, std::optional<int> decimals)
{
    const auto scaled = scale(value, 1024, offset, static_cast<int>(kBinaryPrefixes.size()), decimals);
    if (scaled.index < 0) return {scaled.text, {}, {}};
    return {scaled.text,
            {},
            ' ' + std::string(kBinaryPrefixes[static_cast<std::size_t>(scaled.index)]) + std::string(symbol)};
}

FormattedValue count(double value, std::string_view symbol, std::optional<int> decimals)
{
    const auto scaled = scale(value, 1000, 0, static_cast<int>(kCountPrefixes.size()), decimals);
    // No step, and Grafana says so: "NaNundefined req/s".
    if (scaled.index < 0) return {scaled.text, {}, "undefined " + std::string(symbol)};
    return {scaled.text,
            {},
            std::string(kCountPrefixes[static_cast<std::size_t>(scaled.index)]) + " " + std::string(symbol)};
}

FormattedValue currency(double value, std::string_view symbol, bool asSuffix, std::optional<int> decimals)
{
    const bool negative = value < 0;
    const auto scaled = scale(std::abs(value), 1000, 0, static_cast<int>(kCountPrefixes.size()), decimals);
    FormattedValue out{scaled.text, {}, {}};
    if (scaled.index >= 0) out.suffix = kCountPrefixes[static_cast<std::size_t>(scaled.index)];
    if (asSuffix) {
        if (scaled.index >= 0) out.suffix += symbol;
    } else {
        out.prefix = symbol;
    }
    if (negative) out.prefix.insert(0, "-");
    return out;
}

template <std::size_t N>
FormattedValue stepped(double value, const std::array<std::string_view, N>& suffixes, std::optional<int> decimals)
{
    const auto scaled = scale(value, 1000, 0, static_cast<int>(N), decimals);
    if (scaled.index < 0) return {scaled.text, {}, {}};
    return {scaled.text, {}, std::string(suffixes[static_cast<std::size_t>(scaled.index)])};
}

FormattedValue date(double value, std::string_view pattern, std::string_view todayPattern, const FormatContext& context)
{
    if (!todayPattern.empty() && std::abs(value) < 8.64e15) {
        const auto then = civilTime(static_cast<std::int64_t>(value), context.timeZone);
        const auto now = civilTime(context.nowMs, context.timeZone);
        if (then.year == now.year && then.yearDay == now.yearDay) pattern = todayPattern;
    }
    return {formatMoment(value, pattern, context.timeZone), {}, {}};
}

FormattedValue boolean(double value, std::string_view on, std::string_view off)
{
    return {std::string(value != 0 && !std::isnan(value) ? on : off), {}, {}};
}

std::string hexText(double value, std::optional<int> decimals)
{
    // Through the text, because "∞" is no number to JavaScript's parseFloat.
    if (!std::isfinite(value)) return "NAN";
    const std::string fixed = toFixed(value, decimals);
    if (fixed.find("Infinity") != std::string::npos) return detail::jsHex(value < 0 ? -HUGE_VAL : HUGE_VAL);
    return detail::jsHex(std::strtod(fixed.c_str(), nullptr));
}

FormattedValue formatEntry(const UnitEntry& unit, double value, std::optional<int> decimals,
                           const FormatContext& context)
{
    switch (unit.kind) {
    case UnitKind::Plain: return {toFixed(value, decimals), {}, {}};
    case UnitKind::Fixed: return {toFixed(value, decimals), {}, ' ' + std::string(unit.symbol)};
    case UnitKind::Si: return si(value, unit.symbol, unit.offset, decimals);
    case UnitKind::Binary: return binary(value, unit.symbol, unit.offset, decimals);
    case UnitKind::Count: return count(value, unit.symbol, decimals);
    case UnitKind::Currency: return currency(value, unit.symbol, false, decimals);
    case UnitKind::CurrencySuffix: return currency(value, unit.symbol, true, decimals);
    case UnitKind::Short: return stepped(value, kShortSuffixes, decimals);
    case UnitKind::Psi: return stepped(value, kPsiSuffixes, decimals);
    case UnitKind::String: return {jsNumber(value), {}, {}};
    case UnitKind::Percent: return {toFixed(value, decimals), {}, "%"};
    case UnitKind::PercentUnit: return {toFixed(100 * value, decimals), {}, "%"};
    case UnitKind::Hex: return {hexText(value, decimals), {}, {}};
    case UnitKind::Hex0x: {
        const auto hex = hexText(value, decimals);
        return {hex[0] == '-' ? "-0x" + hex.substr(1) : "0x" + hex, {}, {}};
    }
    case UnitKind::Scientific: return {detail::jsExponential(value, decimals), {}, {}};
    case UnitKind::Locale: return {detail::localeNumber(value, 0, decimals.value_or(3)), {}, {}};
    case UnitKind::Nanoseconds: return detail::nanoseconds(value, decimals);
    case UnitKind::Microseconds: return detail::microseconds(value, decimals);
    case UnitKind::Milliseconds: return detail::milliseconds(value, decimals);
    case UnitKind::Seconds: return detail::seconds(value, decimals);
    case UnitKind::Minutes: return detail::minutes(value, decimals);
    case UnitKind::Hours: return detail::hours(value, decimals);
    case UnitKind::Days: return detail::days(value, decimals);
    case UnitKind::DurationMs: return detail::durationWords(value, decimals, 1, " milliseconds");
    case UnitKind::DurationS: return detail::durationWords(value, decimals, 1000, " seconds");
    case UnitKind::Hms: return detail::hoursMinutesSeconds(value);
    case UnitKind::Dhms: return detail::daysHoursMinutesSeconds(value);
    case UnitKind::TimeTicks: return detail::seconds(value / 100, decimals);
    case UnitKind::ClockMs: return detail::clock(value, decimals);
    case UnitKind::ClockS: return detail::clock(value * 1000, decimals);
    case UnitKind::Bool: return boolean(value, "True", "False");
    case UnitKind::BoolYesNo: return boolean(value, "Yes", "No");
    case UnitKind::BoolOnOff: return boolean(value, "On", "Off");
    case UnitKind::DateIso:
    case UnitKind::DateSystem: return date(value, "YYYY-MM-DD HH:mm:ss", {}, context);
    case UnitKind::DateIsoShort: return date(value, "YYYY-MM-DD HH:mm:ss", "HH:mm:ss", context);
    case UnitKind::DateUs: return date(value, "MM/DD/YYYY h:mm:ss a", {}, context);
    case UnitKind::DateUsShort: return date(value, "MM/DD/YYYY h:mm:ss a", "h:mm:ss a", context);
    case UnitKind::DateLocal: return date(value, "MM/DD/YYYY, hh:mm:ss\u202fA", {}, context);
    case UnitKind::DateLocalShort: return date(value, "MM/DD/YYYY, hh:mm:ss\u202fA", "hh:mm:ss\u202fA", context);
    case UnitKind::DateFromNow: return {relativeTime(value, context.nowMs), {}, {}};
    }
    return {toFixed(value, decimals), {}, {}};
}

const UnitEntry* findUnit(std::string_view id)
{
    static const auto index = [] {
        std::unordered_map<std::string_view, const UnitEntry*> out;
        for (const auto& unit : detail::kUnits) out.emplace(unit.id, &unit);
        out.emplace("farenheit", out.at("fahrenheit"));  // misspelt in old dashboards
        return out;
    }();
    const auto found = index.find(id);
    return found == index.end() ? nullptr : found->second;
}

/// "currency:financial:€", "currency:financial:€:suffix": all digits, grouped.
FormattedValue financial(double value, std::string_view rest, std::optional<int> decimals)
{
    bool suffix = false;
    constexpr std::string_view kSuffix = ":suffix";
    if (rest.size() > kSuffix.size() && rest.substr(rest.size() - kSuffix.size()) == kSuffix) {
        rest.remove_suffix(kSuffix.size());
        suffix = true;
    }
    FormattedValue out{detail::localeNumber(value, decimals.value_or(0), decimals.value_or(1)), {}, {}};
    if (out.text == "-0") out.text = "0";
    (suffix ? out.suffix : out.prefix) = rest;
    return out;
}

FormattedValue formatCustom(std::string_view unit, double value, std::optional<int> decimals,
                            const FormatContext& context)
{
    const auto colon = unit.find(':');
    if (colon != std::string_view::npos && colon > 0) {
        const auto key = unit.substr(0, colon);
        const auto rest = unit.substr(colon + 1);
        if (key == "prefix") return {toFixed(value, decimals), std::string(rest), {}};
        if (key == "suffix") return {toFixed(value, decimals), {}, rest.empty() ? "" : ' ' + std::string(rest)};
        if (key == "time") return {formatMoment(value, rest, context.timeZone), {}, {}};
        if (key == "count") return count(value, rest, decimals);
        if (key == "si") {
            for (std::size_t i = 0; i < kSiPrefixes.size(); ++i) {
                const auto prefix = kSiPrefixes[i];
                if (!prefix.empty() && rest.substr(0, prefix.size()) == prefix) {
                    return si(value, rest.substr(prefix.size()), static_cast<int>(i) - kSiBase, decimals);
                }
            }
            return si(value, rest, 0, decimals);
        }
        if (key == "currency") {
            constexpr std::string_view kFinancial = "financial:";
            if (rest.substr(0, kFinancial.size()) == kFinancial) {
                return financial(value, rest.substr(kFinancial.size()), decimals);
            }
            return currency(value, rest, false, decimals);
        }
        if (key == "bool") {
            const auto slash = rest.find('/');
            if (slash == std::string_view::npos) return boolean(value, rest, "-");
            return boolean(value, rest.substr(0, slash), rest.substr(slash + 1));
        }
    }
    return {toFixed(value, decimals), {}, ' ' + std::string(unit)};
}

}  // namespace

FormattedValue formatValue(std::string_view unit, double value, std::optional<int> decimals,
                           const FormatContext& context)
{
    if (unit.empty()) return {toFixed(value, decimals), {}, {}};
    if (const auto* entry = findUnit(unit)) return formatEntry(*entry, value, decimals, context);
    return formatCustom(unit, value, decimals, context);
}

FormattedValue formatNothing(std::string_view unit, bool undefined, std::optional<int> decimals,
                             const FormatContext& context)
{
    // Moments take undefined for now, and nothing for no date at all.
    if (isDateUnit(unit)) {
        return formatValue(unit, undefined ? static_cast<double>(context.nowMs) : std::nan(""), decimals, context);
    }
    const auto* entry = findUnit(unit);
    const auto key = unit.substr(0, unit.find(':'));
    const bool custom = entry == nullptr && unit.find(':') != std::string_view::npos;
    const UnitKind kind = entry ? entry->kind : key == "count" && custom ? UnitKind::Count : UnitKind::Plain;
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
