#include "tests/support/full_disk.h"
#include "tests/support/manual_store.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>
#include <set>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kStepMs = 600'000;
constexpr std::int64_t kCommits = 24;  // four hours: two blocks are cut

/// Series come as time goes on, so that labels are refused too.
Labels series(std::int64_t i) { return Labels{{"__name__", "m"}, {"i", std::to_string(i / 4)}}; }

void put(Storage& store, std::int64_t i)
{
    const SeriesRef ref = store.series(series(i)).value();
    const auto value = static_cast<double>(i);
    store.append({i * kStepMs + 1, std::span(&ref, 1), std::span(&value, 1)});
}

/// The samples that put() wrote, by their number; -1 for a wrong one.
std::set<std::int64_t> all(const Storage& store)
{
    std::set<std::int64_t> out;
    const auto querier = store.querier();
    const auto selected = querier->select({Matcher::equal("__name__", "m")}, 0, 1000 * kHour);
    for (const SelectedSeries& one : *selected) {
        Columns columns;
        if (!querier->read(one.ref, 0, 1000 * kHour, columns)) out.insert(-1);
        for (std::size_t n = 0; n < columns.times.size(); ++n) {
            const std::int64_t i = columns.times[n] / kStepMs;
            const bool right = columns.values[n] == static_cast<double>(i) && *one.labels == series(i);
            if (!out.insert(right ? i : -1).second) out.insert(-1);
        }
    }
    return out;
}

std::set<std::int64_t> upTo(std::int64_t count)
{
    std::set<std::int64_t> out;
    for (std::int64_t i = 0; i < count; ++i) out.insert(i);
    return out;
}

/// What a start would find had the process been killed now.
std::set<std::int64_t> afterKill(const QTemporaryDir& dir, const Clock& clock)
{
    QTemporaryDir copy;
    fs::copy(dir.path().toStdString(), copy.path().toStdString(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    const auto store = test::openManualStore(copy.path().toStdString(), clock);
    return store ? all(*store) : std::set<std::int64_t>{-1};
}

}  // namespace

class FullDiskTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void nothingAcknowledgedIsLostWhereverTheDiskBecomesFull()
    {
        test::FullDisk disk;
        bool reached = true;
        for (long room = 0; reached; ++room) {
            QTemporaryDir dir;
            ManualClock clock(0);
            disk.setRoom(room);
            auto store = test::openManualStore(dir.path().toStdString(), clock);
            QVERIFY(store != nullptr);
            std::int64_t acknowledged = 0;
            for (std::int64_t i = 0; i < kCommits; ++i) {
                clock.set(i * kStepMs + 1);
                put(*store, i);
                const bool done = store->flush().has_value();
                if (done) acknowledged = i + 1;
                QCOMPARE(store->stats().trouble.empty(), done);
                dynamic_cast<DurableStore&>(*store).maintain();
                QCOMPARE(all(*store), upTo(i + 1));
            }
            reached = disk.refused();
            if (!reached) QCOMPARE(acknowledged, kCommits);
            QCOMPARE(store->stats().trouble.empty(), !reached);

            disk.setRoom(test::FullDisk::kNever);
            const auto found = afterKill(dir, clock);
            for (std::int64_t i = 0; i < acknowledged; ++i) QVERIFY2(found.contains(i), std::to_string(room).c_str());
            QVERIFY(!found.contains(-1));

            // Room again: the next commit brings all that is owed, the next maintenance the blocks.
            QVERIFY(store->flush().has_value());
            dynamic_cast<DurableStore&>(*store).maintain();
            QCOMPARE(store->stats().trouble, std::string());
            QCOMPARE(store->stats().blocks, std::uint64_t{3});
            QCOMPARE(afterKill(dir, clock), upTo(kCommits));
            store.reset();
            store = test::openManualStore(dir.path().toStdString(), clock);
            QCOMPARE(all(*store), upTo(kCommits));
        }
    }

    void aStartOnAFullDiskReadsWhatIsThere()
    {
        test::FullDisk disk;
        QTemporaryDir dir;
        ManualClock clock(0);
        {
            const auto store = test::openManualStore(dir.path().toStdString(), clock);
            for (std::int64_t i = 0; i < 3; ++i) put(*store, i);
        }
        disk.setRoom(0);
        for (int start = 0; start < 2; ++start) {
            const auto store = test::openManualStore(dir.path().toStdString(), clock);
            QVERIFY(!store->stats().trouble.empty());
            QCOMPARE(all(*store), upTo(3));
        }
        const auto store = test::openManualStore(dir.path().toStdString(), clock);
        put(*store, 3);
        disk.setRoom(test::FullDisk::kNever);
        QVERIFY(store->flush().has_value());
        QCOMPARE(afterKill(dir, clock), upTo(4));
    }

    void aQuerierKeepsSeeingWhatBlocksTookOver()
    {
        QTemporaryDir dir;
        ManualClock clock(kCommits * kStepMs);
        const auto store = test::openManualStore(dir.path().toStdString(), clock);
        for (std::int64_t i = 0; i < kCommits; ++i) put(*store, i);
        auto querier = store->querier();
        dynamic_cast<DurableStore&>(*store).maintain();
        QCOMPARE(store->stats().blocks, std::uint64_t{3});
        const auto selected = querier->select({Matcher::equal("i", "0")}, 0, kHour);
        QCOMPARE(selected->size(), std::size_t{1});
        Columns columns;
        QVERIFY(querier->read(selected->front().ref, 0, kHour, columns).has_value());
        QCOMPARE(columns.times.size(), std::size_t{4});
        querier.reset();
        dynamic_cast<DurableStore&>(*store).maintain();  // nobody looks there any more
        QCOMPARE(all(*store), upTo(kCommits));
    }
};

QTEST_APPLESS_MAIN(FullDiskTest)
#include "full_disk_test.moc"
