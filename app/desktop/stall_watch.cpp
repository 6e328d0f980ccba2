#include "app/desktop/stall_watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <QEvent>
#include <QMetaEnum>
#include <QPointer>
#include <QThread>
#include <algorithm>
#include <ctime>

namespace watchglass::app {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr auto kProbeInterval = std::chrono::milliseconds(2);
constexpr double kFrameMs = 16;  ///< more than this and a picture comes late

double since(SteadyClock::time_point start)
{
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

/// What this thread has been on the processor, in milliseconds.
double threadCpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

void Durations::add(double value, const std::string& name)
{
    ms.push_back(value);
    if (value <= longest) return;
    longest = value;
    longestName = name;
}

double Durations::quantile(double q) const
{
    if (ms.empty()) return 0;
    std::vector<double> sorted = ms;
    const auto at = static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(at), sorted.end());
    return sorted[at];
}

std::size_t Durations::over(double limit) const
{
    return static_cast<std::size_t>(std::count_if(ms.begin(), ms.end(), [limit](double one) { return one > limit; }));
}

StallWatch::StallWatch(QObject* parent) : QObject(parent)
{
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, m_sockets) != 0) return;
    m_notifier = std::make_unique<QSocketNotifier>(m_sockets[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StallWatch::onProbe);
    m_sender = std::jthread([socket = m_sockets[1]](std::stop_token stop) {
        while (!stop.stop_requested()) {
            const auto now = SteadyClock::now();
            (void)!write(socket, &now, sizeof now);
            std::this_thread::sleep_for(kProbeInterval);
        }
    });
}

StallWatch::~StallWatch()
{
    m_sender = {};
    m_notifier.reset();
    for (const int socket : m_sockets) {
        if (socket >= 0) close(socket);
    }
}

void StallWatch::restart()
{
    m_events = {};
    m_cpu = {};
    m_waits = {};
}

void StallWatch::onProbe()
{
    SteadyClock::time_point sent;
    while (read(m_sockets[0], &sent, sizeof sent) == sizeof sent) m_waits.add(since(sent));
}

void StallWatch::addEvent(double ms, double cpuMs, const QObject& receiver, const QEvent& event)
{
    std::string name;
    if (ms > m_events.longest || cpuMs > m_cpu.longest) {
        const char* type = QMetaEnum::fromType<QEvent::Type>().valueToKey(event.type());
        const QObject* owner = receiver.parent();  // says more than "QTimer"
        name = fmt::format("{} of {}{}{}", type ? type : "event", receiver.metaObject()->className(),
                           owner ? " in " : "", owner ? owner->metaObject()->className() : "");
    }
    m_events.add(ms, name);
    m_cpu.add(cpuMs, name);
}

std::string StallWatch::report() const
{
    return fmt::format(
        "{} events: p99 {:.1f} ms, longest {:.1f} ms ({}), {} over {} ms; of it on the processor: p99 {:.1f} "
        "ms, longest {:.1f} ms ({}), {} over {} ms; input waits: p99 {:.1f} ms, longest {:.1f} ms, {} over {} ms",
        m_events.ms.size(), m_events.quantile(0.99), m_events.longest, m_events.longestName, m_events.over(kFrameMs),
        kFrameMs, m_cpu.quantile(0.99), m_cpu.longest, m_cpu.longestName, m_cpu.over(kFrameMs), kFrameMs,
        m_waits.quantile(0.99), m_waits.longest, m_waits.over(kFrameMs), kFrameMs);
}

bool TimedApplication::notify(QObject* receiver, QEvent* event)
{
    if (!m_watch || m_depth > 0 || thread() != QThread::currentThread()) return QApplication::notify(receiver, event);
    const QEvent::Type type = event->type();
    const QPointer<QObject> alive(receiver);
    const auto start = SteadyClock::now();
    const double cpuStart = threadCpuMs();
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    --m_depth;
    if (m_watch) m_watch->addEvent(since(start), threadCpuMs() - cpuStart, alive ? *alive : *this, QEvent(type));
    return handled;
}

}  // namespace watchglass::app
