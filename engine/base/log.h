#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/mutex.h"

namespace watchglass {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// The level's lower-case name as it stands in the log ("warn" for Warning, like Prometheus).
[[nodiscard]] std::string_view logLevelName(LogLevel level);

/// One line of the log.
struct LogEntry {
    std::int64_t timeMs = 0;
    LogLevel level = LogLevel::Info;
    std::string component;  ///< "scrape", "storage", ...
    std::string message;
};

/// Collects the engine's messages: writes them to stderr and keeps the newest ones for the window.
///
/// Threads: all functions may be called from any thread. The listener runs on the logging thread,
/// without the lock held.
class Log {
public:
    using Listener = std::function<void(const LogEntry&)>;

    /// The process-wide log. Components write to it by `logTo(component, level, message)`.
    [[nodiscard]] static Log& instance();

    void write(LogLevel level, std::string_view component, std::string_view message);

    /// Messages below `level` are dropped. Default Info.
    void setLevel(LogLevel level);
    /// Whether lines go to stderr. Default true.
    void setStderr(bool on);
    void setListener(Listener listener);

    /// The newest entries, oldest first, at most 1,000.
    [[nodiscard]] std::vector<LogEntry> recent() const;

private:
    mutable Mutex m_mutex;
    LogLevel m_level WG_GUARDED_BY(m_mutex) = LogLevel::Info;
    bool m_stderr WG_GUARDED_BY(m_mutex) = true;
    Listener m_listener WG_GUARDED_BY(m_mutex);
    std::deque<LogEntry> m_recent WG_GUARDED_BY(m_mutex);
};

inline void logInfo(std::string_view component, std::string_view message)
{
    Log::instance().write(LogLevel::Info, component, message);
}
inline void logWarning(std::string_view component, std::string_view message)
{
    Log::instance().write(LogLevel::Warning, component, message);
}
inline void logError(std::string_view component, std::string_view message)
{
    Log::instance().write(LogLevel::Error, component, message);
}

}  // namespace watchglass
