#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "tests/support/http_server.h"

namespace watchglass::test {

/// One server, one path for each job of the oracle test. What it says depends on the phase only, so that two scrapers
/// with clocks of their own see the same.
class TrickyTarget {
public:
    static constexpr int kPhases = 4;
    static constexpr const char* kJobs[] = {"plain",       "honor",       "nohonor",       "ts",           "nots",
                                            "samplelimit", "labellimit",  "labelnames",    "labelvalues",  "relabel",
                                            "metrics",     "disappears",  "openmetrics",   "broken",       "duplicates",
                                            "fails",       "targetlimit", "metricrelabel", "honorconflict"};

    [[nodiscard]] std::string address() const { return m_server.address(); }

    void setPhase(int phase)
    {
        const std::lock_guard lock(m_mutex);
        m_phase = phase;
        m_requests.clear();
    }
    /// How often the scraper whose User-Agent begins so has asked for the job in this phase.
    [[nodiscard]] int requests(const std::string& agent, const std::string& job) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_requests.find(agent + "/" + job);
        return found == m_requests.end() ? 0 : found->second;
    }
    void setTimestamp(std::int64_t tMs) { m_timestampMs = tMs; }

private:
    [[nodiscard]] std::string body(const std::string& job, int phase) const
    {
        const std::string conflict = "a{instance=\"mine\",job=\"other\",exported_job=\"third\"} 1\n"
                                     "b{instance=\"\",job=\"\"} 2\nc{exported_instance=\"x\"} 3\n";
        if (job == "honor" || job == "nohonor" || job == "honorconflict") return conflict;
        if (job == "ts" || job == "nots") {
            const std::string at = " " + std::to_string(m_timestampMs.load());
            return "with 1" + at + "\nwithout 2\n" + (phase < 2 ? "gone 3" + at + "\ngone_too 4\n" : "");
        }
        if (job == "samplelimit") return phase == 2 ? "a 1\nb 2\nc 3\nd 4\ne 5\n" : "a 1\nb 2\n";
        if (job == "labellimit")
            return "a{one=\"1\",two=\"2\"" + std::string(phase == 1 ? ",three=\"3\"" : "") + "} 1\n";
        if (job == "labelnames") return phase == 1 ? "a{a_rather_long_name=\"1\"} 1\n" : "a{short=\"1\"} 1\n";
        if (job == "labelvalues") return phase == 1 ? "a{l=\"a rather long value\"} 1\n" : "a{l=\"short\"} 1\n";
        if (job == "disappears") {
            if (phase == 1) return "a 1\n";
            return "a 1\nb 2\nc{l=\"" + std::to_string(phase) + "\"} 3\n";
        }
        if (job == "duplicates") return "a 1\na 1\nb 1\nb 2\n";
        if (job == "broken") return phase == 1 ? "a 1\nb 2\n{{{ 3\nc 4\n" : "a 1\nb 2\nc 4\n";
        if (job == "openmetrics") {
            return "# TYPE r counter\n# UNIT r_seconds seconds\nr_total{l=\"1\"} 17 # {trace_id=\"abc\"} 0.67\n"
                   "r_created{l=\"1\"} 1520430000\n# TYPE h histogram\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"1000.0\"} "
                   "2\n"
                   "h_bucket{le=\"+Inf\"} 3\nh_count 3\nh_sum 7.5\n# TYPE s stateset\ns{s=\"on\"} 1\ns{s=\"off\"} 0\n"
                   "# TYPE i info\ni_info{version=\"1\"} 1\n# EOF\n";
        }
        return "# HELP a Help with \\\\ and \\n.\n# TYPE a counter\na{l=\"quote \\\" back \\\\ line \\n end\"} 1\n"
               "b{empty=\"\"} 2\nc{ spaced = \"x\" , } 3\n# a comment\nnan NaN\ninf +Inf\nneg -Inf\nbig "
               "1.7976931348623157e308\n"
               "exp 1e-9\n\n\nname:with:colons{_under=\"1\"} 4\nutf8{l=\"Grüße ✓\"} 5\n"
               "# TYPE lat summary\nlat{quantile=\"0.5\"} 0.1\nlat_sum 5\nlat_count 6\n"
               "node_disk{device=\"sda1\",mode=\"read\"} 7\nnode_disk{device=\"sdb\",mode=\"write\"} 8\n"
               "go_goroutines 9\ngo_threads 10\n";
    }

    bool answer(const std::string& request, HttpServer::Connection& connection)
    {
        const std::size_t from = request.find('/') + 1;
        const std::string job = request.substr(from, request.find_first_of(" ?", from) - from);
        const std::string agent = request.find("User-Agent: Prometheus/") != std::string::npos ? "Prometheus"
                                                                                               : "Watchglass";
        int phase = 0;
        {
            const std::lock_guard lock(m_mutex);
            ++m_requests[agent + "/" + job];
            phase = m_phase;
        }
        if (job == "fails" && phase == 1) return connection.reply("a 1\n", "503 Service Unavailable");
        const std::string text = body(job, phase);
        if (job != "openmetrics") return connection.reply(text);
        return connection.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8"
            "\r\nContent-Length: " +
            std::to_string(text.size()) + "\r\n\r\n" + text);
    }

    mutable std::mutex m_mutex;
    int m_phase = 0;
    std::map<std::string, int> m_requests;
    std::atomic<std::int64_t> m_timestampMs = 0;
    HttpServer m_server{
        [this](const std::string& request, HttpServer::Connection& connection) { return answer(request, connection); }};
};

}  // namespace watchglass::test
