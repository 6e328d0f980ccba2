#include "ui/frame/display.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "ui/frame/date_text.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/js_value.h"
#include "ui/frame/reducer.h"

namespace watchglass::ui {
namespace {

std::optional<double> numberOf(const std::string& text)
{
    if (text.find_first_not_of(" \t\n\r") == std::string::npos) return {};
    const double value = jsToNumber(Cell{text});
    if (std::isnan(value)) return {};
    return value;
}

/// What JavaScript's Number() makes of a cell; nothing gives NaN here.
double anyToNumber(const Cell& cell)
{
    if (const auto* text = std::get_if<std::string>(&cell)) return numberOf(*text).value_or(std::nan(""));
    return Values::cellNumber(cell);
}

std::string plainText(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) {
        return *number == 0 && std::signbit(*number) ? "-0" : jsNumber(*number);
    }
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? "true" : "false";
    if (isNull(cell)) return {};
    const auto* list = std::get_if<JsonCell>(&cell);
    if (!list || !list->value->isArray()) return jsText(cell);
    std::string out;
    for (const json::Value& item : list->value->items()) {
        out += (&item == &list->value->items().front() ? "" : ", ") + plainText(cellOfJson(item));
    }
    return out;
}

/// Key of a value mapping: the value as JavaScript spells it as a property name.
std::string mappingKey(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return jsNumber(*number);
    return plainText(cell);
}

bool isNaN(const Cell& cell)
{
    const auto* number = std::get_if<double>(&cell);
    return number != nullptr && std::isnan(*number);
}

bool matchesSpecial(ValueMapping::Special special, const Cell& value)
{
    const auto* text = std::get_if<std::string>(&value);
    const auto* on = std::get_if<bool>(&value);
    switch (special) {
    case ValueMapping::Special::Null: return isNull(value);
    case ValueMapping::Special::NaN: return isNaN(value);
    case ValueMapping::Special::NullAndNaN: return isNull(value) || isNaN(value);
    case ValueMapping::Special::True: return (on != nullptr && *on) || (text != nullptr && *text == "true");
    case ValueMapping::Special::False: return (on != nullptr && !*on) || (text != nullptr && *text == "false");
    case ValueMapping::Special::Empty: return text != nullptr && text->empty();
    }
    return false;
}

/// parseFloat(): the number at the start of a text.
std::optional<double> leadingNumber(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) {
        return std::isnan(*number) ? std::nullopt : std::optional(*number);
    }
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) return {};
    const double value = jsParseFloat(*text);
    if (std::isnan(value)) return {};
    return value;
}

Color colorOf(const FieldConfig& config, std::size_t seriesIndex, const std::string& name, double value, double percent,
              double min, double max, const VisualTheme& theme)
{
    static const FieldColor kNone;
    const auto& color = config.color ? *config.color : kNone;
    const auto fixed = color.fixedColor.empty() ? kFallbackColor : std::string_view(color.fixedColor);
    if (color.mode == "fixed" || color.mode == "gradient") return theme.color(fixed);
    if (color.mode == "shades") return theme.shade(theme.color(fixed), seriesIndex);
    if (const auto entry = theme.palette(color.mode, seriesIndex)) return *entry;
    if (color.mode == "palette-classic-by-name") return theme.classicByName(name);
    if (VisualTheme::isScheme(color.mode)) return theme.scheme(color.mode, percent);
    if (!config.thresholds) return theme.color(kFallbackColor);
    const auto* step = activeThreshold(*config.thresholds, value, min, max);
    return theme.color(step == nullptr ? kFallbackColor : std::string_view(step->color));
}

/// Booleans have two colours; in a continuous scheme, its ends. Only 0 and NaN are false, as in JavaScript.
Color booleanColor(const FieldConfig& config, double value, const VisualTheme& theme)
{
    const bool on = value != 0 && !std::isnan(value);
    if (config.color && VisualTheme::isScheme(config.color->mode)) return theme.scheme(config.color->mode, on ? 1 : 0);
    return theme.color(on ? "green" : "red");
}

/// Milliseconds of an ISO time in a text, read as UTC when it names no zone.
std::optional<double> isoTime(const std::string& text)
{
    auto time = QDateTime::fromString(QString::fromStdString(text), Qt::ISODateWithMs);
    if (!time.isValid()) return {};
    if (time.timeSpec() == Qt::LocalTime) time = QDateTime(time.date(), time.time(), QTimeZone::utc());
    return static_cast<double>(time.toMSecsSinceEpoch());
}

