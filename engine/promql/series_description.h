#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/histogram.h"
#include "engine/model/labels.h"

namespace watchglass::promql {

/// One step of a described series.
struct SequenceValue {
    double value = 0;
    bool omitted = false;  ///< "_": no sample at this step
    /// Shared between repetitions; null for a float.
    std::shared_ptr<const FloatHistogram> histogram;
    bool counterResetHintGiven = false;  ///< the text names a hint, so that a test has to compare it
};

struct SeriesDescription {
    Labels labels;
    std::vector<SequenceValue> values;
};

/// Reads a series line of the test language: `m{a="b"} 1+2x3 _ stale {{schema:1 buckets:[1 2]}}x2`.
///
/// Sequences are written out: "1+1x2" gives 1, 2, 3. At most a million values a line.
/// Errors: as parseExpr(); Limit for a longer line. Threads: any.
[[nodiscard]] Result<SeriesDescription> parseSeriesDescription(std::string_view text);

/// Reads a metric in the usual notation: `m{a="b"}`, `{"quoted name", "quoted label"="v"}`.
[[nodiscard]] Result<Labels> parseMetric(std::string_view text);

}  // namespace watchglass::promql
