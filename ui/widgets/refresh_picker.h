#pragma once

#include <QWidget>

class QToolButton;

namespace watchglass::ui {

/// "Refresh now" and, beside it, how often that happens by itself.
class RefreshPicker final : public QWidget {
    Q_OBJECT

public:
    explicit RefreshPicker(QWidget* parent = nullptr);

    /// Shows the interval; 0 is off.
    void setInterval(int ms);

signals:
    void refreshClicked();
    void intervalChosen(int ms);

private:
    QToolButton* m_now;
    QToolButton* m_interval;
};

}  // namespace watchglass::ui
