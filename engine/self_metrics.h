#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchglass {

/// Writes the program's own metrics in the Prometheus text format.
class MetricsText {
public:
    /// A family with one sample without labels.
    void counter(std::string_view name, std::string_view help, double value);
    void gauge(std::string_view name, std::string_view help, double value);
    /// `labels` is text such as `{state="up"}`; the family's head is written with its first sample.
    void sample(std::string_view name, std::string_view type, std::string_view help, std::string_view labels,
                double value);

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    std::string m_family;
};

/// Adds process_cpu_seconds_total, process_resident_memory_bytes, process_virtual_memory_bytes,
/// process_open_fds, process_max_fds, process_threads and process_start_time_seconds, as Prometheus's client
/// libraries name them. What /proc does not tell is left out.
void addProcessMetrics(MetricsText& out);

}  // namespace watchglass
