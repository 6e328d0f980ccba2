#include "ui/plot/series_layer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

#include <QPainter>

#include "ui/plot/series_ink.h"
#include "ui/plot/smooth_path.h"

namespace watchglass::ui {

namespace {

constexpr double kMaxBarWidth = 200;

Pixel toPixel(const QColor& color, double opacity = 1)
{
    const QRgb rgb = color.rgba();
    return qPremultiply(
        qRgba(qRed(rgb), qGreen(rgb), qBlue(rgb), static_cast<int>(std::lround(qAlpha(rgb) * opacity))));
}

ColumnRaster& threadRaster()
{
    thread_local ColumnRaster raster;
    return raster;
}

}  // namespace

/// What stays the same for all series of one picture.
struct SeriesLayer::Pass {
    const PlotModel& model;
    const PlotData& data;
    const PlotLayout& layout;
    double ratio;
    double xScale;  ///< device pixels per millisecond
    std::map<std::pair<int, int>, std::vector<float>>& stacks;

    [[nodiscard]] float rowOf(int axis, double value) const
    {
        return static_cast<float>((layout.yOf(axis, value) - layout.plot.top()) * ratio);
    }
    /// Lines of an odd width are sharp half a pixel beside the grid of pixels.
    [[nodiscard]] float align(const PlotSeries& series) const
    {
        return model.aligned ? static_cast<float>(std::fmod(series.lineWidth * ratio, 2) / 2) : -1;
    }
    /// Points further apart are not joined. A hundredth more than the step: stamps are not always exact.
    [[nodiscard]] float maxGap(const PlotSeries& series) const
    {
        return series.gapMs > 0 ? static_cast<float>(static_cast<double>(series.gapMs) * xScale * 1.01 + 1e-3)
                                : std::numeric_limits<float>::infinity();
    }
    /// Where areas and bars stand: at zero, or at the edge when zero is outside.
    [[nodiscard]] float baseRow(int axis) const
    {
        const Scale& scale = layout.axes[static_cast<std::size_t>(axis)].scale;
        const auto bottom = static_cast<float>(layout.plot.height() * ratio);
        if (scale.kind == ScaleKind::Log) return bottom;
        const float zero = std::clamp(rowOf(axis, 0), 0.0F, bottom);
        return model.aligned ? std::round(zero) : zero;
    }
};

/// Fills m_x with the times in view and one neighbour on each side. Series that share their times share what follows.
/// Returns the index of the first of them.
std::size_t SeriesLayer::timesToPixels(const Pass& pass, const PlotSamples& samples)
{
    if (m_times && m_timeCount == samples.count &&
        (m_times == samples.times || std::memcmp(m_times, samples.times, samples.count * sizeof *samples.times) == 0)) {
        return m_firstTime;
    }
    const auto* end = samples.times + samples.count;
    const auto* first = std::lower_bound(samples.times, end, pass.layout.fromMs);
    const auto* last = std::upper_bound(first, end, pass.layout.toMs);
    if (first != samples.times) --first;
    if (last != end) ++last;
    m_x.resize(static_cast<std::size_t>(last - first));
    const double from = pass.layout.fromMs;
    for (std::size_t i = 0; i < m_x.size(); ++i) m_x[i] = static_cast<float>((first[i] - from) * pass.xScale);
    m_times = samples.times;
    m_timeCount = samples.count;
    m_firstTime = static_cast<std::size_t>(first - samples.times);
    m_columnsAlign = kUnknown;
    return m_firstTime;
}

/// Fills m_x and m_y with the samples in view and one neighbour on each side.
void SeriesLayer::toPixels(const Pass& pass, std::size_t series)
{
    const PlotSamples& samples = pass.data.series[series];
    const int axis = pass.model.series[series].axis;
    const std::size_t start = timesToPixels(pass, samples);
    const std::size_t count = m_x.size();
    m_y.resize(count);
    const AxisLayout& scale = pass.layout.axes[static_cast<std::size_t>(axis)];
    const double* values = samples.values + start;
    if (scale.scale.kind == ScaleKind::Linear) {
        const double perUnit = pass.layout.plot.height() * pass.ratio / (scale.range.max - scale.range.min);
        const double bottom = pass.layout.plot.height() * pass.ratio + scale.range.min * perUnit;
        for (std::size_t i = 0; i < count; ++i) m_y[i] = static_cast<float>(bottom - values[i] * perUnit);
    } else {
        for (std::size_t i = 0; i < count; ++i) m_y[i] = pass.rowOf(axis, values[i]);
    }
}

void SeriesLayer::schemeRows(const Pass& pass, const PlotSeries& series, double opacity, std::vector<Pixel>& rows) const
{
    rows.resize(static_cast<std::size_t>(m_raster->height()));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const double y = pass.layout.plot.top() + (static_cast<double>(row) + 0.5) / pass.ratio;
        rows[row] = toPixel(series.colorAt(pass.layout.valueAt(series.axis, y)), opacity);
    }
}