/// What V8 makes of one or two bare numbers: "42" is 2042, "5" is May 2001, "12.5" is the 5th of December 2001.
std::optional<double> looseDate(const std::string& text)
{
    constexpr std::int64_t kDayMs = 86'400'000;
    constexpr int kDefaultYear = 2001;
    int first = 0;
    int second = 0;
    int used = 0;
    const bool two = std::sscanf(text.c_str(), "%2d.%2d%n", &first, &second, &used) == 2 &&
                     used == static_cast<int>(text.size());
    if (!two && (std::sscanf(text.c_str(), "%2d%n", &first, &used) != 1 || used != static_cast<int>(text.size()))) {
        return {};
    }
    if (two && first >= 1 && first <= 12 && second >= 1 && second <= 31) {
        return static_cast<double>(daysFromCivil(kDefaultYear, first, second) * kDayMs);
    }
    if (two || first < 1) return {};
    if (first <= 12) return static_cast<double>(daysFromCivil(kDefaultYear, first, 1) * kDayMs);
    if (first < 32) return {};
    return static_cast<double>(daysFromCivil(first < 50 ? 2000 + first : 1900 + first, 1, 1) * kDayMs);
}

/// The range that percentages are measured in: the panel's, else the field's own.
void rangeOf(const Field& field, double& min, double& max, bool& known)
{
    known = true;
    min = 0;
    max = 100;
    if (field.type == FieldType::Number && field.rangeMin && field.rangeMax) {
        min = *field.rangeMin;
        max = *field.rangeMax;
        return;
    }
    if (field.type != FieldType::Number) return;
    if (field.config.min && field.config.max) {
        min = *field.config.min;
        max = *field.config.max;
        return;
    }
    if (field.values.empty()) return;
    const auto low = reduce(field.values, "min");
    const auto high = reduce(field.values, "max");
    min = field.config.min ? *field.config.min : isNull(low) ? 0 : Values::cellNumber(low);
    max = field.config.max ? *field.config.max : isNull(high) ? 0 : Values::cellNumber(high);
}

/// Whether values choose the colour, not the series.
bool coloredByValue(const Field& field, const VisualTheme& theme)
{
    const auto& mode = field.config.color ? field.config.color->mode : std::string();
    return mode != "fixed" && mode != "gradient" && mode != "shades" && mode != "palette-classic-by-name" &&
           !theme.palette(mode, 0);
}

constexpr double kEmptyMax = 100;

double percentOf(double value, double min, double max)
{
    if (value == -HUGE_VAL) return 0;
    const double percent = (value - min) / (max - min);
    return std::isnan(percent) ? 0 : percent;
}

}  // namespace

FormattedValue formatCell(std::string_view unit, const Cell& value, std::optional<int> decimals,
                          const FormatContext& context)
{
    if (const auto* number = std::get_if<double>(&value)) return formatValue(unit, *number, decimals, context);
    if (const auto* on = std::get_if<bool>(&value)) return formatValue(unit, *on ? 1 : 0, decimals, context);
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (unit == "string") return {*text, {}, {}};
        return formatValue(unit, numberOf(*text).value_or(std::nan("")), decimals, context);
    }
    return formatNothing(unit, isUndefined(value), decimals, context);
}

FieldRange fieldRange(const Field& field)
{
    const FieldConfig& config = field.config;
    if (config.min && config.max) return {config.min, config.max};
    if (field.values.empty()) return {config.min.value_or(0), config.max.value_or(kEmptyMax)};
    FieldRange out{config.min, config.max};
    const auto measured = [&](std::string_view reducer) -> std::optional<double> {
        const Cell value = reduce(field.values, reducer);
        return isNull(value) ? std::nullopt : std::optional(Values::cellNumber(value));
    };
    if (!out.min) out.min = measured("min");
    if (!out.max) out.max = measured("max");
    return out;
}

std::vector<ThresholdStep> sortedSteps(const Thresholds& thresholds)
{
    std::vector<ThresholdStep> out = thresholds.steps;
    std::stable_sort(out.begin(), out.end(),
                     [](const ThresholdStep& a, const ThresholdStep& b) { return a.value < b.value; });
    return out;
}

ValueScale scaleOf(const Field& field, double value, const VisualTheme& theme)
{
    double min = 0;
    double max = 0;
    bool known = false;
    rangeOf(field, min, max, known);
    ValueScale out;
    out.percent = percentOf(value, min, max);
    const auto& name = field.displayName.empty() ? field.name : field.displayName;
    out.color = colorOf(field.config, field.seriesIndex, name, value, out.percent, min, max, theme);
    if (field.config.thresholds) {
        const auto* step = activeThreshold(*field.config.thresholds, value, min, max);
        out.threshold = step != nullptr ? *step : ThresholdStep{0, std::string(kFallbackColor)};
    }
    return out;
}

