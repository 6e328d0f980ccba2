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
#include "ui/frame/floor_log.h"
#include "ui/frame/number_text.h"

namespace watchglass::ui {

using detail::ShortText;
using detail::UnitEntry;
using detail::UnitKind;

namespace {

constexpr std::array<ShortText, 14> kSiSteps = {" f", " p", " n", " µ", " m", " ",  " k",
                                                " M", " G", " T", " P", " E", " Z", " Y"};
constexpr int kSiBase = 5;
constexpr std::array<ShortText, 9> kBinarySteps = {" ", " Ki", " Mi", " Gi", " Ti", " Pi", " Ei", " Zi", " Yi"};
constexpr std::array<ShortText, 5> kCountSteps = {" ", "K ", "M ", "B ", "T "};
constexpr std::array<ShortText, 5> kCurrencySteps = {"", "K", "M", "B", "T"};
constexpr std::array<ShortText, 9> kShortSteps = {"",       " K",     " Mil",  " Bil", " Tri",
                                                  " Quadr", " Quint", " Sext", " Sept"};
constexpr std::array<ShortText, 3> kPsiSteps = {"psi", "ksi", "Mpsi"};

template <int Factor>
struct LogOf {
    double operator()(double value) const
    {
        static const double kLogOfFactor = std::log10(static_cast<double>(Factor));
        return std::log10(value) / kLogOfFactor;
    }
};

constexpr int kMostPower = 14;

/// `factor ** power` as V8 computes it: fdlibm's last bit differs from glibc's in two places that a unit can reach.
double powerOf(bool binary, int power)
{
    static const auto powers = [] {
        std::array<std::array<double, 2 * kMostPower + 1>, 2> out{};
        for (int i = -kMostPower; i <= kMostPower; ++i) {
            const auto at = static_cast<std::size_t>(i + kMostPower);
            out[0][at] = std::pow(1000.0, i);
            out[1][at] = std::pow(1024.0, i);
            if (i == 12) out[0][at] = std::nextafter(out[0][at], 0);
            if (i == 13) out[0][at] = std::nextafter(out[0][at], HUGE_VAL);
        }
        return out;
    }();
    return powers[binary ? 1 : 0][static_cast<std::size_t>(power + kMostPower)];
}

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

struct Scaled {
    double number;
    const ShortText* step;
};

/// Where the steps of 1,000 or 1,024 begin.
template <int Factor>
struct Powers {
    detail::FloorLog<LogOf<Factor>> whole;
    std::array<double, kMostPower + 2> first;
    Powers()
    {
        for (int i = 0; i < static_cast<int>(first.size()); ++i) {
            first[static_cast<std::size_t>(i)] = detail::FloorLog<LogOf<Factor>>::first(i);
        }
    }
};

/// Divides by powers of 1,000 or 1,024 until the value lies within one step; `base` is the step of the value as given.
template <int Factor, std::size_t N>
Scaled scale(double value, int base, const std::array<ShortText, N>& steps)
{
    static const Powers<Factor> kPowers;
    const double size = std::abs(value);
    const int most = static_cast<int>(N) - base - 1;
    int power = 0;
    if (size >= kPowers.first[0]) {
        // Most values of a field have one size: branches that are foreseen do not wait for a table.
        while (power < most && size >= kPowers.first[static_cast<std::size_t>(power + 1)]) ++power;
    } else if (size != 0) {
        power = std::max(kPowers.whole(size), -base);
    }
    return {power == 0 ? value : value / powerOf(Factor == 1024, power),
            &steps[static_cast<std::size_t>(base + power)]};
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

UnitFormat::UnitFormat(const UnitEntry& entry) : m_kind(entry.kind), m_offset(entry.offset) { setSymbol(entry.symbol); }

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
    m_kind = UnitKind::Fixed;
    setSymbol(unit);
}

bool UnitFormat::readCustom(std::string_view key, std::string_view rest)
{
    setSymbol(rest);
    if (key == "prefix") {
        m_kind = UnitKind::Prefix;
    } else if (key == "suffix") {
        m_kind = rest.empty() ? UnitKind::Plain : UnitKind::Fixed;
    } else if (key == "time") {
        m_kind = UnitKind::DatePattern;
    } else if (key == "count") {
        m_kind = UnitKind::Count;
    } else if (key == "si") {
        m_kind = UnitKind::Si;
        for (std::size_t i = 0; i < kSiSteps.size(); ++i) {
            const auto prefix = kSiSteps[i].view().substr(1);
            if (prefix.empty() || !rest.starts_with(prefix)) continue;
            setSymbol(rest.substr(prefix.size()));
            m_offset = static_cast<int>(i) - kSiBase;
            break;
        }
    } else if (key == "currency") {
        constexpr std::string_view kFinancial = "financial:";
        constexpr std::string_view kSuffix = ":suffix";
        m_kind = UnitKind::Currency;
        if (!rest.starts_with(kFinancial)) return true;
        rest.remove_prefix(kFinancial.size());
        const bool suffix = rest.size() > kSuffix.size() && rest.ends_with(kSuffix);
        if (suffix) rest.remove_suffix(kSuffix.size());
        m_kind = suffix ? UnitKind::FinancialSuffix : UnitKind::Financial;
        setSymbol(rest);
    } else if (key == "bool") {
        const auto slash = rest.find('/');
        m_kind = UnitKind::BoolTexts;
        setSymbol(rest.substr(0, slash));
        m_otherSymbol = slash == std::string_view::npos ? "-" : rest.substr(slash + 1);
    } else {
        return false;
    }
    return true;
}

bool UnitFormat::show(double value, Shown& out) const
{
    const auto set = [&](double number, const ShortText* step, bool symbol) {
        out.number = number;
        out.step = step;
        out.symbol = symbol;
        return true;
    };
    const auto stepped = [&](const Scaled& at) { return set(at.number, at.step, true); };
    const auto timed = [&](const detail::TimeStep& at) { return set(at.number, at.unit, false); };
    static constexpr std::array<ShortText, 3> kBehind = {"", " ", "%"};
    switch (m_kind) {
    case UnitKind::Plain: return set(value, &kBehind[0], false);
    case UnitKind::Fixed: return set(value, &kBehind[1], true);
    case UnitKind::Percent: return set(value, &kBehind[2], false);
    case UnitKind::PercentUnit: return set(100 * value, &kBehind[2], false);
    case UnitKind::Nanoseconds: return timed(detail::nanoseconds(value));
    case UnitKind::Microseconds: return timed(detail::microseconds(value));
    case UnitKind::Milliseconds: return timed(detail::milliseconds(value));
    case UnitKind::Minutes: return timed(detail::minutes(value));
    case UnitKind::Hours: return timed(detail::hours(value));
    case UnitKind::Days: return timed(detail::days(value));
    // A zero has no decimals, whatever is asked for.
    case UnitKind::Seconds: return value != 0 && timed(detail::seconds(value));
    case UnitKind::TimeTicks: return value != 0 && timed(detail::seconds(value / 100));
    default: break;
    }
    if (!std::isfinite(value)) return false;
    switch (m_kind) {
    case UnitKind::Si: return stepped(scale<1000>(value, kSiBase + m_offset, kSiSteps));
    case UnitKind::Binary: return stepped(scale<1024>(value, m_offset, kBinarySteps));
    case UnitKind::Count: return stepped(scale<1000>(value, 0, kCountSteps));
    case UnitKind::Short: return stepped(scale<1000>(value, 0, kShortSteps));
    case UnitKind::Psi: return stepped(scale<1000>(value, 0, kPsiSteps));
    default: return false;
    }
}

FormattedValue UnitFormat::format(double value, std::optional<int> decimals, const FormatContext& context) const
{
    Shown plain;
    if (!show(value, plain)) return formatOther(value, decimals, context);
    FormattedValue out{toFixed(plain.number, decimals), {}, {}};
    out.suffix.reserve(ShortText::kMost + m_symbol.size());
    out.suffix.append(plain.step->view());
    if (plain.symbol) out.suffix.append(m_symbol);
    return out;
}

void UnitFormat::append(std::string& out, double value, std::optional<int> decimals, const FormatContext& context) const
{
    Shown plain;
    detail::TextRow row;
    if (show(value, plain) && detail::appendFixed(row, plain.number, decimals)) {
        row.append(*plain.step);
        if (plain.symbol) row.append(m_short);
        if (row.size() <= detail::TextRow::kMost && (!plain.symbol || m_short.size() == m_symbol.size())) {
            row.appendTo(out);
            return;
        }
    }
    const FormattedValue text = format(value, decimals, context);
    out.append(text.prefix).append(text.text).append(text.suffix);
}

FormattedValue UnitFormat::currency(double value, std::optional<int> decimals) const
{
    FormattedValue out;
    const bool known = std::isfinite(value);
    const auto scaled = known ? scale<1000>(std::abs(value), 0, kCurrencySteps)
                              : Scaled{std::abs(value), &kCurrencySteps[0]};
    out.text = toFixed(scaled.number, std::isnan(value) ? std::nullopt : decimals);
    out.suffix = scaled.step->view();
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
