// Queries that may read buckets of old blocks answer what the samples would, to the bit: every function, steps, ranges
// and offsets on and off the edges of buckets, over series with resets, NaN, staleness markers, gaps and histograms.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <cmath>
#include <map>
#include <random>

#include "engine/base/log.h"
#include "engine/model/sample.h"
#include "engine/promql/query_engine.h"
#include "tests/support/manual_store.h"
#include "tests/support/same_result.h"

using namespace watchglass;
using namespace watchglass::promql;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kHours = 30;

/// What the values of a series are like.
enum class Shape : std::uint8_t { Counter, Decimal, Random, Signed, Constant, Zeros, Odd, Huge, Count };

class Values {
public:
    Values(Shape shape, std::uint32_t seed) : m_shape(shape), m_random(seed) {}

    double next()
    {
        const std::uint32_t dice = m_random() % 1000;
        switch (m_shape) {
        case Shape::Counter: return m_last = dice < 20 ? dice % 3 : m_last + m_random() % 50;
        case Shape::Decimal: return (m_last = std::floor(m_last) + m_random() % 21 - 10.0) / 10;
        case Shape::Random: return std::ldexp(m_random(), static_cast<int>(m_random() % 60) - 60);
        case Shape::Signed: return static_cast<double>(m_random() % 2001) - 1000 + (dice < 100 ? 0.5 : 0);
        case Shape::Constant: return 0.1;
        case Shape::Zeros: return dice < 500 ? -0.0 : 0.0;
        case Shape::Odd: {
            const double odd[] = {std::nan(""), std::nan("7"), INFINITY, -INFINITY, -0.0, 5e-324};
            return dice < 120 ? odd[dice % 6] : dice < 160 ? staleMarker() : m_random() % 10;
        }
        case Shape::Huge: return (dice % 2 == 0 ? 1 : -1) * std::ldexp(m_random(), 990);
        case Shape::Count: break;
        }
        return 0;
    }

private:
    Shape m_shape;
    std::mt19937 m_random;
    double m_last = 100;
};

/// Two series of each shape, one with samples on the edges of buckets and one beside them; gaps, ends with markers.
void fill(Storage& store, std::int64_t fromMs, std::int64_t toMs, std::uint32_t seed)
{
    for (int i = 0; i < 2 * static_cast<int>(Shape::Count); ++i) {
        std::mt19937 random(seed * 100 + static_cast<std::uint32_t>(i));
        Values values(static_cast<Shape>(i / 2), random());
        const std::int64_t step = i % 2 == 0 ? 20'000 : 47'001;
        const SeriesRef ref = store.series(Labels{{"__name__", "m"}, {"i", std::to_string(i)}}).value();
        std::vector<SeriesRef> refs;
        std::vector<double> samples;
        std::vector<std::int64_t> times;
        for (std::int64_t t = fromMs; t < toMs; t += step) {
            if (random() % 200 == 0) {
                if (random() % 2 == 0) {
                    times.push_back(t);
                    samples.push_back(staleMarker());
                }
                t += step * (random() % 300);
                continue;
            }
            times.push_back(t);
            samples.push_back(values.next());
        }
        refs.assign(times.size(), ref);
        store.append({0, refs, samples, times});
    }
}

/// A series that is a histogram for the tenth hour, a float before and behind.
void fillHistograms(Storage& store, const HistogramPtr& histogram)
{
    const SeriesRef ref = store.series(Labels{{"__name__", "m"}, {"i", "h"}}).value();
    for (std::int64_t t = 0; t < kHours * kHour; t += kMinute) {
        const double value = static_cast<double>(t / kMinute);
        const HistogramPtr here = t / kHour == 10 ? histogram : nullptr;
        store.append({t, std::span(&ref, 1), std::span(&value, 1), {}, std::span(&here, 1)});
    }
}

