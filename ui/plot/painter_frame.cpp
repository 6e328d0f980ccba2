#include <QImage>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/plot/plot_frame.h"
#include "ui/theme/fonts.h"
#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kTickLength = 4;
constexpr double kTickGap = 5;

/// How wide browsers take a label to be when they align it: they count the space between letters that the page has and
/// draw the letters without it.
double alignedWidth(const QString& label, const TextMetrics& metrics)
{
    return metrics.width(label) + textSpacing(Metrics::kSmallTextPixels) * static_cast<double>(label.size());
}

/// One device pixel wide lines look sharp only in the middle of a pixel.
double sharp(double position) { return std::floor(position + 0.5) + 0.5; }

/// Whether thin lines are better painted as something else: Qt's rasteriser cuts a translucent line into spans of a
/// pixel and hands them to its threads, and waiting for these takes longer than the rest of the frame.
bool avoidsLines(const QPainter& painter)
{
    const QPaintEngine* engine = painter.paintEngine();
    return engine && engine->type() == QPaintEngine::Raster && !painter.deviceTransform().isScaling();
}

void paintLevel(QPainter& painter, const QRectF& plot, double y, const QColor& color)
{
    if (avoidsLines(painter))
        painter.fillRect(QRectF(plot.left(), std::floor(y), plot.width(), 1), color);
    else
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
}

void paintUpright(QPainter& painter, double x, double top, double bottom, const QColor& color)
{
    const int height = static_cast<int>(std::lround(bottom - top));
    if (!avoidsLines(painter) || height <= 0) {
        painter.drawLine(QPointF(x, top), QPointF(x, bottom));
        return;
    }
    QImage line(1, height, QImage::Format_ARGB32_Premultiplied);  // a rectangle has a span for each row
    line.fill(color);
    painter.drawImage(QPointF(std::floor(x), top), line);
}

void paintGrid(QPainter& painter, const PlotLayout& layout, const Theme& theme)
{
    const QRectF& plot = layout.plot;
    painter.setPen(QPen(theme.grid, 1));
    for (std::size_t a = 0; a < layout.axes.size(); ++a) {
        const AxisLayout& axis = layout.axes[a];
        if (axis.side == AxisSide::Hidden || !axis.grid) continue;
        for (const Tick& tick : axis.ticks) {
            const double y = sharp(layout.yOf(static_cast<int>(a), tick.value));
            paintLevel(painter, plot, y, theme.grid);
        }
    }
    if (!layout.timeAxis) return;
    for (const Tick& tick : layout.timeTicks) {
        const double x = sharp(layout.xOf(tick.value));
        paintUpright(painter, x, layout.timeGrid ? plot.top() : plot.bottom(), plot.bottom() + kTickLength, theme.grid);
    }
}

void paintValueLabels(QPainter& painter, const PlotLayout& layout, std::size_t index, const Theme& theme,
                      const TextMetrics& metrics)
{
    const AxisLayout& axis = layout.axes[index];
    if (axis.side == AxisSide::Hidden) return;
    const double inner = axis.side == AxisSide::Left ? axis.box.right() : axis.box.left();
    painter.setPen(axis.color.isValid() ? axis.color : theme.text);
    for (const Tick& tick : axis.ticks) {
        if (!tick.labelled) continue;
        const double y = std::round(layout.yOf(static_cast<int>(index), tick.value));
        const QString label = metrics.elided(tick.label, axis.box.width() - 8);
        const double width = alignedWidth(label, metrics);
        // Room for ticks is kept, but they show only where the axis has a line.
        const double gap = axis.border ? kTickLength + kTickGap : kTickGap;
        const double x = axis.side == AxisSide::Left ? inner - gap - width : inner + gap;
        metrics.draw(painter, QPointF(x, y + metrics.capHeight() / 2), label);
    }
}

/// A time that reaches over the picture's edge is cut there; a number moves inwards, as a part of it would be another.
void paintTimeLabels(QPainter& painter, const PlotLayout& layout, const Theme& theme, const TextMetrics& metrics)
{
    painter.setPen(theme.text);
    for (const Tick& tick : layout.timeTicks) {
        double left = std::round(layout.xOf(tick.value)) - alignedWidth(tick.label, metrics) / 2;
        if (layout.numbers) {
            const double room = std::max(0.0, layout.size.width() - metrics.width(tick.label));
            left = std::clamp(left, 0.0, room);
        }
        const double baseline = layout.plot.bottom() + kTickLength + kTickGap + metrics.ascent() - 2;
        metrics.draw(painter, QPointF(left, baseline), tick.label);
    }
}

class PainterFrame final : public PlotFrame {
public:
    void paint(QPainter& painter, const PlotLayout& layout, const Theme& theme) override
    {
        painter.setRenderHint(QPainter::Antialiasing, false);
        paintGrid(painter, layout, theme);
        paintLabels(painter, layout, theme);
        paintAxisExtras(painter, layout, theme);
    }
};

}  // namespace

void paintLabels(QPainter& painter, const PlotLayout& layout, const Theme& theme)
{
    const TextMetrics& metrics = plainMetrics(Metrics::kSmallTextPixels);
    for (std::size_t i = 0; i < layout.axes.size(); ++i) paintValueLabels(painter, layout, i, theme, metrics);
    if (layout.timeAxis) paintTimeLabels(painter, layout, theme, metrics);
}

void paintAxisExtras(QPainter& painter, const PlotLayout& layout, const Theme& theme)
{
    if (!layout.timeName.isEmpty()) {
        const TextMetrics& metrics = plainMetrics(Metrics::kSmallTextPixels);
        painter.setFont(metrics.font());
        painter.setPen(theme.text);
        const QRectF box(layout.plot.left(), layout.size.height() - 20, layout.plot.width(), 20);
        painter.drawText(box, Qt::AlignCenter, metrics.elided(layout.timeName, box.width()));
    }
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
        const TextMetrics& metrics = plainMetrics(Metrics::kSmallTextPixels);
        painter.setFont(metrics.font());
        painter.setPen(axis.color.isValid() ? axis.color : theme.text);
        painter.translate(left ? axis.box.left() + 8 : axis.box.right() - 8, axis.box.center().y());
        painter.rotate(left ? -90 : 90);
        const double height = axis.box.height();
        painter.drawText(QRectF(-height / 2, -10, height, 20), Qt::AlignCenter, metrics.elided(axis.name, height));
        painter.restore();
    }
}

std::unique_ptr<PlotFrame> painterFrame() { return std::make_unique<PainterFrame>(); }

}  // namespace watchglass::ui
