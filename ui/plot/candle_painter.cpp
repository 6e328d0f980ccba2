#include "ui/plot/candle_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

namespace watchglass::ui {

namespace {

constexpr double kShare = 0.6;  ///< of the distance of two candles that one takes
constexpr double kNarrow = 12;  ///< up to here sticks are one pixel wide
constexpr double kWideStick = 2;

/// The least distance of two candles.
double slotWidth(const PlotCandles& candles, const PlotLayout& layout)
{
    double least = 0;
    for (std::size_t i = 1; i < candles.count; ++i) {
        const double distance = candles.times[i] - candles.times[i - 1];
        if (distance > 0 && (least == 0 || distance < least)) least = distance;
    }
    return least > 0 ? least / layout.span() * layout.plot.width() : layout.plot.width();
}

int direction(double from, double to) { return to > from ? 1 : to < from ? -1 : 0; }

class Painting {
public:
    Painting(QPainter& painter, const PlotCandles& candles, const PlotLayout& layout, const QColor& ground)
        : m_painter(painter), m_candles(candles), m_layout(layout), m_ground(ground),
          m_width(std::max(1.0, std::round(kShare * slotWidth(candles, layout)))),
          m_stick(m_width <= kNarrow ? 1 : kWideStick)
    {
    }

    void volume(std::size_t i, const QColor& color)
    {
        const double value = m_candles.volume[i];
        if (!std::isfinite(value)) return;
        QColor faded = color;
        faded.setAlphaF(faded.alphaF() * static_cast<float>(m_candles.volumeOpacity));
        fill(left(i), row(m_candles.volumeAxis, value), m_width, row(m_candles.volumeAxis, 0), faded);
    }

    void price(std::size_t i, const QColor& color)
    {
        const double x = middle(i);
        const double open = row(m_candles.priceAxis, m_candles.open[i]);
        const double close = row(m_candles.priceAxis, m_candles.close[i]);
        if (std::isnan(open) || std::isnan(close)) return;
        const double high = row(m_candles.priceAxis, m_candles.high[i]);
        const double low = row(m_candles.priceAxis, m_candles.low[i]);
        if (!std::isnan(high) && !std::isnan(low)) fill(x - std::floor(m_stick / 2), high, m_stick, low, color);
        const double half = std::floor(m_width / 2);
        if (m_candles.asBars) {
            fill(x - half, open, half, open + m_stick, color);
            fill(x, close, half, close + m_stick, color);
            return;
        }
        const double top = std::min(open, close);
        const double height = std::max(1.0, std::abs(close - open));
        fill(left(i), top, m_width, top + height, color);
        const bool rises = m_candles.close[i] >= m_candles.open[i];
        if (m_candles.againstClose && rises && height > 2 * m_stick && m_width > 2 * m_stick)
            fill(left(i) + m_stick, top + m_stick, m_width - 2 * m_stick, top + height - m_stick, m_ground);
    }

private:
    [[nodiscard]] double middle(std::size_t i) const { return std::round(m_layout.xOf(m_candles.times[i])); }
    [[nodiscard]] double left(std::size_t i) const { return middle(i) - std::floor(m_width / 2); }
    [[nodiscard]] double row(int axis, double value) const { return std::round(m_layout.yOf(axis, value)); }
    void fill(double x, double from, double width, double to, const QColor& color)
    {
        m_painter.fillRect(QRectF(x, std::min(from, to), width, std::abs(to - from)), color);
    }

    QPainter& m_painter;
    const PlotCandles& m_candles;
    const PlotLayout& m_layout;
    QColor m_ground;
    double m_width;
    double m_stick;
};

}  // namespace

void paintCandles(QPainter& painter, const PlotCandles& candles, const PlotLayout& layout, const QColor& ground)
{
    const auto axes = static_cast<int>(layout.axes.size());
    if (candles.count == 0 || !candles.open || !candles.close || candles.priceAxis >= axes) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    Painting painting(painter, candles, layout, ground);
    const bool price = candles.high && candles.low;
    const auto* first = std::lower_bound(candles.times, candles.times + candles.count, layout.fromMs);
    const auto* last = std::upper_bound(first, candles.times + candles.count, layout.toMs);
    const auto start = static_cast<std::size_t>(first - candles.times);
    for (const bool volumes : {true, false}) {
        for (std::size_t i = start; i < static_cast<std::size_t>(last - candles.times); ++i) {
            const int within = direction(candles.open[i], candles.close[i]);
            const int between = i == start ? 0 : direction(candles.close[i - 1], candles.close[i]);
            const int way = candles.againstClose ? between : within;
            // As Grafana: what does not move counts as rising, but for the first.
            const QColor& color = way < 0 ? candles.down : way == 0 && i == start ? candles.flat : candles.up;
            if (volumes && candles.volume && candles.volumeAxis < axes) painting.volume(i, color);
            if (!volumes && price) painting.price(i, color);
        }
    }
    painter.restore();
}

}  // namespace watchglass::ui