std::vector<std::string> expressions()
{
    std::vector<std::string> out = {"m",
                                    "m offset 10m",
                                    "m offset -1h",
                                    "m @ 36000",
                                    "timestamp(m)",
                                    "timestamp(m @ 36000)",
                                    "timestamp(m offset 1h @ 36000)",
                                    "sum by (i) (m)",
                                    "max_over_time(m[2h:5m])",
                                    "sum_over_time(m[1h:1h])",
                                    "max_over_time(max_over_time(m[5m])[1h:5m])",
                                    "count_over_time(m[1h] @ end())",
                                    "topk(2, max_over_time(m[1h] offset 1h))",
                                    "quantile_over_time(0.5, m[1h])"};
    for (const char* function :
         {"max_over_time", "min_over_time", "count_over_time", "present_over_time", "sum_over_time", "avg_over_time",
          "first_over_time", "last_over_time", "ts_of_first_over_time", "ts_of_last_over_time", "ts_of_max_over_time",
          "rate", "increase", "delta", "irate", "changes", "resets", "stddev_over_time", "absent_over_time"}) {
        for (const char* range : {"5m", "7m", "10m", "1h", "3h"}) {
            out.push_back(std::string(function) + "(m[" + range + "])");
        }
        out.push_back(std::string(function) + "(m[1h] offset 35m)");
    }
    return out;
}

struct Window {
    std::int64_t startMs;
    std::int64_t endMs;
    std::int64_t stepMs;
};

const Window kWindows[] = {{0, kHours* kHour, kHour},
                           {2 * kHour, 29 * kHour, 2 * kHour},
                           {5 * kHour + 5 * kMinute, 20 * kHour, 5 * kMinute},
                           {3 * kHour + 10 * kMinute, 28 * kHour, kHour},
                           {kHour, 20 * kHour, 7 * kMinute},
                           {61'000, 25 * kHour, kHour},
                           {7 * kHour, 7 * kHour, kMinute}};

}  // namespace

class RollupsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    ManualClock m_clock{kHours * kHour};
    std::unique_ptr<Storage> m_store;

    /// Compares all expressions over all windows. Counts the buckets that each has read.
    QString compareAll(std::map<std::string, std::uint64_t>& buckets)
    {
        const QueryEngine engine(*m_store);
        QueryOptions raw;
        raw.incremental = false;
        raw.rollups = false;
        QueryOptions rolled = raw;
        rolled.rollups = true;
        for (const std::string& expression : expressions()) {
            for (const Window& w : kWindows) {
                const QString where = QString::fromStdString(expression) + " from " + QString::number(w.startMs) +
                                      " step " + QString::number(w.stepMs) + ": ";
                const auto full = engine.range(expression, w.startMs, w.endMs, w.stepMs, raw);
                const auto few = engine.range(expression, w.startMs, w.endMs, w.stepMs, rolled);
                if (!full || !few) {
                    if (full.has_value() == few.has_value()) continue;
                    return where + QString::fromStdString(full ? few.error().message : full.error().message);
                }
                const QString problem = test::difference(**full, **few);
                if (!problem.isEmpty()) return where + problem;
                if ((*full)->infos != (*few)->infos || (*full)->warnings != (*few)->warnings) {
                    return where + "annotations";
                }
                if ((*full)->stats.hoursRead + (*full)->stats.minutes5Read > 0)
                    return where + "rolled when it must not";
                buckets[expression + " 1h"] += (*few)->stats.hoursRead;
                buckets[expression + " 5m"] += (*few)->stats.minutes5Read;
            }
        }
        return {};
    }

