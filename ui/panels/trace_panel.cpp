#include "ui/panels/trace_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kRow = 26;
constexpr double kHead = 44;
constexpr double kIndent = 14;
constexpr double kDetail = 18;
constexpr int kTicks = 4;

}  // namespace

void TracePanel::rebuildElements()
{
    const QString before = m_model.traceId;
    m_model = traceModel(data());
    if (m_model.traceId != before) {
        m_folded.clear();
        m_open.clear();
        m_scroll = 0;
    }
    layOut();
}

void TracePanel::layOut()
{
    m_rows.clear();
    m_height = 0;
    for (const std::size_t span : visibleSpans(m_model, m_folded)) {
        const double details = m_open.contains(span)
                                   ? kDetail * static_cast<double>(m_model.spans[span].details.size() + 1) + 8
                                   : 0;
        m_rows.push_back({span, m_height, details});
        m_height += kRow + details;
    }
    scrollTo(m_scroll);
}

void TracePanel::scrollTo(double at)
{
    m_scroll = std::clamp(at, 0.0, std::max(0.0, m_height - (height() - kHead)));
    update();
}

void TracePanel::resizeEvent(QResizeEvent* event)
{
    ElementPanel::resizeEvent(event);
    scrollTo(m_scroll);
}

double TracePanel::nameWidth() const { return std::round(std::clamp(width() * 0.3, 60.0, 420.0)); }

double TracePanel::xOf(double ms) const
{
    const double room = std::max(1.0, width() - nameWidth() - 12);
    const double share = m_model.durationMs > 0 ? (ms - m_model.startMs) / m_model.durationMs : 0;
    return nameWidth() + 4 + share * room;
}

double TracePanel::indentOf(const TraceSpan& span) const
{
    // Deep trees keep room for names.
    return 6 + std::min(span.depth * kIndent, nameWidth() * 0.5);
}

PanelElement TracePanel::element(std::size_t index) const
{
    const Row& row = m_rows[index];
    const TraceSpan& span = m_model.spans[row.span];
    PanelElement out;
    out.name = span.service + QStringLiteral(" ") + span.operation;
    out.value = durationText(span.durationMs);
    if (span.error) out.value += QStringLiteral(", ") + tr("error");
    if (span.children > 0 && m_folded.contains(row.span)) out.value += QStringLiteral(", ") + tr("folded");
    const double y = kHead + row.top - m_scroll;
    if (y + kRow > kHead && y < height()) out.box = QRectF(2, std::max(y, kHead), width() - 4, kRow);
    return out;
}

std::optional<std::size_t> TracePanel::elementAt(const QPointF& at) const
{
    if (at.y() < kHead) return {};
    const double y = at.y() - kHead + m_scroll;
    const auto after = std::upper_bound(m_rows.begin(), m_rows.end(), y,
                                        [](double value, const Row& row) { return value < row.top; });
    if (after == m_rows.begin() || y > std::prev(after)->top + kRow) return {};
    return static_cast<std::size_t>(std::prev(after) - m_rows.begin());
}

std::optional<ElementPanel::Hover> TracePanel::hoverOf(std::size_t index) const
{
    const TraceSpan& span = m_model.spans[m_rows[index].span];
    Hover hover;
    hover.header = span.operation;
    hover.rows = {{span.color, tr("Service"), span.service, 0, false},
                  {QColor(), tr("Duration"), durationText(span.durationMs), 0, false},
                  {QColor(), tr("Start"), durationText(span.startMs - m_model.startMs), 0, false}};
    if (span.children > 0)
        hover.rows.push_back({QColor(), tr("Child spans"), QString::number(span.descendants), 0, false});
    return hover;
}

void TracePanel::fold(std::size_t index, bool folded)
{
    const std::size_t span = m_rows[index].span;
    if (m_model.spans[span].children == 0) return;
    if (folded)
        m_folded.insert(span);
    else
        m_folded.erase(span);
    layOut();
}

void TracePanel::activateElement(std::size_t index)
{
    const std::size_t span = m_rows[index].span;
    if (!m_open.erase(span)) m_open.insert(span);
    layOut();
}

