// Every read, write, sync and truncate fails once; bits of every table are flipped.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/base/log.h"
#include "engine/storage/bytes.h"
#include "engine/storage/column_codec.h"
#include "engine/storage/durable_store.h"
#include "engine/storage/files.h"
#include "engine/storage/int_codec.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/series_index.h"
#include "engine/storage/value_codec.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;
using test::FaultyDisk;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kStepMs = 600'000;
constexpr std::int64_t kCommits = 16;  // two hours and a bit: a block is cut

/// Series come as time goes on, so that labels are written, and fail to be, too.
Labels series(std::int64_t i) { return Labels{{"__name__", "m"}, {"i", std::to_string(i / 2)}}; }

void put(Storage& store, std::int64_t i)
{
    const SeriesRef ref = store.series(series(i)).value();
    const auto value = static_cast<double>(i);
    store.append({i * kStepMs + 1, std::span(&ref, 1), std::span(&value, 1)});
}

/// The samples that put() wrote, by their number; -1 for a wrong one. What a read refuses is asked for twice.
std::set<std::int64_t> all(const Storage& store)
{
    std::set<std::int64_t> out;
    const auto querier = store.querier();
    const auto selected = querier->select({Matcher::equal("__name__", "m")}, 0, 1000 * kHour);
    for (const SelectedSeries& one : *selected) {
        Columns columns;
        if (!querier->read(one.ref, 0, 1000 * kHour, columns) && !querier->read(one.ref, 0, 1000 * kHour, columns)) {
            out.insert(-1);
        }
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

void copyTo(const fs::path& from, const QTemporaryDir& to)
{
    fs::copy(from, to.path().toStdString(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

/// What a start would find had the process been killed now.
std::set<std::int64_t> afterKill(const QTemporaryDir& dir, const Clock& clock)
{
    QTemporaryDir copy;
    copyTo(dir.path().toStdString(), copy);
    const auto store = test::openManualStore(copy.path().toStdString(), clock);
    return store ? all(*store) : std::set<std::int64_t>{-1};
}

std::string bytesOf(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

class FaultsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void nothingAcknowledgedIsLost_data()
    {
        QTest::addColumn<int>("operation");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, FaultyDisk::Operation operation, FaultyDisk::Fault fault) {
            QTest::newRow(name) << int{operation} << static_cast<int>(fault);
        };
        row("a write", FaultyDisk::kWrite, FaultyDisk::Fault::Once);
        row("short writes", FaultyDisk::kWrite, FaultyDisk::Fault::Short);
        row("a sync", FaultyDisk::kSync, FaultyDisk::Fault::Once);
        row("syncs", FaultyDisk::kSync, FaultyDisk::Fault::Always);
        row("a truncate", FaultyDisk::kTruncate, FaultyDisk::Fault::Once);
        row("truncates", FaultyDisk::kTruncate, FaultyDisk::Fault::Always);
        row("a read", FaultyDisk::kRead, FaultyDisk::Fault::Once);
    }

    void nothingAcknowledgedIsLost()
    {
        QFETCH(int, operation);
        QFETCH(int, fault);
        FaultyDisk disk;
        bool reached = true;
        for (long n = 0; reached; ++n) {
            QTemporaryDir dir;
            ManualClock clock(0);
            auto store = test::openManualStore(dir.path().toStdString(), clock);
            disk.breakAt(static_cast<FaultyDisk::Operation>(operation), n, static_cast<FaultyDisk::Fault>(fault));
            std::int64_t acknowledged = 0;
            for (std::int64_t i = 0; i < kCommits; ++i) {
                clock.set(i * kStepMs + 1);
                put(*store, i);
                if (store->flush()) acknowledged = i + 1;
                dynamic_cast<DurableStore&>(*store).maintain();
            }
            reached = disk.hit();
            disk.heal();
            const std::string where = "operation " + std::to_string(n);
            const auto found = afterKill(dir, clock);
            for (std::int64_t i = 0; i < acknowledged; ++i) QVERIFY2(found.contains(i), where.c_str());
            QVERIFY2(!found.contains(-1), where.c_str());
            // The disk is well again: so is everything that was appended.
            QVERIFY2(store->flush().has_value(), where.c_str());
            dynamic_cast<DurableStore&>(*store).maintain();
            QVERIFY2(store->stats().trouble.empty(), store->stats().trouble.c_str());
            QVERIFY2(afterKill(dir, clock) == upTo(kCommits), where.c_str());
        }
    }

    void aDeletionIsDurableOrRefused()
    {
        FaultyDisk disk;
        bool reached = true;
        for (long n = 0; reached; ++n) {
            QTemporaryDir dir;
            ManualClock clock(kCommits * kStepMs);
            auto store = test::openManualStore(dir.path().toStdString(), clock);
            for (std::int64_t i = 0; i < kCommits; ++i) put(*store, i);
            QVERIFY(store->flush().has_value());
            disk.breakAt(FaultyDisk::kWrite, n, FaultyDisk::Fault::Short);
            const bool deleted = store->deleteSeries({Matcher::equal("i", "0")}, 0, kHour).has_value();
            reached = disk.hit();
            disk.heal();
            QCOMPARE(deleted, !reached);
            auto rest = upTo(kCommits);
            if (deleted) rest.erase(rest.begin(), rest.find(2));
            QVERIFY(all(*store) == rest);
            QVERIFY(afterKill(dir, clock) == rest);
        }
    }

    void anUnreadableBlockCostsOneAnswer()
    {
        QTemporaryDir dir;
        ManualClock clock(kCommits * kStepMs);
        {
            auto store = test::openManualStore(dir.path().toStdString(), clock);
            for (std::int64_t i = 0; i < kCommits; ++i) put(*store, i);
            dynamic_cast<DurableStore&>(*store).maintain();
            QVERIFY(store->stats().blocks >= 1);
        }
        FaultyDisk disk;
        auto store = test::openManualStore(dir.path().toStdString(), clock);
        // SQLite has the small file in its cache: a new connection reads it again.
        const auto querier = store->querier();
        const auto selected = querier->select({Matcher::equal("i", "0")}, 0, kHour);
        QCOMPARE(selected->size(), std::size_t{1});
        disk.breakAt(FaultyDisk::kRead, 0, FaultyDisk::Fault::Always);
        Columns columns;
        const auto read = querier->read(selected->front().ref, 0, kHour, columns);
        if (disk.hit()) {
            QVERIFY(!read.has_value());
            QCOMPARE(read.error().code, ErrorCode::Io);
            QVERIFY(read.error().where.find("block-0-") != std::string::npos);
            QVERIFY(querier->read(selected->front().ref, 0, kHour, columns).has_value());
            QCOMPARE(columns.times.size(), std::size_t{0});
            QCOMPARE(store->stats().damagedBlocks, std::uint64_t{1});
        } else {
            QVERIFY(read.has_value());
        }
    }

    void flippedBitsAreNoticed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("block") << QByteArray("block-");
        QTest::newRow("journal") << QByteArray("journal-");
        QTest::newRow("tombstones") << QByteArray("tombstones");
    }

    void flippedBitsAreNoticed()
    {
        QFETCH(QByteArray, file);
        QTemporaryDir dir;
        ManualClock clock(kCommits * kStepMs);
        {
            auto store = test::openManualStore(dir.path().toStdString(), clock);
            for (std::int64_t i = 0; i < kCommits; ++i) put(*store, i);
            dynamic_cast<DurableStore&>(*store).maintain();
            put(*store, kCommits);
            QVERIFY(store->deleteSeries({Matcher::equal("i", "8")}, 0, 1000 * kHour).has_value());
        }
        const fs::path victim = databasesOf(dir.path().toStdString(), file.toStdString()).at(0);
        const std::string good = bytesOf(victim);
        QVERIFY(good.size() > 1000);
        QTemporaryDir copy;
        copyTo(dir.path().toStdString(), copy);
        const fs::path target = fs::path(copy.path().toStdString()) / victim.filename();
        int complete = 0;
        int starts = 0;
        FaultyDisk disk;  // its syncs take no time
        for (std::size_t at = 0; at < good.size(); at += 3) {
            if (good[at] == 0 && at % 256 != 0) continue;  // mostly room that nothing uses
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
            fs::remove_all(copy.path().toStdString());
            fs::create_directory(copy.path().toStdString());
            copyTo(dir.path().toStdString(), copy);
            std::ofstream(target, std::ios::binary | std::ios::trunc) << bad;
            const auto store = test::openManualStore(copy.path().toStdString(), clock);
            QVERIFY2(store != nullptr, std::to_string(at).c_str());
            const auto found = all(*store);
            QVERIFY2(!found.contains(-1), std::to_string(at).c_str());
            ++starts;
            complete += found == upTo(kCommits) ? 1 : 0;
        }
        QVERIFY2(complete < starts, "no flip had any effect");
    }

    void oldFormatsAreRead()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = dir.path().toStdString();
        {
            auto block = Database::open(path / ("block-0-" + std::to_string(kHour) + ".db"), Database::Mode::Create);
            QVERIFY(block.has_value());
            QVERIFY(block
                        ->run("CREATE TABLE meta(format INTEGER, fromMs INTEGER, toMs INTEGER);"
                              "INSERT INTO meta VALUES(1, 0, 3600000);"
                              "CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB, data BLOB)")
                        .has_value());
            auto insert = Statement::prepare(*block, "INSERT INTO series VALUES(7, ?1, ?2)");
            Columns columns;
            columns.times = {1, kStepMs + 1};
            columns.values = {0, 1};
            const std::string labels = series(0).packed();
            const std::string data = packBlob(encodeColumns(columns));
            QVERIFY(insert->bindBlob(1, labels).bindBlob(2, data).step().has_value());
            insert->reset();
            QVERIFY(block->run("PRAGMA journal_mode=DELETE").has_value());

            auto journal = Database::open(path / "journal-00000001.db", Database::Mode::Create);
            QVERIFY(journal
                        ->run("CREATE TABLE meta(format INTEGER); INSERT INTO meta VALUES(1);"
                              "CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB);"
                              "CREATE TABLE journal(id INTEGER PRIMARY KEY, data BLOB)")
                        .has_value());
            const std::string others = series(6).packed();
            auto name = Statement::prepare(*journal, "INSERT INTO series VALUES(3, ?1)");
            QVERIFY(name->bindBlob(1, others).step().has_value());
            // A list of one series (3), and two rows with all columns: 6 and 7.
            std::string content("\x01\x01\x06", 3);
            std::uint64_t last = 0;
            for (std::int64_t i = 6; i < 8; ++i) {
                content += std::string("\x02\x00", 2);
                putSigned(content, i * kStepMs + 1);
                content += '\x01';
                const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(i));
                putVarint(content, __builtin_bswap64(bits ^ last));
                last = bits;
            }
            const std::string row = packBlob(content);
            auto rows = Statement::prepare(*journal, "INSERT INTO journal(data) VALUES(?1)");
            QVERIFY(rows->bindBlob(1, row).step().has_value());
        }
        {
            // Format 2: rows of labels, each series with its whole text.
            auto journal = Database::open(path / "journal-00000002.db", Database::Mode::Create);
            QVERIFY(journal
                        ->run(metaSql({{"format", 2}}) + "CREATE TABLE labels(id INTEGER PRIMARY KEY, data BLOB);"
                                                         "CREATE TABLE journal(id INTEGER PRIMARY KEY, data BLOB)")
                        .has_value());
            std::string names;
            putVarint(names, 5);
            putText(names, series(8).packed());
            const std::string packedNames = packBlob(names);
            auto labels = Statement::prepare(*journal, "INSERT INTO labels(data) VALUES(?1)");
            QVERIFY(labels->bindBlob(1, packedNames).step().has_value());
            std::string content("\x01\x01\x0A\x02\x00", 5);  // a list of one series (5), a row
            putSigned(content, 8 * kStepMs + 1);
            content += '\x01';
            putVarint(content, __builtin_bswap64(std::bit_cast<std::uint64_t>(8.0)));
            const std::string row = packBlob(content);
            auto rows = Statement::prepare(*journal, "INSERT INTO journal(data) VALUES(?1)");
            QVERIFY(rows->bindBlob(1, row).step().has_value());
        }
        const std::set<std::int64_t> expected{0, 1, 6, 7, 8};
        {
            auto store = test::openManualStore(path, clock);
            QVERIFY(store != nullptr);
            QVERIFY(all(*store) == expected);
            // Written anew, a block has the new format.
            QVERIFY(store->deleteSeries({}, kStepMs + 1, kStepMs + 1).has_value());
            QVERIFY(store->cleanTombstones().has_value());
        }
        QVERIFY(all(*test::openManualStore(path, clock)) == (std::set<std::int64_t>{0, 6, 7, 8}));
    }

    void blocksWithARowASeriesAreRead()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = dir.path().toStdString();
        {
            auto block = Database::open(path / ("block-0-" + std::to_string(kHour) + ".db"), Database::Mode::Create);
            QVERIFY(block
                        ->run(metaSql({{"format", 4}, {"fromMs", 0}, {"toMs", kHour}, {"series", 1}, {"content", 5}}) +
                              "CREATE TABLE labels(id INTEGER PRIMARY KEY, data BLOB);"
                              "CREATE TABLE series(id INTEGER PRIMARY KEY, data BLOB);"
                              "CREATE TABLE times(id INTEGER PRIMARY KEY, data BLOB)")
                        .has_value());
            SeriesIndex index;
            const SeriesRef ref = index.add(series(3));
            const std::string names = packBlob(index.row(std::span(&ref, 1)));
            auto labels = Statement::prepare(*block, "INSERT INTO labels VALUES(1, ?1)");
            QVERIFY(labels->bindBlob(1, names).step().has_value());
            labels->reset();
            std::string content("\x01\x01\x00", 3);  // series 1, one sample, times of its own
            encodeInts(std::vector<std::int64_t>{3 * kStepMs + 1}, content);
            encodeValues(std::vector<double>{3}, content);
            const std::string data = packBlob(content);
            auto rows = Statement::prepare(*block, "INSERT INTO series VALUES(1, ?1)");
            QVERIFY(rows->bindBlob(1, data).step().has_value());
            rows->reset();
            QVERIFY(block->run("PRAGMA journal_mode=DELETE").has_value());
        }
        QVERIFY(all(*test::openManualStore(path, clock)) == std::set<std::int64_t>{3});
    }

    void numbersOfSeriesMayBeLarge()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = dir.path().toStdString();
        {
            auto journal = Database::open(path / "journal-00000001.db", Database::Mode::Create);
            QVERIFY(journal
                        ->run(metaSql({{"format", 4}}) + "CREATE TABLE labels(id INTEGER PRIMARY KEY, data BLOB);"
                                                         "CREATE TABLE journal(id INTEGER PRIMARY KEY, data BLOB)")
                        .has_value());
            constexpr std::int64_t kId = 3'000'000'000;  // after years of churn
            SeriesIndex index;
            const SeriesRef ref = index.add(series(4));
            const std::string names = packBlob(index.row(std::span(&ref, 1), std::span(&kId, 1)));
            auto labels = Statement::prepare(*journal, "INSERT INTO labels VALUES(1, ?1)");
            QVERIFY(labels->bindBlob(1, names).step().has_value());
            std::string content("\x01\x01", 2);  // a list of one series
            putSigned(content, kId);
            content += std::string("\x02\x00", 2);
            putSigned(content, 4 * kStepMs + 1);
            content += '\x01';
            putVarint(content, __builtin_bswap64(std::bit_cast<std::uint64_t>(4.0)));
            const std::string row = packBlob(content);
            auto rows = Statement::prepare(*journal, "INSERT INTO journal(data) VALUES(?1)");
            QVERIFY(rows->bindBlob(1, row).step().has_value());
        }
        QVERIFY(all(*test::openManualStore(path, clock)) == std::set<std::int64_t>{4});
    }

    void newerFormatsAreRefused()
    {
        QTemporaryDir dir;
        ManualClock clock(10 * kHour);
        const fs::path path = fs::path(dir.path().toStdString()) / "journal-00000001.db";
        {
            auto journal = Database::open(path, Database::Mode::Create);
            QVERIFY(journal->run(metaSql({{"format", 99}})).has_value());
        }
        const std::string before = bytesOf(path);
        StorageOptions options;
        options.directory = dir.path().toStdString();
        const auto store = Storage::open(options, clock);
        QVERIFY(!store.has_value());
        QCOMPARE(store.error().code, ErrorCode::InvalidInput);
        QVERIFY(store.error().message.find("newer version of Watchglass") != std::string::npos);
        QVERIFY(bytesOf(path) == before);
    }
};

QTEST_APPLESS_MAIN(FaultsTest)
#include "faults_test.moc"
