#pragma once

#include <QWidget>

#include "ui/dashboard/time_range.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace watchglass::ui {

class Popup;
class RangeCalendar;

/// Two fields for any time range ("now-90m", "2024-05-01 12:00:00"), with a calendar, and buttons that copy the range
/// and paste one in Grafana's form, {"from": "now-6h", "to": "now"}. GUI thread only.
class RangeFields final : public QWidget {
    Q_OBJECT

public:
    explicit RangeFields(QWidget* parent = nullptr);

    void setRange(const TimeRange& range, const TimeContext& context);

signals:
    /// Both fields are times, in the right order.
    void applied(const watchglass::ui::TimeRangeText& text);

private:
    QToolButton* addField(QLineEdit& field, const QString& name);
    void openCalendar(QToolButton& button);
    void apply();
    void copy();
    void paste();
    void say(const QString& problem);

    TimeContext m_context;
    QLineEdit* m_from;
    QLineEdit* m_to;
    QLabel* m_problem;
    Popup* m_calendarPopup = nullptr;
    RangeCalendar* m_calendar = nullptr;
};

}  // namespace watchglass::ui
