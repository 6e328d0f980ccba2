#pragma once

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace watchglass::app {

/// The icon in the system tray: shows whether alerts fire. Not there on desktops without a tray; closing the window
/// never depends on it.
/// Threads: GUI thread only.
class Tray final : public QObject {
    Q_OBJECT

public:
    explicit Tray(QObject* parent = nullptr);

    void setFiring(int count);

signals:
    void showRequested();
    void alertsRequested();
    void quitRequested();

private:
    QSystemTrayIcon m_icon;
    QMenu m_menu;
};

/// The program's picture, drawn: a watch glass over a graph. Red with a number of firing alerts.
[[nodiscard]] QIcon programIcon(int firing = 0);

}  // namespace watchglass::app
