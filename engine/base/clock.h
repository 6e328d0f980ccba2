#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace watchglass {

/// Where a component reads the time, so that tests can move it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;

    /// Wall clock, milliseconds since the Unix epoch. May jump in either direction.
    [[nodiscard]] virtual std::int64_t nowMs() const = 0;

    /// Monotonic nanoseconds from an arbitrary origin; for durations only.
    [[nodiscard]] virtual std::int64_t steadyNs() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] std::int64_t nowMs() const override
    {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }
    [[nodiscard]] std::int64_t steadyNs() const override
    {
        using namespace std::chrono;
        return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
    }

    /// One instance for the whole process, for callers that take a `const Clock&`.
    [[nodiscard]] static const SystemClock& instance()
    {
        static const SystemClock clock;
        return clock;
    }
};

/// A clock that only tests move.
class ManualClock final : public Clock {
public:
    explicit ManualClock(std::int64_t nowMs = 0) : m_nowMs(nowMs) {}

    [[nodiscard]] std::int64_t nowMs() const override { return m_nowMs.load(); }
    [[nodiscard]] std::int64_t steadyNs() const override { return m_nowMs.load() * 1'000'000; }

    void set(std::int64_t nowMs) { m_nowMs.store(nowMs); }
    void advance(std::chrono::milliseconds by) { m_nowMs.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> m_nowMs;
};

}  // namespace watchglass
