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
};

QTEST_APPLESS_MAIN(ValueFormatVectorsTest)
#include "value_format_vectors_test.moc"