ValueScale seriesScale(const Field& field, const VisualTheme& theme)
{
    if (!coloredByValue(field, theme)) {
        return {seriesColor(field, theme), 1, ThresholdStep{0, std::string(kFallbackColor)}};
    }
    const auto value = reduce(field.values, field.config.color ? field.config.color->seriesBy : "last");
    ValueScale out = scaleOf(field, isNull(value) ? 0 : Values::cellNumber(value), theme);
    out.color = seriesColor(field, theme);
    return out;
}

const ThresholdStep* activeThreshold(const Thresholds& thresholds, double value, double min, double max)
{
    if (thresholds.steps.empty()) return nullptr;
    if (thresholds.percentage) value = percentOf(value, min, max) * 100;
    const auto* active = &thresholds.steps.front();
    for (const auto& step : thresholds.steps) {
        if (!(value >= step.value)) break;
        active = &step;
    }
    return active;
}

std::optional<ValueMapping::Result> mapValue(const std::vector<ValueMapping>& mappings, const Cell& value)
{
    for (const auto& mapping : mappings) {
        switch (mapping.kind) {
        case ValueMapping::Kind::Value: {
            if (isNull(value)) break;
            const auto key = mappingKey(value);
            for (const auto& [text, result] : mapping.values) {
                if (text == key) return result;
            }
            break;
        }
        case ValueMapping::Kind::Range: {
            const auto number = leadingNumber(value);
            if (!number || (mapping.from && *number < *mapping.from) || (mapping.to && *number > *mapping.to)) break;
            return mapping.result;
        }
        case ValueMapping::Kind::Regex: {
            const auto* text = std::get_if<std::string>(&value);
            if (text == nullptr) break;
            const auto regex = JsRegex::fromDashboard(mapping.pattern);
            if (!regex || !regex->matches(*text)) break;
            auto result = mapping.result;
            if (result.text) result.text = regex->replace(*text, *result.text);
            return result;
        }
        case ValueMapping::Kind::Special:
            if (matchesSpecial(mapping.special, value)) return mapping.result;
            break;
        }
    }
    return {};
}

Color valueColor(const Field& field, double value, double percent, const VisualTheme& theme)
{
    double min = 0;
    double max = 0;
    bool known = false;
    rangeOf(field, min, max, known);
    const auto& name = field.displayName.empty() ? field.name : field.displayName;
    return colorOf(field.config, field.seriesIndex, name, value, percent, min, max, theme);
}

Color seriesColor(const Field& field, const VisualTheme& theme)
{
    if (!coloredByValue(field, theme)) return valueColor(field, 0, 0, theme);
    const auto value = reduce(field.values, field.config.color ? field.config.color->seriesBy : "last");
    const double number = isNull(value) ? 0 : Values::cellNumber(value);
    double min = 0;
    double max = 0;
    bool known = false;
    rangeOf(field, min, max, known);
    const auto& name = field.displayName.empty() ? field.name : field.displayName;
    return colorOf(field.config, field.seriesIndex, name, number, percentOf(number, min, max), min, max, theme);
}

DisplayProcessor::DisplayProcessor(const Field& field, const VisualTheme& theme, FormatContext context)
    : m_config(field.config), m_type(field.type), m_seriesIndex(field.seriesIndex),
      m_displayName(field.displayName.empty() ? field.name : field.displayName), m_theme(theme),
      m_context(std::move(context))
{
    m_config.custom = {};  // plays no part here, and may be large
    rangeOf(field, m_min, m_max, m_hasRange);
    m_unit = m_config.unit.value_or("");
    m_dateUnit = isDateUnit(m_unit);
    if (m_type == FieldType::Time && !m_dateUnit) {
        m_dateUnit = true;
        m_unit = "dateTimeAsSystem";
        const auto rows = field.values.size();
        // Within a minute, seconds do not tell rows apart.
        if (rows > 1 && std::abs(field.values.number(rows - 1) - field.values.number(0)) < 60'000) {
            m_unit = "time:YYYY-MM-DD HH:mm:ss.SSS";
        }
    } else if (m_type == FieldType::Boolean) {
        if (m_unit.substr(0, 4) != "bool") m_unit = "bool";
    } else if (m_unit.empty() && m_type == FieldType::String) {
        m_unit = "string";
    }
    m_format = UnitFormat(m_unit);
    m_trimsZeros = m_type == FieldType::Number && !m_config.decimals && !m_dateUnit &&
                   !m_unit.starts_with("currency") && !m_unit.starts_with("bool") && m_unit != "locale";
}

