#include "engine/remotewrite/received_metadata.h"

#include <array>

#include "engine/base/utf8.h"

namespace watchglass::remotewrite {

namespace {

using exposition::MetricType;

constexpr std::size_t kMostMetrics = 50'000;
constexpr std::size_t kMostNameBytes = 1024;
constexpr std::size_t kMostTextBytes = 4096;

/// The begin of a text, whole characters.
std::string_view cut(std::string_view text)
{
    if (text.size() <= kMostTextBytes) return text;
    std::size_t end = kMostTextBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

}  // namespace

std::string_view familyName(std::string_view metric, MetricType type)
{
    static constexpr std::array<std::string_view, 5> kHistogram = {"_bucket", "_count", "_sum", "_gcount", "_gsum"};
    static constexpr std::array<std::string_view, 2> kSummary = {"_count", "_sum"};
    std::span<const std::string_view> suffixes;
    if (type == MetricType::Histogram || type == MetricType::GaugeHistogram) suffixes = kHistogram;
    if (type == MetricType::Summary) suffixes = kSummary;
    for (const std::string_view suffix : suffixes) {
        if (metric.size() > suffix.size() && metric.ends_with(suffix))
            return metric.substr(0, metric.size() - suffix.size());
    }
    return metric;
}

void ReceivedMetadata::note(std::span<const Metadata> received)
{
    if (received.empty()) return;
    const MutexLock lock(m_mutex);
    for (const Metadata& one : received) {
        if (one.type == MetricType::Unknown && one.help.empty() && one.unit.empty()) continue;
        if (one.metric.empty() || one.metric.size() > kMostNameBytes || !isValidUtf8(one.metric)) continue;
        if (!isValidUtf8(one.help) || !isValidUtf8(one.unit)) continue;
        auto found = m_said.find(one.metric);
        if (found == m_said.end()) {
            if (m_said.size() >= kMostMetrics) continue;
            found = m_said.emplace(std::string(one.metric), Said{}).first;
        }
        Said& said = found->second;
        said.type = one.type;
        if (said.help != cut(one.help)) said.help = cut(one.help);
        if (said.unit != cut(one.unit)) said.unit = cut(one.unit);
    }
}

std::map<std::string, ReceivedMetadata::Said, std::less<>> ReceivedMetadata::all() const
{
    const MutexLock lock(m_mutex);
    return m_said;
}

}  // namespace watchglass::remotewrite
