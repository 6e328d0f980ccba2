#pragma once

#include <string>

#include <QCalendarWidget>
#include <QDate>

namespace watchglass::ui {

/// A month whose days are chosen as a range: the first day that is clicked, or taken by Enter, begins one, the second
/// ends it. GUI thread only.
class RangeCalendar final : public QCalendarWidget {
    Q_OBJECT

public:
    explicit RangeCalendar(QWidget* parent = nullptr);

    /// What is marked; the month of `to` is shown. The next day that is chosen begins a new range.
    void setRange(const QDate& from, const QDate& to);
    /// "monday", "sunday", "saturday"; anything else: as the system has it.
    void setWeekStart(const std::string& day);
    /// The day that is underlined.
    void setToday(const QDate& day) { m_today = day; }

signals:
    /// One day after the first click, both ends, `whole`, after the second.
    void rangeChosen(const QDate& from, const QDate& to, bool whole);

protected:
    void paintCell(QPainter* painter, const QRect& rect, QDate date) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take(const QDate& day);

    QWidget* m_days = nullptr;
    QDate m_today;
    QDate m_from;
    QDate m_to;
    bool m_begun = false;
};

}  // namespace watchglass::ui
