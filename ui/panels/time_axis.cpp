#include "ui/panels/time_axis.h"

#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kSmall = 12;
constexpr double kTick = 4;
constexpr double kGapToText = 5;

}  // namespace

void paintTimeAxis(QPainter& painter, const std::vector<Tick>& ticks, const QRectF& plot, const Range& shown,
                   double linesFrom, double width)
{
    const Theme& theme = currentTheme();
    painter.setFont(plainFont(kSmall));
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double span = std::max(shown.max - shown.min, 1.0);
    for (const Tick& tick : ticks) {
        const double x = std::round(plot.left() + (tick.value - shown.min) / span * plot.width());
        painter.setPen(QPen(theme.grid, 1));
        painter.drawLine(QPointF(x + 0.5, linesFrom), QPointF(x + 0.5, plot.bottom() + kTick));
        painter.setPen(theme.text);
        const double textWidth = plainTextWidth(tick.label, kSmall);
        const double left = std::clamp(x - textWidth / 2, 0.0, std::max(0.0, width - textWidth));
        painter.drawText(QPointF(left, plot.bottom() + kTick + kGapToText + kSmall * 0.8), tick.label);
    }
}

}  // namespace watchglass::ui
