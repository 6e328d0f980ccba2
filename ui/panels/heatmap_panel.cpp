#include "ui/panels/heatmap_panel.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/frame/display.h"
#include "ui/graph/axis_size.h"
#include "ui/panels/exemplar_rows.h"
#include "ui/panels/heatmap_colors.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/time_axis.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kAir = 8;
constexpr double kGapToText = 5;
constexpr double kSmall = 12;
constexpr double kRowDistance = 18;
constexpr double kScaleHeight = 32;
constexpr double kScaleBar = 8;
constexpr double kScaleWidth = 300;
constexpr double kNameHeight = 20;
constexpr double kExemplar = 8;  ///< the side of its square

}  // namespace

QString HeatmapPanel::summary() const
{
    return tr("Heatmap, %1 columns, %2 rows").arg(m_model.columns.size()).arg(m_model.rows());
}

void HeatmapPanel::rebuildChart()
{
    const json::Value& options = data().options;
    m_model = heatmapModel(data());
    m_exemplars = heatmapExemplars(data(), m_model);
    m_colors = heatmapColors(options["color"]);
    m_gap = std::clamp(options["cellGap"].toDouble(1), 0.0, 20.0);
    m_reverse = options.get("yAxis.reverse").toBool();
    m_cells = {};
    setLegend({});
}

QString HeatmapPanel::bound(double value, int decimals) const
{
    const json::Value& axis = data().options["yAxis"];
    Field field;
    field.type = FieldType::Number;
    if (axis["unit"].isString())
        field.config.unit = axis["unit"].toString();
    else if (m_model.value && m_model.rowNames.empty())
        field.config.unit = m_model.value->config.unit;
    if (axis["decimals"].isNumber()) field.config.decimals = static_cast<int>(axis["decimals"].toInt());
    const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data()));
    return toQString((decimals < 0 ? display(value) : display.withDecimals(value, decimals)).toString());
}

QString HeatmapPanel::rowName(std::size_t row) const
{
    if (m_model.rowNames.empty())
        return bound(m_model.edges[row], -1) + QStringLiteral(" - ") + bound(m_model.edges[row + 1], -1);
    bool number = false;
    const double value = m_model.rowNames[row].toDouble(&number);
    return number && std::isfinite(value) ? bound(value, -1) : m_model.rowNames[row];
}

std::vector<Tick> HeatmapPanel::rowTicks(double height, const Range& range) const
{
    if (m_model.rowNames.empty()) {
        TickRules rules;
        rules.lengthPx = height;
        rules.minSpacingPx = valueTickSpacing(height);
        ValueTicks found = valueTicks(range, m_model.scale, rules);
        for (Tick& tick : found.ticks) tick.label = bound(tick.value, found.decimals);
        return found.ticks;
    }
    std::vector<Tick> ticks;
    const std::size_t count = m_model.rows();
    const double each = height / static_cast<double>(std::max<std::size_t>(count, 1));
    const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil(kRowDistance / std::max(each, 0.01))));
    for (std::size_t row = 0; row < count; row += step) {
        double at = static_cast<double>(row) + 0.5;
        if (m_model.namesAtEdges) at += m_model.lowerBounds ? -0.5 : 0.5;
        ticks.push_back({at, rowName(row), true});
    }
    return ticks;
}

double HeatmapPanel::yOf(const Layout& layout, double edge) const
{
    const double low = m_model.scale.forward(layout.range.min);
    const double high = m_model.scale.forward(layout.range.max);
    double share = high > low ? (m_model.scale.forward(edge) - low) / (high - low) : 0;
    if (m_reverse) share = 1 - share;
    return layout.plot.bottom() - share * layout.plot.height();
}

