#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "app/desktop/stall_watch.h"
#include "ui/pages/main_window.h"

namespace watchglass::app {

/// `--measure-stalls SECONDS`: opens all rows of the dashboard, has it refreshed every 5 s, and prints how long the GUI
/// thread was kept while it opened, while it stood still for SECONDS, and while it was scrolled for SECONDS. Then
/// the program ends.
/// Threads: GUI thread only.
class StallRun final : public QObject {
    Q_OBJECT

public:
    StallRun(ui::MainWindow& window, int seconds, QObject* parent = nullptr);
    ~StallRun() override;

private:
    enum class Phase { Opening, Still, Scrolling };

    void onTick();
    void enter(Phase phase, const char* name);
    void openRows();
    void scroll();

    ui::MainWindow& m_window;
    int m_seconds;
    Phase m_phase = Phase::Opening;
    StallWatch m_watch;
    QElapsedTimer m_elapsed;
    QTimer m_tick;
    bool m_opened = false;
    int m_direction = 1;
};

}  // namespace watchglass::app
