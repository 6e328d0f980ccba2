#include "ui/panels/panel_support.h"

#include <cmath>

#include "ui/panels/panel_data.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_zone.h"

namespace watchglass::ui {

QColor toQColor(const Color& color)
{
    QColor result(color.r, color.g, color.b);
    result.setAlphaF(static_cast<float>(color.a));
    return result;
}

QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

const VisualTheme& currentVisualTheme() { return currentTheme().isDark() ? VisualTheme::dark() : VisualTheme::light(); }

QTimeZone timeZoneOf(const PanelData& data) { return timeZoneOf(data.timeZone); }

FormatContext formatContextOf(const PanelData& data) { return {data.timeZone, data.nowMs}; }

QColor textOn(const QColor& ground)
{
    // Brightness as in the W3C's "Techniques for Accessibility Evaluation", with Grafana's bound and colours.
    const double brightness = (ground.red() * 299 + ground.green() * 587 + ground.blue() * 114) / 1000.0;
    return brightness > 180 ? QColor(32, 34, 38) : QColor(247, 248, 250);
}

}  // namespace watchglass::ui
