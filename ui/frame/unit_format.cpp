#include "ui/frame/unit_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <unordered_map>

#include "ui/frame/date_text.h"
#include "ui/frame/duration_text.h"
#include "ui/frame/fixed_text.h"
#include "ui/frame/number_text.h"

namespace watchglass::ui {

using detail::ShortText;
using detail::UnitEntry;
using detail::UnitKind;

namespace {

FormattedValue date(double value, std::string_view pattern, std::string_view todayPattern, const FormatContext& context)
{
    if (!todayPattern.empty() && std::abs(value) < 8.64e15) {
        // Today is what the machine's zone calls so, whatever the zone of the text.
        const auto then = civilTime(static_cast<std::int64_t>(value), "browser");
        const auto now = civilTime(context.nowMs, "browser");
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

}  // namespace

const UnitFormat* UnitFormat::known(std::string_view unit)
{
    static const auto index = [] {
        std::unordered_map<std::string_view, UnitFormat> out;
        for (const auto& entry : detail::kUnits) out.emplace(entry.id, UnitFormat(entry));
        out.emplace("farenheit", out.at("fahrenheit"));  // misspelt in old dashboards
        return out;
    }();
    const auto found = index.find(unit);
    return found == index.end() ? nullptr : &found->second;
}

UnitFormat::UnitFormat(const UnitEntry& entry) : m_kind(entry.kind), m_ladder(entry.kind, entry.offset)
{
    setSymbol(entry.symbol);
}

void UnitFormat::setKind(UnitKind kind, int offset)
{
    m_kind = kind;
    m_ladder = detail::UnitLadder(kind, offset);
}

void UnitFormat::setSymbol(std::string_view symbol)
{
    m_symbol = symbol;
    m_short = symbol.size() > ShortText::kMost ? ShortText() : ShortText(symbol);
}

UnitFormat::UnitFormat(std::string_view unit)
{
    if (unit.empty()) return;
    if (const UnitFormat* entry = known(unit)) {
        *this = *entry;
        return;
    }
    const auto colon = unit.find(':');
    const bool custom = colon != std::string_view::npos && colon > 0;
    if (custom && readCustom(unit.substr(0, colon), unit.substr(colon + 1))) return;
    setKind(UnitKind::Fixed);
    setSymbol(unit);
}

bool UnitFormat::readCustom(std::string_view key, std::string_view rest)
{
    setSymbol(rest);
    if (key == "prefix") {
        setKind(UnitKind::Prefix);
    } else if (key == "suffix") {
        setKind(rest.empty() ? UnitKind::Plain : UnitKind::Fixed);
    } else if (key == "time") {
        setKind(UnitKind::DatePattern);
    } else if (key == "count") {
        setKind(UnitKind::Count);
    } else if (key == "si") {
        const detail::SiPrefix prefix = detail::siPrefix(rest);
        setKind(UnitKind::Si, prefix.offset);
        setSymbol(rest.substr(prefix.size));
    } else if (key == "currency") {
        constexpr std::string_view kFinancial = "financial:";
        constexpr std::string_view kSuffix = ":suffix";
        setKind(UnitKind::Currency);
        if (!rest.starts_with(kFinancial)) return true;
        rest.remove_prefix(kFinancial.size());
        const bool suffix = rest.size() > kSuffix.size() && rest.ends_with(kSuffix);
        if (suffix) rest.remove_suffix(kSuffix.size());
        setKind(suffix ? UnitKind::FinancialSuffix : UnitKind::Financial);
        setSymbol(rest);
    } else if (key == "bool") {
        const auto slash = rest.find('/');
        setKind(UnitKind::BoolTexts);
        setSymbol(rest.substr(0, slash));
        m_otherSymbol = slash == std::string_view::npos ? "-" : rest.substr(slash + 1);
    } else {
        return false;
    }
    return true;
}

FormattedValue UnitFormat::format(double value, std::optional<int> decimals, const FormatContext& context) const
{
    detail::Shown shown;
    if (!m_ladder.show(value, shown)) return formatOther(value, decimals, context);
    FormattedValue out{toFixed(shown.number, decimals), {}, {}};
    out.suffix.reserve(ShortText::kMost + m_symbol.size());
    out.suffix.append(shown.unit.view()).append(m_symbol);
    return out;
}

void UnitFormat::append(std::string& out, double value, std::optional<int> decimals, const FormatContext& context) const
{
    detail::Shown shown;
    detail::TextRow row;
    if (m_ladder.show(value, shown) && detail::appendFixed(row, shown.number, decimals)) {
        row.append(shown.unit);
        row.append(m_short);
        if (row.size() <= detail::TextRow::kMost && m_short.size() == m_symbol.size()) {
            row.appendTo(out);
            return;
        }
    }
    const FormattedValue text = format(value, decimals, context);
    out.append(text.prefix).append(text.text).append(text.suffix);
}

FormattedValue UnitFormat::currency(double value, std::optional<int> decimals) const
{
    static const detail::UnitLadder kLadder = detail::UnitLadder::ofCurrency();
    FormattedValue out;
    detail::Shown shown{std::abs(value), {}};
    const bool known = kLadder.show(std::abs(value), shown);
    out.text = toFixed(shown.number, std::isnan(value) ? std::nullopt : decimals);
    out.suffix = shown.unit.view();
    if (m_kind == UnitKind::Currency) {
        out.prefix = m_symbol;
    } else if (known) {
        out.suffix += m_symbol;
    }
    if (value < 0) out.prefix.insert(0, "-");
    return out;
}

/// All digits, grouped.
FormattedValue UnitFormat::financial(double value, std::optional<int> decimals) const
{
    FormattedValue out{detail::localeNumber(value, decimals.value_or(0), decimals.value_or(1)), {}, {}};
    (m_kind == UnitKind::FinancialSuffix ? out.suffix : out.prefix) = m_symbol;
    return out;
}

FormattedValue UnitFormat::formatOther(double value, std::optional<int> decimals, const FormatContext& context) const
{
    switch (m_kind) {
    case UnitKind::Prefix: return {toFixed(value, decimals), m_symbol, {}};
    case UnitKind::Currency:
    case UnitKind::CurrencySuffix: return currency(value, decimals);
    case UnitKind::Financial:
    case UnitKind::FinancialSuffix: return financial(value, decimals);
    // No step, and Grafana says so: "NaNundefined req/s".
    case UnitKind::Count: return {toFixed(value, {}), {}, "undefined " + m_symbol};
    case UnitKind::String: return {jsNumber(value), {}, {}};
    case UnitKind::Hex: return {hexText(value, decimals), {}, {}};
    case UnitKind::Hex0x: {
        const auto hex = hexText(value, decimals);
        return {hex[0] == '-' ? "-0x" + hex.substr(1) : "0x" + hex, {}, {}};
    }
    case UnitKind::Scientific: return {detail::jsExponential(value, decimals), {}, {}};
    case UnitKind::Locale: return {detail::localeNumber(value, 0, decimals.value_or(3)), {}, {}};
    case UnitKind::Seconds:
    case UnitKind::TimeTicks: return {"0", {}, " s"};
    case UnitKind::DurationMs: return detail::durationWords(value, decimals, 1, " milliseconds");
    case UnitKind::DurationS: return detail::durationWords(value, decimals, 1000, " seconds");
    case UnitKind::Hms: return detail::hoursMinutesSeconds(value);
    case UnitKind::Dhms: return detail::daysHoursMinutesSeconds(value);
    case UnitKind::ClockMs: return detail::clock(value, decimals);
    case UnitKind::ClockS: return detail::clock(value * 1000, decimals);
    case UnitKind::Bool: return boolean(value, "True", "False");
    case UnitKind::BoolYesNo: return boolean(value, "Yes", "No");
    case UnitKind::BoolOnOff: return boolean(value, "On", "Off");
    case UnitKind::BoolTexts: return boolean(value, m_symbol, m_otherSymbol);
    case UnitKind::DatePattern: return {formatMoment(value, m_symbol, context.timeZone), {}, {}};
    case UnitKind::DateIso:
    case UnitKind::DateSystem: return date(value, "YYYY-MM-DD HH:mm:ss", {}, context);
    case UnitKind::DateIsoShort: return date(value, "YYYY-MM-DD HH:mm:ss", "HH:mm:ss", context);
    case UnitKind::DateUs: return date(value, "MM/DD/YYYY h:mm:ss a", {}, context);
    case UnitKind::DateUsShort: return date(value, "MM/DD/YYYY h:mm:ss a", "h:mm:ss a", context);
    case UnitKind::DateLocal: return date(value, "MM/DD/YYYY, hh:mm:ss\u202fA", {}, context);
    case UnitKind::DateLocalShort: return date(value, "MM/DD/YYYY, hh:mm:ss\u202fA", "hh:mm:ss\u202fA", context);
    case UnitKind::DateFromNow: return {relativeTime(value, context.nowMs), {}, {}};
    default: return {toFixed(value, {}), {}, {}};  // steps know no NaN and no infinity
    }
}
}  // namespace watchglass::ui
