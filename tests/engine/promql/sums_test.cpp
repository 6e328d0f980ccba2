// sum_over_time, avg_over_time, deriv and predict_linear give what the reference's loops over each window give, bit by
// bit: also where sums overflow, values are no numbers and scrapes are late.

#include <QtTest/QtTest>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "engine/base/kahan_sum.h"
#include "engine/promql/eval_kernels.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

constexpr std::int64_t kScrapeMs = 15'000;

struct Window {
    std::vector<double> values;
    std::vector<double> seconds;  ///< from where the line's x is 0
};

double sumOf(const Window& w)
{
    KahanSum acc;
    for (const double v : w.values) acc.add(v);
    return std::isinf(acc.sum) ? acc.sum : acc.sum + acc.c;
}

double meanOf(const Window& w)
{
    KahanSum acc{w.values[0], 0};
    double mean = 0;
    bool incremental = false;
    for (std::size_t i = 1; i < w.values.size(); ++i) {
        const auto count = static_cast<double>(i + 1);
        if (!incremental) {
            KahanSum next = acc;
            next.add(w.values[i]);
            if (!std::isinf(next.sum)) {
                acc = next;
                continue;
            }
            incremental = true;
            mean = acc.sum / (count - 1);
            acc.c /= count - 1;
        }
        const double q = (count - 1) / count;
        KahanSum next{q * mean, q * acc.c};
        next.add(w.values[i] / count);
        mean = next.sum;
        acc.c = next.c;
    }
    const auto count = static_cast<double>(w.values.size());
    return incremental ? mean + acc.c : acc.sum / count + acc.c / count;
}

std::pair<double, double> lineOf(const Window& w)
{
    KahanSum x, y, xy, x2;
    bool constant = true;
    for (std::size_t i = 0; i < w.values.size(); ++i) {
        if (w.values[i] != w.values[0]) constant = false;
        x.add(w.seconds[i]);
        y.add(w.values[i]);
        xy.add(w.seconds[i] * w.values[i]);
        x2.add(w.seconds[i] * w.seconds[i]);
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (constant) return std::isinf(w.values[0]) ? std::pair(nan, nan) : std::pair(0.0, w.values[0]);
    const auto n = static_cast<double>(w.values.size());
    const double sumX = x.sum + x.c;
    const double sumY = y.sum + y.c;
    const double slope = ((xy.sum + xy.c) - sumX * sumY / n) / ((x2.sum + x2.c) - sumX * sumX / n);
    return {slope, sumY / n - slope * sumX / n};
}

/// NaNs are one value here: which of them comes out is not said.
bool same(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

}  // namespace

class SumsTest : public QObject {
    Q_OBJECT

private slots:
    void sameAsTheLoops()
    {
        std::mt19937_64 rng(23);
        const double most = std::numeric_limits<double>::max();
        const double special[] = {std::numeric_limits<double>::infinity(),
                                  -std::numeric_limits<double>::infinity(),
                                  std::numeric_limits<double>::quiet_NaN(),
                                  most,
                                  -most,
                                  most / 3,
                                  -0.0,
                                  1e-310};
        for (int round = 0; round < 2000; ++round) {
            const std::size_t count = 2 + rng() % 200;
            const bool late = rng() % 2 == 0;
            const std::uint64_t odd = std::array{0, 0, 1, 30}[rng() % 4];  // specials in a hundred
            const double scale = std::array{1.0, 1e9, 1e-7, 1e300}[rng() % 4];
            std::vector<double> values;
            std::vector<std::int64_t> times;
            for (std::size_t j = 0; j < count; ++j) {
                values.push_back(std::round(static_cast<double>(rng() % 100'000)) / 100 * scale);
                if (rng() % 100 < odd) values.back() = special[rng() % std::size(special)];
                times.push_back(1'000'217 + static_cast<std::int64_t>(j) * kScrapeMs +
                                (late && rng() % 8 == 0 ? static_cast<std::int64_t>(rng() % 3) : 0));
            }
            const Grid grid{1'000'000 + static_cast<std::int64_t>(rng() % 600'000),
                            kScrapeMs * static_cast<std::int64_t>(1 + rng() % 5),
                            1 + static_cast<std::uint32_t>(rng() % 60)};
            ResolvedTime at;
            at.rangeMs = kScrapeMs * static_cast<std::int64_t>(1 + rng() % 60);
            WindowPlan plan = makeWindowPlan(times, grid, at);
            const RangeInput in{values.data(), times.data(), count, &plan, grid.steps};
            Row sum, mean, slope, ahead;
            for (Row* row : {&sum, &mean, &slope, &ahead}) row->reset(grid.steps);
            sumKernel(in, sum);
            avgKernel(in, mean);
            fillLinePlan(plan, times, grid, false);
            derivKernel(in, slope);
            WindowPlan fromStep = makeWindowPlan(times, grid, at);
            fillLinePlan(fromStep, times, grid, true);
            predictKernel({values.data(), times.data(), count, &fromStep, grid.steps}, grid, ScalarRow(60.0), ahead);
            for (std::uint32_t i = 0; i < grid.steps; ++i) {
                Window window;
                for (std::size_t j = 0; j < count; ++j) {
                    if (times[j] <= grid.at(i) - at.rangeMs || times[j] > grid.at(i)) continue;
                    if (window.values.empty()) m_origin = times[j];
                    window.values.push_back(values[j]);
                    window.seconds.push_back(static_cast<double>(times[j] - m_origin) / 1000);
                }
                QCOMPARE(sum.has(i), !window.values.empty());
                QCOMPARE(slope.has(i), window.values.size() > 1);
                if (sum.has(i)) QVERIFY(same(sum.values[i], sumOf(window)));
                if (sum.has(i)) QVERIFY(same(mean.values[i], meanOf(window)));
                if (!slope.has(i)) continue;
                QVERIFY(same(slope.values[i], lineOf(window).first));
                for (double& x : window.seconds)
                    x = static_cast<double>(std::llround(x * 1000) + m_origin - grid.at(i)) / 1000;
                const auto [rise, base] = lineOf(window);
                QVERIFY(same(ahead.values[i], rise * 60.0 + base));
            }
        }
    }

private:
    std::int64_t m_origin = 0;
};

QTEST_GUILESS_MAIN(SumsTest)
#include "sums_test.moc"
