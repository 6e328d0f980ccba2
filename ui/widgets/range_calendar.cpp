#include "ui/widgets/range_calendar.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QTextCharFormat>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

RangeCalendar::RangeCalendar(QWidget* parent) : QCalendarWidget(parent)
{
    setVerticalHeaderFormat(NoVerticalHeader);
    setHorizontalHeaderFormat(ShortDayNames);
    setGridVisible(false);
    setMinimumSize(300, 260);
    setAccessibleName(tr("Days of the range"));
    if (auto* back = findChild<QToolButton*>(QStringLiteral("qt_calendar_prevmonth"))) {
        back->setIcon(icon(IconKind::ChevronLeft));
        back->setAccessibleName(tr("Month before"));
    }
    if (auto* next = findChild<QToolButton*>(QStringLiteral("qt_calendar_nextmonth"))) {
        next->setIcon(icon(IconKind::ChevronRight));
        next->setAccessibleName(tr("Month after"));
    }
    if (auto* bar = findChild<QWidget*>(QStringLiteral("qt_calendar_navigationbar"))) bar->setAutoFillBackground(false);
    connect(this, &QCalendarWidget::clicked, this, &RangeCalendar::take);
    m_days = findChild<QWidget*>(QStringLiteral("qt_calendar_calendarview"));
    if (m_days) m_days->installEventFilter(this);
}

void RangeCalendar::setWeekStart(const std::string& day)
{
    Qt::DayOfWeek first = QLocale().firstDayOfWeek();
    if (day == "monday") first = Qt::Monday;
    if (day == "saturday") first = Qt::Saturday;
    if (day == "sunday") first = Qt::Sunday;
    setFirstDayOfWeek(first);
}

void RangeCalendar::setRange(const QDate& from, const QDate& to)
{
    m_from = from;
    m_to = to;
    m_begun = false;
    setSelectedDate(to);
    QTextCharFormat head;
    head.setForeground(currentTheme().textSecondary);
    head.setBackground(currentTheme().elevated);
    setHeaderTextFormat(head);
    for (const Qt::DayOfWeek day : {Qt::Saturday, Qt::Sunday}) setWeekdayTextFormat(day, head);
    updateCells();
}

void RangeCalendar::take(const QDate& day)
{
    const bool ends = m_begun;
    m_from = ends ? std::min(m_from, day) : day;
    m_to = ends ? std::max(m_to, day) : day;
    m_begun = !ends;
    updateCells();
    Q_EMIT rangeChosen(m_from, m_to, ends);
}

bool RangeCalendar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_days && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) {
            take(selectedDate());
            return true;
        }
    }
    return QCalendarWidget::eventFilter(watched, event);
}

void RangeCalendar::paintCell(QPainter* painter, const QRect& rect, QDate date) const
{
    const Theme& theme = currentTheme();
    const QRectF cell = QRectF(rect).adjusted(0, 1, 0, -1);
    const bool isEnd = date == m_from || date == m_to;
    const bool isInside = date > m_from && date < m_to;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (isEnd || isInside) {
        painter->setBrush(isEnd ? theme.primary : theme.selected);
        painter->drawRoundedRect(cell, isEnd ? 4 : 0, isEnd ? 4 : 0);
    }
    const bool isOther = date.month() != monthShown() || date.year() != yearShown();
    painter->setPen(isEnd ? QColor(Qt::white) : isOther ? theme.textDisabled : theme.text);
    painter->drawText(cell, Qt::AlignCenter, QString::number(date.day()));
    if (date == m_today && !isEnd) {
        painter->setBrush(theme.primaryText);
        painter->setPen(Qt::NoPen);
        painter->drawRect(QRectF(cell.center().x() - 6, cell.bottom() - 3, 12, 1.5));
    }
    if (date == selectedDate() && m_days && m_days->hasFocus()) {
        painter->setPen(QPen(theme.primaryText, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    painter->restore();
}

}  // namespace watchglass::ui
