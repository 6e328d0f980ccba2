#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"

namespace watchglass::promql {

enum class HistogramOperation : std::uint8_t { Addition, Subtraction, Aggregation };

/// Warnings and infos of one query, each once, in Prometheus's words (prometheus util/annotations).
class Annotations {
public:
    explicit Annotations(std::string_view query) : m_query(query) {}

    /// `text` goes without the "PromQL warning: " in front and the position behind.
    void warn(std::string_view text, PosRange at);
    void info(std::string_view text, PosRange at);

    void invalidQuantile(double q, PosRange at);
    void badBucketLabel(std::string_view metric, std::string_view label, PosRange at);
    void possibleNonCounter(std::string_view metric, PosRange at);

    void mixedFloatsHistograms(std::string_view metric, PosRange at);
    void mixedInAggregation(PosRange at);
    void mixedClassicNative(std::string_view metric, PosRange at);
    void mixedExponentialCustom(std::string_view metric, PosRange at);
    void notCounter(std::string_view metric, PosRange at);
    void notGauge(std::string_view metric, PosRange at);
    void resetCollision(HistogramOperation operation, PosRange at);
    void boundsReconciled(HistogramOperation operation, PosRange at);
    void incompatibleBuckets(std::string_view op, PosRange at);
    /// `left` and `right` are "float" or "histogram".
    void incompatibleTypes(std::string_view left, std::string_view op, std::string_view right, PosRange at);
    void ignoredInAggregation(std::string_view aggregation, PosRange at);
    void ignoredInMixedRange(std::string_view metric, PosRange at);
    /// `text` is what NaN observations did to the result.
    void nanObservations(std::string_view text, std::string_view metric, PosRange at);
    /// One series in one window; all of one position become one line.
    void startTimeOverlap(std::string_view metric, PosRange at);

    /// One repaired step of one classic histogram; all of one position become one line.
    void forcedMonotonicity(std::string_view metric, PosRange at, std::int64_t tMs, double minBucket, double maxBucket,
                            double maxDiff);

    [[nodiscard]] std::vector<std::string> warnings() const;
    [[nodiscard]] std::vector<std::string> infos() const;

private:
    struct Monotonicity {
        std::int64_t minMs = 0;
        std::int64_t maxMs = 0;
        double minBucket = 0;
        double maxBucket = 0;
        double maxDiff = 0;
        std::int64_t samples = 0;
    };

    [[nodiscard]] std::string position(PosRange at) const;

    std::string_view m_query;
    std::vector<std::string> m_warnings;
    std::vector<std::string> m_infos;
    std::map<std::pair<std::string, std::string>, Monotonicity> m_repairs;   ///< by text and position
    std::map<std::pair<std::string, std::string>, std::int64_t> m_overlaps;  ///< by metric and position
};

}  // namespace watchglass::promql
