// Series of which nothing is stored any more are forgotten: whoever still has their refs is told, and loses nothing.

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include "engine/base/log.h"
#include "engine/scrape/target_ingest.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kForever = INT64_MAX / 2;

/// A store of blocks of an hour that keeps three of them.
std::unique_ptr<Storage> openStore(const QTemporaryDir& dir, const Clock& clock)
{
    auto store = test::openManualStore(dir.path().toStdString(), clock);
    StorageLimits limits;
    limits.retentionMs = 3 * kHour;
    limits.maxExemplars = 10;
    if (store) store->setLimits(limits);
    return store;
}

void append(Storage& store, const Labels& labels, std::int64_t tMs)
{
    const SeriesRef ref = store.series(labels).value();
    const double value = 1;
    store.append({tMs, std::span(&ref, 1), std::span(&value, 1)});
}

/// Hours go by in which only `living` has samples.
void pass(Storage& store, ManualClock& clock, int hours)
{
    for (int i = 0; i < hours; ++i) {
        clock.advance(std::chrono::hours(1));
        append(store, Labels{{"__name__", "living"}}, clock.nowMs());
        QVERIFY(store.flush().has_value());
        QVERIFY(store.compact().has_value());
        QVERIFY(store.compact().has_value());  // the round in which nobody asked for them
    }
}

std::size_t samples(const Storage& store, const char* name)
{
    const auto querier = store.querier();
    std::size_t out = 0;
    Columns columns;
    const auto selected = querier->select({Matcher::equal("__name__", name)}, 0, kForever);
    for (const SelectedSeries& one : *selected) {
        if (querier->read(one.ref, 0, kForever, columns)) out += columns.times.size();
    }
    return out;
}

}  // namespace

class ForgetTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void whatRetentionTookIsForgotten()
    {
        QTemporaryDir dir;
        ManualClock clock(kHour);
        auto store = openStore(dir, clock);
        for (int i = 0; i < 1000; ++i) append(*store, Labels{{"__name__", "old"}, {"i", std::to_string(i)}}, kHour);
        append(*store, Labels{{"__name__", "deleted"}}, kHour);
        pass(*store, clock, 3);
        QCOMPARE(store->stats().series, std::uint64_t{1002});
        const auto before = store->querier();
        const auto selected = *before->select({Matcher::equal("__name__", "old")}, 0, kForever);
        pass(*store, clock, 4);
        QCOMPARE(store->stats().series, std::uint64_t{1});
        QCOMPARE(samples(*store, "old"), std::size_t{0});
        // Who still reads has what it had.
        QCOMPARE(selected.size(), std::size_t{1000});
        Columns columns;
        for (const SelectedSeries& one : selected) {
            QVERIFY(one.labels->metricName() == "old");
            QVERIFY(before->read(one.ref, 0, kForever, columns).has_value());
            QCOMPARE(columns.times.size(), std::size_t{1});
        }
        const SeriesRef gone = selected.front().ref;
        const double value = 2;
        QCOMPARE(store->append({clock.nowMs(), std::span(&gone, 1), std::span(&value, 1)}).outOfBounds, 1U);
        append(*store, *selected.front().labels, clock.nowMs());  // it comes back
        QCOMPARE(samples(*store, "old"), std::size_t{1});
        QVERIFY(store->flush().has_value());
        store = nullptr;
        store = openStore(dir, clock);
        QCOMPARE(samples(*store, "old"), std::size_t{1});
        QVERIFY(samples(*store, "living") > 0);
    }

    void whatIsNeededStays()
    {
        QTemporaryDir dir;
        ManualClock clock(kHour);
        auto store = openStore(dir, clock);
        for (const char* name : {"kept", "looked up", "with exemplar", "gone"})
            append(*store, Labels{{"__name__", name}}, kHour);
        const SeriesRef kept = store->series(Labels{{"__name__", "kept"}}).value();
        store->appendExemplars(
            {{store->series(Labels{{"__name__", "with exemplar"}}).value(), kHour, 1, Labels{{"id", "1"}}}});
        for (int i = 0; i < 8; ++i) {
            clock.advance(std::chrono::hours(1));
            append(*store, Labels{{"__name__", "living"}}, clock.nowMs());
            for (int round = 0; round < 2; ++round) {
                QVERIFY(store->keep(std::span(&kept, 1)));
                (void)store->series(Labels{{"__name__", "looked up"}});
                QVERIFY(store->compact().has_value());
            }
        }
        QVERIFY(store->keep(std::span(&kept, 1)));
        QCOMPARE(store->exemplars({{Matcher::equal("__name__", "with exemplar")}}, 0, kForever).size(), std::size_t{1});
        const double value = 1;
        QCOMPARE(store->append({clock.nowMs(), std::span(&kept, 1), std::span(&value, 1)}).appended, 1U);
        QCOMPARE(store->stats().series, std::uint64_t{4});  // with the living one, without the one that is gone
    }

    void aTargetThatWasAwayForLongComesBack()
    {
        QTemporaryDir dir;
        ManualClock clock(kHour);
        auto store = openStore(dir, clock);
        scrape::TargetIngest ingest(*store);
        const auto settings = std::make_shared<scrape::IngestSettings>();
        const std::string body = "a 1\nb{x=\"1\"} 2\n";
        const scrape::ScrapeResult good{"", "text/plain; version=0.0.4", body};
        const auto scrape = [&] {
            return ingest.ingest(settings, good, clock.nowMs(), clock.steadyNs(), clock, {}).appended;
        };
        QCOMPARE(scrape().appended, 7U);  // with its five report series
        pass(*store, clock, 9);           // nobody scrapes: the target was down, and so was its report
        QCOMPARE(samples(*store, "a"), std::size_t{0});
        QCOMPARE(store->stats().series, std::uint64_t{1});
        const AppendResult back = scrape();
        QCOMPARE(back.appended, 7U);
        QCOMPARE(back.outOfBounds, 0U);
        QCOMPARE(samples(*store, "b"), std::size_t{1});
        clock.advance(std::chrono::seconds(15));
        QCOMPARE(scrape().appended, 7U);
    }
};

QTEST_APPLESS_MAIN(ForgetTest)
#include "forget_test.moc"
