#include "engine/self_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/go_float.h"

namespace watchglass {

void MetricsText::sample(std::string_view name, std::string_view type, std::string_view help, std::string_view labels,
                         double value)
{
    if (m_family != name) {
        m_family = name;
        m_text.append("# HELP ").append(name).append(" ").append(help).append("\n");
        m_text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    }
    m_text.append(name).append(labels).append(" ");
    appendFloatJson(m_text, value);
    m_text += '\n';
}

void MetricsText::counter(std::string_view name, std::string_view help, double value)
{
    sample(name, "counter", help, "", value);
}

void MetricsText::gauge(std::string_view name, std::string_view help, double value)
{
    sample(name, "gauge", help, "", value);
}

namespace {

/// Seconds since 1970 at which the machine was started; 0 when unknown.
double bootTime()
{
    std::ifstream in("/proc/stat");
    std::string line;
    while (std::getline(in, line)) {
        if (line.rfind("btime ", 0) == 0) return std::strtod(line.c_str() + 6, nullptr);
    }
    return 0;
}

}  // namespace

void addProcessMetrics(MetricsText& out)
{
    std::ifstream in("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::size_t behindName = text.rfind(')');
    if (behindName != std::string::npos) {
        // Fields from the third on, see proc(5): utime 14, stime 15, num_threads 20, starttime 22, vsize 23, rss 24.
        std::istringstream fields(text.substr(behindName + 1));
        std::string state;
        fields >> state;
        double values[25] = {};
        for (int i = 4; i < 25 && fields >> values[i]; ++i) {
        }
        const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
        out.counter("process_cpu_seconds_total", "User and system CPU time spent.", (values[14] + values[15]) / ticks);
        out.gauge("process_resident_memory_bytes", "Resident memory.",
                  values[24] * static_cast<double>(sysconf(_SC_PAGESIZE)));
        out.gauge("process_virtual_memory_bytes", "Virtual memory.", values[23]);
        out.gauge("process_threads", "Threads.", values[20]);
        if (const double boot = bootTime(); boot > 0) {
            out.gauge("process_start_time_seconds", "Start of the process since the Unix epoch.",
                      boot + values[22] / ticks);
        }
    }
    std::error_code ignored;
    std::size_t open = 0;
    for (auto it = std::filesystem::directory_iterator("/proc/self/fd", ignored);
         !ignored && it != std::filesystem::directory_iterator(); it.increment(ignored)) {
        ++open;
    }
    if (open > 0) out.gauge("process_open_fds", "Open file descriptors.", static_cast<double>(open));
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        out.gauge("process_max_fds", "Most file descriptors that may be open.", static_cast<double>(limit.rlim_cur));
    }
}

}  // namespace watchglass
