#pragma once

#include <sys/socket.h>

#include <QApplication>
#include <QSocketNotifier>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace watchglass::app {

/// Times that were measured one by one, in milliseconds.
struct Durations {
    std::vector<double> ms;
    double longest = 0;
    std::string longestName;  ///< what took longest, where that is known

    void add(double value, const std::string& name = {});
    [[nodiscard]] double quantile(double q) const;
    [[nodiscard]] std::size_t over(double limit) const;
};

/// Measures how long the GUI thread is kept, in two ways that check each other: the time that each event takes from
/// its delivery to its end, and how long a byte that a thread of its own sends every 2 ms waits for the event loop, as
/// a key press would. Several short events in a row are invisible to the first and not to the second. What other
/// processes take of the processor is in both, so the processor time of the thread is told beside the first.
/// Threads: GUI thread; the sender is a thread of its own.
class StallWatch final : public QObject {
    Q_OBJECT

public:
    explicit StallWatch(QObject* parent = nullptr);
    ~StallWatch() override;

    /// Begins anew; what has been measured is dropped.
    void restart();
    /// `cpuMs`: what of it this thread was on the processor.
    void addEvent(double ms, double cpuMs, const QObject& receiver, const QEvent& event);
    /// One line for people: counts, p99, longest.
    [[nodiscard]] std::string report() const;

private:
    void onProbe();

    int m_sockets[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
    Durations m_events;
    Durations m_cpu;  ///< as m_events, without what others took of the processor
    Durations m_waits;
    std::jthread m_sender;  // last member: joined before the sockets are closed
};

/// The application with a clock around every event. Costs two readings of the clock an event: for measuring only.
class TimedApplication final : public QApplication {
    Q_OBJECT

public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;
    void setWatch(StallWatch* watch) { m_watch = watch; }

private:
    StallWatch* m_watch = nullptr;
    int m_depth = 0;
};

}  // namespace watchglass::app
