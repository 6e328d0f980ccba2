#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/promql/test_script_parse.h"

namespace watchglass::promql::script {

/// Whether a line of a load block gives start times: `metric{...}@st -30s _ 0x3`.
[[nodiscard]] bool isStartLine(std::string_view line);
/// Reads one: `labels` and `startOffsets`. Throws ScriptError.
[[nodiscard]] SeriesLine parseStartLine(std::string_view line);

/// A native histogram to be stored.
struct ConvertedSample {
    std::int64_t tMs = 0;
    HistogramPtr histogram;
};

struct ConvertedSeries {
    Labels labels;
    std::vector<ConvertedSample> samples;  ///< ascending
};

/// Histograms with custom buckets made of the classic ones of a block: those of equal labels but for `le`, at equal
/// times (prometheus util/convertnhcb). Throws ScriptError for counts that are not cumulative.
[[nodiscard]] std::vector<ConvertedSeries> convertClassic(const LoadCommand& load);

}  // namespace watchglass::promql::script
