#pragma once

#include <string>
#include <string_view>

#include <QColor>
#include <QString>
#include <QTimeZone>

#include "ui/frame/color.h"
#include "ui/frame/value_format.h"
#include "ui/frame/visual_theme.h"

namespace watchglass::ui {

struct PanelData;

[[nodiscard]] QColor toQColor(const Color& color);
[[nodiscard]] QString toQString(std::string_view text);
/// The data colours that belong to the current theme.
[[nodiscard]] const VisualTheme& currentVisualTheme();
[[nodiscard]] QTimeZone timeZoneOf(const PanelData& data);
[[nodiscard]] FormatContext formatContextOf(const PanelData& data);
/// Light or dark, as Grafana writes on `ground`.
[[nodiscard]] QColor textOn(const QColor& ground);

}  // namespace watchglass::ui