HeatmapPanel::Layout HeatmapPanel::layOut(const QRectF& area) const
{
    Layout layout;
    const json::Value& options = data().options;
    QRectF room = area;
    if (options.get("legend.show").toBool(true) && area.height() > 100) {
        layout.colors = QRectF(area.left(), area.bottom() - kScaleHeight, std::min(area.width(), kScaleWidth),
                               kScaleHeight);
        room.setBottom(area.bottom() - kScaleHeight);
    }
    layout.range = {m_model.edges.front(), m_model.edges.back()};
    if (m_model.rowNames.empty()) {
        const json::Value& axis = options["yAxis"];
        const double low = axis["min"].toDouble(layout.range.min);
        const double high = axis["max"].toDouble(layout.range.max);
        if (high > low && (m_model.scale.kind == ScaleKind::Linear || low > 0)) layout.range = {low, high};
    }
    const double height = std::max(1.0, room.height() - kAir - timeAxisHeight());
    const std::string& placement = options.get("yAxis.axisPlacement").toString();
    const TextRuler ruler = [](const QString& text) { return plainTextWidth(text, kSmall); };
    layout.rows = rowTicks(height, layout.range);
    if (placement != "hidden") layout.axisWidth = valueAxisWidth(layout.rows, area.width(), ruler);
    if (placement != "hidden" && !options.get("yAxis.axisLabel").toString().empty()) layout.axisWidth += kNameHeight;
    const bool right = placement == "right";
    const double left = right || placement == "hidden" ? kAir : layout.axisWidth;
    const double beyond = right ? layout.axisWidth : kAir;
    layout.plot = QRectF(room.left() + left, room.top() + kAir, std::max(1.0, room.width() - left - beyond), height);
    layout.shown = shownTimes(layout.plot.width());
    layout.times = timeTicks(std::llround(layout.shown.min), std::llround(layout.shown.max), layout.plot.width(), ruler,
                             timeZoneOf(data()))
                       .ticks;
    return layout;
}

QRectF HeatmapPanel::timeRect(const QRectF& area) const
{
    return m_model.edges.size() < 2 ? QRectF() : layOut(area).plot;
}

QRectF HeatmapPanel::cellRect(const Layout& layout, std::size_t column, std::size_t row) const
{
    const double span = std::max(layout.shown.max - layout.shown.min, 1.0);
    const auto xOf = [&](double timeMs) {
        return layout.plot.left() + (timeMs - layout.shown.min) / span * layout.plot.width();
    };
    const double left = std::round(xOf(m_model.columns[column]));
    const double right = std::round(xOf(m_model.columns[column] + m_model.columnMs));
    const double a = std::round(yOf(layout, m_model.edges[row]));
    const double b = std::round(yOf(layout, m_model.edges[row + 1]));
    const double width = right - left;
    const double height = std::abs(b - a);
    // Gaps never eat a cell.
    const double gapX = width > m_gap + 1 ? m_gap : 0;
    const double gapY = height > m_gap + 1 ? m_gap : 0;
    return {left + gapX / 2, std::min(a, b) + gapY / 2, std::max(1.0, width - gapX), std::max(1.0, height - gapY)};
}

/// The picture of the cells, moved by the pixels that have passed since it was drawn.
void HeatmapPanel::paintCells(QPainter& painter, const Layout& layout)
{
    const double ratio = pictureRatio(painter);
    const double pixel = (layout.shown.max - layout.shown.min) / (layout.plot.width() * ratio);
    const auto slidBy = [&] { return static_cast<int>(std::lround((layout.shown.min - m_cellsFromMs) / pixel)); };
    if (m_cells.isNull() || m_cellsFor != layout.plot || m_cells.devicePixelRatio() != ratio ||
        std::abs(slidBy()) >= m_cells.width()) {
        drawCells(layout, ratio);
    }
    const int slid = std::max(0, slidBy());
    const QRect left(slid, 0, m_cells.width() - slid, m_cells.height());
    painter.drawImage(QRectF(layout.plot.topLeft(), QSizeF(left.size()) / ratio), m_cells, QRectF(left));
}

void HeatmapPanel::drawCells(const Layout& layout, double ratio)
{
    m_cells = QImage((layout.plot.size() * ratio).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    m_cells.setDevicePixelRatio(ratio);
    m_cells.fill(Qt::transparent);
    m_cellsFor = layout.plot;
    m_cellsFromMs = layout.shown.min;
    QPainter painter(&m_cells);
    painter.translate(-layout.plot.topLeft());
    const std::size_t rows = m_model.rows();
    for (std::size_t column = 0; column < m_model.columns.size(); ++column) {
        if (m_model.columns[column] + m_model.columnMs < layout.shown.min || m_model.columns[column] > layout.shown.max)
            continue;
        for (std::size_t row = 0; row < rows; ++row) {
            const double count = m_model.count(column, row);
            if (std::isnan(count)) continue;
            painter.fillRect(cellRect(layout, column, row),
                             m_colors[heatmapStep(count, m_model.low, m_model.high, m_colors.size())]);
        }
    }
}

QString HeatmapPanel::countText(double count) const
{
    const json::Value& shown = data().options["cellValues"];
    Field field;
    field.type = FieldType::Number;
    if (shown["unit"].isString())
        field.config.unit = shown["unit"].toString();
    else if (m_model.value && data().options.get("yAxis.unit").isString())
        field.config.unit = m_model.value->config.unit;
    if (shown["decimals"].isNumber()) field.config.decimals = static_cast<int>(shown["decimals"].toInt());
    const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data()));
    return toQString(display(count).toString());
}

