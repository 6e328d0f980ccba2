#pragma once

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "engine/base/thread_pool.h"

namespace watchglass::ui {

/// Holds a background job: when the ticket goes, or is given another job, the job is asked to stop and its
/// result is dropped.
/// Threads: GUI thread only.
class Ticket {
public:
    Ticket() = default;
    explicit Ticket(std::shared_ptr<std::stop_source> stop) : m_stop(std::move(stop)) {}
    Ticket(Ticket&&) noexcept = default;
    Ticket& operator=(Ticket&& other) noexcept
    {
        cancel();
        m_stop = std::move(other.m_stop);
        return *this;
    }
    ~Ticket() { cancel(); }

    void cancel()
    {
        if (m_stop) m_stop->request_stop();
        m_stop.reset();
    }
    [[nodiscard]] bool active() const { return m_stop != nullptr; }

private:
    std::shared_ptr<std::stop_source> m_stop;  // shared with the job
};

/// Delivers `deliver` on the thread of `context`, unless `context` is gone or the job was cancelled by then.
void deliverTo(const QPointer<QObject>& context, const std::shared_ptr<std::stop_source>& stop,
               std::function<void()> deliver);

/// Runs `work(stop_token)` on the pool and `done(result)` on the GUI thread, as a queued event. `done` is not
/// called when the ticket or `context` is gone by then.
template <class Work, class Done>
[[nodiscard]] Ticket runInBackground(ThreadPool& pool, QObject* context, Work work, Done done)
{
    auto stop = std::make_shared<std::stop_source>();
    pool.post([stop, context = QPointer<QObject>(context), work = std::move(work),
               done = std::move(done)](std::stop_token poolStop) mutable {
        if (stop->stop_requested()) return;
        const std::stop_callback linked(poolStop, [stop] { stop->request_stop(); });
        using Value = std::invoke_result_t<Work, std::stop_token>;
        auto value = std::make_shared<Value>(work(stop->get_token()));  // shared: std::function wants copies
        deliverTo(context, stop, [value, done = std::move(done)]() mutable { done(std::move(*value)); });
    });
    return Ticket(std::move(stop));
}

}  // namespace watchglass::ui
