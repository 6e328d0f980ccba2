#include "ui/panels/state_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/graph/axis_size.h"
#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/time_axis.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kSmall = 12;
constexpr double kCap = kSmall * 0.3636;  ///< half the height of capitals
constexpr double kGapToText = 5;
constexpr double kAir = 8;
constexpr double kTextPadding = 5;

}  // namespace

QString StateTimelinePanel::summary() const
{
    QStringList parts;
    for (const StateRow& row : m_model.rows) {
        if (parts.size() >= 8) break;
        if (!row.spans.empty()) parts += row.name + QStringLiteral(": ") + row.spans.back().text;
    }
    return parts.join(QStringLiteral(", "));
}

void StateTimelinePanel::rebuildChart()
{
    m_model = makeModel();
    std::vector<LegendItem> items;
    m_hiddenColors.clear();
    for (const auto& [text, color] : m_model.legend) {
        if (isHidden(text)) m_hiddenColors.insert(color.rgba());
        LegendItem item;
        item.name = text;
        item.color = color;
        item.hidden = isHidden(text);
        items.push_back(std::move(item));
    }
    setLegend(std::move(items));
}

bool StateTimelinePanel::hidesAxis() const
{
    return !m_model.rows.empty() && m_model.rows.front().field->config.custom["axisPlacement"].toString() == "hidden";
}

QRectF StateTimelinePanel::plotRect(const QRectF& area) const
{
    const TextRuler ruler = [](const QString& text) { return plainTextWidth(text, kSmall); };
    std::vector<Tick> names;
    for (const StateRow& row : m_model.rows) names.push_back({0, row.name, true});
    const double left = hidesAxis() ? kAir : valueAxisWidth(names, area.width(), ruler);
    return {area.left() + left, area.top(), std::max(1.0, area.width() - left - kAir),
            std::max(1.0, area.height() - timeAxisHeight())};
}

QRectF StateTimelinePanel::timeRect(const QRectF& area) const { return plotRect(area); }

/// Source: Grafana's public/app/plugins/panel/state-timeline/StateTimelinePanel.tsx.
bool StateTimelinePanel::showsMarks() const { return !hidesAxis(); }

StateTimelinePanel::Layout StateTimelinePanel::layOut(const QRectF& area) const
{
    Layout layout;
    layout.plot = plotRect(area);
    layout.shown = shownTimes(layout.plot.width());
    layout.times = timeTicks(
                       std::llround(layout.shown.min), std::llround(layout.shown.max), layout.plot.width(),
                       [](const QString& text) { return plainTextWidth(text, kSmall); }, timeZoneOf(data()))
                       .ticks;
    return layout;
}

QRectF StateTimelinePanel::spanRect(const Layout& layout, std::size_t row, const StateSpan& span) const
{
    const double from = layout.shown.min;
    const double width = std::max(1.0, layout.shown.max - from);
    const auto xOf = [&](double timeMs) {
        return layout.plot.left() + std::clamp((timeMs - from) / width, 0.0, 1.0) * layout.plot.width();
    };
    const double each = layout.plot.height() / static_cast<double>(m_model.rows.size());
    const double share = std::clamp(data().options["rowHeight"].toDouble(0.9), 0.01, 1.0);
    const double top = layout.plot.top() + each * (static_cast<double>(row) + (1 - share) / 2);
    const double left = std::round(xOf(span.fromMs));
    const double upper = std::round(top);
    return {left, upper, std::round(xOf(span.toMs)) - left, std::max(1.0, std::round(top + each * share) - upper)};
}

void StateTimelinePanel::paintAxes(QPainter& painter, const Layout& layout) const
{
    const Theme& theme = currentTheme();
    paintTimeAxis(painter, layout.times, layout.plot, layout.shown, layout.plot.top(), chartRect().width());
    const QFontMetricsF metrics(painter.font());
    const double each = layout.plot.height() / static_cast<double>(m_model.rows.size());
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(kSmall / std::max(each, 0.01))));
    const double room = layout.plot.left() - kGapToText;
    if (room < 2 * kAir) return;
    painter.setPen(theme.text);
    for (std::size_t row = 0; row < m_model.rows.size(); row += every) {
        const QString name = metrics.elidedText(m_model.rows[row].name, Qt::ElideRight, room);
        const double y = layout.plot.top() + each * (static_cast<double>(row) + 0.5);
        painter.drawText(
            QPointF(layout.plot.left() - kGapToText - metrics.horizontalAdvance(name), std::round(y) + kCap), name);
    }
}

