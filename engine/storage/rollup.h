#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/sample.h"

namespace watchglass::storage {

/// Lengths of the buckets for which old blocks keep aggregates, longest first. A bucket holds the samples of
/// (end - length, end], its end a multiple of the length: what a range selector of that length sees at `end`.
inline constexpr std::int64_t kRollupLengthsMs[] = {3'600'000, 300'000};

/// What a query asks of the buckets.
enum class RollupKind : std::uint8_t {
    Newest,   ///< the last sample, be it a staleness marker, at its own time
    Last,     ///< the last sample that is none, at its own time
    First,    ///< the first one, at its own time
    Count,    ///< how many samples there are
    Min,      ///< the least value, by the rules of min_over_time
    Max,      ///< the greatest
    Sum,      ///< the sum, with what is needed to tell whether sums of buckets are exact
    Change,   ///< first and last sample
    Increase  ///< these and the samples around each fall of the value, in their order
};

/// A series as few samples that give the same answers to one kind of question as all of them, as long as windows
/// hold whole buckets. Where there are no buckets the samples stand for themselves. Ascending by time; of equal times
/// the entries lie in the same windows.
struct RollupColumns {
    std::vector<std::int64_t> times;  ///< the ends of buckets, or times of samples
    std::vector<double> values;       ///< Sum: the compensated sum without the compensation
    std::vector<std::uint32_t>
        weights;                     ///< samples an entry stands for (Count, Sum; Change, Increase: of a bucket in all)
    std::vector<double> carries;     ///< Sum: the compensation
    std::vector<double> magnitudes;  ///< Sum: sum of the absolute values, at least
    int grain = kNoGrain;            ///< Sum: all values are multiples of 2^grain
    std::uint64_t timesId = 0;       ///< as in Columns; also of the weights of Change and Increase
    std::uint64_t samples = 0;       ///< entries that are samples
    std::uint64_t buckets = 0;       ///< that were looked at

    static constexpr int kNoGrain = 2000;  ///< above that of any double: there is no value but 0

    void clear()
    {
        times.clear();
        values.clear();
        weights.clear();
        carries.clear();
        magnitudes.clear();
        grain = kNoGrain;
        timesId = samples = buckets = 0;
    }
};

}  // namespace watchglass::storage
