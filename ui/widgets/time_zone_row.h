#pragma once

#include <string>

#include <QWidget>

class QComboBox;
class QLabel;
class QToolButton;

namespace watchglass::ui {

/// The line below a time picker: which time zone is shown, and a list of all zones with type-ahead that changes it.
/// GUI thread only.
class TimeZoneRow final : public QWidget {
    Q_OBJECT

public:
    explicit TimeZoneRow(QWidget* parent = nullptr);

    /// `setting` as dashboards have it; offsets and abbreviations are those of the moment.
    void setZone(const std::string& setting, qint64 nowMs);

signals:
    void zoneChosen(const std::string& setting);

private:
    void fill();
    void openList(bool on);

    std::string m_setting;
    QLabel* m_name;
    QLabel* m_offset;
    QToolButton* m_change;
    QComboBox* m_list;
};

}  // namespace watchglass::ui
