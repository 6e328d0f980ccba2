#include "ui/panels/dimension.h"

#include <algorithm>
#include <cmath>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

const Field* dimensionField(const Frame& frame, const json::Value& setting)
{
    const std::string& name = setting["field"].toString();
    if (name.empty()) return nullptr;
    for (const Field& field : frame.fields) {
        if (field.displayName == name) return &field;
    }
    for (const Field& field : frame.fields) {
        if (field.name == name) return &field;
    }
    return nullptr;
}

ColorDimension::ColorDimension(const Frame* frame, const json::Value& setting, const VisualTheme& theme,
                               FormatContext format, std::string_view usual)
    : m_field(frame ? dimensionField(*frame, setting) : nullptr)
{
    const std::string& fixed = setting["fixed"].toString();
    m_fixed = toQColor(theme.color(fixed.empty() ? usual : std::string_view(fixed)));
    if (m_field) m_display.emplace(*m_field, theme, format);
}

QColor ColorDimension::at(std::size_t row) const
{
    if (!m_field || row >= m_field->values.size()) return m_fixed;
    return toQColor((*m_display)(m_field->values.cell(row)).color);
}

ScaleDimension::ScaleDimension(const Frame* frame, const json::Value& setting, double usual, double least, double most)
    : m_field(frame ? dimensionField(*frame, setting) : nullptr), m_fixed(setting["fixed"].toDouble(usual)),
      m_min(setting["min"].toDouble(least)), m_max(setting["max"].toDouble(most))
{
    if (!m_field) return;
    const FieldRange range = fieldRange(*m_field);
    m_low = range.min.value_or(0);
    m_delta = range.delta();
}

double ScaleDimension::at(std::size_t row) const
{
    if (!m_field || row >= m_field->values.size()) return m_fixed;
    const double value = m_field->values.number(row);
    if (!std::isfinite(value)) return m_min;
    const double share = m_delta > 0 ? std::clamp((value - m_low) / m_delta, 0.0, 1.0) : 0;
    return m_min + share * (m_max - m_min);
}

TextDimension::TextDimension(const Frame* frame, const json::Value& setting, const VisualTheme& theme,
                             FormatContext format)
{
    const std::string& mode = setting["mode"].toString();
    if (frame && mode != "fixed") m_field = dimensionField(*frame, setting);
    if (m_field)
        m_display.emplace(*m_field, theme, format);
    else if (mode != "field")
        m_fixed = toQString(setting["fixed"].toString());
}

QString TextDimension::at(std::size_t row) const
{
    if (!m_field || row >= m_field->values.size()) return m_fixed;
    return toQString((*m_display)(m_field->values.cell(row)).toString());
}

ResourceDimension::ResourceDimension(const Frame* frame, const json::Value& setting, const VisualTheme& theme,
                                     FormatContext format)
{
    const std::string& mode = setting["mode"].toString();
    if (mode.empty() || mode == "fixed") {
        m_fixed = setting["fixed"].toString();
        return;
    }
    m_field = frame ? dimensionField(*frame, setting) : nullptr;
    m_valueIsPath = mode == "mapping";
    if (m_field) m_display.emplace(*m_field, theme, format);
}

std::string ResourceDimension::at(std::size_t row) const
{
    if (!m_field || row >= m_field->values.size()) return m_fixed;
    const DisplayValue shown = (*m_display)(m_field->values.cell(row));
    return m_valueIsPath ? shown.text : shown.icon;
}

std::size_t lastRowWithValue(const Field& field)
{
    for (std::size_t row = field.values.size(); row-- > 0;) {
        if (field.values.has(row)) return row;
    }
    return 0;
}

}  // namespace watchglass::ui
