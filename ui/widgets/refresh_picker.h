#pragma once

#include <QWidget>
#include <vector>

class QMenu;
class QToolButton;

namespace watchglass::ui {

class DropDownButton;

/// "Refresh now" and, beside it, how often that happens by itself.
class RefreshPicker final : public QWidget {
    Q_OBJECT

public:
    explicit RefreshPicker(QWidget* parent = nullptr);

    /// The intervals that are offered besides "off"; none: the usual ones.
    void setIntervals(std::vector<int> intervalsMs);
    /// Shows the interval; 0 is off.
    void setInterval(int ms);

signals:
    void refreshClicked();
    void intervalChosen(int ms);

private:
    QToolButton* m_now;
    DropDownButton* m_interval;
    QMenu* m_menu;
    int m_intervalMs = 0;
};

}  // namespace watchglass::ui
