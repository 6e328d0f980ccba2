#include "ui/panels/row_list.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/theme/arrow_scroll_bar.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kHeadingHeight = 28;
constexpr double kLineHeight = 32;
constexpr double kTwoLinesHeight = 48;
constexpr double kPadding = 8;
constexpr double kIndent = 24;
constexpr double kIcon = 16;
constexpr double kGap = 4;
constexpr double kChipHeight = 18;

double heightOf(const ListRow& row)
{
    if (row.kind == ListRow::Kind::Heading) return kHeadingHeight;
    const bool second = !row.detail.isEmpty() || (!row.chips.isEmpty() && !row.title.isEmpty());
    return (second ? kTwoLinesHeight : kLineHeight) + (row.boxed ? kGap : 0);
}

}  // namespace

RowList::RowList(QWidget* parent) : QAbstractScrollArea(parent)
{
    useArrowScrollBars(*this);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(1, 1);
}

void RowList::setRows(std::vector<ListRow> rows)
{
    m_rows = std::move(rows);
    m_hover = -1;
    if (m_current >= static_cast<int>(m_rows.size())) m_current = -1;
    place();
    setAccessibleDescription(toText(50));
    viewport()->update();
}

void RowList::place()
{
    m_tops.assign(1, 0);
    for (const ListRow& row : m_rows) m_tops.push_back(m_tops.back() + heightOf(row));
    const int room = viewport()->height();
    const int beyond = std::max(0, static_cast<int>(std::ceil(m_tops.back())) - room);
    // Said, because a bar whose range shrinks while the area is laid out stays.
    setVerticalScrollBarPolicy(beyond > 0 ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setRange(0, beyond);
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(static_cast<int>(kLineHeight));
}

QRectF RowList::rowRect(std::size_t row) const
{
    if (row >= m_rows.size()) return {};
    return {0, m_tops[row] - verticalScrollBar()->value(), static_cast<double>(viewport()->width()),
            m_tops[row + 1] - m_tops[row]};
}

int RowList::rowAt(const QPointF& position) const
{
    const double y = position.y() + verticalScrollBar()->value();
    const auto it = std::upper_bound(m_tops.begin(), m_tops.end(), y);
    if (it == m_tops.begin() || it == m_tops.end()) return -1;
    return static_cast<int>(it - m_tops.begin()) - 1;
}

QString RowList::toText(int mostRows) const
{
    QStringList lines;
    for (const ListRow& row : m_rows) {
        if (lines.size() == mostRows) break;
        QStringList parts{row.title, row.trailing, row.detail, row.chips.join(QStringLiteral(", "))};
        parts.removeAll(QString());
        lines += parts.join(QStringLiteral(", "));
    }
    return lines.join(QStringLiteral("; "));
}

void RowList::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const int first = std::max(0, rowAt(QPointF(0, 0)));
    for (auto row = static_cast<std::size_t>(first); row < m_rows.size(); ++row) {
        const QRectF box = rowRect(row);
        if (box.top() > viewport()->height()) break;
        const bool current = hasFocus() && static_cast<int>(row) == m_current && !PictureMode::isActive();
        paintRow(painter, m_rows[row], box, static_cast<int>(row) == m_hover || current);
        if (!current) continue;
        painter.setPen(QPen(currentTheme().primary, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void RowList::paintRow(QPainter& painter, const ListRow& row, const QRectF& box, bool lit) const
{
    const Theme& theme = currentTheme();
    if (row.kind == ListRow::Kind::Heading) {
        painter.setFont(textFont(12, QFont::Medium));
        painter.setPen(theme.textSecondary);
        const QRectF text = box.adjusted(kPadding, 0, -kPadding, 0);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(row.title, Qt::ElideRight, text.width()));
        return;
    }
    QRectF ground = box;
    if (row.boxed) ground.setBottom(ground.bottom() - kGap);
    if (row.boxed || (lit && row.id >= 0)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.secondary);
        painter.drawRoundedRect(ground, 4, 4);
        if (row.boxed && lit && row.id >= 0) {
            painter.setBrush(theme.hover);
            painter.drawRoundedRect(ground, 4, 4);
        }
    }
    double left = ground.left() + kPadding + row.indent * kIndent;
    const double right = ground.right() - kPadding;
    const bool second = !row.detail.isEmpty() || (!row.chips.isEmpty() && !row.title.isEmpty());
    const double firstHeight = second ? ground.height() / 2 + 2 : ground.height();
    if (row.icon) {
        const QRectF at(left, ground.top() + (firstHeight - kIcon) / 2 + (second ? 2 : 0), kIcon, kIcon);
        paintIcon(painter, *row.icon, at, row.iconColor.isValid() ? row.iconColor : theme.textSecondary);
        left += kIcon + kPadding;
    }
    if (right <= left) return;
    const QRectF line(left, ground.top() + (second ? 3 : 0), right - left, firstHeight - (second ? 3 : 0));
    double taken = 0;
    if (!row.trailing.isEmpty()) {
        painter.setFont(textFont(12));
        painter.setPen(theme.textSecondary);
        const QFontMetricsF metrics(painter.font());
        const QString text = metrics.elidedText(row.trailing, Qt::ElideRight, line.width() / 2);
        taken = metrics.horizontalAdvance(text) + kPadding;
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, text);
    }
    painter.setFont(row.kind == ListRow::Kind::Note ? textFont(12) : textFont(14));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(row.kind == ListRow::Kind::Note    ? theme.textSecondary
                   : lit && row.id >= 0 && !row.boxed ? theme.textLink
                                                      : theme.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.title, Qt::ElideRight, line.width() - taken));
    if (!second) {
        if (!row.chips.isEmpty()) paintChips(painter, row.chips, line);
        return;
    }
    QRectF below(left, line.bottom(), right - left, ground.bottom() - line.bottom() - 4);
    if (!row.detail.isEmpty()) {
        painter.setFont(textFont(12));
        painter.setPen(row.detailColor.isValid() ? row.detailColor : theme.textSecondary);
        const QFontMetricsF small(painter.font());
        const QString text = small.elidedText(row.detail, Qt::ElideRight, below.width());
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, text);
        below.setLeft(below.left() + small.horizontalAdvance(text) + kPadding);
    }
    paintChips(painter, row.chips, below);
}

