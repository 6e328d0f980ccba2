#pragma once

#include <bit>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/histogram.h"
#include "engine/model/labels.h"
#include "engine/storage/storage.h"

namespace watchglass::promql {

/// Unwinds a query from any depth. Thrown and caught inside engine/promql only (query_engine.cpp).
struct EvalError final : std::exception {
    explicit EvalError(Error e) : error(std::move(e)) {}
    [[nodiscard]] const char* what() const noexcept override { return error.message.c_str(); }
    Error error;
};

[[noreturn]] inline void throwEval(std::string message)
{
    throw EvalError({ErrorCode::InvalidInput, std::move(message), {}});
}

/// One bit a step: which steps have a value. Bits behind the last step are 0.
using Bitmap = std::vector<std::uint64_t>;

[[nodiscard]] inline std::size_t bitmapWords(std::uint32_t steps) { return (std::size_t{steps} + 63) / 64; }
[[nodiscard]] inline bool testBit(const Bitmap& bits, std::uint32_t i) { return (bits[i >> 6] >> (i & 63) & 1) != 0; }
inline void setBit(Bitmap& bits, std::uint32_t i) { bits[i >> 6] |= std::uint64_t{1} << (i & 63); }

/// The bitmap of `steps` steps with every bit set.
[[nodiscard]] inline Bitmap fullBitmap(std::uint32_t steps)
{
    Bitmap bits(bitmapWords(steps), ~std::uint64_t{0});
    if (steps % 64 != 0) bits.back() = (std::uint64_t{1} << (steps % 64)) - 1;
    return bits;
}

[[nodiscard]] inline std::uint32_t countBits(const Bitmap& bits)
{
    std::uint32_t count = 0;
    for (const std::uint64_t word : bits) count += static_cast<std::uint32_t>(std::popcount(word));
    return count;
}

[[nodiscard]] inline bool anyBit(const Bitmap& bits)
{
    for (const std::uint64_t word : bits) {
        if (word != 0) return true;
    }
    return false;
}

/// Calls fn(step) for each set bit, ascending.
template <class Fn>
void forEachBit(const Bitmap& bits, Fn&& fn)
{
    for (std::size_t w = 0; w < bits.size(); ++w) {
        for (std::uint64_t word = bits[w]; word != 0; word &= word - 1) {
            fn(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(word))));
        }
    }
}

/// One series of an instant vector over all steps of a grid. Presence, never NaN, says "absent"; what
/// `values` and `histograms` hold at an absent step is unspecified.
struct Row {
    Labels labels;
    std::vector<double> values;  ///< one per step
    Bitmap present;
    std::vector<HistogramPtr> histograms;  ///< empty, or one per step: null where the step has a float
    bool dense = false;                    ///< every step has a value: no kernel needs to look at `present`
    bool dropName = false;                 ///< with delayed name removal: the metric name goes when the query is done
    /// Only for a sink that takesSeries(), instead of `labels`: those of a stored series, `bare` without metadata.
    storage::SeriesRef ref = 0;
    const Labels* seriesLabels = nullptr;
    bool bare = false;

    /// Sizes the row for `steps` steps, all absent. Keeps capacity.
    void reset(std::uint32_t steps)
    {
        values.resize(steps);
        present.assign(bitmapWords(steps), 0);
        histograms.clear();
        dense = false;
        dropName = false;
        ref = 0;
        seriesLabels = nullptr;
    }
    void setSeries(storage::SeriesRef series, const Labels& of, bool withoutMetadata)
    {
        ref = series;
        seriesLabels = &of;
        bare = withoutMetadata;
    }
    void setDense(std::uint32_t steps)
    {
        present.assign(bitmapWords(steps), ~std::uint64_t{0});
        if (steps % 64 != 0) present.back() = (std::uint64_t{1} << (steps % 64)) - 1;
        dense = true;
    }
    [[nodiscard]] bool has(std::uint32_t step) const { return testBit(present, step); }
    void clearStep(std::uint32_t step)
    {
        present[step >> 6] &= ~(std::uint64_t{1} << (step & 63));
        dense = false;
    }

    /// The histogram of a step, null for a float.
    [[nodiscard]] const FloatHistogram* histogramAt(std::uint32_t step) const
    {
        return histograms.empty() ? nullptr : histograms[step].get();
    }
    void setHistogram(std::uint32_t step, HistogramPtr histogram)
    {
        if (histograms.empty()) histograms.resize(values.size());
        histograms[step] = std::move(histogram);
        setBit(present, step);
    }
    /// The steps that have a histogram.
    [[nodiscard]] Bitmap histogramSteps() const;
    /// Leaves only floats. Returns whether there was any histogram.
    bool dropHistograms();
    /// Leaves only histograms.
    void dropFloats();
};

/// An instant vector over all steps. Rows keep the order in which an instant query shows them.
using Rows = std::vector<Row>;

/// Takes the rows of a node one by one, so that a pipeline needs one row of memory, not a matrix.
class RowSink {
public:
    virtual ~RowSink() = default;
    /// The row is on loan, but may be changed, or moved from: the producer does not read it again. Rows
    /// without any value are not handed on.
    virtual void row(Row& row) = 0;
    /// Whether rows may name a stored series instead of having labels, which spares making these.
    [[nodiscard]] virtual bool takesSeries() const { return false; }
};

/// A scalar at every step.
class ScalarRow {
public:
    ScalarRow() = default;
    explicit ScalarRow(double constant) : m_constant(constant) {}
    explicit ScalarRow(std::vector<double> values) : m_values(std::move(values)) {}

    [[nodiscard]] bool isConstant() const { return m_values.empty(); }
    [[nodiscard]] double at(std::uint32_t step) const { return m_values.empty() ? m_constant : m_values[step]; }

private:
    double m_constant = 0;
    std::vector<double> m_values;  ///< empty when constant
};

}  // namespace watchglass::promql
