#include <QtTest/QtTest>
#include <cmath>
#include <limits>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"
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

bool isAbsent(const json::Value& value) { return value.isNull() || value["$"].toString() == "undefined"; }

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

    void conformance()
    {
        const auto path = testing::sharedFolder() / "conformance" / "grafana" / "value-format.json";
        if (!std::filesystem::exists(path)) QSKIP("conformance/grafana/value-format.json is not there");
        const auto document = json::parse(testing::readFile(path));
        QVERIFY(document.has_value());
        FormatContext context;
        context.nowMs = 1715776496789;  // the file's "now"
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            std::optional<int> places;
            if (item["decimals"].isNumber()) places = static_cast<int>(item["decimals"].toInt());
            context.timeZone = item["timeZone"].isString() ? item["timeZone"].toString() : "utc";
            const auto& unit = item["unit"].toString();
            for (const auto& row : item["rows"].items()) {
                // Absent values never reach formatting: the display processor shows them.
                if (isAbsent(row.at(0))) continue;
                const auto got = formatValue(unit, number(row.at(0)), places, context);
                tally.check(item["id"].toString() + " " + json::write(row),
                            got.prefix + '|' + got.text + '|' + got.suffix,
                            row.at(1).toString() + '|' + row.at(2).toString() + '|' + row.at(3).toString());
            }
        }
        qInfo("value-format: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
    }

    void fixedNumbers()
    {
        const auto path = testing::sharedFolder() / "conformance" / "grafana" / "number-format.json";
        if (!std::filesystem::exists(path)) QSKIP("conformance/grafana/number-format.json is not there");
        const auto document = json::parse(testing::readFile(path));
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            if (item["kind"].toString() != "toFixed") continue;
            std::optional<int> places;
            if (item["decimals"].isNumber()) places = static_cast<int>(item["decimals"].toInt());
            for (const auto& row : item["rows"].items()) {
                if (isAbsent(row.at(0))) continue;
                tally.check(item["id"].toString() + " " + json::write(row), toFixed(number(row.at(0)), places),
                            row.at(1).toString());
            }
        }
        QCOMPARE(tally.failed, 0);
        QVERIFY(tally.passed > 100);
    }
};

QTEST_APPLESS_MAIN(ValueFormatVectorsTest)
#include "value_format_vectors_test.moc"
