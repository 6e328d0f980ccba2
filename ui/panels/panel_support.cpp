#include "ui/panels/panel_support.h"

#include <cmath>

#include "ui/panels/panel_data.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

QColor toQColor(const Color& color)
{
    QColor result(color.r, color.g, color.b);
    result.setAlphaF(static_cast<float>(color.a));
    return result;
}

QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

const VisualTheme& currentVisualTheme() { return currentTheme().isDark() ? VisualTheme::dark() : VisualTheme::light(); }

QTimeZone timeZoneOf(const PanelData& data)
{
    if (data.timeZone == "utc") return QTimeZone::utc();
    if (!data.timeZone.empty() && data.timeZone != "browser") {
        const QTimeZone zone(QByteArray::fromStdString(data.timeZone));
        if (zone.isValid()) return zone;
    }
    return QTimeZone::systemTimeZone();
}

FormatContext formatContextOf(const PanelData& data) { return {data.timeZone, data.nowMs}; }

QColor textOn(const QColor& ground)
{

    const Color color{static_cast<std::uint8_t>(ground.red()), static_cast<std::uint8_t>(ground.green()),
                      static_cast<std::uint8_t>(ground.blue()), 1};
    return toQColor(contrastText(color));
}

}  // namespace watchglass::ui
