#include "engine/promql/eval_range_fn.h"

#include <algorithm>
#include <array>
#include <limits>

namespace watchglass::promql {

RangeFn rangeFnOf(std::string_view name)
{
    using enum RangeFn;
    static constexpr std::array<std::pair<std::string_view, RangeFn>, 26> kTable = {{
        {"rate", Rate},
        {"increase", Increase},
        {"delta", Delta},
        {"irate", Irate},
        {"idelta", Idelta},
        {"sum_over_time", Sum},
        {"avg_over_time", Avg},
        {"min_over_time", Min},
        {"max_over_time", Max},
        {"ts_of_min_over_time", TsOfMin},
        {"ts_of_max_over_time", TsOfMax},
        {"count_over_time", Count},
        {"present_over_time", Present},
        {"first_over_time", First},
        {"last_over_time", Last},
        {"ts_of_first_over_time", TsOfFirst},
        {"ts_of_last_over_time", TsOfLast},
        {"changes", Changes},
        {"resets", Resets},
        {"quantile_over_time", Quantile},
        {"mad_over_time", Mad},
        {"stddev_over_time", Stddev},
        {"stdvar_over_time", Stdvar},
        {"deriv", Deriv},
        {"predict_linear", PredictLinear},
        {"double_exponential_smoothing", Smoothing},
    }};
    for (const auto& [known, fn] : kTable) {
        if (known == name) return fn;
    }
    return name == "holt_winters" ? Smoothing : Unknown;
}

bool ignoresHistograms(RangeFn fn)
{
    switch (fn) {
    case RangeFn::Min:
    case RangeFn::Max:
    case RangeFn::TsOfMin:
    case RangeFn::TsOfMax:
    case RangeFn::Quantile:
    case RangeFn::Mad:
    case RangeFn::Stddev:
    case RangeFn::Stdvar:
    case RangeFn::Deriv:
    case RangeFn::PredictLinear:
    case RangeFn::Smoothing: return true;
    default: return false;
    }
}

bool usesStartTimes(RangeFn fn)
{
    return fn == RangeFn::Rate || fn == RangeFn::Increase || fn == RangeFn::Irate || fn == RangeFn::Resets;
}

namespace {

Outcome pick(const SampleWindow& in, bool last)
{
    const bool anyFloat = !in.floats.empty();
    const bool anyHistogram = !in.histograms.empty();
    bool takeFloat = anyFloat;
    if (anyFloat && anyHistogram) {
        takeFloat = last ? in.histograms.back().tMs < in.floats.back().tMs
                         : in.floats.front().tMs < in.histograms.front().tMs;
    }
    if (takeFloat) return Outcome::of(last ? in.floats.back().value : in.floats.front().value);
    return {true, 0, last ? in.histograms.back().value : in.histograms.front().value};
}

double timeOf(const SampleWindow& in, bool last)
{
    std::int64_t t = last ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    const auto take = [&](std::int64_t tMs) { t = last ? std::max(t, tMs) : std::min(t, tMs); };
    if (!in.floats.empty()) take(last ? in.floats.back().tMs : in.floats.front().tMs);
    if (!in.histograms.empty()) take(last ? in.histograms.back().tMs : in.histograms.front().tMs);
    return static_cast<double>(t) / 1000;
}

}  // namespace

Outcome applyToWindow(RangeFn fn, const SampleWindow& in, const RangeContext& context)
{
    switch (fn) {
    case RangeFn::Rate: return extrapolatedRate(in, context, true, true);
    case RangeFn::Increase: return extrapolatedRate(in, context, true, false);
    case RangeFn::Delta: return extrapolatedRate(in, context, false, false);
    case RangeFn::Irate: return instantRate(in, context, true);
    case RangeFn::Idelta: return instantRate(in, context, false);
    case RangeFn::Changes: return countChanges(in, context, false);
    case RangeFn::Resets: return countChanges(in, context, true);
    case RangeFn::Count: return Outcome::of(static_cast<double>(in.floats.size() + in.histograms.size()));
    case RangeFn::Present: return Outcome::of(1);
    case RangeFn::First: return pick(in, false);
    case RangeFn::Last: return pick(in, true);
    case RangeFn::TsOfFirst: return Outcome::of(timeOf(in, false));
    case RangeFn::TsOfLast: return Outcome::of(timeOf(in, true));
    case RangeFn::Sum:
    case RangeFn::Avg:
        // Of floats alone a kernel has made the sum or the mean.
        if (in.mixed()) context.annotations.mixedFloatsHistograms(context.metric, context.pos);
        if (!in.floats.empty()) return {};
        return fn == RangeFn::Sum ? sumOfHistograms(in, context) : averageOfHistograms(in, context);
    default: return {};
    }
}

}  // namespace watchglass::promql