/// As many as fit, then how many do not.
void RowList::paintChips(QPainter& painter, const QStringList& chips, const QRectF& box) const
{
    const Theme& theme = currentTheme();
    painter.setFont(textFont(12));
    const QFontMetricsF metrics(painter.font());
    double left = box.left();
    for (qsizetype i = 0; i < chips.size(); ++i) {
        const qsizetype rest = chips.size() - i;
        const QString more = QStringLiteral("+%1").arg(rest);
        const double keep = rest > 1 ? metrics.horizontalAdvance(more) + kGap : 0;
        const double room = box.right() - left - keep - 12;
        const QString text = i == 0 ? metrics.elidedText(chips[i], Qt::ElideRight, room) : chips[i];
        const double width = metrics.horizontalAdvance(text);
        painter.setPen(theme.textSecondary);
        if (width > room || room < 10) {
            painter.drawText(QRectF(left, box.top(), box.right() - left, box.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, more);
            return;
        }
        const QRectF chip(left, box.center().y() - kChipHeight / 2, width + 12, kChipHeight);
        painter.setPen(QPen(theme.borderMedium, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.setPen(theme.text);
        painter.drawText(chip, Qt::AlignCenter, text);
        left = chip.right() + kGap;
    }
}

void RowList::setHover(int row)
{
    if (m_hover == row) return;
    m_hover = row;
    const bool clickable = row >= 0 && m_rows[static_cast<std::size_t>(row)].id >= 0;
    viewport()->setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void RowList::moveCurrent(int by)
{
    int at = m_current;
    do {
        at += by;
    } while (at >= 0 && at < static_cast<int>(m_rows.size()) && m_rows[static_cast<std::size_t>(at)].id < 0);
    if (at < 0 || at >= static_cast<int>(m_rows.size())) return;
    m_current = at;
    const QRectF box = rowRect(static_cast<std::size_t>(at));
    QScrollBar* bar = verticalScrollBar();
    if (box.top() < 0) bar->setValue(bar->value() + static_cast<int>(box.top()));
    if (box.bottom() > viewport()->height())
        bar->setValue(bar->value() + static_cast<int>(std::ceil(box.bottom() - viewport()->height())));
    const ListRow& row = m_rows[static_cast<std::size_t>(at)];
    setAccessibleName(row.detail.isEmpty() ? row.title : row.title + QStringLiteral(", ") + row.detail);
    viewport()->update();
}

void RowList::resizeEvent(QResizeEvent*) { place(); }

void RowList::mouseMoveEvent(QMouseEvent* event) { setHover(rowAt(event->position())); }

void RowList::mouseReleaseEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || row < 0) return;
    m_current = row;
    if (const int id = m_rows[static_cast<std::size_t>(row)].id; id >= 0) Q_EMIT activated(id);
}

void RowList::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Down: moveCurrent(1); break;
    case Qt::Key_Up: moveCurrent(-1); break;
    case Qt::Key_Home: m_current = -1, moveCurrent(1); break;
    case Qt::Key_End: m_current = static_cast<int>(m_rows.size()), moveCurrent(-1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0 && m_rows[static_cast<std::size_t>(m_current)].id >= 0)
            Q_EMIT activated(m_rows[static_cast<std::size_t>(m_current)].id);
        break;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

bool RowList::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) setHover(-1);
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace watchglass::ui
