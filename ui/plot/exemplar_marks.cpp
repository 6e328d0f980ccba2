#include "ui/plot/exemplar_marks.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QPainter>

namespace watchglass::ui {

namespace {

constexpr double kHalf = 3.4;   ///< of a diamond's diagonal
constexpr double kReach = 2.6;  ///< by which one may miss it

std::optional<QPointF> placeOf(const PlotExemplar& exemplar, const PlotLayout& layout)
{
    if (layout.axes.empty() || exemplar.timeMs < layout.fromMs || exemplar.timeMs > layout.toMs) return std::nullopt;
    const double y = layout.yOf(0, exemplar.value);
    if (std::isnan(y)) return std::nullopt;
    return QPointF(layout.xOf(exemplar.timeMs), std::clamp(y, layout.plot.top(), layout.plot.bottom()));
}

}  // namespace

void paintExemplars(QPainter& painter, const std::vector<PlotExemplar>& exemplars, const PlotLayout& layout)
{
    if (exemplars.empty()) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const PlotExemplar& exemplar : exemplars) {
        const auto place = placeOf(exemplar, layout);
        if (!place) continue;
        painter.setBrush(exemplar.color);
        painter.drawPolygon(QPolygonF({*place - QPointF(0, kHalf), *place + QPointF(kHalf, 0),
                                       *place + QPointF(0, kHalf), *place - QPointF(kHalf, 0)}));
    }
    painter.restore();
}

int exemplarAt(const std::vector<PlotExemplar>& exemplars, const PlotLayout& layout, const QPointF& position)
{
    constexpr double kWithin = kHalf + kReach;
    for (std::size_t i = exemplars.size(); i-- > 0;) {
        const auto place = placeOf(exemplars[i], layout);
        if (!place) continue;
        const QPointF off = position - *place;
        if (std::abs(off.x()) + std::abs(off.y()) <= kWithin) return static_cast<int>(i);
    }
    return -1;
}

}  // namespace watchglass::ui
