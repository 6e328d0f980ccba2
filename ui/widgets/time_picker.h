#pragma once

#include "ui/dashboard/time_settings.h"
#include "ui/widgets/drop_down_button.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace watchglass::ui {

class Popup;

/// The button with the dashboard's time range. Its popup offers the quick ranges, a filter over them, two fields for
/// any other range ("now-90m", "2024-05-01 12:00:00"), and the absolute ranges that were used last.
class TimePicker final : public DropDownButton {
    Q_OBJECT

public:
    explicit TimePicker(QWidget* parent = nullptr);

    void setRange(const TimeRange& range, const TimeContext& context);
    /// The ranges that are offered by name; none: the usual ones.
    void setOffered(std::vector<OfferedRange> ranges);

signals:
    void rangeChosen(const watchglass::ui::TimeRangeText& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildPopup();
    void openPopup();
    void applyFields();
    void choose(const TimeRangeText& text);
    void filter(const QString& words);
    void listRecent();

    std::vector<OfferedRange> m_offered;
    TimeRange m_range;
    TimeContext m_context;
    Popup* m_popup = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QLabel* m_problem = nullptr;
    QLineEdit* m_search = nullptr;
    QListWidget* m_quick = nullptr;
    QLabel* m_recentTitle = nullptr;
    QListWidget* m_recent = nullptr;
};

}  // namespace watchglass::ui
