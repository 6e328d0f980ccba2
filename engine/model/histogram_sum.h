#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/kahan_sum.h"
#include "engine/model/histogram.h"

namespace watchglass {

/// A running sum of histograms, every count with its compensation (prometheus FloatHistogram.KahanAdd).
///
/// Schema, zero threshold and custom bounds become what all histograms can be brought to.
/// Threads: as safe as a std::vector.
class HistogramSum {
public:
    explicit HistogramSum(const FloatHistogram& first);

    /// Adds `sign` times (1 or -1) another histogram. Errors as FloatHistogram::add(); nothing has changed then.
    Result<HistogramMerge> add(const FloatHistogram& other, double sign = 1);
    void multiply(double factor);
    void divide(double divisor);

    /// Whether any number has become infinite.
    [[nodiscard]] bool overflowed() const;
    /// The sum with its compensations.
    [[nodiscard]] FloatHistogram total() const { return build(true); }
    /// The sum as plain additions give it.
    [[nodiscard]] FloatHistogram plain() const { return build(false); }

private:
    struct Cell {
        std::int64_t index = 0;
        KahanSum count;
    };
    using Cells = std::vector<Cell>;

    [[nodiscard]] FloatHistogram build(bool compensated) const;
    template <class Self, class Fn>
    static void forEachNumber(Self& self, Fn&& fn);
    static Cells cellsOf(const std::vector<HistogramSpan>& spans, const std::vector<double>& counts);
    static Cells reduced(const Cells& cells, std::int32_t from, std::int32_t to);
    static void merge(Cells& into, const Cells& other, double sign);

    bool addCustom(const FloatHistogram& other, double sign);
    void addExponential(const FloatHistogram& other, double sign);
    [[nodiscard]] double grown(const Cells& positive, const Cells& negative, std::int32_t schema,
                               double threshold) const;
    /// Moves the cells inside the threshold into the zero count.
    static void swallow(Cells& cells, std::int32_t schema, double threshold, KahanSum& zeroCount);

    CounterResetHint m_hint;
    std::int32_t m_schema;
    double m_zeroThreshold;
    KahanSum m_zeroCount;
    KahanSum m_count;
    KahanSum m_sum;
    Cells m_positive;
    Cells m_negative;
    std::vector<double> m_customValues;
};

}  // namespace watchglass