void StateTimelinePanel::paintText(QPainter& painter, const QRectF& box, const StateSpan& span) const
{
    const std::string& mode = data().options["showValue"].toString();
    if (mode == "never" || span.text.isEmpty()) return;
    const double width = plainTextWidth(span.text, kSmall);
    if (mode != "always" && (box.width() < width + 2 * kTextPadding || box.height() < kSmall)) return;
    const std::string& align = data().options["alignValue"].toString();
    double x = box.left() + kTextPadding;
    if (align == "right") x = box.right() - kTextPadding - width;
    if (align == "center" || usualLine() > 0) x = box.center().x() - width / 2;
    // The ground is the state's colour over the panel.
    painter.setPen(currentTheme().isDark() ? textOn(span.color) : QColor(32, 34, 38));
    painter.save();
    painter.setClipRect(box);
    painter.drawText(QPointF(x, std::round(box.center().y()) + kCap), span.text);
    painter.restore();
}

void StateTimelinePanel::paintChart(QPainter& painter, const QRectF& area)
{
    if (!hasContent()) return;
    const Layout layout = layOut(area);
    paintAxes(painter, layout);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(plainFont(kSmall));
    for (std::size_t r = 0; r < m_model.rows.size(); ++r) {
        const json::Value& custom = m_model.rows[r].field->config.custom;
        const double opacity = std::clamp(custom["fillOpacity"].toDouble(70) / 100, 0.0, 1.0);
        const double line = std::clamp(custom["lineWidth"].toDouble(usualLine()), 0.0, 20.0);
        for (const StateSpan& span : m_model.rows[r].spans) {
            if (span.toMs < layout.shown.min || span.fromMs > layout.shown.max) continue;
            if (m_hiddenColors.contains(span.color.rgba())) continue;
            const QRectF box = spanRect(layout, r, span);
            if (box.width() <= 0) continue;
            QColor fill = span.color;
            fill.setAlphaF(static_cast<float>(fill.alphaF() * opacity));
            painter.fillRect(box, fill);
            if (line > 0 && box.width() > 2 * line) {
                painter.setPen(QPen(span.color, line));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(box.adjusted(line / 2, line / 2, -line / 2, -line / 2));
            }
            paintText(painter, box, span);
        }
    }
}

StateTimelinePanel::Place StateTimelinePanel::placeAt(const QPointF& at, const Layout& layout) const
{
    if (!layout.plot.contains(at)) return {};
    const double each = layout.plot.height() / static_cast<double>(m_model.rows.size());
    const auto row = std::min(static_cast<std::size_t>((at.y() - layout.plot.top()) / each), m_model.rows.size() - 1);
    for (const StateSpan& span : m_model.rows[row].spans) {
        const QRectF box = spanRect(layout, row, span);
        if (m_hiddenColors.contains(span.color.rgba())) continue;
        if (at.x() >= box.left() && at.x() < box.right()) return {&m_model.rows[row], &span};
    }
    return {};
}

std::optional<ChartPanel::Hover> StateTimelinePanel::hoverAt(const QPointF& at, const QRectF& area) const
{
    if (!hasContent()) return {};
    const Layout layout = layOut(area);
    const Place place = placeAt(at, layout);
    if (!place.span) return {};
    Hover hover;
    const QTimeZone zone = timeZoneOf(data());
    hover.header = fullTimeLabel(static_cast<std::int64_t>(place.span->fromMs), zone);
    if (usualLine() <= 0)
        hover.header += QStringLiteral(" - ") + fullTimeLabel(static_cast<std::int64_t>(place.span->toMs), zone);
    for (std::size_t r = 0; r < m_model.rows.size(); ++r) {
        const StateRow& row = m_model.rows[r];
        const bool nearest = &row == place.row;
        if (!nearest && tooltipMode() != TooltipMode::Multi) continue;
        const double middle = layout.plot.top() + layout.plot.height() * (static_cast<double>(r) + 0.5) /
                                                      static_cast<double>(m_model.rows.size());
        const Place there = nearest ? place : placeAt({at.x(), middle}, layout);
        if (there.span) hover.rows.push_back({there.span->color, row.name, there.span->text, 0, nearest});
    }
    hover.mark = spanRect(layout, static_cast<std::size_t>(place.row - m_model.rows.data()), *place.span);
    return hover;
}

void StateTimelinePanel::clickAt(const QPointF& at, const QRectF& area)
{
    if (!hasContent()) return;
    const Place place = placeAt(at, layOut(area));
    if (!place.span) return;
    DataPoint point;
    point.frames = data().frames.get();
    point.frame = place.row->frame;
    point.field = static_cast<std::size_t>(place.row->field - (*data().frames)[place.row->frame].fields.data());
    point.row = place.span->row;
    point.format = formatContextOf(data());
    followLinks(*this, point);
}

}  // namespace watchglass::ui