void TracePanel::mouseReleaseEvent(QMouseEvent* event)
{
    const auto found = elementAt(event->position());
    if (found && event->button() == Qt::LeftButton) {
        const TraceSpan& span = m_model.spans[m_rows[*found].span];
        const double arrow = indentOf(span);
        if (span.children > 0 && event->position().x() >= arrow - 4 && event->position().x() <= arrow + 14) {
            fold(*found, !m_folded.contains(m_rows[*found].span));
            return;
        }
    }
    ElementPanel::mouseReleaseEvent(event);
}

void TracePanel::wheelEvent(QWheelEvent* event)
{
    const double before = m_scroll;
    scrollTo(m_scroll - event->angleDelta().y() / 120.0 * kRow * 2);
    hideTooltip();
    if (m_scroll == before) event->ignore();
}

void TracePanel::keyPressEvent(QKeyEvent* event)
{
    const auto current = currentElement();
    const int key = event->key();
    if (m_rows.empty() || (key != Qt::Key_Up && key != Qt::Key_Down && key != Qt::Key_Left && key != Qt::Key_Right)) {
        ElementPanel::keyPressEvent(event);
        return;
    }
    if (!current) {
        setCurrentElement(0);
    } else if (key == Qt::Key_Left || key == Qt::Key_Right) {
        fold(*current, key == Qt::Key_Left);
    } else {
        const std::size_t next = key == Qt::Key_Down ? std::min(*current + 1, m_rows.size() - 1)
                                                     : *current - (*current > 0 ? 1 : 0);
        const double top = m_rows[next].top;
        if (top < m_scroll) scrollTo(top);
        if (top + kRow > m_scroll + height() - kHead) scrollTo(top + kRow - (height() - kHead));
        setCurrentElement(next);
    }
}

void TracePanel::paintHead(QPainter& painter) const
{
    const Theme& theme = currentTheme();
    painter.setFont(plainFont(12));
    const QFontMetricsF metrics(painter.font());
    QString text = tr("%n span(s)", nullptr, static_cast<int>(m_model.spans.size())) + QStringLiteral(", ") +
                   tr("%n service(s)", nullptr, static_cast<int>(m_model.services)) + QStringLiteral(", ") +
                   tr("depth %1").arg(m_model.depth) + QStringLiteral(", ") + durationText(m_model.durationMs);
    if (!m_model.traceId.isEmpty()) text += QStringLiteral(" · ") + m_model.traceId;
    for (const QString& note : m_model.notes) text += QStringLiteral(" · ") + note;
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(6, 0, width() - 12, 22), Qt::AlignVCenter,
                     metrics.elidedText(text, Qt::ElideRight, width() - 12));
    painter.drawText(QRectF(6, 22, nameWidth() - 8, 22), Qt::AlignVCenter,
                     metrics.elidedText(tr("Service and operation"), Qt::ElideRight, nameWidth() - 12));
    const int ticks = width() > 420 ? kTicks : 1;
    for (int i = 0; i <= ticks; ++i) {
        const double at = m_model.durationMs * i / ticks;
        const QString label = durationText(at);
        const double x = xOf(m_model.startMs + at);
        const double wide = metrics.horizontalAdvance(label);
        painter.drawText(QPointF(i == ticks ? x - wide : x + 3, 37), label);
        painter.setPen(QPen(theme.grid, 1));
        painter.drawLine(QPointF(std::round(x) + 0.5, kHead), QPointF(std::round(x) + 0.5, height()));
        painter.setPen(theme.textSecondary);
    }
    painter.setPen(QPen(theme.borderWeak, 1));
    painter.drawLine(QPointF(0, kHead - 0.5), QPointF(width(), kHead - 0.5));
}

