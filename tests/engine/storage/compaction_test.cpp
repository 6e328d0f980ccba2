#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"
#include "engine/storage/files.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kForever = INT64_MAX / 2;

std::unique_ptr<Storage> open(const fs::path& directory, const Clock& clock, std::int64_t retentionMs = 1000 * kHour)
{
    StorageOptions options;
    options.directory = directory;
    options.blockMs = kHour;
    options.retentionMs = retentionMs;
    options.commitIntervalMs = 1000 * kHour;
    options.maintainInBackground = false;
    auto store = Storage::open(options, clock);
    return store ? std::move(*store) : nullptr;
}

/// One sample a minute in each minute of [from, to), of two series of which one misses every other hour.
void fill(Storage& store, ManualClock& clock, std::int64_t from, std::int64_t to)
{
    clock.set(to * kMinute);
    for (std::int64_t i = from; i < to; ++i) {
        for (const char* job : {"a", "b"}) {
            if (*job == 'b' && i / 60 % 2 == 1) continue;
            const SeriesRef ref = store.series(Labels{{"__name__", "m"}, {"job", job}}).value();
            const auto value = static_cast<double>(i);
            store.append({i * kMinute, std::span(&ref, 1), std::span(&value, 1)});
        }
    }
}

/// The number of samples of a job; -1 when one is wrong.
std::int64_t samples(const Storage& store, const char* job)
{
    const auto querier = store.querier();
    std::int64_t out = 0;
    const auto selected = querier->select({Matcher::equal("job", job)}, 0, kForever);
    for (const SelectedSeries& one : *selected) {
        Columns columns;
        if (!querier->read(one.ref, 0, kForever, columns)) return -1;
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            if (columns.values[i] != static_cast<double>(columns.times[i] / kMinute)) return -1;
            if (i > 0 && columns.times[i] <= columns.times[i - 1]) return -1;
        }
        out += static_cast<std::int64_t>(columns.times.size());
    }
    return out;
}

std::string blockName(std::int64_t fromHour, std::int64_t toHour)
{
    return "block-" + std::to_string(fromHour * kHour) + "-" + std::to_string(toHour * kHour) + ".db";
}

std::vector<std::string> blocksOf(const fs::path& directory)
{
    std::vector<std::string> out;
    for (const fs::path& path : databasesOf(directory, "block-")) out.push_back(path.filename().string());
    return out;
}

}  // namespace

class CompactionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void finishedSpansBecomeOneBlock()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(0);
        {
            auto store = open(path, clock);
            for (std::int64_t hour = 0; hour < 15; ++hour) {
                fill(*store, clock, hour * 60, (hour + 1) * 60);
                QVERIFY(store->compact().has_value());
                QCOMPARE(samples(*store, "a"), (hour + 1) * 60);
                QCOMPARE(samples(*store, "b"), (hour / 2 + 1) * 60);
            }
            QVERIFY((blocksOf(path) == std::vector{blockName(0, 12), blockName(12, 13), blockName(13, 14)}));
        }
        auto store = open(path, clock);
        QCOMPARE(samples(*store, "a"), std::int64_t{900});
        QCOMPARE(samples(*store, "b"), std::int64_t{480});
    }

    void aViewStaysWhileItsBlocksAreMerged()
    {
        QTemporaryDir dir;
        ManualClock clock(0);
        auto store = open(dir.path().toStdString(), clock);
        for (std::int64_t hour = 0; hour < 4; ++hour) {
            fill(*store, clock, hour * 60, (hour + 1) * 60);
            QVERIFY(store->compact().has_value());
        }
        const auto querier = store->querier();
        fill(*store, clock, 240, 300);
        QVERIFY(store->compact().has_value());
        QCOMPARE(store->stats().blocks, std::uint64_t{1});
        const auto selected = querier->select({Matcher::equal("job", "a")}, 0, kForever);
        Columns columns;
        QVERIFY(querier->read(selected->front().ref, 0, kForever, columns).has_value());
        QCOMPARE(columns.times.size(), std::size_t{240});
    }

    void deletedSamplesAreNotMerged()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(0);
        auto store = open(path, clock);
        fill(*store, clock, 0, 240);
        QVERIFY(store->compact().has_value());
        QVERIFY(store->deleteSeries({Matcher::equal("job", "a")}, 0, 30 * kMinute - 1).has_value());
        fill(*store, clock, 240, 300);
        QVERIFY(store->compact().has_value());
        QCOMPARE(store->stats().blocks, std::uint64_t{1});
        store.reset();
        fs::remove(path / "tombstones.db");
        QCOMPARE(samples(*open(path, clock), "a"), std::int64_t{270});
    }

    void whatWasMergedBeforeAKillIsNotThereTwice()
    {
        QTemporaryDir dir;
        QTemporaryDir saved;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(0);
        {
            auto store = open(path, clock);
            fill(*store, clock, 0, 240);
            QVERIFY(store->compact().has_value());
            for (const std::string& name : blocksOf(path))
                fs::copy_file(path / name, saved.path().toStdString() + "/" + name);
            fill(*store, clock, 240, 300);
            QVERIFY(store->compact().has_value());
        }
        for (const auto& file : fs::directory_iterator(saved.path().toStdString())) {
            fs::copy_file(file.path(), path / file.path().filename());
        }
        QVERIFY(blocksOf(path).size() > 3);
        auto store = open(path, clock);
        QCOMPARE(samples(*store, "a"), std::int64_t{300});
        QVERIFY((blocksOf(path) == std::vector{blockName(0, 4)}));
    }

    void sizeLimitsWhatIsKept()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(0);
        auto store = open(path, clock, 30 * kHour);  // too short for merged blocks
        fill(*store, clock, 0, 600);
        QVERIFY(store->compact().has_value());
        QCOMPARE(store->stats().blocks, std::uint64_t{9});
        const std::uint64_t before = store->stats().bytesOnDisk;
        store->setLimits({.retentionMs = 30 * kHour, .retentionBytes = before - 1});
        QVERIFY(store->compact().has_value());
        QCOMPARE(store->stats().blocks, std::uint64_t{8});
        QVERIFY(store->stats().bytesOnDisk < before);
        QCOMPARE(samples(*store, "a"), std::int64_t{540});
        store->setLimits({.retentionMs = 30 * kHour, .retentionBytes = 1});
        QVERIFY(store->compact().has_value());
        QVERIFY((blocksOf(path) == std::vector{blockName(8, 9)}));
        QCOMPARE(samples(*store, "a"), std::int64_t{120});
    }

    void aClockThatJumpsAheadRemovesNothing()
    {
        QTemporaryDir dir;
        ManualClock clock(0);
        auto store = open(dir.path().toStdString(), clock, 20 * kHour);
        fill(*store, clock, 0, 600);
        QVERIFY(store->compact().has_value());
        clock.set(10'000 * kHour);
        QVERIFY(store->compact().has_value());
        QCOMPARE(samples(*store, "a"), std::int64_t{600});
        clock.set(0);  // and back: what is refused is only what is in blocks
        fill(*store, clock, 600, 610);
        QVERIFY(store->compact().has_value());
        QCOMPARE(samples(*store, "a"), std::int64_t{610});
    }
};

QTEST_APPLESS_MAIN(CompactionTest)
#include "compaction_test.moc"
