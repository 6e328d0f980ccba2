#include <QtTest/QtTest>
#include <algorithm>

#include "engine/base/json.h"
#include "ui/frame/field_override.h"

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
};

QTEST_APPLESS_MAIN(FieldOverrideTest)
#include "field_override_test.moc"
