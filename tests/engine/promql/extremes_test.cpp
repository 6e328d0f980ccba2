// min_over_time and max_over_time give what the reference's loop over each window gives, bit by bit.

#include <QtTest/QtTest>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "engine/promql/eval_kernels.h"

using namespace watchglass;
using namespace watchglass::promql;

class ExtremesTest : public QObject {
    Q_OBJECT

private slots:
    void sameAsTheLoop()
    {
        std::mt19937 rng(11);
        KernelScratch scratch;
        for (int round = 0; round < 3000; ++round) {
            const std::uint32_t count = 1 + rng() % 400;
            std::vector<double> values(count);
            const std::uint32_t kind = rng() % 4;  // how many values are special
            for (double& v : values) {
                const std::uint32_t n = rng() % 10;
                v = static_cast<double>(static_cast<int>(rng() % 7) - 3);
                if (v == 0 && rng() % 2 == 0) v = -0.0;
                if (kind > 0 && n < kind * 2) v = std::bit_cast<double>(0x7FF8000000000000ULL + rng() % 3);
                if (kind == 2 && n == 9) v = std::numeric_limits<double>::infinity();
                if (kind == 3) v = rng() % 8 == 0 ? 0.0 : -0.0;
            }
            const bool greatest = rng() % 2 == 0;
            WindowPlan plan;
            const std::uint32_t steps = 1 + rng() % 40;
            const std::uint32_t length = 1 + rng() % count;
            const std::uint32_t move = rng() % 9;
            Row out;
            out.reset(steps);
            for (std::uint32_t i = 0; i < steps; ++i) {
                plan.lo.push_back(std::min(i * move, count - 1));
                plan.hi.push_back(std::min(plan.lo.back() + length, count));
                plan.longest = std::max(plan.longest, plan.hi.back() - plan.lo.back());
            }
            plan.present1 = fullBitmap(steps);
            plan.dense1 = true;
            extremeKernel({values.data(), nullptr, count, &plan, steps}, greatest, scratch, out);
            for (std::uint32_t i = 0; i < steps; ++i) {
                double best = values[plan.lo[i]];
                for (std::uint32_t j = plan.lo[i]; j < plan.hi[i]; ++j) {
                    const double v = values[j];
                    if ((greatest ? v > best : v < best) || std::isnan(best)) best = v;
                }
                QCOMPARE(std::bit_cast<std::uint64_t>(out.values[i]), std::bit_cast<std::uint64_t>(best));
            }
        }
    }
};

QTEST_GUILESS_MAIN(ExtremesTest)
#include "extremes_test.moc"
