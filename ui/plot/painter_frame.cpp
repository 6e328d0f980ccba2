#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/plot/plot_frame.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

/// One device pixel wide lines look sharp only in the middle of a pixel.
double sharp(double position) { return std::floor(position) + 0.5; }

void paintValueAxis(QPainter& painter, const PlotLayout& layout, std::size_t index, const Theme& theme,
                    const QFontMetricsF& metrics)
{
    const AxisLayout& axis = layout.axes[index];
    const QRectF& plot = layout.plot;
    if (axis.side == AxisSide::Hidden) return;
    const double inner = axis.side == AxisSide::Left ? axis.box.right() : axis.box.left();
    for (const Tick& tick : axis.ticks) {
        const double y = layout.yOf(static_cast<int>(index), tick.value);
        if (axis.grid) {
            painter.setPen(QPen(theme.grid, 1));
            painter.drawLine(QPointF(plot.left(), sharp(y)), QPointF(plot.right(), sharp(y)));
        }
        if (!tick.labelled) continue;
        painter.setPen(axis.color.isValid() ? axis.color : theme.text);
        const double room = axis.box.width() - 9;
        const QString label = metrics.elidedText(tick.label, Qt::ElideRight, room + 1);
        const double width = metrics.horizontalAdvance(label);
        const double x = axis.side == AxisSide::Left ? inner - 9 - width : inner + 9;
        painter.drawText(QPointF(x, y + metrics.capHeight() / 2), label);
    }
}

class PainterFrame final : public PlotFrame {
public:
    void paint(QPainter& painter, const PlotLayout& layout, const Theme& theme) override
    {
        const QFont font = textFont(Metrics::kSmallTextPixels);
        const QFontMetricsF metrics(font);
        painter.setFont(font);
        painter.setRenderHint(QPainter::Antialiasing, false);
        for (std::size_t i = 0; i < layout.axes.size(); ++i) paintValueAxis(painter, layout, i, theme, metrics);
        if (layout.timeAxis) paintTimeTicks(painter, layout, layout.timeTicks, theme);
        paintAxisExtras(painter, layout, theme);
    }
};

}  // namespace

void paintTimeTicks(QPainter& painter, const PlotLayout& layout, const std::vector<Tick>& ticks, const Theme& theme)
{
    const QRectF& plot = layout.plot;
    const QFontMetricsF metrics(textFont(Metrics::kSmallTextPixels));
    painter.setFont(textFont(Metrics::kSmallTextPixels));
    for (const Tick& tick : ticks) {
        const double x = layout.xOf(tick.value);
        painter.setPen(QPen(theme.grid, 1));
        painter.drawLine(QPointF(sharp(x), plot.top()), QPointF(sharp(x), plot.bottom() + 4));
        painter.setPen(theme.text);
        const double width = metrics.horizontalAdvance(tick.label);
        // A label that would be cut at the picture's edge moves inwards.
        const double left = std::clamp(x - width / 2, 0.0, std::max(0.0, layout.size.width() - width));
        painter.drawText(QPointF(left, plot.bottom() + 9 + metrics.ascent() - 1), tick.label);
    }
}

void paintAxisExtras(QPainter& painter, const PlotLayout& layout, const Theme& theme)
{
    for (const AxisLayout& axis : layout.axes) {
        if (axis.side == AxisSide::Hidden) continue;
        const bool left = axis.side == AxisSide::Left;
        if (axis.border) {
            painter.setPen(QPen(axis.color.isValid() ? axis.color : theme.text, 1));
            const double x = left ? axis.box.right() : axis.box.left();
            painter.drawLine(QPointF(x, layout.plot.top()), QPointF(x, layout.plot.bottom()));
        }
        if (axis.name.isEmpty()) continue;
        painter.save();
        painter.setFont(textFont(Metrics::kSmallTextPixels));
        painter.setPen(axis.color.isValid() ? axis.color : theme.text);
        painter.translate(left ? axis.box.left() + 8 : axis.box.right() - 8, axis.box.center().y());
        painter.rotate(left ? -90 : 90);
        const double height = axis.box.height();
        painter.drawText(QRectF(-height / 2, -10, height, 20), Qt::AlignCenter,
                         QFontMetricsF(painter.font()).elidedText(axis.name, Qt::ElideRight, height));
        painter.restore();
    }
}

std::unique_ptr<PlotFrame> painterFrame() { return std::make_unique<PainterFrame>(); }

}  // namespace watchglass::ui