void SeriesLayer::hueRows(const PlotSeries& series, double opacity, std::vector<Pixel>& rows) const
{
    const HueGradient hues = hueGradient(series.color);
    rows.resize(static_cast<std::size_t>(m_raster->height()));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rows[row] = toPixel(hues.at((static_cast<double>(row) + 0.5) / static_cast<double>(rows.size())), opacity);
    }
}

/// What lines, points and the outlines of bars are drawn with.
Ink SeriesLayer::lineInk(const Pass& pass, const PlotSeries& series)
{
    if (series.gradient == FillGradient::Scheme && series.colorAt)
        schemeRows(pass, series, 1, m_lineRows);
    else if (series.gradient == FillGradient::Hue)
        hueRows(series, 1, m_lineRows);
    else
        return {toPixel(series.color), nullptr};
    return {0, m_lineRows.data()};
}

Ink SeriesLayer::fillInk(const Pass& pass, std::size_t index, double opacity)
{
    const PlotSeries& series = pass.model.series[index];
    const auto height = static_cast<std::size_t>(m_raster->height());
    switch (series.gradient) {
    case FillGradient::None: break;
    case FillGradient::Opacity:
        m_fillRows.resize(height);
        for (std::size_t row = 0; row < height; ++row) {
            const double share = 1 - (static_cast<double>(row) + 0.5) / static_cast<double>(height);
            m_fillRows[row] = toPixel(series.color, opacity * share);
        }
        return {0, m_fillRows.data()};
    case FillGradient::Hue: hueRows(series, opacity, m_fillRows); return {0, m_fillRows.data()};
    case FillGradient::Scheme:
        if (!series.colorAt) break;
        schemeRows(pass, series, opacity, m_fillRows);
        return {0, m_fillRows.data()};
    }
    return {toPixel(series.color, opacity), nullptr};
}

/// What toPixels() found, as a path.
PixelPath SeriesLayer::pathOf(const Pass& pass, std::size_t index) const
{
    const PlotSeries& series = pass.model.series[index];
    const bool bridge = series.bridgeNan || pass.data.series[index].aligned;
    const float align = series.smooth ? -1 : pass.align(series);
    return {m_x.data(), m_y.data(), static_cast<int>(m_x.size()), pass.maxGap(series), bridge, series.step, align};
}

void SeriesLayer::tracePath(const Pass& pass, std::size_t index, ColumnEnvelope& envelope)
{
    const PlotSeries& series = pass.model.series[index];
    toPixels(pass, index);
    const bool bridge = series.bridgeNan || pass.data.series[index].aligned;
    const float align = pass.align(series);
    if (series.smooth) {
        for (std::size_t i = 0; i < m_x.size(); ++i) m_y[i] = alignedTo(m_y[i], align);
        smoothPath(m_x, m_y, pass.maxGap(series), bridge);
        m_times = nullptr;
    }
    const PixelPath path = pathOf(pass, index);
    if (series.smooth || series.step != StepMode::None) {
        envelope.trace(path, m_raster->width());
        return;
    }
    if (m_columnsAlign != align) m_columns.set(m_x.data(), path.count, m_raster->width(), align);
    m_columnsAlign = align;
    envelope.trace(path, m_raster->width(), m_columns);
}

