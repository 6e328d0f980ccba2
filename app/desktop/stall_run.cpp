#include "app/desktop/stall_run.h"

#include <QGuiApplication>
#include <QScreen>
#include <QScrollBar>
#include <cstdio>

#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"

namespace watchglass::app {

namespace {

constexpr int kTickMs = 50;
constexpr int kRefreshMs = 5000;
constexpr int kOpeningMs = 10'000;  ///< the first refreshes, twice as often as later ones, count as opening

}  // namespace

StallRun::StallRun(ui::MainWindow& window, int seconds, QObject* parent)
    : QObject(parent), m_window(window), m_seconds(seconds)
{
    if (auto* timed = qobject_cast<TimedApplication*>(qApp)) timed->setWatch(&m_watch);
    m_window.setGeometry(QGuiApplication::primaryScreen()->availableGeometry());
    m_elapsed.start();
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
        enter(Phase::Scrolling, "scrolling");
        m_tick.stop();
        QApplication::quit();
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
    std::printf("%s: %s\n", name, m_watch.report().c_str());
    std::fflush(stdout);
    m_watch.restart();
    m_phase = phase;
    m_elapsed.restart();
}

/// A notch of the wheel at every tick, down to the end and up again.
void StallRun::scroll()
{
    ui::DashboardPage* page = m_window.currentDashboard();
    if (!page) return;
    QScrollBar* bar = page->view().verticalScrollBar();
    if (bar->value() == bar->maximum()) m_direction = -1;
    if (bar->value() == bar->minimum()) m_direction = 1;
    bar->setValue(bar->value() + m_direction * 3 * bar->singleStep());
}

}  // namespace watchglass::app
