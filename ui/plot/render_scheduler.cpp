#include "ui/plot/render_scheduler.h"

#include <algorithm>

namespace watchglass::ui {

namespace {

constexpr int kTickMs = 16;
/// A job is begun while less than this has passed; the longest jobs take 8 ms, and a paint follows.
constexpr qint64 kBudgetNs = 4'000'000;

/// Smaller is sooner.
int urgency(const QWidget& widget)
{
    if (widget.underMouse()) return -1;
    const QWidget* window = widget.window();
    const QPoint centre = widget.mapTo(window, widget.rect().center());
    return (centre - window->rect().center()).manhattanLength();
}

}  // namespace

RenderScheduler::RenderScheduler(QObject* parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RenderScheduler::tick);
}

void RenderScheduler::request(QWidget* widget, std::function<void()> job)
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [widget](const Job& waiting) { return waiting.widget == widget; });
    if (found != m_jobs.end()) {
        found->run = std::move(job);
        ++m_counters.collapsed;
        return;
    }
    m_jobs.push_back({widget, std::move(job)});
    if (!m_timer.isActive()) m_timer.start(0);
}

void RenderScheduler::runNext()
{
    const auto next = std::min_element(m_jobs.begin(), m_jobs.end(), [](const Job& a, const Job& b) {
        if (!a.widget || !b.widget) return !a.widget && b.widget;
        return urgency(*a.widget) < urgency(*b.widget);
    });
    const Job job = std::move(*next);
    m_jobs.erase(next);
    if (!job.widget) return;
    job.run();
    ++m_counters.jobs;
}

void RenderScheduler::tick()
{
    QElapsedTimer clock;
    clock.start();
    while (!m_jobs.empty() && clock.nsecsElapsed() < kBudgetNs) runNext();
    m_counters.longestMs = std::max(m_counters.longestMs, static_cast<double>(clock.nsecsElapsed()) / 1e6);
    if (!m_jobs.empty()) m_timer.start(std::max(1, kTickMs - static_cast<int>(clock.elapsed())));
}

void RenderScheduler::flush()
{
    while (!m_jobs.empty()) runNext();
    m_timer.stop();
}

}  // namespace watchglass::ui
