#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::hostmetrics {

enum class MetricType : std::uint8_t { Counter, Gauge, Untyped };

/// One label of a sample; the value is escaped and made valid UTF-8 on writing.
struct MetricLabel {
    std::string_view name;
    std::string_view value;
};

/// All samples of one metric name. Belongs to a MetricWriter and keeps its memory from one collection to the next.
class MetricFamily {
public:
    MetricFamily(std::string_view name, MetricType type, std::string_view help);

    void add(double value) { add(nullptr, 0, value); }
    void add(std::initializer_list<MetricLabel> labels, double value) { add(labels.begin(), labels.size(), value); }
    void add(const std::vector<MetricLabel>& labels, double value) { add(labels.data(), labels.size(), value); }

    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    friend class MetricWriter;

    void add(const MetricLabel* labels, std::size_t count, double value);

    std::string m_name;
    std::string m_header;  ///< the HELP and TYPE lines
    std::string m_samples;
};

/// Collects samples by family and writes them as Prometheus text: families in the order of their names, the samples
/// of each in the order they were added. So equal calls give equal text up to the values, which the scrape's line
/// cache needs.
///
/// Threads: none of its own; one thread at a time.
class MetricWriter {
public:
    /// The family of that name, made on first use. The reference stays valid as long as the writer. Type and help of
    /// an existing family do not change.
    MetricFamily& family(std::string_view name, MetricType type, std::string_view help);

    [[nodiscard]] bool hasFamily(std::string_view name) const;

    /// Text written behind all families as it is: what textfiles bring along.
    [[nodiscard]] std::string& tail() { return m_tail; }

    /// Appends everything to `body` and starts anew.
    void flush(std::string& body);

private:
    [[nodiscard]] std::vector<MetricFamily*>::const_iterator position(std::string_view name) const;

    std::deque<MetricFamily> m_families;
    std::vector<MetricFamily*> m_byName;
    std::string m_tail;
};

/// Appends `value` as an exposition format has it: shortest form that reads back; "NaN", "+Inf", "-Inf".
void appendValue(std::string& out, double value);

/// Appends a label value: quotes, backslashes and newlines escaped, invalid UTF-8 replaced by U+FFFD.
void appendLabelValue(std::string& out, std::string_view value);

}  // namespace watchglass::hostmetrics
