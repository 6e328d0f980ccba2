#include <array>
#include <cstdio>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// How many processes or threads are in each state; the index is the state's letter.
using StateCounts = std::array<std::uint32_t, 128>;

struct TaskStat {
    char state = 0;
    std::uint64_t threads = 0;
};

/// Reads "<pid>/stat" below `dirFd`; no value when the task is gone.
std::optional<TaskStat> readStat(int dirFd, const char* pid)
{
    char path[64];
    std::snprintf(path, sizeof path, "%s/stat", pid);
    const int fd = ::openat(dirFd, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return std::nullopt;
    char buffer[1024];
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    ::close(fd);
    if (got <= 0) return std::nullopt;
    std::string_view line(buffer, static_cast<std::size_t>(got));
    // The name stands in parentheses and may hold any character, a parenthesis too.
    const std::size_t name = line.rfind(')');
    if (name == std::string_view::npos) return std::nullopt;
    line.remove_prefix(name + 1);
    const std::string_view state = nextField(line);
    // ppid ... nice are the fields 4 to 19, the number of threads is the 20th (proc_pid_stat(5)).
    for (int i = 4; i < 20; ++i) static_cast<void>(nextField(line));
    if (state.empty() || static_cast<unsigned char>(state[0]) >= 128) return std::nullopt;
    return TaskStat{state[0], nextUnsigned(line)};
}

/// Calls `visit` with the name of every numbered entry of the directory `path` below `dirFd`.
template <class Visit>
bool forEachTask(int dirFd, const char* path, Visit visit)
{
    const int fd = ::openat(dirFd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* dir = fd < 0 ? nullptr : ::fdopendir(fd);
    if (!dir) {
        if (fd >= 0) ::close(fd);
        return false;
    }
    while (const dirent* entry = ::readdir(dir)) {
        if (isNumber(entry->d_name)) visit(::dirfd(dir), entry->d_name);
    }
    ::closedir(dir);
    return true;
}

class ProcessesCollector final : public Collector {
public:
    explicit ProcessesCollector(const CollectorContext& context)
        : m_context(context), m_threadsMax(context.proc("sys/kernel/threads-max")),
          m_pidMax(context.proc("sys/kernel/pid_max")),
          m_maxProcesses(context.gauge("node_processes_max_processes", "Process ids there may be.")),
          m_maxThreads(context.gauge("node_processes_max_threads", "Threads there may be.")),
          m_pids(context.gauge("node_processes_pids", "Processes there are.")),
          m_state(context.gauge("node_processes_state", "Processes in each state.")),
          m_threads(context.gauge("node_processes_threads", "Threads there are.")),
          m_threadsState(context.gauge("node_processes_threads_state", "Threads in each state."))
    {
    }

    Result<void> collect() override
    {
        StateCounts states{};
        StateCounts threadStates{};
        std::uint64_t pids = 0;
        std::uint64_t threads = 0;
        const bool readable = forEachTask(AT_FDCWD, m_context.options.procRoot.c_str(),
                                          [&](int dirFd, const char* pid) {
                                              const auto stat = readStat(dirFd, pid);
                                              if (!stat) return;
                                              ++pids;
                                              threads += stat->threads;
                                              ++states[static_cast<unsigned char>(stat->state)];
                                              countThreads(dirFd, pid, *stat, threadStates);
                                          });
        if (!readable || pids == 0) return fail(ErrorCode::NotFound, "no processes", m_context.options.procRoot);
        m_pids.add(static_cast<double>(pids));
        m_threads.add(static_cast<double>(threads));
        addStates(m_state, "state", states, m_seenStates);
        addStates(m_threadsState, "thread_state", threadStates, m_seenThreadStates);
        if (auto done = addLimit(m_threadsMax, m_maxThreads); !done) return done;
        return addLimit(m_pidMax, m_maxProcesses);
    }

private:
    /// Most processes have one thread, whose state is the process's: no need to look.
    static void countThreads(int dirFd, const char* pid, const TaskStat& stat, StateCounts& counts)
    {
        if (stat.threads <= 1) {
            ++counts[static_cast<unsigned char>(stat.state)];
            return;
        }
        char path[64];
        std::snprintf(path, sizeof path, "%s/task", pid);
        forEachTask(dirFd, path, [&](int taskFd, const char* thread) {
            const auto threadStat = std::string_view(thread) == pid ? stat : readStat(taskFd, thread);
            if (threadStat) ++counts[static_cast<unsigned char>(threadStat->state)];
        });
    }

    /// A state that was seen once goes on as 0: a series that comes and goes with each short sleep helps nobody, and
    /// keeps the text's lines in their places. (node_exporter leaves it out.)
    static void addStates(MetricFamily& family, std::string_view label, const StateCounts& counts,
                          std::array<bool, 128>& seen)
    {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            seen[i] = seen[i] || counts[i] > 0;
            const char letter = static_cast<char>(i);
            if (seen[i]) family.add({{label, std::string_view(&letter, 1)}}, counts[i]);
        }
    }

    static Result<void> addLimit(ProcFile& file, MetricFamily& family)
    {
        const auto text = file.read();
        if (!text) return tl::make_unexpected(text.error());
        const auto value = parseUnsigned(*text);
        if (!value) return fail(ErrorCode::Corrupt, "expected a number", file.path());
        family.add(static_cast<double>(*value));
        return {};
    }

    const CollectorContext& m_context;
    ProcFile m_threadsMax;
    ProcFile m_pidMax;
    MetricFamily& m_maxProcesses;
    MetricFamily& m_maxThreads;
    MetricFamily& m_pids;
    MetricFamily& m_state;
    MetricFamily& m_threads;
    MetricFamily& m_threadsState;
    std::array<bool, 128> m_seenStates{};
    std::array<bool, 128> m_seenThreadStates{};
};

}  // namespace

std::unique_ptr<Collector> makeProcessesCollector(const CollectorContext& context)
{
    return makeCollector<ProcessesCollector>(context);
}

}  // namespace watchglass::hostmetrics