void SeriesLayer::fillBand(const Pass& pass, std::size_t index)
{
    const PlotSeries& series = pass.model.series[index];
    const auto lower = static_cast<std::size_t>(series.fillBelowTo);
    if (lower >= pass.model.series.size() || pass.model.series[lower].axis != series.axis) return;
    tracePath(pass, lower, m_lower);
    m_lowerRows.resize(static_cast<std::size_t>(m_raster->width()));
    for (int column = 0; column < m_raster->width(); ++column) {
        // Where one of the two has nothing there is no band.
        const ColumnEnvelope& edge = m_lower.covers(column) ? m_lower : m_envelope;
        m_lowerRows[static_cast<std::size_t>(column)] = edge.covers(column) ? edge.middle(column) : 0;
    }
    m_raster->fillTo(m_envelope, m_lowerRows, fillInk(pass, index, series.fillOpacity));
    toPixels(pass, index);
}

void SeriesLayer::drawLine(const Pass& pass, std::size_t index)
{
    const PlotSeries& series = pass.model.series[index];
    const PlotSamples& samples = pass.data.series[index];
    tracePath(pass, index, m_envelope);

    if (samples.base) {
        std::vector<float>& level = pass.stacks[{series.axis * 2 + (samples.negative ? 1 : 0), series.stackGroup}];
        if (level.empty()) level.assign(static_cast<std::size_t>(m_raster->width()), pass.baseRow(series.axis));
        if (series.fillOpacity > 0) m_raster->fillTo(m_envelope, level, fillInk(pass, index, series.fillOpacity));
        for (int column = 0; column < m_raster->width(); ++column) {
            if (m_envelope.covers(column)) level[static_cast<std::size_t>(column)] = m_envelope.middle(column);
        }
    } else if (series.fillBelowTo >= 0 && series.fillOpacity > 0) {
        fillBand(pass, index);
    } else if (series.fillOpacity > 0) {
        m_raster->fillTo(m_envelope, pass.baseRow(series.axis), fillInk(pass, index, series.fillOpacity));
    }
    const Ink ink = lineInk(pass, series);
    const auto width = static_cast<float>(series.lineWidth * pass.ratio);
    if (series.dashes.empty()) {
        const bool apart = series.step != StepMode::None && static_cast<int>(m_x.size()) < m_raster->width();
        if (!apart || !m_raster->strokeSteps(pathOf(pass, index), ink, width))
            m_raster->stroke(m_envelope, ink, width, pass.model.aligned);
    }
    if (series.points != ShowPoints::Never || series.lineWidth > 0) {
        const double radius = std::max(series.pointSize, series.lineWidth) / 2;
        for (const auto& point : m_envelope.isolated()) drawPoint(pass, point.x, point.y, radius, ink);
    }
}

