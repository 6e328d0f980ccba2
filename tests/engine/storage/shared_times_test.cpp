// Blocks keep times that series have in common once (twice, since much hangs on them) and give back what was stored,
// whatever of it is damaged.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>
#include <random>

#include "engine/base/log.h"
#include "engine/storage/db_tools.h"
#include "engine/storage/files.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/sqlite.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = 3'600'000;
constexpr int kTargets = 3;
constexpr int kSeries = 70;  // of a target; more than are waited for

Labels labelsOf(int target, int i)
{
    return Labels{{"__name__", "m"}, {"i", std::to_string(i)}, {"target", std::to_string(target)}};
}

/// An hour of three targets that are scraped a little late each time, in turn, and a series that comes alone.
void fill(Storage& store)
{
    std::mt19937 random(1);
    for (std::int64_t t = 15'000; t < kHour; t += 15'000) {
        for (int target = 0; target < kTargets; ++target) {
            std::vector<SeriesRef> refs;
            std::vector<double> values;
            const std::int64_t tMs = t + static_cast<std::int64_t>(random() % 1000);
            for (int i = 0; i < kSeries; ++i) {
                refs.push_back(store.series(labelsOf(target, i)).value());
                values.push_back(static_cast<double>(tMs) + i);
            }
            store.append({tMs, refs, values});
        }
        const SeriesRef alone = store.series(labelsOf(9, 0)).value();
        const double value = static_cast<double>(t) + 7;
        store.append({t + 7, std::span(&alone, 1), std::span(&value, 1)});
    }
}

/// Series of a target whose samples are all there; -1 when a sample is wrong.
int whole(const Storage& store, int target)
{
    const auto querier = store.querier();
    const auto selected = querier->select({Matcher::equal("target", std::to_string(target))}, 0, kHour);
    int out = 0;
    Columns columns;
    for (const SelectedSeries& one : *selected) {
        if (!querier->read(one.ref, 0, kHour, columns)) continue;
        const auto i = std::stod(std::string(one.labels->get("i")));
        for (std::size_t k = 0; k < columns.times.size(); ++k) {
            if (columns.values[k] != static_cast<double>(columns.times[k]) + i) return -1;
        }
        out += columns.times.size() == 239 ? 1 : 0;
    }
    return out;
}

}  // namespace

class SharedTimesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        auto store = open();
        fill(*store);
        m_clock.set(3 * kHour);
        // Somebody has to be newer, so that the hour is over.
        const SeriesRef ref = store->series(Labels{{"__name__", "later"}}).value();
        const double value = 1;
        store->append({2 * kHour, std::span(&ref, 1), std::span(&value, 1)});
        QVERIFY(store->flush().has_value());
        QVERIFY(store->compact().has_value());
        QCOMPARE(store->stats().blocks, std::uint64_t{1});
        QCOMPARE(row("SELECT count(*) FROM times"), 2 * kTargets);
    }

    void givesBackWhatWasStored()
    {
        for (int target = 0; target < kTargets; ++target) QCOMPARE(whole(*open(), target), kSeries);
        QCOMPARE(whole(*open(), 9), 1);
        QVERIFY(checkDirectory(m_dir->path().toStdString())->empty());
    }

    void readsTheOtherCopy()
    {
        spoil("UPDATE times SET data = substr(data, 1, 20) || x'00' || substr(data, 22) WHERE id = 1");
        spoil("DELETE FROM times WHERE id = 2");
        for (int target = 0; target < kTargets; ++target) QCOMPARE(whole(*open(), target), kSeries);
        const auto damage = checkDirectory(m_dir->path().toStdString());
        QVERIFY(std::any_of(damage->begin(), damage->end(), [](const Damage& one) { return one.part == "times 1"; }));
    }

    void aLostRowCostsItsTargetOnly()
    {
        spoil("UPDATE times SET data = substr(data, 1, 20) || x'00' || substr(data, 22) WHERE id IN (2, -2)");
        QCOMPARE(whole(*open(), 0), kSeries);
        QCOMPARE(whole(*open(), 1), 0);
        QCOMPARE(whole(*open(), 2), kSeries);
        QCOMPARE(whole(*open(), 9), 1);
    }

    void timesOfOthersAreNotTaken()
    {
        spoil("UPDATE times SET id = id + 10 * id / abs(id)");
        spoil("UPDATE times SET id = CASE abs(id) WHEN 11 THEN 2 WHEN 12 THEN 3 ELSE 1 END * id / abs(id)");
        for (int target = 0; target < kTargets; ++target) QCOMPARE(whole(*open(), target), 0);
        QCOMPARE(whole(*open(), 9), 1);
    }

private:
    std::unique_ptr<Storage> open() { return test::openManualStore(m_dir->path().toStdString(), m_clock); }
    fs::path block() const { return databasesOf(m_dir->path().toStdString(), "block-").front(); }
    int row(std::string_view select) const
    {
        auto database = Database::open(block(), Database::Mode::Immutable);
        auto statement = Statement::prepare(*database, select);
        return statement->step().value() ? static_cast<int>(statement->integer(0)) : -1;
    }
    void spoil(const std::string& sql) const
    {
        auto database = Database::open(block(), Database::Mode::Create);
        QVERIFY(database->run(sql + "; PRAGMA journal_mode=DELETE").has_value());
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    ManualClock m_clock{kHour};
};

QTEST_APPLESS_MAIN(SharedTimesTest)
#include "shared_times_test.moc"
