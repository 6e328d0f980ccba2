#include "ui/frame/display.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>
#include <cmath>
#include <cstdlib>

#include "ui/frame/js_regex.h"
#include "ui/frame/reducer.h"

namespace watchglass::ui {
namespace {

constexpr std::string_view kFallbackColor = "#808080";

std::optional<double> numberOf(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t\n\r");
    if (first == std::string::npos) return {};
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    while (*end == ' ' || *end == '\t' || *end == '\n' || *end == '\r') ++end;
    if (end == text.c_str() || *end != '\0') return {};
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
    return {};
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
    char* end = nullptr;
    const double value = std::strtod(text->c_str(), &end);
    if (end == text->c_str() || std::isnan(value)) return {};
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

/// The range that percentages are measured in: the panel's, else the field's own.
void rangeOf(const Field& field, double& min, double& max, bool& known)
{
    known = true;
    min = 0;
    max = 100;
    if (field.rangeMin && field.rangeMax) {
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

double percentOf(double value, double min, double max)
{
    if (value == -HUGE_VAL) return 0;
    const double percent = (value - min) / (max - min);
    return std::isnan(percent) ? 0 : percent;
}

}  // namespace

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
    const auto& mode = field.config.color ? field.config.color->mode : std::string();
    if (mode == "fixed" || mode == "gradient" || mode == "shades" || mode == "palette-classic-by-name" ||
        theme.palette(mode, 0)) {
        return valueColor(field, 0, 0, theme);
    }
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
}

DisplayValue DisplayProcessor::operator()(const Cell& value) const { return display(value, {}); }

DisplayValue DisplayProcessor::withDecimals(double value, int decimals) const { return display(Cell{value}, decimals); }

DisplayValue DisplayProcessor::display(const Cell& given, std::optional<int> adjacentDecimals) const
{
    DisplayValue out;
    Cell value = given;
    if (const auto* date = std::get_if<std::string>(&given); date != nullptr && m_dateUnit) {
        value = isoTime(*date).value_or(std::nan(""));
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
            const auto decimals = m_config.decimals ? m_config.decimals : adjacentDecimals;
            auto formatted = formatValue(m_unit, out.numeric, decimals, m_context);
            // Decimals that suit an axis are too many once the unit has scaled the value: 150.00 ms.
            if (adjacentDecimals && !m_config.decimals && !m_dateUnit && m_unit != "bool" &&
                m_type == FieldType::Number) {
                if (const auto number = numberOf(formatted.text)) formatted.text = jsNumber(*number);
            }
            text = std::move(formatted.text);
            out.prefix = std::move(formatted.prefix);
            out.suffix = std::move(formatted.suffix);
        }
        if (!colored) {
            out.percent = percentOf(out.numeric, m_min, m_max);
            out.color = color(out.numeric, *out.percent);
            colored = true;
        }
    }
    if (!text) {
        text = plainText(value);
        if (text->empty() && m_config.noValue) text = *m_config.noValue;
    }
    if (!colored) {
        out.percent = 0;
        out.color = color(-HUGE_VAL, 0);
    }
    out.text = std::move(*text);
    return out;
}

}  // namespace watchglass::ui
