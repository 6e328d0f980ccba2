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

std::string_view operationText(HistogramOperation operation)
{
    switch (operation) {
    case HistogramOperation::Addition: return "addition";
    case HistogramOperation::Subtraction: return "subtraction";
    case HistogramOperation::Aggregation: return "aggregation";
    }
    return "unknown operation";
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

void Annotations::mixedFloatsHistograms(std::string_view metric, PosRange at)
{
    warn("encountered a mix of histograms and floats for metric name " + goQuote(metric), at);
}

void Annotations::mixedInAggregation(PosRange at)
{
    warn("encountered a mix of histograms and floats for aggregation", at);
}

void Annotations::mixedClassicNative(std::string_view metric, PosRange at)
{
    warn("vector contains a mix of classic and native histograms" + forMetric(metric), at);
}

void Annotations::mixedExponentialCustom(std::string_view metric, PosRange at)
{
    warn("vector contains a mix of histograms with exponential and custom buckets schemas for metric name " +
             goQuote(metric),
         at);
}

void Annotations::notCounter(std::string_view metric, PosRange at)
{
    warn("this native histogram metric is not a counter: " + goQuote(metric), at);
}

void Annotations::notGauge(std::string_view metric, PosRange at)
{
    warn("this native histogram metric is not a gauge: " + goQuote(metric), at);
}

void Annotations::resetCollision(HistogramOperation operation, PosRange at)
{
    warn("conflicting counter resets during histogram " + std::string(operationText(operation)), at);
}

void Annotations::boundsReconciled(HistogramOperation operation, PosRange at)
{
    info("mismatched custom buckets were reconciled during " + std::string(operationText(operation)), at);
}

void Annotations::incompatibleBuckets(std::string_view op, PosRange at)
{
    warn("incompatible bucket layout encountered for binary operator " + std::string(op), at);
}

void Annotations::incompatibleTypes(std::string_view left, std::string_view op, std::string_view right, PosRange at)
{
    std::string text = "incompatible sample types encountered for binary operator " + goQuote(op) + ": ";
    text.append(left).append(" ").append(op).append(" ").append(right);
    info(text, at);
}

void Annotations::ignoredInAggregation(std::string_view aggregation, PosRange at)
{
    info("ignored histogram in " + std::string(aggregation) + " aggregation", at);
}

void Annotations::ignoredInMixedRange(std::string_view metric, PosRange at)
{
    info("ignored histograms in a range containing both floats and histograms for metric name " + goQuote(metric), at);
}

void Annotations::nanObservations(std::string_view text, std::string_view metric, PosRange at)
{
    info(std::string(text) + forMetric(metric), at);
}

void Annotations::startTimeOverlap(std::string_view metric, PosRange at)
{
    ++m_overlaps[{goQuote(metric), position(at)}];
}

std::vector<std::string> Annotations::warnings() const
{
    std::vector<std::string> all = m_warnings;
    for (const auto& [key, count] : m_overlaps) {
        std::string line =
            "PromQL warning: sample has start time that overlaps with previous sample timestamp for metric ";
        line += key.first;
        if (count > 1) line += " (" + std::to_string(count) + " occurrences)";
        all.push_back(line + key.second);
    }
    return all;
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