void SeriesLayer::drawBars(const Pass& pass, std::size_t index)
{
    const PlotSeries& series = pass.model.series[index];
    const PlotSamples& samples = pass.data.series[index];
    double slot = m_raster->width();
    for (std::size_t i = 1; i < m_x.size(); ++i) slot = std::min(slot, static_cast<double>(m_x[i] - m_x[i - 1]));
    // As uPlot rounds: the outline is drawn around a bar that is narrower by its width.
    const double outline = series.lineWidth * pass.ratio;
    const double inner = std::round(
        std::max(1.0, std::min(slot * series.barWidthFactor, kMaxBarWidth * pass.ratio) - outline));
    const double shift = series.barAlignment < 0 ? -inner : series.barAlignment > 0 ? 0 : -inner / 2;
    const double before = outline / 2 - std::fmod(outline, 2) / 2;
    const Ink fill = fillInk(pass, index, series.fillOpacity);
    const Ink edge = lineInk(pass, series);
    const auto line = static_cast<float>(series.lineWidth * pass.ratio);
    const float base = pass.baseRow(series.axis);
    const std::size_t skipped = m_firstTime;
    for (std::size_t i = 0; i < m_x.size(); ++i) {
        if (std::isnan(m_y[i])) continue;
        const float foot = samples.base ? pass.rowOf(series.axis, samples.base[skipped + i]) : base;
        const auto left = static_cast<float>(std::floor(m_x[i] + shift + 0.5) - before);
        const float right = left + static_cast<float>(inner + outline);
        const float top = std::round(std::min(m_y[i], foot));
        const float bottom = std::round(std::max(m_y[i], foot));
        if (series.fillOpacity > 0) m_raster->fillRect(left, top, right, bottom, fill);
        if (line <= 0) continue;
        const float half = std::min(line, (right - left) / 2);
        m_raster->fillRect(left, top, left + half, bottom, edge);
        m_raster->fillRect(right - half, top, right, bottom, edge);
        m_raster->fillRect(left + half, top, right - half, std::min(top + line, bottom), edge);
        m_raster->fillRect(left + half, std::max(bottom - line, top), right - half, bottom, edge);
    }
}

/// A point at the border would be cut in half by the picture: paintEdgePoints() has it whole, as uPlot does. Points
/// whose middle is outside are not drawn.
void SeriesLayer::drawPoint(const Pass& pass, float x, float y, double radius, const Ink& ink)
{
    const auto reach = static_cast<float>(radius * pass.ratio);
    const auto width = static_cast<float>(m_raster->width());
    const auto height = static_cast<float>(m_raster->height());
    // Points of lines of an odd width are moved by half a pixel.
    constexpr float kMoved = 0.5F;
    if (x < 0 || x > width + kMoved || y < 0 || y > height + kMoved) return;
    if (x >= reach && x <= width - reach && y >= reach && y <= height - reach) {
        m_raster->fillDisc(x, y, reach, ink);
        return;
    }
    const int row = std::clamp(static_cast<int>(y), 0, m_raster->height() - 1);
    m_edgePoints.push_back({QPointF(x, y) / pass.ratio, radius, QColor::fromRgba(qUnpremultiply(ink.at(row)))});
}

void SeriesLayer::paintEdgePoints(QPainter& painter, int slid) const
{
    const double moved = slid / std::max(m_image.devicePixelRatio(), 0.01);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const EdgePoint& point : m_edgePoints) {
        if (moved > 0 && point.centre.x() < moved) continue;
        painter.setBrush(point.color);
        painter.drawEllipse(point.centre - QPointF(moved, 0), point.radius, point.radius);
    }
}

void SeriesLayer::drawPoints(const Pass& pass, std::size_t index)
{
    const PlotSeries& series = pass.model.series[index];
    const Ink ink = lineInk(pass, series);
    const float align = pass.align(series);
    for (std::size_t i = 0; i < m_x.size(); ++i) {
        if (std::isnan(m_y[i])) continue;
        drawPoint(pass, alignedTo(m_x[i], align), alignedTo(m_y[i], align), series.pointSize / 2, ink);
    }
}

