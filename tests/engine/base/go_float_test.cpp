#include "engine/base/go_float.h"

#include <QtTest/QtTest>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>

using namespace watchglass;

class GoFloatTest : public QObject {
    Q_OBJECT

private slots:
    void printsLikeGo_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QByteArray>("plain");
        QTest::addColumn<QByteArray>("general");
        QTest::addColumn<QByteArray>("json");

        QTest::newRow("zero") << 0.0 << QByteArray("0") << QByteArray("0") << QByteArray("0");
        QTest::newRow("minus zero") << -0.0 << QByteArray("-0") << QByteArray("-0") << QByteArray("-0");
        QTest::newRow("tenth") << 0.1 << QByteArray("0.1") << QByteArray("0.1") << QByteArray("0.1");
        QTest::newRow("million") << 1e6 << QByteArray("1000000") << QByteArray("1e+06") << QByteArray("1000000");
        QTest::newRow("1e20") << 1e20 << QByteArray("100000000000000000000") << QByteArray("1e+20")
                              << QByteArray("100000000000000000000");
        QTest::newRow("1e21") << 1e21 << QByteArray("1000000000000000000000") << QByteArray("1e+21")
                              << QByteArray("1e+21");
        QTest::newRow("1e-5") << 1e-5 << QByteArray("0.00001") << QByteArray("1e-05") << QByteArray("0.00001");
        QTest::newRow("1e-7") << 1.5e-7 << QByteArray("0.00000015") << QByteArray("1.5e-07") << QByteArray("1.5e-07");
        QTest::newRow("17 digits") << 123456789012345680000.0 << QByteArray("123456789012345680000")
                                   << QByteArray("1.2345678901234568e+20") << QByteArray("123456789012345680000");
        QTest::newRow("negative") << -2.5 << QByteArray("-2.5") << QByteArray("-2.5") << QByteArray("-2.5");
        QTest::newRow("inf") << HUGE_VAL << QByteArray("+Inf") << QByteArray("+Inf") << QByteArray("+Inf");
        QTest::newRow("-inf") << -HUGE_VAL << QByteArray("-Inf") << QByteArray("-Inf") << QByteArray("-Inf");
        QTest::newRow("nan") << std::nan("") << QByteArray("NaN") << QByteArray("NaN") << QByteArray("NaN");
    }

    void printsLikeGo()
    {
        QFETCH(double, value);
        QFETCH(QByteArray, plain);
        QFETCH(QByteArray, general);
        QFETCH(QByteArray, json);
        QCOMPARE(QByteArray::fromStdString(formatFloat(value)), plain);
        QCOMPARE(QByteArray::fromStdString(formatFloatG(value)), general);
        QCOMPARE(QByteArray::fromStdString(formatFloatJson(value)), json);
    }

    void everyPrintedFormReadsBack()
    {
        std::mt19937_64 random(42);
        for (int i = 0; i < 20'000; ++i) {
            const double value = std::bit_cast<double>(random());
            if (std::isnan(value)) continue;
            for (const std::string& text : {formatFloat(value), formatFloatG(value), formatFloatJson(value)}) {
                const auto got = parseFloat(text);
                QVERIFY2(got && std::bit_cast<quint64>(*got) == std::bit_cast<quint64>(value), text.c_str());
            }
        }
    }

    void jsonIsTheShortestPlainForm()
    {
        std::mt19937_64 rng(3);
        for (int i = 0; i < 200'000; ++i) {
            // All magnitudes without an exponent, and their neighbours.
            const double value = std::ldexp(static_cast<double>(rng() >> 11), static_cast<int>(rng() % 72) - 74) *
                                 (rng() % 2 == 0 ? 1 : -1);
            if (std::fabs(value) < 1e-6 || std::fabs(value) >= 1e15) continue;
            char text[64];
            const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
            QCOMPARE(QByteArray::fromStdString(formatFloatJson(value)), QByteArray(text, end - text));
        }
    }

    void fewDecimalsAndAllBits()
    {
        std::mt19937_64 rng(4);
        const auto check = [](double value) {
            char text[64];
            auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
            QCOMPARE(QByteArray::fromStdString(formatFloatE(value)), QByteArray(text, end - text));
            if (std::fabs(value) < 1e-6 || std::fabs(value) >= 1e15) return;
            end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
            QCOMPARE(QByteArray::fromStdString(formatFloatJson(value)), QByteArray(text, end - text));
        };
        for (int i = 0; i < 200'000; ++i) {
            const double scale = std::pow(10.0, static_cast<double>(rng() % 6));
            const auto whole = static_cast<double>(rng() >> (8 + rng() % 50));
            check(whole / scale);
            check(std::nextafter(whole / scale, 0));
            const double any = std::bit_cast<double>(rng());
            if (std::isfinite(any)) check(any);
        }
        for (const double edge :
             {5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0, 999999999999.999}) {
            check(edge);
        }
    }

    void readsAsGoDoes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<double>("value");

        QTest::newRow("plus") << QByteArray("+1.5") << true << 1.5;
        QTest::newRow("inf word") << QByteArray("iNfinity") << true << HUGE_VAL;
        QTest::newRow("hex with exponent") << QByteArray("0x1p3") << true << 8.0;
        QTest::newRow("hex without exponent") << QByteArray("0x10") << false << 0.0;
        QTest::newRow("two signs") << QByteArray("+-1") << false << 0.0;
        QTest::newRow("empty") << QByteArray("") << false << 0.0;
        QTest::newRow("blank behind") << QByteArray("1 ") << false << 0.0;
        QTest::newRow("underscore") << QByteArray("1_000") << false << 0.0;
        QTest::newRow("overflow") << QByteArray("1e999") << true << HUGE_VAL;
        QTest::newRow("underflow") << QByteArray("1e-999") << true << 0.0;
        QTest::newRow("nan with payload") << QByteArray("nan(1)") << false << 0.0;
    }

    void readsAsGoDoes()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, ok);
        QFETCH(double, value);
        const auto got = parseFloat(text.toStdString());
        QCOMPARE(got.has_value(), ok);
        if (ok) QCOMPARE(*got, value);
    }
};

QTEST_APPLESS_MAIN(GoFloatTest)
#include "go_float_test.moc"
