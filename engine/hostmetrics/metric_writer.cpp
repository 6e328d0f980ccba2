#include "engine/hostmetrics/metric_writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/base/utf8.h"

namespace watchglass::hostmetrics {

namespace {

std::string_view typeName(MetricType type)
{
    switch (type) {
    case MetricType::Counter: return "counter";
    case MetricType::Gauge: return "gauge";
    case MetricType::Untyped: break;
    }
    return "untyped";
}

/// Whole numbers below this are exact in a double, and print faster as integers.
constexpr double kExactInteger = 9007199254740992.0;

}  // namespace

void appendValue(std::string& out, double value)
{
    char buffer[32];
    if (value == std::floor(value) && std::fabs(value) < kExactInteger && !(value == 0 && std::signbit(value))) {
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value)).ptr;
        out.append(buffer, end);
    } else if (std::isnan(value)) {
        out += "NaN";
    } else if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
    } else {
        out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
    }
}

void appendLabelValue(std::string& out, std::string_view value)
{
    while (!value.empty()) {
        const char c = value[0];
        std::size_t length = 1;
        if (c == '"') {
            out += "\\\"";
        } else if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x80) {
            out += c;
        } else if (length = utf8SequenceLength(value); length > 0) {
            out.append(value.substr(0, length));
        } else {
            appendUtf8(out, U'\uFFFD');
            // A run of bad bytes gives one mark (Go: strings.ToValidUTF8).
            length = 1;
            while (length < value.size() && static_cast<unsigned char>(value[length]) >= 0x80 &&
                   utf8SequenceLength(value.substr(length)) == 0) {
                ++length;
            }
        }
        value.remove_prefix(length);
    }
}

MetricFamily::MetricFamily(std::string_view name, MetricType type, std::string_view help) : m_name(name)
{
    m_header.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name);
    m_header.append(" ").append(typeName(type)).append("\n");
}

void MetricFamily::add(const MetricLabel* labels, std::size_t count, double value)
{
    m_samples += m_name;
    for (std::size_t i = 0; i < count; ++i) {
        m_samples += i == 0 ? '{' : ',';
        m_samples.append(labels[i].name).append("=\"");
        appendLabelValue(m_samples, labels[i].value);
        m_samples += '"';
    }
    m_samples += count > 0 ? "} " : " ";
    appendValue(m_samples, value);
    m_samples += '\n';
}

std::vector<MetricFamily*>::const_iterator MetricWriter::position(std::string_view name) const
{
    return std::lower_bound(m_byName.begin(), m_byName.end(), name,
                            [](const MetricFamily* family, std::string_view key) { return family->name() < key; });
}

MetricFamily& MetricWriter::family(std::string_view name, MetricType type, std::string_view help)
{
    const auto at = position(name);
    if (at != m_byName.end() && (*at)->name() == name) return **at;
    m_byName.insert(at, &m_families.emplace_back(name, type, help));
    return m_families.back();
}

bool MetricWriter::hasFamily(std::string_view name) const
{
    const auto at = position(name);
    return at != m_byName.end() && (*at)->name() == name;
}

void MetricWriter::flush(std::string& body)
{
    for (MetricFamily* family : m_byName) {
        if (family->m_samples.empty()) continue;
        body.append(family->m_header).append(family->m_samples);
        family->m_samples.clear();
    }
    body += m_tail;
    m_tail.clear();
}

}  // namespace watchglass::hostmetrics
