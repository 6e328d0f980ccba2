#include "engine/promql/series_description.h"

#include <QtTest/QtTest>

#include "engine/base/go_float.h"
#include "engine/model/sample.h"
#include "engine/promql/parser.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

std::string shown(const SeriesDescription& series)
{
    std::string out = series.labels.toString();
    for (const SequenceValue& value : series.values) {
        out += ' ';
        if (value.omitted) {
            out += '_';
        } else if (value.histogram) {
            out += value.histogram->toTestExpression();
        } else {
            out += isStaleMarker(value.value) ? "stale" : formatFloat(value.value);
        }
    }
    return out;
}

}  // namespace

class SeriesDescriptionTest : public QObject {
    Q_OBJECT

private slots:
    void expands_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("series");
        const auto row = [](const char* text, const char* series) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(series);
        };
        row("m", "m");
        row("m{a=\"b\"} 1 -2.5 +Inf NaN", "m{a=\"b\"} 1 -2.5 +Inf NaN");
        row("{\"m.n\", \"l.b\"=\"v\"} 1x2", "{\"m.n\", \"l.b\"=\"v\"} 1 1 1");
        row("m 1+2x3 10-5x1", "m 1 3 5 7 10 5");
        row("m _ _x2 stale 5  ", "m _ _ _ stale 5");
        row("m 1e3 0x2", "m 1000 0 0 0");
        row("m {{schema:1 sum:3 count:22 buckets:[5 10 7]}}", "m {{schema:1 count:22 sum:3 buckets:[5 10 7]}}");
        row("m {{}}x1", "m {{}} {{}}");
        row("m {{buckets:[1 2] offset:3}}+{{buckets:[1] offset:6}}x2",
            "m {{offset:3 buckets:[1 2]}} {{offset:3 buckets:[1 2 0 1]}} {{offset:3 buckets:[1 2 0 2]}}");
        row("m {{count:5 n_buckets:[5 5]}}-{{count:1 n_buckets:[1 2]}}x1",
            "m {{count:5 n_buckets:[5 5]}} {{count:4 n_buckets:[4 3]}}");
        // The finer step is brought to the coarser schema: buckets 1 and 2 of schema 1 are bucket 1 of schema 0.
        row("m {{buckets:[0 1]}}+{{schema:1 buckets:[1 2 4]}}x1", "m {{offset:1 buckets:[1]}} {{buckets:[1 7]}}");
        row("m {{schema:-53 custom_values:[1 2 5] buckets:[1 2 4 8]}}+{{schema:-53 custom_values:[1 5] buckets:[1 1 "
            "1]}}x1",
            "m {{schema:-53 custom_values:[1 2 5] buckets:[1 2 4 8]}} {{schema:-53 custom_values:[1 5] buckets:[2 7 "
            "9]}}");
        // A wider zero bucket swallows what it covers: here bucket 0, (0.5, 1].
        row("m {{z_bucket:1 z_bucket_w:0.001 buckets:[2 3]}}+{{z_bucket:4 z_bucket_w:1}}x1",
            "m {{z_bucket:1 z_bucket_w:0.001 buckets:[2 3]}} {{z_bucket:7 z_bucket_w:1 offset:1 buckets:[3]}}");
    }

    void expands()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, series);
        const auto parsed = parseSeriesDescription(text.toStdString());
        QVERIFY2(parsed.has_value(), parsed ? "" : describeParseError(parsed.error()).c_str());
        QCOMPARE(bytes(shown(*parsed)), series);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* text, const char* error) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(error);
        };
        row("m 1+1", "1:6: parse error: unexpected end of input in series values");
        row("m 1x1.5", "1:5: parse error: invalid repetition in series values: strconv.ParseUint: parsing \"1.5\": "
                       "invalid syntax");
        row("m old", "1:3: parse error: unexpected identifier \"old\" in series values, expected number or \"stale\"");
        row("m 1x99999999999", nullptr);
        row("m {{buckets:[1]}}+{{buckets:[1]}}x99999999999", nullptr);
        row("m {{sum:1 sum:2}}", "1:1: parse error: duplicate key \"sum\" in histogram");
        row("m {{sum:1 schema:x}}", "1:18: parse error: bad histogram descriptor found: \"x\"");
        row("m {{z_bucket_w:NaN}}+{{z_bucket_w:1}}x1", nullptr);
        row("m {{schema:99}}+{{schema:99}}x1", nullptr);
        row("m {{}}+{{schema:-53}}x1", nullptr);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        const auto parsed = parseSeriesDescription(text.toStdString());
        QVERIFY(!parsed.has_value());
        if (!error.isNull()) QCOMPARE(bytes(describeParseError(parsed.error())), error);
    }

    void tellsWhetherAHintWasGiven()
    {
        const auto parsed = parseSeriesDescription("m {{counter_reset_hint:unknown}} {{}}");
        QVERIFY(parsed.has_value());
        QVERIFY(parsed->values[0].counterResetHintGiven);
        QVERIFY(!parsed->values[1].counterResetHintGiven);
    }

    void readsMetrics()
    {
        const auto metric = parseMetric("m{b=\"2\", a='1'}");
        QVERIFY(metric.has_value());
        QCOMPARE(bytes(metric->toString()), QByteArray("m{a=\"1\", b=\"2\"}"));
        QVERIFY(!parseMetric("m 1").has_value());
        QVERIFY(!parseMetric("m{a=~\"1\"}").has_value());
    }
};

QTEST_APPLESS_MAIN(SeriesDescriptionTest)
#include "series_description_test.moc"
