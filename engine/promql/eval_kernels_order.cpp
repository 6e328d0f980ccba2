// Kernels that depend on the order of the values in a window: times of extremes, quantile, median deviation.

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/promql/eval_kernels.h"
#include "engine/promql/eval_math.h"

namespace watchglass::promql {

namespace {

bool beats(double a, double b, bool greatest) { return greatest ? a > b : a < b; }

/// NaN first, then ascending: the order of quantileOfSorted().
bool nanFirst(double a, double b)
{
    if (std::isnan(b)) return false;
    return std::isnan(a) || a < b;
}

/// The values of a sliding window in order.
class SortedWindow {
public:
    explicit SortedWindow(std::vector<double>& buffer) : m_sorted(buffer) { m_sorted.clear(); }

    void moveTo(const double* values, std::uint32_t lo, std::uint32_t hi)
    {
        const std::uint32_t stay = std::min(hi, m_hi) > std::max(lo, m_lo) ? std::min(hi, m_hi) - std::max(lo, m_lo)
                                                                           : 0;
        // Sorting anew costs less once most of the window is new.
        if (stay == 0 || lo < m_lo || hi < m_hi || stay < (hi - lo) / 2 || (hi - lo) - stay > 64) {
            m_sorted.assign(values + lo, values + hi);
            sortNanFirst(m_sorted.data(), m_sorted.size());
        } else {
            std::uint32_t leaving = m_lo;
            std::uint32_t entering = m_hi;
            while (leaving < lo && entering < hi) replace(values[leaving++], values[entering++]);
            while (leaving < lo) erase(values[leaving++]);
            while (entering < hi) insert(values[entering++]);
        }
        m_lo = lo;
        m_hi = hi;
    }

private:
    [[nodiscard]] std::size_t positionOf(double value) const
    {
        return static_cast<std::size_t>(std::lower_bound(m_sorted.begin(), m_sorted.end(), value, nanFirst) -
                                        m_sorted.begin());
    }
    void erase(double value) { m_sorted.erase(m_sorted.begin() + static_cast<std::ptrdiff_t>(positionOf(value))); }
    void insert(double value)
    {
        m_sorted.insert(m_sorted.begin() + static_cast<std::ptrdiff_t>(positionOf(value)), value);
    }
    /// One move of the values between the two places.
    void replace(double old, double value)
    {
        const std::size_t from = positionOf(old);
        std::size_t to = positionOf(value);
        double* at = m_sorted.data();
        if (to > from) {
            --to;
            std::memmove(at + from, at + from + 1, (to - from) * sizeof(double));
        } else {
            std::memmove(at + to + 1, at + to, (from - to) * sizeof(double));
        }
        at[to] = value;
    }

    std::vector<double>& m_sorted;
    std::uint32_t m_lo = 0;
    std::uint32_t m_hi = 0;
};

}  // namespace

void extremeTimeKernel(const RangeInput& in, bool greatest, Row& out)
{
    const WindowPlan& plan = *in.plan;
    out.present = plan.present1;
    out.dense = plan.dense1;
    forEachBit(out.present, [&](std::uint32_t i) {
        std::uint32_t best = plan.lo[i];
        for (std::uint32_t j = plan.lo[i]; j < plan.hi[i]; ++j) {
            const double v = in.values[j];
            if (beats(v, in.values[best], greatest) || v == in.values[best] || std::isnan(in.values[best])) best = j;
        }
        out.values[i] = static_cast<double>(in.times[best]) / 1000;
    });
}

void quantileKernel(const RangeInput& in, const ScalarRow& q, KernelScratch& scratch, Row& out)
{
    const WindowPlan& plan = *in.plan;
    out.present = plan.present1;
    out.dense = plan.dense1;
    SortedWindow window(scratch.values);
    forEachBit(out.present, [&](std::uint32_t i) {
        window.moveTo(in.values, plan.lo[i], plan.hi[i]);
        out.values[i] = quantileOfSorted(q.at(i), scratch.values.data(), scratch.values.size());
    });
}

void madKernel(const RangeInput& in, KernelScratch& scratch, Row& out)
{
    const WindowPlan& plan = *in.plan;
    out.present = plan.present1;
    out.dense = plan.dense1;
    std::vector<double>& values = scratch.values;
    forEachBit(out.present, [&](std::uint32_t i) {
        values.assign(in.values + plan.lo[i], in.values + plan.hi[i]);
        if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) {
            out.values[i] = kNan;
            return;
        }
        const double median = quantileInPlace(0.5, values);
        for (double& v : values) v = std::fabs(v - median);
        out.values[i] = quantileInPlace(0.5, values);
    });
}

}  // namespace watchglass::promql
