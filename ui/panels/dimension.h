#pragma once

#include <optional>
#include <string>

#include <QColor>
#include <QString>

#include "engine/base/json.h"
#include "ui/frame/display.h"
#include "ui/panels/panel_data.h"

namespace watchglass::ui {

/// The field that a setting of maps and canvases names; null when it names none or one that is not there.
[[nodiscard]] const Field* dimensionField(const Frame& frame, const json::Value& setting);

// Settings that are fixed or follow a field, row by row: Grafana's dimensions. Keep references to frame and theme.

/// `{fixed: "dark-green", field}`.
class ColorDimension {
public:
    ColorDimension(const Frame* frame, const json::Value& setting, const VisualTheme& theme, FormatContext format,
                   std::string_view usual);
    [[nodiscard]] QColor at(std::size_t row) const;
    [[nodiscard]] const Field* field() const { return m_field; }

private:
    const Field* m_field = nullptr;
    std::optional<DisplayProcessor> m_display;
    QColor m_fixed;
};

/// `{fixed: 5, min: 2, max: 15, field}`: the field's range is spread over min to max.
class ScaleDimension {
public:
    ScaleDimension(const Frame* frame, const json::Value& setting, double usual, double least, double most);
    [[nodiscard]] double at(std::size_t row) const;
    [[nodiscard]] const Field* field() const { return m_field; }

private:
    const Field* m_field = nullptr;
    double m_fixed = 0;
    double m_min = 0;
    double m_max = 0;
    double m_low = 0;
    double m_delta = 0;
};

/// `{mode: fixed|field, fixed, field}`.
class TextDimension {
public:
    TextDimension(const Frame* frame, const json::Value& setting, const VisualTheme& theme, FormatContext format);
    [[nodiscard]] QString at(std::size_t row) const;
    [[nodiscard]] const Field* field() const { return m_field; }

private:
    const Field* m_field = nullptr;
    std::optional<DisplayProcessor> m_display;
    QString m_fixed;
};

/// `{mode: fixed|field|mapping, fixed, field}`: the path of a picture. Of a field it is what the mapping of its value
/// has as an icon; with "mapping" the value is the path.
class ResourceDimension {
public:
    ResourceDimension(const Frame* frame, const json::Value& setting, const VisualTheme& theme, FormatContext format);
    [[nodiscard]] std::string at(std::size_t row) const;
    [[nodiscard]] const Field* field() const { return m_field; }

private:
    const Field* m_field = nullptr;
    std::optional<DisplayProcessor> m_display;
    std::string m_fixed;
    bool m_valueIsPath = false;
};

/// A row's last number that is one, for settings that show one value.
[[nodiscard]] std::size_t lastRowWithValue(const Field& field);

}  // namespace watchglass::ui
