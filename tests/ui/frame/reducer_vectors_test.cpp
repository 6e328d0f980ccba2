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

/// The same without the fast way of plain numbers.
Cell onlyBy(const Values& values, const std::string& reducer)
{
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.has(i)) cells.push_back(values.cell(i));
    }
    if (cells.empty()) return reduce(Values(), reducer);
    double sum = 0;
    double rises = 0;
    double step = std::numeric_limits<double>::max();
    std::optional<double> before;
    bool up = true;
    for (const Cell& cell : cells) {
        const double value = std::get<double>(cell);
        if (std::isnan(value)) continue;
        sum += value;
        if (before) {
            step = std::min(step, value - *before);
            const bool fell = *before > value;
            rises += fell || !up ? 0 : value - *before;
            up = !fell;
        }
        before = value;
    }
    if (reducer == "sum") return sum;
    if (reducer == "delta") return rises;
    if (reducer == "step") return step == std::numeric_limits<double>::max() ? Cell{} : Cell{step};
    return reduce(values, reducer);
}

}  // namespace

class ReducerVectorsTest : public QObject {
    Q_OBJECT

    static void compareAlone(const std::vector<Cell>& got, const Values& values, const std::vector<std::string>& ids)
    {
        for (std::size_t k = 0; k < ids.size(); ++k) {
            const Cell alone = onlyBy(values, ids[k]);
            const std::string what = ids[k] + " of " + std::to_string(values.size()) + ": " + show(got[k]);
            QVERIFY2(same(got[k], alone), (what + ", alone " + show(alone)).c_str());
        }
    }

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

    void setsGiveWhatEachGivesAlone()
    {
        const std::vector<std::string> ids{
            "sum",  "mean",        "min",          "max",       "range",       "delta", "step",
            "diff", "diffperc",    "logmin",       "allIsZero", "allIsNull",   "count", "first",
            "last", "lastNotNull", "firstNotNull", "median",    "changeCount", "p95",   "avg"};
        const ReducerSet together(ids);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        // The fast way goes by blocks of 64 rows and gives one up for what is no number.
        const std::size_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 66, 67, 129, 300};
        for (const std::size_t size : sizes) {
            for (const std::size_t first :
                 {std::size_t{0}, std::size_t{7}, std::size_t{63}, std::size_t{64}, size - 1}) {
                for (const double odd : {1.0, nan, HUGE_VAL, -HUGE_VAL, -0.0}) {
                    std::vector<double> numbers;
                    for (std::size_t i = 0; i < size; ++i)
                        numbers.push_back(i == first || (first == 7 && i % 29 == 7) ? odd : std::sin(i) * 50 + i % 3);
                    std::vector<std::uint64_t> gaps((size + 63) / 64, ~std::uint64_t{0});
                    if (size > 64) gaps[1] = 0x00ff'00ff'1234'5678ULL;
                    for (const auto& present : {std::vector<std::uint64_t>(), gaps}) {
                        Field field;
                        field.values = Values::numbers(numbers, present).asSparse();
                        compareAlone(together(field), field.values, ids);
                    }
                }
            }
        }
    }

    void theFirstOfSeveralZerosDecides()
    {
        Field field;
        field.values = Values::numbers({-0.0, 0.0, 3, 0.0, -0.0, 5});
        const Cell least = ReducerSet({"min"})(field).front();
        QVERIFY(std::signbit(std::get<double>(least)));
    }
};

QTEST_APPLESS_MAIN(ReducerVectorsTest)
#include "reducer_vectors_test.moc"