/// The numbers in the cells, where they fit.
void HeatmapPanel::paintCounts(QPainter& painter, const Layout& layout) const
{
    constexpr double kLeast = 9;
    constexpr double kMost = 14;
    constexpr double kInside = 4;
    painter.save();
    painter.setClipRect(layout.plot);
    for (std::size_t column = 0; column < m_model.columns.size(); ++column) {
        for (std::size_t row = 0; row < m_model.rows(); ++row) {
            const double count = m_model.count(column, row);
            if (std::isnan(count)) continue;
            const QRectF cell = cellRect(layout, column, row);
            if (!cell.intersects(layout.plot)) continue;
            const QString text = countText(count);
            const double wide = plainTextWidth(text, kMost);
            const double size = std::min(
                {kMost, cell.height() - 2, (cell.width() - kInside) / std::max(wide, 1.0) * kMost});
            if (size < kLeast) continue;
            painter.setFont(plainFont(size));
            painter.setPen(textOn(m_colors[heatmapStep(count, m_model.low, m_model.high, m_colors.size())]));
            painter.drawText(cell, Qt::AlignCenter, text);
        }
    }
    painter.restore();
}

void HeatmapPanel::paintAxes(QPainter& painter, const Layout& layout) const
{
    const Theme& theme = currentTheme();
    const QFont font = plainFont(kSmall);
    painter.setFont(font);
    painter.setPen(theme.text);
    const std::string& placement = data().options.get("yAxis.axisPlacement").toString();
    const double lift = kSmall * 0.3636;  // half the height of capitals
    if (placement != "hidden") {
        for (const Tick& tick : layout.rows) {
            const double y = yOf(layout, tick.value);
            if (!tick.labelled || y < layout.plot.top() - 1 || y > layout.plot.bottom() + 1) continue;
            const double x = placement == "right"
                                 ? layout.plot.right() + kGapToText
                                 : layout.plot.left() - kGapToText - plainTextWidth(tick.label, kSmall);
            painter.drawText(QPointF(x, std::round(y) + lift), tick.label);
        }
        const QString name = toQString(data().options.get("yAxis.axisLabel").toString());
        if (!name.isEmpty()) {
            painter.save();
            const double side = placement == "right" ? layout.plot.right() + layout.axisWidth - kNameHeight / 2
                                                     : layout.plot.left() - layout.axisWidth + kNameHeight / 2;
            painter.translate(side, layout.plot.center().y());
            painter.rotate(-90);
            painter.drawText(QRectF(-layout.plot.height() / 2, -10, layout.plot.height(), 20), Qt::AlignCenter, name);
            painter.restore();
        }
    }
    paintTimeAxis(painter, layout.times, layout.plot, layout.shown, layout.plot.bottom(), chartRect().width());
}

void HeatmapPanel::paintColors(QPainter& painter, const QRectF& box) const
{
    const QRectF bar(box.left() + kAir, box.top() + 4, std::max(1.0, box.width() - 2 * kAir), kScaleBar);
    painter.fillRect(bar, heatmapScale(m_colors, bar));
    const QString low = countText(m_model.low);
    const QString high = countText(m_model.high);
    painter.setFont(plainFont(kSmall));
    painter.setPen(currentTheme().text);
    painter.drawText(QPointF(bar.left(), bar.bottom() + 14), low);
    painter.drawText(QPointF(bar.right() - plainTextWidth(high, kSmall), bar.bottom() + 14), high);
}

QRectF HeatmapPanel::exemplarRect(const Layout& layout, const HeatmapExemplar& exemplar) const
{
    if (exemplar.timeMs < layout.shown.min || exemplar.timeMs > layout.shown.max) return {};
    const double span = std::max(layout.shown.max - layout.shown.min, 1.0);
    const double x = layout.plot.left() + (exemplar.timeMs - layout.shown.min) / span * layout.plot.width();
    const double y = yOf(layout, exemplar.edge);
    if (y < layout.plot.top() || y > layout.plot.bottom()) return {};
    return {std::round(x - kExemplar / 2), std::round(y - kExemplar / 2), kExemplar, kExemplar};
}

