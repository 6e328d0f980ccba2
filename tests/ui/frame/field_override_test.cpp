#include <QtTest/QtTest>
#include <algorithm>

#include "engine/base/json.h"
#include "ui/frame/display.h"
#include "ui/frame/field_matcher.h"
#include "ui/frame/field_override.h"
#include "ui/frame/value_matcher.h"

using namespace watchglass;
using namespace watchglass::ui;

class FieldOverrideTest : public QObject {
    Q_OBJECT

private slots:
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

    void oldNamesOfTimesAndValuesMatch()
    {
        Frame frame;
        Field time;
        time.name = "ts";
        time.type = FieldType::Time;
        Field value;
        value.name = "up";
        value.labels = Labels{{"__name__", "up"}};
        frame.fields = {time, value};
        const auto matches = [&](const char* name, std::size_t field) {
            return matchesField({"byName", json::Value(name)}, frame.fields[field], frame);
        };
        QVERIFY(matches("Time", 0));
        QVERIFY(matches("time", 0));
        QVERIFY(!matches("time", 1));
        QVERIFY(matches("Value", 1));
        QVERIFY(!matches("Value", 0));
    }

    void valuesAreComparedAsJavaScriptDoes()
    {
        Field field;
        field.values = Values::cells({Cell{std::string("down")}, Cell{std::string(" 7 ")}, Cell{8.0}, Cell{}});
        const auto hits = [&](const char* id, json::Value options) {
            const ValueMatcher matcher(id, options);
            std::string out;
            for (std::size_t row = 0; row < field.values.size(); ++row) out += matcher(field, row) ? 'x' : '.';
            return out;
        };
        const auto value = [](json::Value limit) { return json::Value::object({{"value", std::move(limit)}}); };
        QCOMPARE(hits("greater", value(5)), std::string(".xx."));
        QCOMPARE(hits("lower", value(5)), std::string("...x"));
        QCOMPARE(hits("between", json::Value::object({{"from", "6px"}, {"to", 8}})), std::string(".x.."));
        QCOMPARE(hits("notSubstring", value("")), std::string("...."));
        QCOMPARE(hits("substring", value("")), std::string("xxxx"));
    }

    void aReducedValueIsComparedWithNothingToo()
    {
        Frame frame;
        frame.fields.resize(2);
        frame.fields[0].values = Values::numbers({1, 5});
        const auto matches = [&](const char* op, json::Value limit, std::size_t field) {
            auto options = json::Value::object({{"reducer", "max"}, {"op", op}, {"value", std::move(limit)}});
            return matchesField({"byValue", std::move(options)}, frame.fields[field], frame);
        };
        QVERIFY(matches("eq", 5, 0));
        QVERIFY(!matches("neq", 5, 0));
        QVERIFY(matches("gte", json::Value(), 1));
        QVERIFY(!matches("gt", 0, 1));
        QVERIFY(matches("eq", json::Value(), 1));
    }

    void rangesReadNumbersAsParseFloatDoes()
    {
        ValueMapping low;
        low.kind = ValueMapping::Kind::Range;
        low.from = -1;
        low.to = 5;
        low.result.text = "low";
        QVERIFY(mapValue({low}, Cell{std::string("0x10")}).has_value());
        QVERIFY(mapValue({low}, Cell{std::string("4 apples")}).has_value());
        QVERIFY(!mapValue({low}, Cell{std::string("nan")}).has_value());
        QVERIFY(!mapValue({low}, Cell{std::string("inf")}).has_value());
    }
};

QTEST_APPLESS_MAIN(FieldOverrideTest)
#include "field_override_test.moc"
