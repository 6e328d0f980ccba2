#include "engine/promql/eval_annotations.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "engine/base/go_float.h"
#include "engine/model/labels.h"

namespace watchglass::promql {

namespace {

void addOnce(std::vector<std::string>& list, std::string line)
{
    if (std::find(list.begin(), list.end(), line) == list.end()) list.push_back(std::move(line));
}

std::string forMetric(std::string_view metric)
{
    return metric.empty() ? std::string() : " for metric name " + goQuote(metric);
}

std::string rfc3339(std::int64_t tMs)
{
    const std::time_t seconds = tMs / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace

std::string Annotations::position(PosRange at) const
{
    // Where the parser could not tell, the reference counts from the start as well.
    const auto end = static_cast<std::size_t>(std::clamp<std::int64_t>(at.start, 0, std::int64_t(m_query.size())));
    std::size_t line = 1;
    std::size_t lineStart = 0;
    for (std::size_t i = 0; i < end; ++i) {
        if (m_query[i] == '\n') {
            ++line;
            lineStart = i + 1;
        }
    }
    return " (" + std::to_string(line) + ':' + std::to_string(end - lineStart + 1) + ')';
}

void Annotations::warn(std::string_view text, PosRange at)
{
    addOnce(m_warnings, "PromQL warning: " + std::string(text) + position(at));
}

void Annotations::info(std::string_view text, PosRange at)
{
    addOnce(m_infos, "PromQL info: " + std::string(text) + position(at));
}

void Annotations::invalidQuantile(double q, PosRange at)
{
    warn("quantile value should be between 0 and 1, got " + formatFloatG(q), at);
}

void Annotations::badBucketLabel(std::string_view metric, std::string_view label, PosRange at)
{
    warn("bucket label \"le\" is missing or has a malformed value of " + goQuote(label) + forMetric(metric), at);
}

void Annotations::possibleNonCounter(std::string_view metric, PosRange at)
{
    info("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: " + goQuote(metric), at);
}

void Annotations::forcedMonotonicity(std::string_view metric, PosRange at, std::int64_t tMs, double minBucket,
                                     double maxBucket, double maxDiff)
{
    const auto [entry, isNew] = m_repairs.try_emplace({forMetric(metric), position(at)});
    Monotonicity& all = entry->second;
    if (isNew) {
        all = {tMs, tMs, minBucket, maxBucket, maxDiff, 1};
        return;
    }
    all.minMs = std::min(all.minMs, tMs);
    all.maxMs = std::max(all.maxMs, tMs);
    all.minBucket = std::min(all.minBucket, minBucket);
    all.maxBucket = std::max(all.maxBucket, maxBucket);
    all.maxDiff = std::max(all.maxDiff, maxDiff);
    ++all.samples;
}

std::vector<std::string> Annotations::infos() const
{
    std::vector<std::string> all = m_infos;
    for (const auto& [key, repair] : m_repairs) {
        char diff[32];
        std::snprintf(diff, sizeof diff, "%.2g", repair.maxDiff);
        all.push_back("PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see "
                      "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)" +
                      key.first + ", from buckets " + formatFloatG(repair.minBucket) + " to " +
                      formatFloatG(repair.maxBucket) + ", with a max diff of " + diff + ", over " +
                      std::to_string(repair.samples) + " samples from " + rfc3339(repair.minMs) + " to " +
                      rfc3339(repair.maxMs) + key.second);
    }
    return all;
}

}  // namespace watchglass::promql