DisplayValue DisplayProcessor::operator()(const Cell& value) const { return display(value, {}); }

DisplayValue DisplayProcessor::withDecimals(double value, int decimals) const { return display(Cell{value}, decimals); }

/// What an enum's number stands for; numbers that are none of its own are shown as numbers.
/// Source: @grafana/data displayProcessor.ts.
DisplayValue DisplayProcessor::enumDisplay(const Cell& value) const
{
    DisplayValue out;
    out.color = m_theme.color(kFallbackColor);
    out.numeric = std::nan("");
    if (isNull(value)) {
        out.hasColor = false;
        return out;
    }
    out.numeric = anyToNumber(value);
    const json::Value& own = m_config.rest.get("type.enum");
    const double index = jsToNumber(value);
    constexpr double kMostPlaces = 1e9;
    const bool isPlace = index >= 0 && index < kMostPlaces && index == std::floor(index);
    const auto place = isPlace ? static_cast<std::size_t>(index) : 0;
    if (isPlace) {
        const auto written = parseColor(own["color"].at(place).toString());
        out.color = written ? *written : m_theme.classic(place);
    }
    if (isPlace && own["text"].at(place).isString()) {
        out.text = own["text"].at(place).toString();
    } else if (own["text"].isArray() && !std::isnan(out.numeric)) {
        auto formatted = m_format.format(out.numeric, m_config.decimals, m_context);
        out.text = std::move(formatted.text);
        out.prefix = std::move(formatted.prefix);
        out.suffix = std::move(formatted.suffix);
    } else {
        out.text = plainText(value);
        if (out.text.empty() && m_config.noValue) out.text = *m_config.noValue;
    }
    return out;
}

DisplayValue DisplayProcessor::display(const Cell& given, std::optional<int> adjacentDecimals) const
{
    const bool isMapped = m_config.mappings && !m_config.mappings->empty();
    const bool isEnum = m_type == FieldType::Enum && !isMapped;
    if (isEnum && (isNull(given) || m_config.rest.get("type.enum").isObject())) return enumDisplay(given);
    DisplayValue out;
    Cell value = given;
    if (const auto* date = std::get_if<std::string>(&given); date != nullptr && m_dateUnit) {
        const auto time = isoTime(*date);
        value = time ? *time : looseDate(*date).value_or(std::nan(""));
    }
    const auto color = [&](double number, double percent) {
        if (m_type == FieldType::Boolean) return booleanColor(m_config, number, m_theme);
        return colorOf(m_config, m_seriesIndex, m_displayName, number, percent, m_min, m_max, m_theme);
    };
    out.numeric = m_unit == "string" ? std::nan("") : anyToNumber(value);
    std::optional<std::string> text;
    bool colored = false;
    if (m_config.mappings) {
        if (auto mapped = mapValue(*m_config.mappings, value)) {
            text = std::move(mapped->text);
            out.icon = std::move(mapped->icon);
            if (!mapped->color.empty()) {
                out.color = m_theme.color(mapped->color);
                colored = true;
            }
        }
    }
    if (!std::isnan(out.numeric)) {
        if (!text && !std::holds_alternative<bool>(value)) {
            const bool adjacent = adjacentDecimals && m_trimsZeros;
            const auto decimals = adjacent ? adjacentDecimals : m_config.decimals;
            auto formatted = m_format.format(out.numeric, decimals, m_context);
            // Decimals that suit an axis are too many once the unit has scaled the value: 150.00 ms.
            if (adjacent) {
                if (const auto number = numberOf(formatted.text)) formatted.text = jsNumber(*number);
            }
            text = std::move(formatted.text);
            out.prefix = std::move(formatted.prefix);
            out.suffix = std::move(formatted.suffix);
        }
        if (!colored) {
            out.percent = m_type == FieldType::Boolean ? (out.numeric != 0 ? 1 : 0)
                                                       : percentOf(out.numeric, m_min, m_max);
            out.color = color(out.numeric, *out.percent);
            colored = true;
        }
    }
    if (!text) {
        text = plainText(value);
        if (text->empty() && m_config.noValue) text = *m_config.noValue;
    }
    if (!colored) {
        // Minus infinity stands for no number, which counts as true.
        out.percent = m_type == FieldType::Boolean ? 1 : 0;
        out.color = color(-HUGE_VAL, 0);
    }
    out.text = std::move(*text);
    return out;
}

}  // namespace watchglass::ui
