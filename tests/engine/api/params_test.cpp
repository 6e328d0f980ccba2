#include "engine/api/params.h"

#include <QtTest/QtTest>

#include "engine/api/http.h"

using namespace watchglass;
using namespace watchglass::api;

class ParamsTest : public QObject {
    Q_OBJECT

private slots:
    void readsTimes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("seconds") << QByteArray("1435781451") << true << qint64{1'435'781'451'000};
        QTest::newRow("fraction") << QByteArray("1435781451.7815") << true << qint64{1'435'781'451'782};
        QTest::newRow("negative") << QByteArray("-1.5") << true << qint64{-1500};
        QTest::newRow("utc") << QByteArray("2015-07-01T20:10:51.781Z") << true << qint64{1'435'781'451'781};
        QTest::newRow("offset") << QByteArray("2015-07-01T22:10:51+02:00") << true << qint64{1'435'781'451'000};
        QTest::newRow("leap day") << QByteArray("2024-02-29T00:00:00Z") << true << qint64{1'709'164'800'000};
        QTest::newRow("no such day") << QByteArray("2023-02-29T00:00:00Z") << false << qint64{0};
        QTest::newRow("nan") << QByteArray("NaN") << false << qint64{0};
        QTest::newRow("empty") << QByteArray("") << false << qint64{0};
        QTest::newRow("no zone") << QByteArray("2015-07-01T20:10:51") << false << qint64{0};
        QTest::newRow("word") << QByteArray("now") << false << qint64{0};
    }

    void readsTimes()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, ok);
        QFETCH(qint64, ms);
        const auto got = parseTimeParam(text.toStdString());
        QCOMPARE(got.has_value(), ok);
        if (ok) {
            QCOMPARE(qint64{*got}, ms);
        } else {
            QCOMPARE(got.error().message, "cannot parse \"" + text.toStdString() + "\" to a valid timestamp");
        }
    }

    void readsDurations_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("seconds") << QByteArray("15") << true << qint64{15'000};
        QTest::newRow("fraction") << QByteArray("0.25") << true << qint64{250};
        QTest::newRow("duration") << QByteArray("1m30s") << true << qint64{90'000};
        QTest::newRow("negative duration") << QByteArray("-5m") << false << qint64{0};
        QTest::newRow("overflow") << QByteArray("1e18") << false << qint64{0};
        QTest::newRow("word") << QByteArray("x") << false << qint64{0};
    }

    void readsDurations()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, ok);
        QFETCH(qint64, ms);
        const auto got = parseDurationParam(text.toStdString());
        QCOMPARE(got.has_value(), ok);
        if (ok) QCOMPARE(qint64{*got}, ms);
    }

    void readsLimits()
    {
        QCOMPARE(parseLimitParam("").value(), std::size_t{0});
        QCOMPARE(parseLimitParam("12").value(), std::size_t{12});
        QCOMPARE(parseLimitParam("x").error().message, std::string("strconv.Atoi: parsing \"x\": invalid syntax"));
        QCOMPARE(parseLimitParam("-1").error().message, std::string("limit must be non-negative"));
    }

    void printsTimes()
    {
        QCOMPARE(formatRfc3339(1'435'781'451'780), std::string("2015-07-01T20:10:51.78Z"));
        QCOMPARE(formatRfc3339(0), std::string("1970-01-01T00:00:00Z"));
        std::string text;
        appendSeconds(text, 1'435'781'451'780);
        text += ' ';
        appendSeconds(text, -1500);
        text += ' ';
        appendSeconds(text, 7000);
        QCOMPARE(text, std::string("1435781451.780 -1.500 7"));
    }

    void decodesForms()
    {
        std::multimap<std::string, std::string> params;
        decodeForm("query=up%7Bjob%3D%22a%22%7D+%2B+1&match[]=a&match[]=b&flag&bad=%zz", params);
        QCOMPARE(params.find("query")->second, std::string("up{job=\"a\"} + 1"));
        QCOMPARE(params.count("match[]"), std::size_t{2});
        QCOMPARE(params.find("flag")->second, std::string());
        QCOMPARE(params.find("bad")->second, std::string("%zz"));
    }
};

QTEST_APPLESS_MAIN(ParamsTest)
#include "params_test.moc"
