// Results as JSON: native histograms beside floats, as Prometheus's API writes them.

#include "engine/api/result_json.h"

#include <QtTest/QtTest>

#include "engine/promql/memory_store.h"
#include "engine/promql/query_engine.h"
#include "engine/promql/series_description.h"

using namespace watchglass;

class ResultJsonTest : public QObject {
    Q_OBJECT

private:
    promql::MemoryStore m_store;
    promql::QueryEngine m_engine{m_store};

    void load(std::string_view line)
    {
        const auto series = promql::parseSeriesDescription(line);
        QVERIFY2(series.has_value(), series ? "" : series.error().message.c_str());
        std::int64_t tMs = 0;
        for (const promql::SequenceValue& value : series->values) {
            if (!value.omitted) m_store.append(series->labels, tMs, value.value, value.histogram, 0);
            tMs += 60'000;
        }
    }

    static QByteArray jsonOf(const Result<promql::QueryResultPtr>& result, bool range)
    {
        if (!result) return QByteArray::fromStdString("error: " + result.error().message);
        std::string out;
        static_cast<void>(api::appendResult(out, **result, range, 0));
        return QByteArray::fromStdString(out);
    }

private slots:
    void initTestCase()
    {
        load("h {{schema:0 count:10 sum:5.5 z_bucket:2 z_bucket_w:0.5 offset:1 buckets:[3 0 4] n_buckets:[1]}} 7");
        load("c {{schema:-53 count:3 sum:4 custom_values:[1 2] buckets:[1 2]}}");
        load("empty {{}}");
    }

    void instant_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("exponential")
            << "h"
            << QByteArray(R"({"resultType":"vector","result":[{"metric":{"__name__":"h"},"histogram":[0,)"
                          R"({"count":"10","sum":"5.5","buckets":[[1,"-1","-0.5","1"],[3,"-0.5","0.5","2"],)"
                          R"([0,"1","2","3"],[0,"4","8","4"]]}]}]})");
        QTest::newRow("custom buckets")
            << "c"
            << QByteArray(R"({"resultType":"vector","result":[{"metric":{"__name__":"c"},"histogram":[0,)"
                          R"({"count":"3","sum":"4","buckets":[[3,"-Inf","1","1"],[0,"1","2","2"]]}]}]})");
        QTest::newRow("without observations")
            << "empty"
            << QByteArray(R"({"resultType":"vector","result":[{"metric":{"__name__":"empty"},)"
                          R"("histogram":[0,{"count":"0","sum":"0"}]}]})");
        QTest::newRow("a number of it") << "histogram_count(h)"
                                        << QByteArray(
                                               R"({"resultType":"vector","result":[{"metric":{},"value":[0,"10"]}]})");
    }

    void instant()
    {
        QFETCH(QString, query);
        QFETCH(QByteArray, json);
        QCOMPARE(jsonOf(m_engine.instant(query.toStdString(), 0), false), json);
    }

    void rangeOfBothKinds()
    {
        const QByteArray json = jsonOf(m_engine.range("h", 0, 60'000, 60'000), true);
        QVERIFY2(json.startsWith(R"({"resultType":"matrix","result":[{"metric":{"__name__":"h"},"values":[[60,"7"]],)"
                                 R"("histograms":[[0,{"count":"10",)"),
                 json);
    }

    void rangeOfHistogramsHasNoValues()
    {
        const QByteArray json = jsonOf(m_engine.range("c", 0, 0, 60'000), true);
        QVERIFY2(json.contains(R"("histograms":[[0,)") && !json.contains("values"), json);
    }
};

QTEST_APPLESS_MAIN(ResultJsonTest)
#include "result_json_test.moc"
