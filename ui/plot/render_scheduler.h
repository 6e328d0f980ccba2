#pragma once

#include <functional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace watchglass::ui {

/// Spreads the rebuilding of pictures over time, so that many panels whose data arrive together do not block the
/// window: some 4 ms of work per tick of 16 ms, the panel under the pointer first, then those nearest to the
/// centre of the window. A panel that asks several times within a tick is rebuilt once. After a pause the first tick
/// comes at the next turn of the event loop.
///
/// The timer runs only while something waits. GUI thread only.
class RenderScheduler final : public QObject {
    Q_OBJECT

public:
    struct Counters {
        int jobs = 0;          ///< jobs done
        int collapsed = 0;     ///< requests that fell together with a waiting one
        double longestMs = 0;  ///< the longest block of one tick
    };

    explicit RenderScheduler(QObject* parent = nullptr);

    /// Runs `job` in one of the next ticks. The latest job of a widget replaces the one that waits; widgets that die
    /// take theirs with them.
    void request(QWidget* widget, std::function<void()> job);
    /// Does everything that waits now.
    void flush();

    [[nodiscard]] std::size_t waiting() const { return m_jobs.size(); }
    [[nodiscard]] const Counters& counters() const { return m_counters; }

private:
    struct Job {
        QPointer<QWidget> widget;
        std::function<void()> run;
    };

    void tick();
    void runNext();

    QTimer m_timer;
    std::vector<Job> m_jobs;
    Counters m_counters;
};

}  // namespace watchglass::ui
