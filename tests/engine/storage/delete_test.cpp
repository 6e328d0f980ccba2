#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>
#include <fstream>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kForever = INT64_MAX / 2;

Labels series(const char* job) { return Labels{{"__name__", "m"}, {"job", job}}; }

void put(Storage& store, const char* job, std::int64_t tMs)
{
    const SeriesRef ref = store.series(series(job)).value();
    const auto value = static_cast<double>(tMs);
    store.append({tMs, std::span(&ref, 1), std::span(&value, 1)});
}

/// One sample a minute of jobs "a" and "b", from minute 0 on.
void fill(Storage& store, std::int64_t minutes)
{
    for (std::int64_t i = 0; i < minutes; ++i) {
        put(store, "a", i * kMinute);
        put(store, "b", i * kMinute);
    }
}

/// The minutes at which a series has samples, each with the right value.
std::vector<std::int64_t> minutesOf(const Storage& store, const char* job)
{
    const auto querier = store.querier();
    std::vector<std::int64_t> out;
    const auto selected = querier->select({Matcher::equal("job", job)}, 0, kForever);
    for (const SelectedSeries& one : *selected) {
        Columns columns;
        if (!querier->read(one.ref, 0, kForever, columns)) return {-1};
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            out.push_back(columns.values[i] == static_cast<double>(columns.times[i]) ? columns.times[i] / kMinute : -1);
        }
    }
    return out;
}

std::vector<std::int64_t> minutes(std::int64_t from, std::int64_t to)
{
    std::vector<std::int64_t> out;
    for (std::int64_t i = from; i < to; ++i) out.push_back(i);
    return out;
}

std::vector<std::int64_t> operator+(std::vector<std::int64_t> a, const std::vector<std::int64_t>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

using Strings = std::vector<std::string>;

Strings jobs(const Storage& store, std::int64_t minMs = 0, std::int64_t maxMs = kForever)
{
    return store.querier()->labelValues("job", {}, minMs, maxMs).value();
}

}  // namespace

class DeleteTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void intervalsJoinAndLeaveGaps()
    {
        Intervals list;
        addInterval(list, {10, 20});
        addInterval(list, {40, 50});
        addInterval(list, {25, 30});
        QCOMPARE(list.size(), std::size_t{3});
        addInterval(list, {21, 24});  // touches both neighbours
        QVERIFY((list == Intervals{{10, 30}, {40, 50}}));
        QVERIFY((gapsOf(list, 0, 100) == Intervals{{0, 9}, {31, 39}, {51, 100}}));
        QVERIFY((gapsOf(list, 15, 45) == Intervals{{31, 39}}));
        QVERIFY(gapsOf(list, 12, 30).empty());
        addInterval(list, {INT64_MIN, INT64_MAX});
        QVERIFY((list == Intervals{{INT64_MIN, INT64_MAX}}));
        QVERIFY(gapsOf(list, INT64_MIN, INT64_MAX).empty());
    }

    void deletedSamplesAreGoneInMemory()
    {
        ManualClock clock(kHour);
        auto store = Storage::open({}, clock).value();
        fill(*store, 30);
        const auto before = store->querier();
        QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 10 * kMinute, 19 * kMinute).has_value());
        QVERIFY(minutesOf(*store, "a") == minutes(0, 10) + minutes(20, 30));
        QVERIFY(minutesOf(*store, "b") == minutes(0, 30));
        Columns columns;
        const auto selected = before->select({Matcher::equal("job", "a")}, 0, kForever);
        QVERIFY(before->read(selected->front().ref, 0, kForever, columns).has_value());
        QCOMPARE(columns.times.size(), std::size_t{30});  // a view stays as it was
    }

    void aSeriesWithoutSamplesIsGoneFromTheLabels()
    {
        ManualClock clock(kHour);
        auto store = Storage::open({}, clock).value();
        fill(*store, 30);
        QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 0, 19 * kMinute).has_value());
        QVERIFY((jobs(*store) == Strings{"a", "b"}));
        QVERIFY((jobs(*store, 0, 19 * kMinute) == Strings{"b"}));
        QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 0, kForever).has_value());
        QVERIFY((jobs(*store) == Strings{"b"}));
        QVERIFY(store->querier()->select({Matcher::equal("job", "a")}, 0, kForever)->empty());
        // What comes after the deletion stays, even where the deletion had no end.
        put(*store, "a", 31 * kMinute);
        QVERIFY((jobs(*store) == Strings{"a", "b"}));
        QVERIFY(minutesOf(*store, "a") == minutes(31, 32));
    }

    void deletionsSurviveAKillAndBecomePartOfTheBlocks()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = dir.path().toStdString();
        auto store = test::openManualStore(path, clock);
        fill(*store, 150);
        QVERIFY(store->flush().has_value());
        dynamic_cast<DurableStore&>(*store).maintain();
        QCOMPARE(store->stats().blocks, std::uint64_t{1});
        QVERIFY(minutesOf(*store, "a") == minutes(0, 150));  // fills the cache of columns
        // Minutes of the block and of the head.
        QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 50 * kMinute, 69 * kMinute).has_value());
        const auto rest = minutes(0, 50) + minutes(70, 150);
        QVERIFY(minutesOf(*store, "a") == rest);

        QTemporaryDir killed;
        fs::copy(path, killed.path().toStdString(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        QVERIFY(minutesOf(*test::openManualStore(killed.path().toStdString(), clock), "a") == rest);

        QVERIFY(store->cleanTombstones().has_value());
        QVERIFY(minutesOf(*store, "a") == rest);
        for (std::int64_t i = 150; i < 250; ++i) put(*store, "a", i * kMinute);
        dynamic_cast<DurableStore&>(*store).maintain();
        QCOMPARE(store->stats().blocks, std::uint64_t{3});
        store.reset();
        // The head's part went into the second block; nothing but the blocks knows of the deletion afterwards.
        fs::remove(path / "tombstones.db");
        store = test::openManualStore(path, clock);
        QVERIFY(minutesOf(*store, "a") == rest + minutes(150, 250));
        QVERIFY(minutesOf(*store, "b") == minutes(0, 150));
    }

    void cleaningRemovesABlockWithoutSamples()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = dir.path().toStdString();
        auto store = test::openManualStore(path, clock);
        fill(*store, 250);
        dynamic_cast<DurableStore&>(*store).maintain();
        QCOMPARE(store->stats().blocks, std::uint64_t{3});
        QVERIFY(store->deleteSeries({}, 0, kHour - 1).has_value());
        QVERIFY(store->cleanTombstones().has_value());
        QCOMPARE(store->stats().blocks, std::uint64_t{2});
        QVERIFY(!fs::exists(path / ("block-0-" + std::to_string(kHour) + ".db")));
        store.reset();
        QVERIFY(minutesOf(*test::openManualStore(path, clock), "b") == minutes(60, 250));
    }

    void aDamagedListIsSaidAndSetAside()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = dir.path().toStdString();
        {
            auto store = test::openManualStore(path, clock);
            fill(*store, 30);
            QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 0, kForever).has_value());
        }
        std::ofstream(path / "tombstones.db", std::ios::binary | std::ios::trunc) << "no database at all";
        auto store = test::openManualStore(path, clock);
        QVERIFY(minutesOf(*store, "b") == minutes(0, 30));
        QVERIFY(fs::exists(path / "tombstones.db.damaged"));
        QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 0, kForever).has_value());
        QVERIFY(minutesOf(*store, "a").empty());
    }
};

QTEST_APPLESS_MAIN(DeleteTest)
#include "delete_test.moc"
