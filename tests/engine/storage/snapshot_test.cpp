#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>

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

void put(Storage& store, std::int64_t tMs)
{
    const SeriesRef ref = store.series(Labels{{"__name__", "m"}}).value();
    const auto value = static_cast<double>(tMs);
    store.append({tMs, std::span(&ref, 1), std::span(&value, 1)});
}

std::vector<std::int64_t> times(const Storage& store)
{
    const auto querier = store.querier();
    const auto selected = querier->select({}, 0, kForever);
    Columns columns;
    if (selected->empty() || !querier->read(selected->front().ref, 0, kForever, columns)) return {};
    return columns.times;
}

}  // namespace

class SnapshotTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    ManualClock m_clock{10 * kHour};
    std::unique_ptr<Storage> m_store;

private slots:
    void initTestCase()
    {
        Log::instance().setStderr(false);
        m_store = test::openManualStore(m_dir.path().toStdString(), m_clock);
        for (std::int64_t i = 0; i < 200; ++i) put(*m_store, i * kMinute);
        dynamic_cast<DurableStore&>(*m_store).maintain();  // two blocks, the rest in the head
        QCOMPARE(m_store->stats().blocks, std::uint64_t{2});
        QVERIFY(m_store->deleteSeries({}, 30 * kMinute, 40 * kMinute - 1).has_value());
        QVERIFY(m_store->deleteSeries({}, 150 * kMinute, 160 * kMinute - 1).has_value());
    }

    void opensAsADataDirectory()
    {
        const auto name = m_store->snapshot(false);
        QVERIFY(name.has_value());
        const fs::path folder = fs::path(m_dir.path().toStdString()) / "snapshots" / *name;
        QCOMPARE(fs::status(folder).permissions(), fs::perms::owner_all);
        const std::vector<std::int64_t> before = times(*m_store);
        QCOMPARE(before.size(), std::size_t{180});

        // The store goes on; the copy stays as it was.
        for (std::int64_t i = 200; i < 300; ++i) put(*m_store, i * kMinute);
        QVERIFY(m_store->deleteSeries({}, 0, kForever).has_value());
        QVERIFY(m_store->cleanTombstones().has_value());
        for (int run = 0; run < 2; ++run) {
            const auto copy = test::openManualStore(folder, m_clock);
            QVERIFY(copy != nullptr);
            QVERIFY(times(*copy) == before);
        }
        const auto copy = test::openManualStore(folder, m_clock);
        put(*copy, 300 * kMinute);
        dynamic_cast<DurableStore&>(*copy).maintain();
        QCOMPARE(times(*copy).size(), before.size() + 1);
        QVERIFY(times(*m_store).empty());
    }

    void canLeaveOutTheHead()
    {
        QTemporaryDir dir;
        auto store = test::openManualStore(dir.path().toStdString(), m_clock);
        for (std::int64_t i = 0; i < 200; ++i) put(*store, i * kMinute);
        dynamic_cast<DurableStore&>(*store).maintain();
        const auto name = store->snapshot(true);
        QVERIFY(name.has_value());
        const auto copy = test::openManualStore(fs::path(dir.path().toStdString()) / "snapshots" / *name, m_clock);
        QCOMPARE(times(*copy).size(), std::size_t{120});
    }

    /// What others keep in the directory is there before the folder has its name, or there is no folder.
    void takesMore()
    {
        fs::path given;
        const auto name = m_store->snapshot(true, [&](const fs::path& folder) -> Result<void> {
            given = folder;
            fs::create_directory(folder / "more");
            return {};
        });
        QVERIFY(name.has_value());
        const fs::path all = fs::path(m_dir.path().toStdString()) / "snapshots";
        QVERIFY(given != all / *name && !fs::exists(given));
        QVERIFY(fs::is_directory(all / *name / "more"));
        const auto count = std::distance(fs::directory_iterator(all), fs::directory_iterator());
        const auto refused = m_store->snapshot(
            true, [](const fs::path&) -> Result<void> { return fail(ErrorCode::Io, "the disk is full"); });
        QCOMPARE(refused.error().message, std::string("the disk is full"));
        QCOMPARE(std::distance(fs::directory_iterator(all), fs::directory_iterator()), count);
    }

    void memoryHasNone()
    {
        const auto store = Storage::open({}, m_clock).value();
        QCOMPARE(store->snapshot(false).error().code, ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(SnapshotTest)
#include "snapshot_test.moc"
