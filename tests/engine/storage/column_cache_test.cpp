// The cache of decoded columns, and the history of appends.

#include "engine/storage/column_cache.h"

#include <QtTest/QtTest>

#include "engine/storage/append_history.h"

using namespace watchglass::storage;

class ColumnCacheTest : public QObject {
    Q_OBJECT

private:
    static Columns columns(std::int64_t from, std::size_t count, double value)
    {
        Columns out;
        for (std::size_t i = 0; i < count; ++i) {
            out.times.push_back(from + static_cast<std::int64_t>(i));
            out.values.push_back(value);
        }
        return out;
    }

private slots:
    void sharesEqualTimes()
    {
        ColumnCache cache(1 << 20);
        const std::uint64_t block = cache.nextBlock();
        const auto a = cache.put(block, 1, columns(0, 10, 1));
        const auto b = cache.put(block, 2, columns(0, 10, 2));
        const auto c = cache.put(block, 3, columns(1, 10, 3));
        QCOMPARE(a->times, b->times);
        QVERIFY(a->times != c->times);
        QCOMPARE(cache.find(block, 2), b);
        QCOMPARE(b->values.front(), 2.0);
        QVERIFY(!cache.find(cache.nextBlock(), 2));
    }

    void dropsTheLeastRecentlyUsed()
    {
        ColumnCache cache(3 * (100 * 8 + 200));
        const std::uint64_t block = cache.nextBlock();
        for (SeriesRef ref = 1; ref <= 3; ++ref) cache.put(block, ref, columns(0, 100, 1));
        QVERIFY(cache.find(block, 1) != nullptr);
        cache.put(block, 4, columns(0, 100, 1));
        QVERIFY(cache.find(block, 1) != nullptr);
        QVERIFY(cache.find(block, 2) == nullptr);
        QVERIFY(cache.find(block, 4) != nullptr);
    }

    void historyTellsHowFarBackChangesReach()
    {
        AppendHistory history;
        QCOMPARE(history.earliestSince(history.sequence()), AppendHistory::kNothing);
        const std::uint64_t start = history.sequence();
        history.record(100);
        history.record(200);
        const std::uint64_t middle = history.sequence();
        history.record(150);  // late
        history.record(300);
        QCOMPARE(history.earliestSince(start), std::int64_t{100});
        QCOMPARE(history.earliestSince(middle), std::int64_t{150});
        QCOMPARE(history.earliestSince(history.sequence() - 1), std::int64_t{300});
        QCOMPARE(history.earliestSince(history.sequence()), AppendHistory::kNothing);
        history.record(AppendHistory::kEverything);
        QCOMPARE(history.earliestSince(middle), AppendHistory::kEverything);
    }

    void historyForgetsInTime()
    {
        AppendHistory history;
        const std::uint64_t start = history.sequence();
        for (std::int64_t t = 0; t < 10'000; ++t) history.record(t);
        QCOMPARE(history.earliestSince(start), AppendHistory::kEverything);
        QCOMPARE(history.earliestSince(history.sequence() - 100), std::int64_t{9'900});
    }
};

QTEST_APPLESS_MAIN(ColumnCacheTest)
#include "column_cache_test.moc"
