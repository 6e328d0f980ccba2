#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/promql/eval_annotations.h"
#include "engine/promql/eval_types.h"
#include "engine/storage/storage.h"

namespace watchglass::promql {

struct FloatPoint {
    std::int64_t tMs = 0;
    double value = 0;
    std::int64_t startMs = 0;  ///< when counting began; 0 unknown
};

struct HistogramPoint {
    std::int64_t tMs = 0;
    HistogramPtr value;
    std::int64_t startMs = 0;
};

/// What a range selector sees of one series at one step, floats and histograms apart.
struct SampleWindow {
    std::span<const FloatPoint> floats;
    std::span<const HistogramPoint> histograms;
    [[nodiscard]] bool empty() const { return floats.empty() && histograms.empty(); }
    [[nodiscard]] bool mixed() const { return !floats.empty() && !histograms.empty(); }
};

/// All samples of one series, split. The kernels (eval_kernels.h) want plain floats; everything that needs
/// histograms, start times, or samples outside of the range works on these, step by step.
class SplitSamples {
public:
    /// With `withStarts` false the start times are left out.
    SplitSamples(const storage::Columns& columns, bool withStarts);

    /// The samples in (afterMs, untilMs].
    [[nodiscard]] SampleWindow window(std::int64_t afterMs, std::int64_t untilMs) const;
    [[nodiscard]] const std::vector<FloatPoint>& floats() const { return m_floats; }
    [[nodiscard]] bool hasHistograms() const { return !m_histograms.empty(); }

private:
    std::vector<FloatPoint> m_floats;
    std::vector<HistogramPoint> m_histograms;
};

/// The value of a function at one step: nothing, a float or a histogram.
struct Outcome {
    bool present = false;
    double value = 0;
    HistogramPtr histogram;

    static Outcome of(double v) { return {true, v, nullptr}; }
    static Outcome of(FloatHistogram&& h) { return {true, 0, std::make_shared<const FloatHistogram>(std::move(h))}; }
};

/// What a range function knows beside the samples.
struct RangeContext {
    Annotations& annotations;
    std::string_view metric;  ///< name of the series, for annotations
    PosRange pos;             ///< of the range selector
    std::int64_t rangeStartMs = 0;
    std::int64_t rangeEndMs = 0;
    double rangeSeconds = 0;
    bool anchored = false;
    bool smoothed = false;
};

/// rate (both flags), increase (`counter`), delta (none), by prometheus promql/functions.go extrapolatedRate.
[[nodiscard]] Outcome extrapolatedRate(const SampleWindow& in, const RangeContext& context, bool counter,
                                       bool perSecond);
/// The same for `anchored` and `smoothed` selectors (extendedRate, extendedHistogramRate). The window reaches
/// beyond the range by the lookback.
[[nodiscard]] Outcome extendedRate(const SampleWindow& in, const RangeContext& context, bool counter, bool perSecond);
/// irate, or idelta without `perSecond`.
[[nodiscard]] Outcome instantRate(const SampleWindow& in, const RangeContext& context, bool perSecond);

/// sum_over_time and avg_over_time of histograms; the window has no floats.
[[nodiscard]] Outcome sumOfHistograms(const SampleWindow& in, const RangeContext& context);
[[nodiscard]] Outcome averageOfHistograms(const SampleWindow& in, const RangeContext& context);
/// How often the samples change, or (resets) are reset.
[[nodiscard]] Outcome countChanges(const SampleWindow& in, const RangeContext& context, bool resets);

/// The value of a `smoothed` instant selector at `tMs`, of the samples around it.
[[nodiscard]] Outcome smoothedValue(const SampleWindow& in, const RangeContext& context, std::int64_t tMs);
/// The points of an `anchored` or `smoothed` range selector that is itself the result.
[[nodiscard]] std::vector<FloatPoint> extendedPoints(const SampleWindow& in, const RangeContext& context);

/// Whether counting began anew between two samples, by their start times.
[[nodiscard]] bool isStartTimeReset(std::int64_t previousStartMs, std::int64_t previousMs, std::int64_t startMs,
                                    std::int64_t tMs);

/// base += other or base -= other with the annotations of range functions. False when they do not go together.
[[nodiscard]] bool addAnnotated(FloatHistogram& base, const FloatHistogram& other, const RangeContext& context);
[[nodiscard]] bool subtractAnnotated(FloatHistogram& base, const FloatHistogram& other, const RangeContext& context);

}  // namespace watchglass::promql
