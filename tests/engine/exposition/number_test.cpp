#include "engine/exposition/number.h"

#include <QtTest/QtTest>
#include <bit>
#include <charconv>
#include <random>

using namespace watchglass;
using namespace watchglass::exposition;

class NumberTest : public QObject {
    Q_OBJECT

private slots:
    void simpleDecimalsEqualFromChars()
    {
        std::mt19937_64 random(1);
        std::size_t taken = 0;
        for (int i = 0; i < 400'000; ++i) {
            std::string text;
            if (random() % 4 == 0) text += '-';
            const std::uint64_t number = random() >> (random() % 64);
            text += std::to_string(number);
            if (random() % 2 == 0) text.insert(1 + random() % text.size(), ".");
            if (text.front() == '-' && text.size() > 1 && text[1] == '-') continue;
            if (random() % 3 == 0) text += (random() % 2 ? "e" : "E-") + std::to_string(random() % 40);
            compare(text, taken);
        }
        // Shortest texts of random doubles.
        for (int i = 0; i < 200'000; ++i) {
            char buffer[64];
            const double value = static_cast<double>(random() >> 11) / static_cast<double>(1ULL << (random() % 60));
            compare({buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr}, taken);
        }
        QVERIFY(taken > 200'000);
    }

    void readsWhatGoReads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        for (const char* text : {"1", "-1", "+1", "1.", ".5", "1e5", "1E+5", "Inf", "+Inf", "-inf", "Infinity", "NaN",
                                 "nan", "1e-400", "00012", "12345678901234567890123"}) {
            QTest::newRow(text) << QByteArray(text) << true;
        }
        for (const char* text :
             {"", "-", ".", "e5", "1e", "0x10", "0x1p4", "1_0", "1e400", "--1", "+nan", "-NaN", "1 ", "infin"}) {
            QTest::newRow(*text ? text : "empty") << QByteArray(text) << false;
        }
    }

    void readsWhatGoReads()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        QCOMPARE(parseNumber(text.toStdString()).has_value(), good);
    }

    void writesBucketBoundsAsOpenMetrics()
    {
        QCOMPARE(QString::fromStdString(formatOpenMetricsFloat(1)), QString("1.0"));
        QCOMPARE(QString::fromStdString(formatOpenMetricsFloat(0.25)), QString("0.25"));
        QCOMPARE(QString::fromStdString(formatOpenMetricsFloat(1e6)), QString("1e+06"));
        QCOMPARE(QString::fromStdString(formatOpenMetricsFloat(std::numeric_limits<double>::infinity())),
                 QString("+Inf"));
    }

private:
    static void compare(const std::string& text, std::size_t& taken)
    {
        const char* at = text.data();
        double value = 0;
        if (!parseSimpleDecimal(at, text.data() + text.size(), value)) return;
        ++taken;
        double expected = 0;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), expected);
        if (result.ptr != at || std::bit_cast<std::uint64_t>(expected) != std::bit_cast<std::uint64_t>(value)) {
            QFAIL(text.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(NumberTest)
#include "number_test.moc"