void TracePanel::paintRow(QPainter& painter, const Row& row, double y) const
{
    const Theme& theme = currentTheme();
    const TraceSpan& span = m_model.spans[row.span];
    painter.setFont(plainFont(12));
    const QFontMetricsF metrics(painter.font());
    const double indent = indentOf(span);
    if (span.children > 0)
        paintIcon(painter, m_folded.contains(row.span) ? IconKind::ChevronRight : IconKind::ChevronDown,
                  QRectF(indent - 2, y + 6, 14, 14), theme.textSecondary);
    painter.fillRect(QRectF(indent + 14, y + 5, 3, kRow - 10), span.color);
    double x = indent + 22;
    if (span.error) {
        paintIcon(painter, IconKind::Warning, QRectF(x, y + 6, 14, 14), theme.errorText);
        x += 18;
    }
    const double room = nameWidth() - x - 4;
    painter.setPen(theme.text);
    const QString service = metrics.elidedText(span.service, Qt::ElideRight, room);
    painter.drawText(QRectF(x, y, room, kRow), Qt::AlignVCenter, service);
    const double used = metrics.horizontalAdvance(service) + 8;
    painter.setPen(theme.textSecondary);
    if (room - used > 20)
        painter.drawText(QRectF(x + used, y, room - used, kRow), Qt::AlignVCenter,
                         metrics.elidedText(span.operation, Qt::ElideRight, room - used));
    const double from = xOf(span.startMs);
    const double to = std::max(xOf(span.startMs + span.durationMs), from + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(span.color);
    painter.drawRoundedRect(QRectF(from, y + 7, to - from, kRow - 14), 2, 2);
    const QString text = durationText(span.durationMs);
    const double wide = metrics.horizontalAdvance(text);
    painter.setPen(theme.textSecondary);
    if (to + wide + 8 < width())
        painter.drawText(QRectF(to + 5, y, wide + 4, kRow), Qt::AlignVCenter, text);
    else if (from - wide - 6 > nameWidth())
        painter.drawText(QRectF(from - wide - 5, y, wide + 4, kRow), Qt::AlignVCenter, text);
    else if (to - from > wide + 10) {
        painter.setPen(textOn(span.color));
        painter.drawText(QRectF(to - wide - 5, y, wide + 4, kRow), Qt::AlignVCenter, text);
    }
}

void TracePanel::paintDetails(QPainter& painter, const TraceSpan& span, double y) const
{
    const Theme& theme = currentTheme();
    const double left = 24;
    const double lines = static_cast<double>(span.details.size() + 1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.secondary);
    painter.drawRoundedRect(QRectF(left - 8, y, width() - left, lines * kDetail + 4), 4, 4);
    painter.setFont(plainFont(12));
    const QFontMetricsF metrics(painter.font());
    const double names = std::min(width() * 0.3, 220.0);
    double top = y + 2;
    const auto line = [&](const QString& name, const QString& text) {
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(left, top, names - 8, kDetail), Qt::AlignVCenter,
                         metrics.elidedText(name, Qt::ElideRight, names - 8));
        painter.setPen(theme.text);
        const double room = width() - left - names - 12;
        painter.drawText(
            QRectF(left + names, top, room, kDetail), Qt::AlignVCenter,
            metrics.elidedText(QString(text).replace(QLatin1Char('\n'), QLatin1Char(' ')), Qt::ElideRight, room));
        top += kDetail;
    };
    line(tr("span"), span.id);
    for (const auto& [name, text] : span.details) line(name, text);
}

void TracePanel::paintElements(QPainter& painter, const QRectF& area)
{
    const Theme& theme = currentTheme();
    if (!m_model.problem.isEmpty()) {
        painter.setFont(textFont(14));
        painter.setPen(theme.textSecondary);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_model.problem);
        return;
    }
    paintHead(painter);
    painter.setClipRect(area.adjusted(0, kHead, 0, 0));
    for (const Row& row : m_rows) {
        const double y = kHead + row.top - m_scroll;
        if (y > area.bottom()) break;
        if (y + kRow + row.details < kHead) continue;
        paintRow(painter, row, y);
        if (row.details > 0) paintDetails(painter, m_model.spans[row.span], y + kRow);
    }
}

}  // namespace watchglass::ui
