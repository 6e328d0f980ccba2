#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"

namespace watchglass::promql {

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

    /// One repaired step of one classic histogram; all of one position become one line.
    void forcedMonotonicity(std::string_view metric, PosRange at, std::int64_t tMs, double minBucket, double maxBucket,
                            double maxDiff);

    [[nodiscard]] std::vector<std::string> warnings() const { return m_warnings; }
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
    std::map<std::pair<std::string, std::string>, Monotonicity> m_repairs;  ///< by text and position
};

}  // namespace watchglass::promql
