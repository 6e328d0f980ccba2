#include "app/desktop/stall_run.h"

#include <QGuiApplication>
#include <QScreen>
#include <QScrollBar>
#include <cstdio>
#include <ctime>
#include <fstream>

#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"

namespace watchglass::app {

namespace {

constexpr int kTickMs = 50;
constexpr int kRefreshMs = 5000;
constexpr int kOpeningMs = 10'000;  ///< the first refreshes, twice as often as later ones, count as opening
constexpr int kQuickRefreshMs = 250;

double cpuMs(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Of this process, in megabytes.
double residentMb()
{
    std::ifstream file("/proc/self/status");
    std::string word;
    double kilobytes = 0;
    while (file >> word && word != "VmRSS:") {
    }
    file >> kilobytes;
    return kilobytes / 1024;
}

/// Paints now what the next turn of the event loop would.
void paintNow() { QCoreApplication::sendPostedEvents(nullptr, QEvent::UpdateRequest); }

}  // namespace

StallRun::StallRun(ui::MainWindow& window, int seconds, QObject* parent)
    : QObject(parent), m_window(window), m_seconds(seconds)
{
    if (auto* timed = qobject_cast<TimedApplication*>(qApp)) timed->setWatch(&m_watch);
    m_window.setGeometry(QGuiApplication::primaryScreen()->availableGeometry());
    m_elapsed.start();
    std::printf("empty window: %.0f MB resident\n", residentMb());
    connect(&m_tick, &QTimer::timeout, this, &StallRun::onTick);
    m_tick.start(kTickMs);
}

StallRun::~StallRun()
{
    if (auto* timed = qobject_cast<TimedApplication*>(qApp)) timed->setWatch(nullptr);
}

void StallRun::onTick()
{
    const qint64 phaseMs = m_seconds * 1000LL;
    switch (m_phase) {
    case Phase::Opening:
        openRows();
        if (m_elapsed.hasExpired(kOpeningMs)) enter(Phase::Still, "opening");
        break;
    case Phase::Still:
        if (m_elapsed.hasExpired(phaseMs)) enter(Phase::Scrolling, "refreshing");
        break;
    case Phase::Scrolling:
        scroll();
        if (!m_elapsed.hasExpired(phaseMs)) break;
        std::printf("steps of scrolling, on the processor: median %.1f ms, p95 %.1f ms, longest %.1f ms\n",
                    m_steps.quantile(0.5), m_steps.quantile(0.95), m_steps.longest);
        enter(Phase::Reopening, "scrolling");
        reopen();
        break;
    case Phase::Reopening: awaitReopened(); break;
    case Phase::Refreshing:
        if (m_elapsed.hasExpired(phaseMs)) endRefreshing();
    }
}

void StallRun::openRows()
{
    ui::DashboardPage* page = m_window.currentDashboard();
    if (m_opened || !page || page->session().layout().empty()) return;
    m_opened = true;
    page->session().openAllRows();
    page->session().setRefresh(kRefreshMs);
}

void StallRun::enter(Phase phase, const char* name)
{
    std::printf("%s: %s; %.0f MB resident\n", name, m_watch.report().c_str(), residentMb());
    std::fflush(stdout);
    m_watch.restart();
    m_phase = phase;
    m_elapsed.restart();
    m_cpuAtStart = cpuMs(CLOCK_PROCESS_CPUTIME_ID);
}

/// A notch of the wheel at every tick, down to the end and up again.
void StallRun::scroll()
{
    ui::DashboardPage* page = m_window.currentDashboard();
    if (!page) return;
    QScrollBar* bar = page->view().verticalScrollBar();
    if (bar->value() == bar->maximum()) m_direction = -1;
    if (bar->value() == bar->minimum()) m_direction = 1;
    const double start = cpuMs(CLOCK_THREAD_CPUTIME_ID);
    bar->setValue(bar->value() + m_direction * 3 * bar->singleStep());
    paintNow();
    m_steps.add(cpuMs(CLOCK_THREAD_CPUTIME_ID) - start);
}

/// The same dashboard under another name: everything is made anew, and the data are there.
void StallRun::reopen()
{
    ui::DashboardPage* page = m_window.currentDashboard();
    if (!page) return QApplication::quit();
    page->session().setRefresh(0);
    m_tick.start(1);
    m_elapsed.restart();
    m_cpuAtStart = cpuMs(CLOCK_PROCESS_CPUTIME_ID);
    m_window.openDashboard(page->session().dashboard(), QStringLiteral("once more"));
    m_window.currentDashboard()->session().openAllRows();
}

void StallRun::awaitReopened()
{
    const ui::DashboardPage* page = m_window.currentDashboard();
    if (page->session().layout().empty() || !page->view().settled()) return;
    paintNow();
    std::printf("opened once more: all visible panels drawn after %lld ms, %.0f ms on the processor\n",
                static_cast<long long>(m_elapsed.elapsed()), cpuMs(CLOCK_PROCESS_CPUTIME_ID) - m_cpuAtStart);
    m_window.currentDashboard()->session().setRefresh(kQuickRefreshMs);
    m_tick.start(kTickMs);
    enter(Phase::Refreshing, "opening once more");
}

void StallRun::endRefreshing()
{
    const auto wall = static_cast<double>(m_elapsed.elapsed());
    std::printf("refreshed every %d ms: %.1f %% of a core\n", kQuickRefreshMs,
                (cpuMs(CLOCK_PROCESS_CPUTIME_ID) - m_cpuAtStart) / wall * 100);
    enter(Phase::Refreshing, "refreshing often");
    m_tick.stop();
    QApplication::quit();
}

}  // namespace watchglass::app
