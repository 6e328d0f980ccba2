#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "app/desktop/stall_watch.h"
#include "ui/pages/main_window.h"

namespace watchglass::app {

/// `--measure-stalls SECONDS`: opens all rows of the dashboard, has it refreshed every 5 s, and prints how long the GUI
/// thread was kept while it opened, while it stood still for SECONDS, and while it was scrolled for SECONDS; then how
/// long the same dashboard takes to open once more with its data at hand, and what refreshing it every 250 ms costs.
/// Memory is told after each part, for the whole process. Then the program ends.
/// Threads: GUI thread only.
class StallRun final : public QObject {
    Q_OBJECT

public:
    StallRun(ui::MainWindow& window, int seconds, QObject* parent = nullptr);
    ~StallRun() override;

private:
    enum class Phase { Opening, Still, Scrolling, Reopening, Refreshing };

    void onTick();
    void enter(Phase phase, const char* name);
    void openRows();
    void scroll();
    void reopen();
    void awaitReopened();
    void endRefreshing();

    ui::MainWindow& m_window;
    int m_seconds;
    Phase m_phase = Phase::Opening;
    StallWatch m_watch;
    Durations m_steps;        ///< of scrolling: moved and painted, on the processor
    double m_cpuAtStart = 0;  ///< of the process, when the phase began
    QElapsedTimer m_elapsed;
    QTimer m_tick;
    bool m_opened = false;
    int m_direction = 1;
};

}  // namespace watchglass::app
