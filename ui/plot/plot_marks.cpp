#include "ui/plot/plot_marks.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QTimeZone>

#include "ui/graph/ticks.h"

namespace watchglass::ui {

namespace {

constexpr double kHandle = 5;  ///< height of a handle, half its width
constexpr double kReach = 3;   ///< by which one may miss it

/// Where a mark begins and ends, cut at the plot; nothing when it lies outside.
std::optional<std::pair<double, double>> ends(const PlotMark& mark, const PlotLayout& layout)
{
    const double left = layout.xOf(static_cast<double>(mark.fromMs));
    const double right = layout.xOf(static_cast<double>(std::max(mark.fromMs, mark.toMs)));
    if (right < layout.plot.left() || left > layout.plot.right()) return std::nullopt;
    return std::pair(std::max(left, layout.plot.left()), std::min(right, layout.plot.right()));
}

QRectF handleRect(const PlotMark& mark, const PlotLayout& layout)
{
    const auto span = ends(mark, layout);
    if (!span) return {};
    const double top = layout.plot.bottom();
    if (mark.toMs > mark.fromMs) return {span->first, top, std::max(2.0, span->second - span->first), kHandle};
    return {span->first - kHandle, top, 2 * kHandle, kHandle};
}

}  // namespace

void paintMarkLines(QPainter& painter, const std::vector<PlotMark>& marks, const PlotLayout& layout, MarkedSpans spans)
{
    for (const PlotMark& mark : marks) {
        const auto span = ends(mark, layout);
        if (!span) continue;
        const QRectF& plot = layout.plot;
        QPen pen(mark.color, 2);
        pen.setDashPattern({2.5, 2.5});  // in widths of the pen
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        const auto line = [&](std::int64_t timeMs) {
            const double x = layout.xOf(static_cast<double>(timeMs));
            if (x >= plot.left() && x <= plot.right())
                painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        };
        line(mark.fromMs);
        if (mark.toMs <= mark.fromMs) continue;
        line(mark.toMs);
        if (spans == MarkedSpans::Bounded) continue;
        QColor shade = mark.color;
        shade.setAlphaF(0.1F);
        painter.fillRect(QRectF(span->first, plot.top(), span->second - span->first, plot.height()), shade);
    }
}

void paintMarkHandles(QPainter& painter, const std::vector<PlotMark>& marks, const PlotLayout& layout)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const PlotMark& mark : marks) {
        const QRectF box = handleRect(mark, layout);
        if (box.isEmpty()) continue;
        painter.setBrush(mark.color);
        if (mark.toMs > mark.fromMs)
            painter.drawRect(box);
        else
            painter.drawPolygon(QPolygonF({QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()}));
    }
    painter.restore();
}

int markAt(const std::vector<PlotMark>& marks, const PlotLayout& layout, const QPointF& position)
{
    for (std::size_t i = marks.size(); i-- > 0;) {
        const QRectF box = handleRect(marks[i], layout);
        if (box.adjusted(-kReach, -2 * kReach, kReach, 2 * kReach).contains(position)) return static_cast<int>(i);
    }
    return -1;
}

QString markTime(const PlotMark& mark, const QTimeZone& zone)
{
    const QString from = fullTimeLabel(mark.fromMs, zone);
    return mark.toMs > mark.fromMs ? from + QStringLiteral(" – ") + fullTimeLabel(mark.toMs, zone) : from;
}

std::vector<TooltipRow> markRows(const PlotMark& mark)
{
    std::vector<TooltipRow> rows;
    for (const QString& line : mark.text.split(QLatin1Char('\n')))
        rows.push_back({rows.empty() ? mark.color : QColor(Qt::transparent), line, {}, std::nan(""), false});
    return rows;
}

}  // namespace watchglass::ui
