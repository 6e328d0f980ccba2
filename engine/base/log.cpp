#include "engine/base/log.h"

#include <cstdio>
#include <ctime>

#include "engine/base/clock.h"

namespace watchglass {

namespace {

constexpr std::size_t kKeptEntries = 1000;

/// Control characters would let hostile input forge log lines.
std::string printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            out += '?';
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

std::string_view logLevelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug: return "debug";
    case LogLevel::Info: return "info";
    case LogLevel::Warning: return "warn";
    case LogLevel::Error: return "error";
    }
    return "info";
}

Log& Log::instance()
{
    static Log log;
    return log;
}

void Log::write(LogLevel level, std::string_view component, std::string_view message)
{
    LogEntry entry{SystemClock::instance().nowMs(), level, std::string(component), printable(message)};
    Listener listener;
    bool toStderr = false;
    {
        MutexLock lock(m_mutex);
        if (level < m_level) return;
        m_recent.push_back(entry);
        if (m_recent.size() > kKeptEntries) m_recent.pop_front();
        listener = m_listener;
        toStderr = m_stderr;
    }
    if (toStderr) {
        const std::time_t seconds = entry.timeMs / 1000;
        std::tm utc{};
        gmtime_r(&seconds, &utc);
        char time[32];
        std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &utc);
        const std::string_view name = logLevelName(level);
        std::fprintf(stderr, "%s.%03dZ %-5.*s %s: %s\n", time, static_cast<int>(entry.timeMs % 1000),
                     static_cast<int>(name.size()), name.data(), entry.component.c_str(), entry.message.c_str());
    }
    if (listener) listener(entry);
}

void Log::setLevel(LogLevel level)
{
    MutexLock lock(m_mutex);
    m_level = level;
}

void Log::setStderr(bool on)
{
    MutexLock lock(m_mutex);
    m_stderr = on;
}

void Log::setListener(Listener listener)
{
    MutexLock lock(m_mutex);
    m_listener = std::move(listener);
}

std::vector<LogEntry> Log::recent() const
{
    MutexLock lock(m_mutex);
    return {m_recent.begin(), m_recent.end()};
}

}  // namespace watchglass
