#include "engine/storage/db_tools.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <fstream>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"
#include "engine/storage/files.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

std::unique_ptr<Storage> open(const fs::path& directory, const Clock& clock)
{
    StorageOptions options;
    options.directory = directory;
    options.blockMs = kHour;
    options.retentionMs = 20 * kHour;
    options.commitIntervalMs = 1000 * kHour;
    options.maintainInBackground = false;
    return Storage::open(options, clock).value();
}

/// Ten series, one sample a minute; one block of the first hour, the rest in the journal. The first ends early.
void fill(const fs::path& directory, ManualClock& clock)
{
    auto store = open(directory, clock);
    for (std::int64_t i = 0; i < 100; ++i) {
        clock.set(i * kMinute);
        for (int s = i < 10 ? 0 : 1; s < 10; ++s) {
            const SeriesRef ref =
                store->series(Labels{{"__name__", s < 5 ? "a" : "b"}, {"s", std::to_string(s)}}).value();
            const auto value = static_cast<double>(i);
            store->append({i * kMinute, std::span(&ref, 1), std::span(&value, 1)});
        }
        (void)store->flush();
    }
    QVERIFY(store->compact().has_value());
}

std::size_t samples(const fs::path& directory, const Clock& clock)
{
    const auto store = open(directory, clock);
    const auto querier = store->querier();
    std::size_t out = 0;
    const auto selected = querier->select({}, 0, 1000 * kHour);
    for (const SelectedSeries& one : *selected) {
        Columns columns;
        if (querier->read(one.ref, 0, 1000 * kHour, columns)) out += columns.times.size();
    }
    return out;
}

/// Damages the blob of the last row of a table; for SQLite the file is as good as before.
void damageRow(const fs::path& path, const char* table)
{
    auto database = Database::open(path, Database::Mode::Create);
    QVERIFY(database
                ->run(std::string("UPDATE ") + table + " SET data = x'01' || substr(data, 2, 12) || x'ff' || " +
                      "substr(data, 15) WHERE id = (SELECT max(id) FROM " + table + ")")
                .has_value());
    QVERIFY(database->run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE").has_value());
}

}  // namespace

class DbToolsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void damageIsNamedAndRepaired_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("a series") << QByteArray("block-") << QByteArray("columns") << QByteArray("series a{s=");
        QTest::newRow("labels of a block") << QByteArray("block-") << QByteArray("labels") << QByteArray("file");
        QTest::newRow("samples of a commit")
            << QByteArray("journal-") << QByteArray("journal") << QByteArray("journal row ");
        QTest::newRow("labels of a commit") << QByteArray("journal-") << QByteArray("labels") << QByteArray("file");
    }

    void damageIsNamedAndRepaired()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, part);
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(0);
        fill(path, clock);
        QCOMPARE(checkDirectory(path).value().size(), std::size_t{0});
        const std::size_t before = samples(path, clock);
        QCOMPARE(before, std::size_t{910});

        const fs::path victim = databasesOf(path, file.toStdString()).at(0);
        damageRow(victim, table.constData());
        const auto damage = checkDirectory(path).value();
        QVERIFY(!damage.empty());
        QCOMPARE(damage.front().file, victim.filename().string());
        QVERIFY2(damage.front().part.starts_with(part.constData()), damage.front().part.c_str());
        QCOMPARE(repairDirectory(path).value().size(), damage.size());
        QVERIFY(fs::exists(victim.string() + ".damaged"));
        QCOMPARE(checkDirectory(path).value().size(), std::size_t{0});
        const std::size_t after = samples(path, clock);
        // A block without labels is set aside; here the journal still has its samples.
        const bool whole = file == "block-" && table == "labels";
        QVERIFY2(whole ? after == before : after < before && after > 200, std::to_string(after).c_str());
    }

    void countsWhatIsThere()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(0);
        fill(path, clock);
        const DirectoryStats stats = directoryStats(path).value();
        QCOMPARE(stats.blocks, std::uint64_t{1});
        QCOMPARE(stats.blockSamples, std::uint64_t{550});
        QCOMPARE(stats.series, std::uint64_t{10});
        QCOMPARE(stats.seriesByMetric.at("a"), std::uint64_t{5});
        QCOMPARE(stats.valuesByLabel.at("s"), std::uint64_t{10});
        QVERIFY(stats.bytesPerSample() > 0.1);
    }

    void aDirectoryInUseIsRefused()
    {
        QTemporaryDir dir;
        ManualClock clock(0);
        const auto store = open(dir.path().toStdString(), clock);
        QCOMPARE(checkDirectory(dir.path().toStdString()).error().code, ErrorCode::Limit);
        QCOMPARE(repairDirectory(dir.path().toStdString()).error().code, ErrorCode::Limit);
        QCOMPARE(directoryStats(dir.path().toStdString()).error().code, ErrorCode::Limit);
        QCOMPARE(checkDirectory("/nowhere/at/all").error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(DbToolsTest)
#include "db_tools_test.moc"