/// Dashes need the distance along the line, which columns do not have: these few lines go through QPainter.
void SeriesLayer::drawDashes(const Pass& pass, QImage& image)
{
    QPainter painter;
    for (std::size_t s = 0; s < pass.model.series.size(); ++s) {
        const PlotSeries& series = pass.model.series[s];
        if (series.hidden || series.dashes.empty() || series.style != DrawStyle::Line || series.lineWidth <= 0)
            continue;
        if (!painter.isActive()) {
            painter.begin(&image);
            painter.setRenderHint(QPainter::Antialiasing);
        }
        toPixels(pass, s);
        m_times = nullptr;
        QBrush ink = seriesStroke(series, pass.layout);
        ink.setTransform(QTransform::fromTranslate(-pass.layout.plot.left(), -pass.layout.plot.top()) *
                         QTransform::fromScale(pass.ratio, pass.ratio));
        QPen pen(ink, series.lineWidth * pass.ratio);
        setDashes(pen, series);
        painter.setPen(pen);
        QPolygonF run;
        const auto endRun = [&] {
            painter.drawPolyline(run);
            run.clear();
        };
        const float align = pass.align(series);
        const float maxGap = pass.maxGap(series);
        const bool bridge = series.bridgeNan || pass.data.series[s].aligned;
        if (series.smooth) smoothPath(m_x, m_y, maxGap, bridge);
        const std::vector<float> given = m_x;
        for (std::size_t i = 0; i < m_x.size() && !series.smooth; ++i) {
            m_x[i] = alignedTo(m_x[i], align);
            m_y[i] = alignedTo(m_y[i], align);
        }
        float before = 0;
        for (std::size_t i = 0; i < m_x.size(); ++i) {
            if (std::isnan(m_y[i])) {
                if (!bridge) endRun();
                continue;
            }
            if (!run.isEmpty() && given[i] - before > maxGap) endRun();
            before = given[i];
            if (series.step == StepMode::After && !run.isEmpty()) run.append(QPointF(m_x[i], run.last().y()));
            if (series.step == StepMode::Before && !run.isEmpty()) run.append(QPointF(run.last().x(), m_y[i]));
            run.append(QPointF(m_x[i], m_y[i]));
        }
        endRun();
    }
}

namespace {

/// A picture that no layer of the thread holds.
QImage& sparePicture()
{
    static thread_local QImage spare;
    return spare;
}

}  // namespace

void SeriesLayer::release()
{
    if (!m_image.isNull()) sparePicture() = std::exchange(m_image, {});
}

const QImage& SeriesLayer::render(const PlotModel& model, const PlotData& data, const PlotLayout& layout,
                                  double devicePixelRatio)
{
    const QSize size(std::max(1, static_cast<int>(std::ceil(layout.plot.width() * devicePixelRatio))),
                     std::max(1, static_cast<int>(std::ceil(layout.plot.height() * devicePixelRatio))));
    if (m_image.isNull()) m_image = std::exchange(sparePicture(), {});
    if (m_image.size() != size) m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_raster = &threadRaster();
    m_raster->begin(size.width(), size.height());
    m_edgePoints.clear();
    m_times = nullptr;
    std::map<std::pair<int, int>, std::vector<float>> stacks;
    const Pass pass{model, data, layout, devicePixelRatio, layout.plot.width() * devicePixelRatio / layout.span(),
                    stacks};
    for (std::size_t s = 0; s < model.series.size(); ++s) {
        const PlotSeries& series = model.series[s];
        if (series.hidden || !series.drawn || series.count == 0 || series.axis < 0 ||
            static_cast<std::size_t>(series.axis) >= layout.axes.size()) {
            continue;
        }
        switch (series.style) {
        case DrawStyle::Line: {
            drawLine(pass, s);
            if (series.smooth) toPixels(pass, s);
            // uPlot's rule, which knows the line's width only.
            const double space = 2 * (3 + 2 * (series.lineWidth > 0 ? series.lineWidth : 1));
            const bool sparse = static_cast<double>(m_x.size()) - 1 <= layout.plot.width() / space;
            if (series.points == ShowPoints::Always || (series.points == ShowPoints::Auto && sparse))
                drawPoints(pass, s);
            break;
        }
        case DrawStyle::Bars:
            toPixels(pass, s);
            drawBars(pass, s);
            break;
        case DrawStyle::Points:
            toPixels(pass, s);
            drawPoints(pass, s);
            break;
        }
    }
    m_raster->transposeTo(reinterpret_cast<Pixel*>(m_image.bits()),
                          static_cast<std::size_t>(m_image.bytesPerLine()) / 4);
    m_raster->end();
    drawDashes(pass, m_image);
    m_image.setDevicePixelRatio(devicePixelRatio);
    return m_image;
}

}  // namespace watchglass::ui
