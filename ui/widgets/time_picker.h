#pragma once

#include "ui/dashboard/time_settings.h"
#include "ui/widgets/drop_down_button.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace watchglass::ui {

class Popup;
class RangeFields;
class TimeZoneRow;

/// The button with the dashboard's time range and zone. Its popup offers the quick ranges, a filter over them, fields
/// and a calendar for any other range, the absolute ranges that were used last, and other time zones.
class TimePicker final : public DropDownButton {
    Q_OBJECT

public:
    explicit TimePicker(QWidget* parent = nullptr);

    void setRange(const TimeRange& range, const TimeContext& context);
    /// The ranges that are offered by name; none: the usual ones.
    void setOffered(std::vector<OfferedRange> ranges);

signals:
    void rangeChosen(const watchglass::ui::TimeRangeText& text);
    /// As dashboards write it: "browser", "utc", "Europe/Berlin".
    void zoneChosen(const std::string& zone);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QLayout* buildFields();
    [[nodiscard]] QLayout* buildOffered();
    void buildPopup();
    void openPopup();
    void choose(const TimeRangeText& text);
    void filter(const QString& words);
    void listRecent();

    std::vector<OfferedRange> m_offered;
    TimeRange m_range;
    TimeContext m_context;
    Popup* m_popup = nullptr;
    RangeFields* m_fields = nullptr;
    TimeZoneRow* m_zone = nullptr;
    QString m_zoneMark;  ///< "UTC", "CEST", "+03"
    QLineEdit* m_search = nullptr;
    QListWidget* m_quick = nullptr;
    QLabel* m_recentTitle = nullptr;
    QListWidget* m_recent = nullptr;
};

}  // namespace watchglass::ui
