// Scrapes, queries, the journal, blocks, merging, rollups, retention, deletions and snapshots at the same time, while
// targets restart under new names. Meant for ThreadSanitizer; the answers are checked everywhere.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <array>
#include <atomic>
#include <barrier>
#include <thread>

#include "engine/base/log.h"
#include "engine/model/sample.h"
#include "engine/promql/query_engine.h"
#include "engine/storage/storage.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kHours = 16;
constexpr std::int64_t kRetentionHours = 4;
constexpr std::size_t kTargets = 2;
constexpr std::size_t kSeries = 8;

/// Every value is the second of its sample: any answer can be told right from wrong.
double valueAt(std::int64_t tMs) { return static_cast<double>(tMs) / 1000; }

/// Scrapes once a minute, each hour under a new name.
class Target {
public:
    Target(Storage& store, std::size_t number) : m_store(store), m_number(number) {}

    bool scrape(std::int64_t tMs)
    {
        const std::int64_t hour = tMs / kHour;
        bool good = true;
        if (hour != m_hour) {
            const std::vector<double> ends(m_refs.size(), staleMarker());
            if (!m_refs.empty()) good = m_store.append({tMs - 1, m_refs, ends}).appended == kSeries;
            m_hour = hour;
            m_refs.clear();
            for (std::size_t i = 0; i < kSeries; ++i) {
                m_refs.push_back(m_store
                                     .series(Labels{{"__name__", "second"},
                                                    {"pod", std::to_string(m_number) + "-" + std::to_string(hour)},
                                                    {"i", std::to_string(i)}})
                                     .value());
            }
        }
        const std::vector<double> values(kSeries, valueAt(tMs));
        return m_store.append({tMs, m_refs, values}).appended == kSeries && good;
    }

private:
    Storage& m_store;
    std::size_t m_number;
    std::int64_t m_hour = -1;
    std::vector<SeriesRef> m_refs;
};

/// Whether the steps of an answer have the values that `expected` gives their times; `whole`: and all are there.
template <class Expected>
bool is(const promql::QueryResult& result, bool whole, Expected expected)
{
    if (result.series.size() != 1) return !whole && result.series.empty();
    for (std::uint32_t i = 0; i < result.grid.steps; ++i) {
        if (!result.series[0].has(i)) {
            if (whole) return false;
        } else if (result.series[0].values[i] != expected(result.grid.at(i))) {
            return false;
        }
    }
    return true;
}

}  // namespace

class TogetherTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void everythingAtOnceGivesRightAnswers()
    {
        QTemporaryDir dir;
        ManualClock clock(kHour);
        StorageOptions options;
        options.directory = dir.path().toStdString();
        options.blockMs = kHour / 2;
        options.retentionMs = kRetentionHours * kHour;
        options.rollupAgeMs = 2 * kHour;
        options.commitIntervalMs = 1;
        options.maintainInBackground = false;
        auto opened = Storage::open(options, clock);
        QVERIFY(opened.has_value());
        Storage& store = **opened;
        const promql::QueryEngine engine(store);

        std::atomic<std::int64_t> written = 0;  // all targets, up to here
        std::atomic<bool> done = false;
        std::atomic<int> asked = 0;
        std::atomic<int> maintained = 0;
        std::array<std::atomic<int>, 6> wrong{};

        std::barrier step(static_cast<std::ptrdiff_t>(kTargets), [&]() noexcept { written = clock.nowMs(); });
        std::barrier start(static_cast<std::ptrdiff_t>(kTargets), [&]() noexcept {
            // Somebody has to get a turn while the hours go by.
            if (written.load() % (10 * kMinute) == 0) {
                const int queries = asked.load();
                const int rounds = maintained.load();
                while (asked.load() == queries || maintained.load() == rounds) std::this_thread::yield();
            }
            clock.advance(std::chrono::milliseconds(kMinute));
        });
        const auto writer = [&](std::size_t number) {
            Target target(store, number);
            for (std::int64_t i = 0; i < kHours * 60; ++i) {
                start.arrive_and_wait();
                if (!target.scrape(clock.nowMs())) ++wrong[0];
                step.arrive_and_wait();
            }
        };
        const auto reader = [&] {
            while (!done.load()) {
                const std::int64_t end = written.load();
                const std::int64_t begin = std::max(2 * kHour, end - 2 * kHour);
                ++asked;
                if (end < begin) continue;
                const auto count = engine.range("count(second)", begin, end, kMinute);
                if (!count || !is(**count, true, [](std::int64_t) { return double{kTargets * kSeries}; })) ++wrong[1];
                const auto newest = engine.range("max(second)", begin, end, kMinute);
                if (!newest || !is(**newest, true, valueAt)) ++wrong[2];
                const auto rate = engine.range("sum(rate(second[5m])) > 0", begin, end, kMinute);
                if (!rate) ++wrong[3];
                // Far back retention and merging are at work: what is there must be right.
                const auto old = engine.range("min(second)", kHour, end, 10 * kMinute);
                if (!old || !is(**old, false, valueAt)) ++wrong[3];
            }
        };
        const auto keeper = [&] {
            while (!done.load()) {
                if (!store.compact() || !store.flush()) ++wrong[4];
                (void)store.stats();
                ++maintained;
            }
        };
        const auto admin = [&] {
            while (!done.load()) {
                const auto none = store.deleteSeries({Matcher::equal("pod", "none")}, 0, clock.nowMs());
                const std::int64_t old = written.load() - 3 * kHour;
                const auto some = store.deleteSeries({Matcher::equal("i", "0")}, old - kHour, old);
                const auto snapshot = store.snapshot(false);
                if (!none || !some || !snapshot || !store.cleanTombstones()) ++wrong[5];
                if (snapshot) std::filesystem::remove_all(options.directory / "snapshots" / *snapshot);
            }
        };
        {
            std::jthread keeping(keeper);
            std::jthread administering(admin);
            std::jthread reading(reader);
            std::jthread readingToo(reader);
            std::vector<std::jthread> writing;
            for (std::size_t i = 0; i < kTargets; ++i) writing.emplace_back(writer, i);
            writing.clear();
            done = true;
        }
        for (std::size_t i = 0; i < wrong.size(); ++i) QVERIFY2(wrong[i].load() == 0, qPrintable(QString::number(i)));
    }
};

QTEST_APPLESS_MAIN(TogetherTest)
#include "together_test.moc"
