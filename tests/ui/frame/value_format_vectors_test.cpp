#include <QtTest/QtTest>
#include <cmath>
#include <limits>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"
#include "ui/frame/date_text.h"
#include "ui/frame/unit_format.h"
#include "ui/frame/value_format.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// Numbers that JSON cannot say are {"$": "NaN"}, {"$": "-0"} ...
double number(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    const auto& special = value.isString() ? value.toString() : value["$"].toString();
    if (special == "-0") return -0.0;
    if (special == "+Inf") return std::numeric_limits<double>::infinity();
    if (special == "-Inf") return -std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
}

/// Counts cases and prints the first few that differ.
struct Tally {
    int passed = 0;
    int failed = 0;

    void check(const std::string& what, const std::string& got, const std::string& expected)
    {
        if (got == expected) {
            ++passed;
            return;
        }
        if (++failed <= 25) qWarning("%s: got \"%s\", expected \"%s\"", what.c_str(), got.c_str(), expected.c_str());
    }
};

}  // namespace

class ValueFormatVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void unitVectors()
    {
        const auto path = testing::sharedFolder() / "corpus" / "unit-vectors.json";
        if (!std::filesystem::exists(path)) QSKIP("corpus/unit-vectors.json is not there");
        const auto document = json::parse(testing::readFile(path));
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& [unit, entry] : (*document)["units"].members()) {
            for (const auto& item : entry["cases"].items()) {
                const auto& decimals = item.at(1);
                std::optional<int> places;
                if (decimals.isNumber()) places = static_cast<int>(decimals.toInt());
                const auto got = formatValue(unit, number(item.at(0)), places).toString();
                tally.check(unit + " " + json::write(item), got, item.at(2).toString());
            }
        }
        qInfo("unit vectors: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
        QVERIFY(tally.passed > 20'000);
    }

    void textsAreTheSamePutBehindOthers()
    {
        Tally tally;
        for (const UnitInfo& unit : unitCatalogue()) {
            const UnitFormat format(unit.id);
            for (const double value :
                 {0.0, -0.0, 1.5, -2.25, 1e-7, 1e-9, 999.9996, 1e15, -123456.789, 1e21, HUGE_VAL}) {
                for (const std::optional<int> decimals : {std::optional<int>(), std::optional(0), std::optional(3)}) {
                    std::string text = "a";
                    format.append(text, value, decimals);
                    tally.check(std::string(unit.id) + ' ' + jsNumber(value), text,
                                'a' + formatValue(unit.id, value, decimals).toString());
                }
            }
        }
        QCOMPARE(tally.failed, 0);
    }

    void suffixesOfAnyLength()
    {
        std::string text;
        UnitFormat("suffix:" + std::string(60, 'x')).append(text, 1.5);
        QCOMPARE(text, "1.50 " + std::string(60, 'x'));
        text.clear();
        UnitFormat("suffix:").append(text, 12);
        QCOMPARE(text, std::string("12"));
    }

    void decimalsChangeAtTheirDecade()
    {
        QCOMPARE(automaticDecimals(0.0999999), 4);
        QCOMPARE(automaticDecimals(0.1), 3);
        QCOMPARE(automaticDecimals(9.9999), 2);
        QCOMPARE(automaticDecimals(99.5), 1);
        QCOMPARE(automaticDecimals(100.5), 0);
        QCOMPARE(automaticDecimals(-0.25), 3);
        // The logarithm that Grafana takes of a thousandth falls short of -3.
        QCOMPARE(toFixed(0.001), std::string("0.00100"));
    }

    void datesOfWeeksAndFractions()
    {
        constexpr double kMonday = 1'735'516'800'250;  // 2024-12-30, in the first week of 2025
        QCOMPARE(formatMoment(kMonday, "gg gggg ww GG GGGG WW", "utc"), std::string("25 2025 01 25 2025 01"));
        QCOMPARE(formatMoment(kMonday, "SS SSSS SSSSSS", "utc"), std::string("25 2500 250000"));
        QCOMPARE(formatMoment(kMonday + 5 * 3'600'000, "Hmm hmmss", "utc"), std::string("500 50000"));
    }

    void clocksChangeBeyondTheTablesToo()
    {
        constexpr double kJuly2061 = 2'888'056'786'000;
        QCOMPARE(formatMoment(kJuly2061, "YYYY-MM-DD Z", "Europe/Berlin"), std::string("2061-07-08 +02:00"));
        QCOMPARE(formatMoment(kJuly2061 - 15'000'000'000, "Z", "Europe/Berlin"), std::string("+01:00"));
        QCOMPARE(formatMoment(2'172'026'595'688, "Z", "America/Sao_Paulo"), std::string("-03:00"));
    }
};

QTEST_APPLESS_MAIN(ValueFormatVectorsTest)
#include "value_format_vectors_test.moc"
