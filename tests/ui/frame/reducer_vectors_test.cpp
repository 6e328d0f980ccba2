#include <QtTest/QtTest>
#include <cmath>
#include <limits>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"
#include "ui/frame/reducer.h"
#include "ui/frame/value_format.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

Cell cellOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    if (value.isBool()) return value.toBool();
    const auto& special = value.isString() ? value.toString() : value["$"].toString();
    if (special == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (special == "+Inf" || special == "Infinity") return std::numeric_limits<double>::infinity();
    if (special == "-Inf" || special == "-Infinity") return -std::numeric_limits<double>::infinity();
    if (special == "-0") return -0.0;
    if (special == "undefined") return Undefined{};
    if (value.isString()) return special;
    return {};
}

/// Numbers to 1e-12 relative, NaN equals NaN.
bool same(const Cell& a, const Cell& b)
{
    const auto* x = std::get_if<double>(&a);
    const auto* y = std::get_if<double>(&b);
    if (x == nullptr || y == nullptr) return a == b;
    if (std::isnan(*x) || std::isnan(*y)) return std::isnan(*x) && std::isnan(*y);
    return *x == *y || std::abs(*x - *y) <= 1e-12 * std::max(std::abs(*x), std::abs(*y));
}

std::string show(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return jsNumber(*number);
    if (const auto* text = std::get_if<std::string>(&cell)) return '"' + *text + '"';
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? "true" : "false";
    return isUndefined(cell) ? "undefined" : "null";
}

Values valuesOf(const json::Value& list)
{
    std::vector<Cell> cells;
    for (const auto& item : list.items()) cells.push_back(cellOf(item));
    return Values::cells(std::move(cells));
}

}  // namespace

class ReducerVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void corpusVectors()
    {
        const auto path = testing::sharedFolder() / "corpus" / "reducer-vectors.json";
        if (!std::filesystem::exists(path)) QSKIP("corpus/reducer-vectors.json is not there");
        const auto document = json::parse(testing::readFile(path));
        QVERIFY(document.has_value());
        int passed = 0;
        int failed = 0;
        for (const auto& item : document->items()) {
            const auto values = valuesOf(item["values"]);
            for (const auto& [reducer, expected] : item["results"].members()) {
                const auto got = reduce(values, reducer);
                if (same(got, cellOf(expected))) {
                    ++passed;
                    continue;
                }
                ++failed;
                qWarning("%s %s: got %s, expected %s", item["name"].toString().c_str(), reducer.c_str(),
                         show(got).c_str(), json::write(expected).c_str());
            }
        }
        qInfo("reducer vectors: %d passed, %d failed", passed, failed);
        QCOMPARE(failed, 0);
        QVERIFY(passed >= 200);
    }

    void absentSamplesAreNoRows()
    {
        // 1, absent, 3, absent: a series that ended early.
        const auto column = Values::numbers({1, 0, 3, 0}, {0b0101}).asSparse();
        QCOMPARE(show(reduce(column, "last")), std::string("3"));
        QCOMPARE(show(reduce(column, "countAll")), std::string("2"));
        QCOMPARE(show(reduce(column, "min")), std::string("1"));
        const auto dense = Values::numbers({1, 0, 3, 0}, {0b0101});
        QCOMPARE(show(reduce(dense, "last")), std::string("null"));
        QCOMPARE(show(reduce(dense, "countAll")), std::string("4"));
    }

    void namesAndAliases()
    {
        QCOMPARE(std::string(reducerId("avg")), std::string("mean"));
        QCOMPARE(std::string(reducerId("current")), std::string("lastNotNull"));
        QCOMPARE(std::string(reducerId("nonsense")), std::string());
        QCOMPARE(reducerName("p95"), std::string("95th %"));
        QCOMPARE(reducerName("total"), std::string("Total"));
        QVERIFY(!reducerKeepsUnit("count"));
        QVERIFY(reducerKeepsUnit("max"));
    }
};

QTEST_APPLESS_MAIN(ReducerVectorsTest)
#include "reducer_vectors_test.moc"