QRectF HeatmapPanel::exemplarRect(std::size_t exemplar, const QRectF& area) const
{
    return exemplar < m_exemplars.size() ? exemplarRect(layOut(area), m_exemplars[exemplar]) : QRectF();
}

void HeatmapPanel::paintExemplars(QPainter& painter, const Layout& layout) const
{
    if (m_exemplars.empty()) return;
    const std::string& color = data().options.get("exemplars.color").toString();
    const QColor fill = toQColor(currentVisualTheme().color(color.empty() ? "rgba(255,0,255,0.7)" : color));
    painter.save();
    painter.setClipRect(layout.plot);
    for (const HeatmapExemplar& exemplar : m_exemplars) painter.fillRect(exemplarRect(layout, exemplar), fill);
    painter.restore();
}

ChartPanel::Hover HeatmapPanel::exemplarHover(const HeatmapExemplar& shown, const QRectF& mark) const
{
    const Exemplar& exemplar = (*data().exemplars)[shown.index];
    Hover hover;
    hover.header = fullTimeLabel(exemplar.tMs, timeZoneOf(data()));
    for (const auto& [name, value] : exemplarRows(exemplar, bound(exemplar.value, -1)))
        hover.rows.push_back({Qt::transparent, name, value, std::nan(""), hover.rows.empty()});
    hover.mark = mark;
    hover.actions = exemplarActions(exemplar, data(), m_follow);
    return hover;
}

std::vector<AccessibleItem> HeatmapPanel::accessibleItems() const
{
    constexpr std::size_t kMostItems = 500;
    std::vector<AccessibleItem> out = ChartPanel::accessibleItems();
    for (const HeatmapExemplar& shown : m_exemplars) {
        if (out.size() >= kMostItems) break;
        const Exemplar& exemplar = (*data().exemplars)[shown.index];
        AccessibleItem item;
        item.name = tr("Exemplar");
        item.role = QAccessible::ListItem;
        QStringList words;
        for (const auto& [name, value] : exemplarRows(exemplar, bound(exemplar.value, -1)))
            words += name + QLatin1Char(' ') + value;
        item.value = words.join(QStringLiteral(", "));
        out.push_back(std::move(item));
    }
    return out;
}

void HeatmapPanel::paintChart(QPainter& painter, const QRectF& area)
{
    if (m_model.edges.size() < 2) return;
    const Layout layout = layOut(area);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintCells(painter, layout);
    if (data().options["showValue"].toString() == "always") paintCounts(painter, layout);
    paintExemplars(painter, layout);
    paintAxes(painter, layout);
    if (!layout.colors.isEmpty()) paintColors(painter, layout.colors);
}

std::optional<ChartPanel::Hover> HeatmapPanel::hoverAt(const QPointF& at, const QRectF& area) const
{
    if (m_model.edges.size() < 2 || m_model.columns.empty()) return {};
    const Layout layout = layOut(area);
    if (!layout.plot.contains(at)) return {};
    for (auto exemplar = m_exemplars.rbegin(); exemplar != m_exemplars.rend(); ++exemplar) {
        const QRectF mark = exemplarRect(layout, *exemplar);
        if (mark.contains(at)) return exemplarHover(*exemplar, mark);
    }
    const double timeMs = layout.shown.min +
                          (at.x() - layout.plot.left()) / layout.plot.width() * (layout.shown.max - layout.shown.min);
    const auto after = std::upper_bound(m_model.columns.begin(), m_model.columns.end(), timeMs);
    if (after == m_model.columns.begin()) return {};
    const auto column = static_cast<std::size_t>(after - m_model.columns.begin() - 1);
    if (timeMs > m_model.columns[column] + m_model.columnMs) return {};
    for (std::size_t row = 0; row < m_model.rows(); ++row) {
        const double a = yOf(layout, m_model.edges[row]);
        const double b = yOf(layout, m_model.edges[row + 1]);
        if (at.y() < std::min(a, b) || at.y() > std::max(a, b)) continue;
        const double count = m_model.count(column, row);
        if (std::isnan(count)) return {};
        Hover hover;
        hover.header = fullTimeLabel(static_cast<std::int64_t>(m_model.columns[column] + m_model.columnMs / 2),
                                     timeZoneOf(data()));
        const QColor color = m_colors[heatmapStep(count, m_model.low, m_model.high, m_colors.size())];
        hover.rows.push_back({color, rowName(row), toQString(jsNumber(count)), count, true});
        hover.mark = cellRect(layout, column, row);
        return hover;
    }
    return {};
}

}  // namespace watchglass::ui
