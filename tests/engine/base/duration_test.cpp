#include "engine/base/duration.h"

#include <QtTest/QtTest>

using namespace watchglass;

class DurationTest : public QObject {
    Q_OBJECT

private slots:
    void parsesAsPrometheusDoes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("millis");  // -1: must be rejected
        QTest::addColumn<QByteArray>("where");

        QTest::newRow("zero") << QByteArray("0") << qint64{0} << QByteArray();
        QTest::newRow("zero with unit") << QByteArray("0s") << qint64{0} << QByteArray();
        QTest::newRow("mixed") << QByteArray("1h30m") << qint64{5'400'000} << QByteArray();
        QTest::newRow("milliseconds") << QByteArray("250ms") << qint64{250} << QByteArray();
        QTest::newRow("minutes and milliseconds") << QByteArray("1m5ms") << qint64{60'005} << QByteArray();
        QTest::newRow("all units") << QByteArray("1y1w1d1h1m1s1ms") << qint64{32'230'861'001} << QByteArray();
        QTest::newRow("empty") << QByteArray() << qint64{-1} << QByteArray("0");
        QTest::newRow("no unit") << QByteArray("5") << qint64{-1} << QByteArray("1");
        QTest::newRow("no number") << QByteArray("m") << qint64{-1} << QByteArray("0");
        QTest::newRow("fraction") << QByteArray("1.5h") << qint64{-1} << QByteArray("1");
        QTest::newRow("negative") << QByteArray("-1h") << qint64{-1} << QByteArray("0");
        QTest::newRow("repeated unit") << QByteArray("1m1m") << qint64{-1} << QByteArray("3");
        QTest::newRow("wrong order") << QByteArray("1m1h") << qint64{-1} << QByteArray("3");
        QTest::newRow("overflow") << QByteArray("999999999y") << qint64{-1} << QByteArray("0");
        QTest::newRow("overflow of the number") << QByteArray("99999999999999999999s") << qint64{-1} << QByteArray("0");
    }

    void parsesAsPrometheusDoes()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, millis);
        QFETCH(QByteArray, where);

        const auto got = parseDuration({text.constData(), static_cast<std::size_t>(text.size())});
        if (millis < 0) {
            QVERIFY2(!got.has_value(), text.constData());
            QCOMPARE(got.error().code, ErrorCode::InvalidInput);
            QCOMPARE(QByteArray::fromStdString(got.error().where), where);
            return;
        }
        QVERIFY2(got.has_value(), got ? "" : got.error().message.c_str());
        QCOMPARE(qint64{got->count()}, millis);
    }

    void printsTheShortestForm_data()
    {
        QTest::addColumn<qint64>("millis");
        QTest::addColumn<QByteArray>("text");

        QTest::newRow("zero") << qint64{0} << QByteArray("0s");
        QTest::newRow("mixed") << qint64{5'400'000} << QByteArray("1h30m");
        QTest::newRow("weeks only when whole") << qint64{8 * 86'400'000} << QByteArray("8d");
        QTest::newRow("a week") << qint64{7 * 86'400'000} << QByteArray("1w");
        QTest::newRow("a year") << qint64{365LL * 86'400'000} << QByteArray("1y");
        QTest::newRow("milliseconds") << qint64{1'001} << QByteArray("1s1ms");
        QTest::newRow("negative") << qint64{-60'000} << QByteArray("-1m");
    }

    void printsTheShortestForm()
    {
        QFETCH(qint64, millis);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(formatDuration(std::chrono::milliseconds{millis})), text);
    }
};

QTEST_APPLESS_MAIN(DurationTest)
#include "duration_test.moc"