private slots:
    void initTestCase()
    {
        Log::instance().setStderr(false);
        m_store = test::openManualStore(m_dir.path().toStdString(), m_clock, false, 4 * kHour);
        FloatHistogram histogram;
        histogram.count = 3;
        histogram.sum = 4;
        fill(*m_store, 0, kHours * kHour, 1);
        fillHistograms(*m_store, std::make_shared<const FloatHistogram>(histogram));
        QVERIFY(m_store->compact().has_value());
        QVERIFY2(m_store->stats().rollups >= 2, std::to_string(m_store->stats().rollups).c_str());
        QVERIFY(m_store->stats().rollups < m_store->stats().blocks);
    }

    void sameAsTheSamples()
    {
        std::map<std::string, std::uint64_t> buckets;
        QCOMPARE(compareAll(buckets), QString());
        for (const char* function : {"max_over_time", "min_over_time", "count_over_time", "present_over_time",
                                     "sum_over_time", "avg_over_time", "first_over_time", "last_over_time",
                                     "ts_of_first_over_time", "ts_of_last_over_time", "rate", "increase", "delta"}) {
            for (const char* range : {"(m[1h]) 1h", "(m[3h]) 1h", "(m[1h]) 5m", "(m[5m]) 5m", "(m[10m]) 5m"}) {
                QVERIFY2(buckets[std::string(function) + range] > 0, (std::string(function) + range).c_str());
            }
            QCOMPARE(buckets[std::string(function) + "(m[7m]) 5m"], std::uint64_t{0});
            QCOMPARE(buckets[std::string(function) + "(m[10m]) 1h"], std::uint64_t{0});
        }
        QVERIFY(buckets["m 1h"] > 0 && buckets["m 5m"] > 0 && buckets["m offset 10m 5m"] > 0);
        QVERIFY(buckets["max_over_time(m[2h:5m]) 5m"] > 0);
        QCOMPARE(buckets["quantile_over_time(0.5, m[1h]) 1h"], std::uint64_t{0});
    }

    void sameWithDeletedSamples()
    {
        QVERIFY(m_store->deleteSeries({Matcher::equal("i", "0")}, 3 * kHour + 1, 3 * kHour + 2).has_value());
        QVERIFY(m_store->deleteSeries({Matcher::equal("i", "2")}, 3 * kHour, 4 * kHour - 1).has_value());
        QVERIFY(m_store->deleteSeries({Matcher::equal("i", "5")}, 20 * kHour, 21 * kHour).has_value());
        std::map<std::string, std::uint64_t> buckets;
        QCOMPARE(compareAll(buckets), QString());
        const std::uint64_t withDeleted = buckets["max_over_time(m[1h]) 1h"];
        QVERIFY(m_store->cleanTombstones().has_value());
        QVERIFY(m_store->compact().has_value());
        buckets.clear();
        QCOMPARE(compareAll(buckets), QString());
        QVERIFY2(buckets["max_over_time(m[1h]) 1h"] > withDeleted, "the rollups are back");
    }

    void sameForOtherData()
    {
        for (std::uint32_t seed = 2; seed < 5; ++seed) {
            m_store.reset();
            QTemporaryDir dir;
            m_store = test::openManualStore(dir.path().toStdString(), m_clock, false, 1);
            fill(*m_store, 0, kHours * kHour, seed);
            QVERIFY(m_store->compact().has_value());
            std::map<std::string, std::uint64_t> buckets;
            QCOMPARE(compareAll(buckets), QString());
            m_store.reset();
        }
    }

    /// Decimals whose sums are not exact: most windows are answered by buckets nevertheless.
    void sumsOfDecimalsComeFromBuckets()
    {
        QTemporaryDir dir;
        m_store = test::openManualStore(dir.path().toStdString(), m_clock, false, 1);
        const SeriesRef ref = m_store->series(Labels{{"__name__", "d"}}).value();
        std::mt19937 random(1);
        for (std::int64_t t = 0; t < kHours * kHour; t += 15'000) {
            const double value = static_cast<double>(random() % 10'000) / 100;
            m_store->append({t, std::span(&ref, 1), std::span(&value, 1)});
        }
        QVERIFY(m_store->compact().has_value());
        const QueryEngine engine(*m_store);
        const auto sum = engine.range("sum_over_time(d[3h])", 3 * kHour, 24 * kHour, kHour);
        QVERIFY((*sum)->stats.hoursRead > 20);
        QVERIFY2((*sum)->stats.samplesRead < 10, std::to_string((*sum)->stats.samplesRead).c_str());
        // The compensation of a mean is lost in buckets: the samples are read as well.
        const auto mean = engine.range("avg_over_time(d[3h])", 3 * kHour, 24 * kHour, kHour);
        QVERIFY((*mean)->stats.samplesRead > 5000);
    }
};

QTEST_APPLESS_MAIN(RollupsTest)
#include "rollups_test.moc"
