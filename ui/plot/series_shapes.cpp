#include "ui/plot/series_shapes.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plot/series_ink.h"
#include "ui/plot/shape_clip.h"
#include "ui/plot/smooth_path.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostPoints = 100'000;
constexpr double kMaxBarWidth = 200;
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

/// The samples of a series that are in view, and one neighbour on each side, in the painter's units.
struct Trace {
    std::vector<float> x;
    std::vector<float> y;
    std::vector<float> base;  ///< as long as y where the series is stacked
};

class SeriesShapes {
public:
    SeriesShapes(QPainter& painter, const PlotModel& model, const PlotData& data, const PlotLayout& layout)
        : m_painter(painter), m_model(model), m_data(data), m_layout(layout)
    {
    }

    void paint()
    {
        for (std::size_t s = 0; s < m_model.series.size(); ++s) {
            const PlotSeries& series = m_model.series[s];
            const bool shown = !series.hidden && series.drawn && series.count > 0 && series.axis >= 0 &&
                               static_cast<std::size_t>(series.axis) < m_layout.axes.size();
            if (!shown) continue;
            const Trace trace = traceOf(s);
            switch (series.style) {
            case DrawStyle::Line: line(s, trace); break;
            case DrawStyle::Bars: bars(series, trace); break;
            case DrawStyle::Points: points(series, trace.x, trace.y); break;
            }
        }
    }

private:
    Trace traceOf(std::size_t index) const
    {
        const PlotSamples& samples = m_data.series[index];
        const int axis = m_model.series[index].axis;
        const double* end = samples.times + samples.count;
        const double* first = std::lower_bound(samples.times, end, m_layout.fromMs);
        const double* last = std::upper_bound(first, end, m_layout.toMs);
        if (first != samples.times) --first;
        if (last != end) ++last;
        Trace out;
        for (const double* time = first; time != last; ++time) {
            const auto at = static_cast<std::size_t>(time - samples.times);
            out.x.push_back(static_cast<float>(m_layout.xOf(*time)));
            out.y.push_back(static_cast<float>(m_layout.yOf(axis, samples.values[at])));
            if (samples.base) out.base.push_back(static_cast<float>(m_layout.yOf(axis, samples.base[at])));
        }
        return out;
    }

    /// Where areas and bars stand: at zero, or at the edge when zero is outside.
    [[nodiscard]] double baseOf(int axis) const
    {
        const double bottom = m_layout.plot.bottom();
        if (m_layout.axes[static_cast<std::size_t>(axis)].scale.kind == ScaleKind::Log) return bottom;
        return std::clamp(m_layout.yOf(axis, 0), m_layout.plot.top(), bottom);
    }

