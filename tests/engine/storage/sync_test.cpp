// What is synced when, counted below SQLite.

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include "engine/base/log.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;
using test::FaultyDisk;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr long kCommits = 10;

/// A sample an hour, each flushed. Returns how many flushes failed.
int fill(Storage& store, ManualClock& clock)
{
    int failed = 0;
    for (long i = 0; i < kCommits; ++i) {
        clock.set((i + 1) * kHour);
        const SeriesRef ref = store.series(Labels{{"__name__", "m"}}).value();
        const auto value = static_cast<double>(i);
        store.append({i * kHour, std::span(&ref, 1), std::span(&value, 1)});
        if (!store.flush()) ++failed;
    }
    return failed;
}

}  // namespace

class SyncTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void everyCommitIsSyncedWhenAsked()
    {
        FaultyDisk disk;
        QTemporaryDir dir;
        ManualClock clock(0);
        const auto store = test::openManualStore(dir.path().toStdString(), clock, true);
        disk.countSyncs("journal-00000001.db-wal");
        QCOMPARE(fill(*store, clock), 0);
        QCOMPARE(disk.syncs(), kCommits);
    }

    void elseOnlyCheckpointsAre()
    {
        FaultyDisk disk;
        QTemporaryDir dir;
        ManualClock clock(0);
        const auto store = test::openManualStore(dir.path().toStdString(), clock);
        disk.countSyncs("journal-00000001.db");
        QCOMPARE(fill(*store, clock), 0);
        QCOMPARE(disk.syncs(), 0L);
    }

    void aCommitThatIsNotSyncedIsNotAcknowledged()
    {
        FaultyDisk disk;
        QTemporaryDir dir;
        ManualClock clock(0);
        const auto store = test::openManualStore(dir.path().toStdString(), clock, true);
        QVERIFY(store->flush().has_value());
        disk.breakAt(FaultyDisk::kSync, 0, FaultyDisk::Fault::Always);
        QCOMPARE(fill(*store, clock), int{kCommits});
        disk.heal();
        QVERIFY(store->flush().has_value());
    }

    void aBlockIsSyncedBeforeItGetsItsName()
    {
        FaultyDisk disk;
        QTemporaryDir dir;
        ManualClock clock(0);
        const auto store = test::openManualStore(dir.path().toStdString(), clock);
        QCOMPARE(fill(*store, clock), 0);
        disk.countSyncs(".tmp");
        QVERIFY(store->compact().has_value());
        QVERIFY(store->stats().blocks > 0);
        QVERIFY(disk.syncs() >= static_cast<long>(store->stats().blocks));
    }
};

QTEST_APPLESS_MAIN(SyncTest)
#include "sync_test.moc"
