// Days of ordinary life in a few seconds: targets are scraped, restart under new names, dashboards ask, blocks are
// cut, merged, get rollups and go with retention. What the process holds must not grow. WG_SOAK_HOURS=720 looks at a
// month instead of a day.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <malloc.h>

#include <fstream>
#include <numeric>
#include <random>

#include "engine/base/log.h"
#include "engine/promql/query_engine.h"
#include "engine/storage/storage.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kScrapeMs = 15'000;
constexpr std::int64_t kRetentionHours = 4;
constexpr int kWarmHours = 12;  ///< by then retention has taken twice what there was
constexpr std::size_t kTargets = 20;
constexpr std::size_t kSeriesOfTarget = 20;

/// A target whose series get new names when it restarts.
class Target {
public:
    Target(Storage& store, std::size_t number) : m_store(store), m_number(number) { restart(); }

    void scrape(std::int64_t tMs)
    {
        for (std::size_t i = 0; i < m_values.size(); ++i) m_values[i] += static_cast<double>(m_random() % 100);
        (void)m_store.append({tMs, m_refs, m_values});
    }

    /// What a rollout does: the old series end, all come back under the name of a new pod.
    void rollOut(std::int64_t tMs)
    {
        const std::vector<double> ends(m_refs.size(), staleMarker());
        (void)m_store.append({tMs, m_refs, ends});
        restart();
    }

private:
    void restart()
    {
        const std::string pod = "pod-" + std::to_string(m_number) + "-" + std::to_string(m_random());
        m_refs.clear();
        for (std::size_t i = 0; i < kSeriesOfTarget; ++i) {
            const Labels labels{{"__name__", "requests_total"},
                                {"instance", "10.0.0." + std::to_string(m_number)},
                                {"path", "/api/v1/things/" + std::to_string(i)},
                                {"pod", pod}};
            m_refs.push_back(m_store.series(labels).value());
        }
        m_values.assign(kSeriesOfTarget, 0);
    }

    Storage& m_store;
    std::size_t m_number;
    std::mt19937 m_random{static_cast<std::uint32_t>(m_number + 1)};
    std::vector<SeriesRef> m_refs;
    std::vector<double> m_values;
};

double heapMb() { return static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd) / (1 << 20); }

double residentMb()
{
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * 4096 / (1 << 20);
}

}  // namespace

class SoakTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void daysOfChurnHoldMemoryFlat()
    {
        const int hours = qEnvironmentVariableIsSet("WG_SOAK_HOURS")
                              ? std::max(kWarmHours + 4, qEnvironmentVariableIntValue("WG_SOAK_HOURS"))
                              : 24;
        QTemporaryDir dir;
        ManualClock clock(kHour);
        StorageOptions options;
        options.directory = dir.path().toStdString();
        options.retentionMs = kRetentionHours * kHour;
        options.blockMs = kHour;
        options.rollupAgeMs = 2 * kHour;
        options.commitIntervalMs = 1000 * kHour;  // where it is called, as maintenance
        options.maintainInBackground = false;
        auto store = Storage::open(options, clock);
        QVERIFY(store.has_value());
        const promql::QueryEngine engine(**store);

        std::vector<Target> targets;
        for (std::size_t i = 0; i < kTargets; ++i) targets.emplace_back(**store, i);
        std::vector<double> heap;  // after each hour
        for (int hour = 0; hour < hours; ++hour) {
            for (std::int64_t ms = 0; ms < kHour; ms += kScrapeMs) {
                clock.advance(std::chrono::milliseconds(kScrapeMs));
                for (Target& target : targets) target.scrape(clock.nowMs());
                if (ms % kMinute != 0) continue;
                QVERIFY((*store)->flush().has_value());
                QVERIFY((*store)->compact().has_value());
                ask(engine, clock.nowMs());
                // Every target once in two hours: an update of all pods.
                targets[static_cast<std::size_t>(ms / kMinute) % kTargets].rollOut(clock.nowMs() + 1);
            }
            heap.push_back(heapMb());
            if (hour % 6 == 5) {
                qInfo("hour %3d: heap %.1f MB, resident %.1f MB, %llu series, %llu blocks, %.1f MB on disk", hour + 1,
                      heap.back(), residentMb(), static_cast<unsigned long long>((*store)->stats().series),
                      static_cast<unsigned long long>((*store)->stats().blocks),
                      static_cast<double>((*store)->stats().bytesOnDisk) / (1 << 20));
            }
        }
        // Series of the last hours are known and no others; what they take does not depend on how long ago it began.
        const std::size_t ofAnHour = 60 * kSeriesOfTarget;
        QVERIFY((*store)->stats().series <= (kRetentionHours + 3) * ofAnHour);
        const auto mean = [&](int from) { return std::accumulate(&heap[from], &heap[from] + 4, 0.0) / 4; };
        const double before = mean(kWarmHours - 4);
        const double after = mean(hours - 4);
        if (before == 0) QSKIP("the heap is not malloc's");
        QVERIFY2(after < before * 1.1, qPrintable(QString("%1 MB, %2 MB later").arg(before).arg(after)));
    }

private:
    /// A dashboard of the last hour that refreshes, and now and then somebody who looks at everything.
    static void ask(const promql::QueryEngine& engine, std::int64_t nowMs)
    {
        const std::int64_t end = nowMs / kMinute * kMinute;
        for (const char* query : {"sum by (path) (rate(requests_total[5m]))", "topk(3, requests_total)",
                                  "count(max_over_time(requests_total[10m]))"}) {
            QVERIFY(engine.range(query, end - kHour, end, kMinute).has_value());
        }
        if (end % (3 * kHour) != 0) return;
        QVERIFY(
            engine.range("max by (pod) (max_over_time(requests_total[1h]))", end - kRetentionHours * kHour, end, kHour)
                .has_value());
    }
};

QTEST_APPLESS_MAIN(SoakTest)
#include "soak_test.moc"