    /// The runs of a line: points that are joined, corners of steps included.
    std::vector<QPolygonF> runsOf(const PlotSeries& series, const PlotSamples& samples, std::vector<float> x,
                                  std::vector<float> y) const
    {
        const bool bridge = series.bridgeNan || samples.aligned;
        const double perMs = m_layout.plot.width() / m_layout.span();
        const auto maxGap = series.gapMs > 0
                                ? static_cast<float>(static_cast<double>(series.gapMs) * perMs * 1.01 + 1e-3)
                                : std::numeric_limits<float>::infinity();
        if (series.smooth) smoothPath(x, y, maxGap, bridge);
        std::vector<QPolygonF> out;
        float before = kNone;
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(y[i])) {
                if (!bridge) before = kNone;
                continue;
            }
            const bool joined = !std::isnan(before) && x[i] - before <= maxGap;
            if (!joined) out.emplace_back();
            QPolygonF& run = out.back();
            const QPointF point(x[i], y[i]);
            if (joined && series.step == StepMode::After) run.append(QPointF(point.x(), run.last().y()));
            if (joined && series.step == StepMode::Before) run.append(QPointF(run.last().x(), point.y()));
            run.append(point);
            before = x[i];
        }
        return out;
    }

    QBrush fillOf(const PlotSeries& series) const { return seriesFill(series, m_layout); }

    void line(std::size_t index, const Trace& trace)
    {
        const PlotSeries& series = m_model.series[index];
        const std::vector<QPolygonF> runs = runsOf(series, m_data.series[index], trace.x, trace.y);
        if (series.fillOpacity > 0) area(index, trace, runs);
        if (series.lineWidth > 0) {
            QPen pen(seriesStroke(series, m_layout), series.lineWidth);
            pen.setJoinStyle(Qt::RoundJoin);
            setDashes(pen, series);
            m_painter.setPen(pen);
            m_painter.setBrush(Qt::NoBrush);
            for (const QPolygonF& run : runs) {
                for (const QPolygonF& part : clippedLine(run, m_layout.plot)) m_painter.drawPolyline(part);
            }
        }
        // uPlot's rule, which knows the line's width only.
        const double space = 2 * (3 + 2 * (series.lineWidth > 0 ? series.lineWidth : 1));
        const bool sparse = static_cast<double>(trace.x.size()) - 1 <= m_layout.plot.width() / space;
        if (series.points == ShowPoints::Always || (series.points == ShowPoints::Auto && sparse)) {
            points(series, trace.x, trace.y);
        } else if (series.points != ShowPoints::Never || series.lineWidth > 0) {
            // A lone sample is no line.
            for (const QPolygonF& run : runs) {
                if (run.size() == 1)
                    point(run.first(), std::max(series.pointSize, series.lineWidth) / 2,
                          colorAt(series, run.first().y()));
            }
        }
    }

    void area(std::size_t index, const Trace& trace, const std::vector<QPolygonF>& runs)
    {
        const PlotSeries& series = m_model.series[index];
        const PlotSamples& samples = m_data.series[index];
        const auto lower = static_cast<std::size_t>(series.fillBelowTo);
        std::vector<QPolygonF> floor;
        if (samples.base) {
            floor = runsOf(series, samples, trace.x, trace.base);
        } else if (series.fillBelowTo >= 0 && lower < m_model.series.size() &&
                   m_model.series[lower].axis == series.axis) {
            const Trace below = traceOf(lower);
            floor = runsOf(m_model.series[lower], m_data.series[lower], below.x, below.y);
        } else if (series.fillBelowTo >= 0) {
            return;
        }
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(fillOf(series));
        const double base = baseOf(series.axis);
        for (const QPolygonF& run : runs) {
            if (run.size() < 2) continue;
            QPolygonF shape = run;
            if (floor.empty()) {
                shape.append(QPointF(run.last().x(), base));
                shape.append(QPointF(run.first().x(), base));
            } else {
                const QPolygonF edge = partBetween(floor, run.first().x(), run.last().x());
                for (auto point = edge.crbegin(); point != edge.crend(); ++point) shape.append(*point);
            }
            m_painter.drawPolygon(clippedArea(shape, m_layout.plot));
        }
    }

    void bars(const PlotSeries& series, const Trace& trace)
    {
        double slot = m_layout.plot.width();
        for (std::size_t i = 1; i < trace.x.size(); ++i)
            slot = std::min(slot, static_cast<double>(trace.x[i] - trace.x[i - 1]));
        // On whole pixels, as SeriesLayer has them: between others the ground would shine through.
        const double ratio = std::max(1.0, m_painter.deviceTransform().m11());
        const double outline = series.lineWidth;
        const double line = outline * ratio;
        const double inner = std::round(
            std::max(1.0, std::min(slot * series.barWidthFactor, kMaxBarWidth) * ratio - line));
        const double shift = series.barAlignment < 0 ? -inner : series.barAlignment > 0 ? 0 : -inner / 2;
        const double before = line / 2 - std::fmod(line, 2) / 2;
        const QPointF corner = m_layout.plot.topLeft();
        const auto rowOf = [&](double y) { return std::round((y - corner.y()) * ratio) / ratio + corner.y(); };
        const double base = baseOf(series.axis);
        m_painter.setPen(outline > 0 ? QPen(seriesStroke(series, m_layout), outline) : QPen(Qt::NoPen));
        m_painter.setBrush(series.fillOpacity > 0 ? fillOf(series) : QBrush(Qt::NoBrush));
        for (std::size_t i = 0; i < trace.x.size(); ++i) {
            if (std::isnan(trace.y[i])) continue;
            const double foot = trace.base.empty() ? base : static_cast<double>(trace.base[i]);
            const double x = (static_cast<double>(trace.x[i]) - corner.x()) * ratio;
            const double left = (std::floor(x + shift + 0.5) - before) / ratio + corner.x();
            const QPointF top(left, rowOf(trace.y[i]));
            const QPointF bottom(left + (inner + line) / ratio, rowOf(foot));
            const QRectF bar = QRectF(top, bottom).normalized() & m_layout.plot;
            if (!bar.isEmpty()) m_painter.drawRect(bar.adjusted(outline / 2, outline / 2, -outline / 2, -outline / 2));
        }
    }

    [[nodiscard]] QColor colorAt(const PlotSeries& series, double y) const
    {
        if (series.gradient == FillGradient::Scheme && series.colorAt)
            return series.colorAt(m_layout.valueAt(series.axis, y));
        if (series.gradient != FillGradient::Hue) return series.color;
        return hueGradient(series.color).at((y - m_layout.plot.top()) / std::max(m_layout.plot.height(), 1.0));
    }

    void point(const QPointF& centre, double radius, const QColor& color)
    {
        if (!m_layout.plot.contains(centre)) return;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(color);
        m_painter.drawEllipse(centre, radius, radius);
    }

    void points(const PlotSeries& series, const std::vector<float>& x, const std::vector<float>& y)
    {
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (!std::isnan(y[i])) point(QPointF(x[i], y[i]), series.pointSize / 2, colorAt(series, y[i]));
        }
    }

    QPainter& m_painter;
    const PlotModel& m_model;
    const PlotData& m_data;
    const PlotLayout& m_layout;
};

}  // namespace

bool suitsShapes(const PlotData& data)
{
    std::size_t points = 0;
    for (const PlotSamples& samples : data.series) points += samples.count;
    return points <= kMostPoints;
}

void paintSeriesShapes(QPainter& painter, const PlotModel& model, const PlotData& data, const PlotLayout& layout)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    SeriesShapes(painter, model, data, layout).paint();
    painter.restore();
}

}  // namespace watchglass::ui
