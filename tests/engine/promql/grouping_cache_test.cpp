// Aggregations that remember the groups of series give what they gave when they saw them first.

#include "engine/promql/grouping_cache.h"

#include <QtTest/QtTest>

#include "engine/promql/memory_store.h"
#include "engine/promql/query_engine.h"

using namespace watchglass;
using namespace watchglass::promql;

class GroupingCacheTest : public QObject {
    Q_OBJECT

private:
    static void add(MemoryStore& store, int from, int to)
    {
        for (int i = from; i < to; ++i) {
            const Labels labels({{"__name__", i % 2 == 0 ? "a_total" : "b_total"},
                                 {"code", std::to_string(i % 5)},
                                 {"instance", std::to_string(i)}});
            for (int t = 0; t <= 600; t += 15) store.append(labels, t * 1000, t * (i + 1), nullptr, 0);
        }
    }

    static QByteArray shown(const QueryEngine& engine, const QString& query)
    {
        const auto result = engine.instant(query.toStdString(), 600'000);
        if (!result) return QByteArray::fromStdString("error: " + result.error().message);
        QByteArray out;
        for (const ResultSeries& series : (*result)->series) {
            out += QByteArray::fromStdString(series.labels.toString()) + " " + QByteArray::number(series.values[0]) +
                   "\n";
        }
        return out;
    }

private slots:
    void rememberedGroupsAreTheSame_data()
    {
        QTest::addColumn<QString>("query");
        for (const char* query :
             {"sum(rate({__name__=~\"a_total|b_total\",code=\"1\"}[5m]))", "sum by (code) (rate(a_total[5m]))",
              "sum by (code) (rate(b_total[5m]))", "avg without (instance) (a_total)",
              "max by (__name__, code) ({__name__=~\".+_total\"})", "count by (__name__) (increase(b_total[5m]))",
              "sum by (code) (a_total) / sum by (code) (increase(a_total[5m]))", "group without () (a_total)"}) {
            QTest::newRow(query) << query;
        }
    }

    void rememberedGroupsAreTheSame()
    {
        QFETCH(QString, query);
        MemoryStore store;
        add(store, 0, 20);
        const QueryEngine engine(store);
        const QByteArray first = shown(engine, query);
        QVERIFY2(!first.startsWith("error") && !first.isEmpty(), first.constData());
        QCOMPARE(shown(engine, query), first);
        // Other queries with the same clause leave other groups behind.
        for (const char* other : {"sum(a_total)", "sum by (code) (b_total)", "avg without (instance) (b_total)",
                                  "max by (__name__, code) (rate(a_total[5m]))", "count by (__name__) (a_total)"}) {
            static_cast<void>(shown(engine, other));
        }
        QCOMPARE(shown(engine, query), first);
        add(store, 20, 31);
        QCOMPARE(shown(engine, query), shown(QueryEngine(store), query));
    }

    void keepsWithinItsLimits()
    {
        GroupingCache cache;
        const auto wide = std::make_shared<Grouping>();
        wide->groups.resize(5000);
        cache.put("wide", wide);
        QVERIFY(!cache.find("wide"));
        for (int i = 0; i < 5; ++i) {
            const auto large = std::make_shared<Grouping>();
            large->groupOf.resize(3'000'000);
            cache.put(std::to_string(i), large);
        }
        QVERIFY(cache.find("4"));
        QVERIFY(!cache.find("0"));
    }
};

QTEST_GUILESS_MAIN(GroupingCacheTest)
#include "grouping_cache_test.moc"
