#include "ui/panels/xy_panel.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/frame/display.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kReach = 4;  ///< pixels beside a point that still mean it

QString textAt(const Field& field, std::size_t row, const PanelData& data)
{
    const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data));
    return toQString(display(field.values.cell(row)).toString());
}

QString nameOf(const Field& field) { return toQString(field.displayName.empty() ? field.name : field.displayName); }

}  // namespace

QString XyPanel::summary() const
{
    QStringList parts;
    for (const XySeries& series : m_model.series) {
        if (!series.hidden && parts.size() < 5)
            parts += tr("%1 over %2: %3 points").arg(series.name, nameOf(*series.x)).arg(series.xs.size());
    }
    return parts.join(QStringLiteral(", "));
}

void XyPanel::rebuildChart()
{
    m_model = xyModel(data());
    std::vector<LegendItem> items;
    for (XySeries& series : m_model.series) {
        series.hidden = isHidden(series.name);
        if (!series.inLegend) continue;
        LegendItem item;
        item.color = series.color;
        item.name = series.name;
        item.hidden = series.hidden;
        items.push_back(std::move(item));
    }
    m_layoutFor = {};
    m_image = {};
    setLegend(std::move(items));
}

void XyPanel::layOut(const QSizeF& size) const
{
    if (m_layoutFor == size) return;
    m_layout = layoutXy(m_model, size);
    m_layoutFor = size;
}

QPointF XyPanel::place(const XySeries& series, std::size_t row) const
{
    return {m_layout.xOf(series.xs[row]), m_layout.yOf(series.axis, series.ys[row])};
}

QPointF XyPanel::pointAt(std::size_t series, std::size_t row, const QRectF& area)
{
    layOut(area.size());
    return place(m_model.series[series], row);
}

void XyPanel::paintLines(QPainter& painter, const XySeries& series) const
{
    QPen pen(series.color, series.lineWidth);
    if (!series.dashes.empty()) {
        QList<qreal> pattern;
        for (const double length : series.dashes) pattern.append(length / std::max(series.lineWidth, 1.0));
        if (pattern.size() % 2 != 0) pattern += pattern;
        pen.setDashPattern(pattern);
        pen.setCapStyle(Qt::FlatCap);
    }
    pen.setJoinStyle(Qt::RoundJoin);
    painter.setPen(pen);
    QPolygonF line;
    for (std::size_t i = 0; i < std::min(series.xs.size(), series.ys.size()); ++i) {
        const QPointF at = place(series, i);
        if (std::isfinite(at.x()) && std::isfinite(at.y())) line.append(at);
    }
    if (series.lineWidth > 0) painter.drawPolyline(line);
}

void XyPanel::paintPoints(QPainter& painter, const XySeries& series) const
{
    for (std::size_t i = 0; i < std::min(series.xs.size(), series.ys.size()); ++i) {
        const QPointF at = place(series, i);
        const double radius = series.sizeAt(i) / 2;
        if (!std::isfinite(at.x()) || !std::isfinite(at.y())) continue;
        if (!m_layout.plot.adjusted(-radius, -radius, radius, radius).contains(at)) continue;
        QColor fill = series.colorAt(i);
        painter.setPen(series.strokeWidth > 0 ? QPen(fill, series.strokeWidth) : QPen(Qt::NoPen));
        fill.setAlphaF(fill.alphaF() * static_cast<float>(series.fillOpacity));
        painter.setBrush(fill);
        if (series.square)
            painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius));
        else
            painter.drawEllipse(at, radius, radius);
    }
}

void XyPanel::paintAll(QPainter& painter) const
{
    painterFrame()->paint(painter, m_layout, currentTheme());
    painter.save();
    painter.setClipRect(m_layout.plot.adjusted(-1, -1, 1, 1));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const XySeries& series : m_model.series) {
        if (series.hidden) continue;
        if (series.lines) paintLines(painter, series);
        if (series.points) paintPoints(painter, series);
    }
    painter.restore();
}

void XyPanel::paintChart(QPainter& painter, const QRectF& area)
{
    if (m_model.series.empty()) return;
    layOut(area.size());
    if (PictureMode::isActive() || paintsShapes(painter)) {
        paintAll(painter);
        return;
    }
    // Thousands of points are painted once: hovering only marks one of them.
    const double ratio = devicePixelRatioF();
    const QSize pixels = (area.size() * ratio).toSize().expandedTo({1, 1});
    if (m_image.size() != pixels) {
        m_image = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
        m_image.setDevicePixelRatio(ratio);
        m_image.fill(background());
        QPainter inner(&m_image);
        paintAll(inner);
    }
    painter.drawImage(area.topLeft(), m_image);
}

std::optional<ChartPanel::Hover> XyPanel::hoverAt(const QPointF& at, const QRectF& area) const
{
    layOut(area.size());
    const XySeries* best = nullptr;
    std::size_t bestRow = 0;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (const XySeries& series : m_model.series) {
        if (series.hidden || !series.inTooltip) continue;
        for (std::size_t i = 0; i < std::min(series.xs.size(), series.ys.size()); ++i) {
            const QPointF point = place(series, i);
            const double distance = std::hypot(point.x() - at.x(), point.y() - at.y());
            if (distance > series.sizeAt(i) / 2 + kReach || distance >= bestDistance) continue;
            best = &series;
            bestRow = i;
            bestDistance = distance;
        }
    }
    if (!best) return std::nullopt;
    Hover hover;
    hover.header = best->name;
    const auto row = [&](const Field& field, const QColor& color) {
        hover.rows.push_back(
            {color, nameOf(field), textAt(field, bestRow, data()), field.values.number(bestRow), false});
    };
    row(*best->x, Qt::transparent);
    row(*best->y, best->colorAt(bestRow));
    if (best->colorField) row(*best->colorField, Qt::transparent);
    if (best->sizeField) row(*best->sizeField, Qt::transparent);
    for (const Field* field : best->rest) row(*field, Qt::transparent);
    const double radius = best->sizeAt(bestRow) / 2 + 2;
    const QPointF point = place(*best, bestRow);
    hover.mark = QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius);
    return hover;
}

}  // namespace watchglass::ui
