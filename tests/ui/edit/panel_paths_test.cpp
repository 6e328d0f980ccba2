#include "ui/edit/panel_paths.h"

#include <QtTest/QtTest>

#include <set>

#include "ui/dashboard/document_path.h"
#include "ui/edit/option_entry.h"
#include "ui/edit/panel_types.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::unique_ptr<DashboardEditor> open(const std::string& text)
{
    auto dashboard = Dashboard::open(text);
    auto made = DashboardEditor::open(text, dashboard ? dashboard->path() : "");
    return made ? std::move(*made) : nullptr;
}

bool set(DashboardEditor& editor, const std::string& pointer, const json::Value& value)
{
    const std::string origin = editor.dashboard().panels().front().origin;
    const auto changes = setInPanel(editor.dashboard(), origin, pointer, value);
    return editor.apply("set", changes).has_value();
}

}  // namespace

class PanelPathsTest : public QObject {
    Q_OBJECT

private slots:
    void objectsOnTheWayAreMade()
    {
        const std::string text = R"({"title":"T","schemaVersion":42,"panels":[{"id":1,"type":"timeseries"}]})";
        const auto editor = open(text);
        QVERIFY(set(*editor, "/fieldConfig/defaults/custom/lineWidth", 3));
        QVERIFY(editor->text().find(R"("fieldConfig":{"defaults":{"custom":{"lineWidth":3}}})") != std::string::npos);
        QVERIFY(set(*editor, "/targets/0/expr", "up"));
        QCOMPARE(editor->dashboard().panels().front().targets.front().expr, std::string("up"));
        editor->undo();
        editor->undo();
        QVERIFY(editor->text() == text);
    }

    void nothingTakesASettingOut()
    {
        const auto editor = open(
            R"({"title":"T","schemaVersion":42,"panels":[{"id":1,"type":"stat","fieldConfig":{"defaults":{"unit":"s","min":0}}}]})");
        QVERIFY(set(*editor, "/fieldConfig/defaults/unit", {}));
        QVERIFY(editor->text().find(R"("defaults":{"min":0})") != std::string::npos);
        QVERIFY(setInPanel(editor->dashboard(), "/panels/0", "/fieldConfig/defaults/unit", {}).empty());
    }

    void theLayoutOfSchemaTwoRepeats()
    {
        const std::string text =
            R"({"title":"T","elements":{"p":{"kind":"Panel","spec":{"id":1,"title":"P","vizConfig":{"kind":"stat","spec":{}}}}},)"
            R"("layout":{"kind":"GridLayout","spec":{"items":[{"kind":"GridLayoutItem","spec":{"x":0,"y":0,"width":6,"height":4,)"
            R"("element":{"kind":"ElementReference","name":"p"}}}]}}})";
        const auto editor = open(text);
        QVERIFY(editor);
        const auto repeat = [&]() -> const json::Value& {
            return valueAt(editor->dashboard().document(), "/layout/spec/items/0/spec/repeat");
        };
        QVERIFY(setInPanel(editor->dashboard(), "/elements/p/spec", "/maxPerRow", 2).empty());
        QVERIFY(set(*editor, "/repeat", "host"));
        QVERIFY(set(*editor, "/repeatDirection", "v"));
        QCOMPARE(repeat()["mode"].toString(), std::string("variable"));
        QCOMPARE(repeat()["value"].toString(), std::string("host"));
        QCOMPARE(repeat()["direction"].toString(), std::string("v"));
        QCOMPARE(editor->dashboard().panels().front().model["repeat"].toString(), std::string("host"));
        QVERIFY(set(*editor, "/repeat", {}));
        QVERIFY(repeat().isNull());
    }

    void anOldPanelIsWrittenInTheCurrentForm()
    {
        const auto editor = open(
            R"({"title":"T","schemaVersion":16,"panels":[{"id":1,"type":"graph","datasource":"${DS_X}","lines":true,"fill":5,)"
            R"("targets":[{"refId":"A","expr":"up"}],"yaxes":[{"format":"bytes"},{}]}]})");
        QVERIFY(set(*editor, "/title", "Only a title"));
        QVERIFY(editor->text().find("\"graph\"") != std::string::npos);  // which it has in any form
        QVERIFY(set(*editor, "/fieldConfig/defaults/decimals", 1));
        const ui::Panel& panel = editor->dashboard().panels().front();
        QCOMPARE(panel.originalType, std::string("timeseries"));
        QCOMPARE(panel.model["fieldConfig"]["defaults"]["unit"].toString(), std::string("bytes"));
        QCOMPARE(panel.model["fieldConfig"]["defaults"]["decimals"].toInt(), 1);
        QCOMPARE(panel.title, std::string("Only a title"));
        QVERIFY(editor->text().find("${DS_X}") != std::string::npos);
    }

    void schemaV2HasItElsewhere()
    {
        const auto editor = open(
            R"({"title":"T","elements":{"panel-1":{"kind":"Panel","spec":{"id":1,"title":"A",)"
            R"("data":{"kind":"QueryGroup","spec":{"queries":[{"kind":"PanelQuery","spec":{"refId":"A",)"
            R"("hidden":false,"query":{"kind":"prometheus","spec":{"expr":"up"}}}}],"transformations":[],)"
            R"("queryOptions":{}}},"vizConfig":{"kind":"stat","spec":{"options":{},"fieldConfig":)"
            R"({"defaults":{},"overrides":[]}}}}}},"layout":{"kind":"GridLayout","spec":{"items":[)"
            R"({"kind":"GridLayoutItem","spec":{"x":0,"y":0,"width":12,"height":8,)"
            R"("element":{"kind":"ElementReference","name":"panel-1"}}}]}}})");
        QVERIFY(editor);
        const auto panel = [&]() -> const ui::Panel& { return editor->dashboard().panels().front(); };
        QVERIFY(set(*editor, "/title", "B"));
        QVERIFY(set(*editor, "/fieldConfig/defaults/unit", "s"));
        QVERIFY(set(*editor, "/options/graphMode", "none"));
        QVERIFY(set(*editor, "/type", "gauge"));
        QVERIFY(set(*editor, "/targets/0/expr", "down"));
        QVERIFY(set(*editor, "/targets/0/hide", true));
        const auto target = json::parse(R"({"refId":"B","expr":"x"})");
        QVERIFY(set(*editor, "/targets/1", *target));
        const auto steps = json::parse(R"([{"id":"reduce","options":{"reducers":["max"]}}])");
        QVERIFY(set(*editor, "/transformations", *steps));
        QCOMPARE(panel().title, std::string("B"));
        QCOMPARE(panel().type, std::string("gauge"));
        QCOMPARE(panel().model["fieldConfig"]["defaults"]["unit"].toString(), std::string("s"));
        QCOMPARE(panel().model["options"]["graphMode"].toString(), std::string("none"));
        QCOMPARE(panel().targets.size(), std::size_t{2});
        QCOMPARE(panel().targets[0].expr, std::string("down"));
        QVERIFY(panel().targets[0].hide);
        QCOMPARE(panel().targets[1].expr, std::string("x"));
        QCOMPARE(panel().transformations.at(0)["id"].toString(), std::string("reduce"));
    }

    void everyTypeHasOptionsOfItsOwn()
    {
        for (const PanelTypeName& type : choosablePanelTypes()) {
            const auto entries = panelOptionEntries(type.id);
            std::set<std::string> places;
            for (const OptionEntry& entry : entries) {
                QVERIFY2(places.insert(entry.pointer).second, entry.pointer.c_str());
                QVERIFY(!entry.name.empty());
                QVERIFY2(entry.kind != OptionKind::Choice || entry.choices.size() > 1, entry.pointer.c_str());
            }
            QVERIFY(places.contains("/fieldConfig/defaults/unit"));
        }
        const auto has = [](const char* type, const char* place, OptionKind kind) {
            const auto entries = panelOptionEntries(type);
            return std::any_of(entries.begin(), entries.end(),
                               [&](const OptionEntry& entry) { return entry.pointer == place && entry.kind == kind; });
        };
        QVERIFY(has("timeseries", "/fieldConfig/defaults/custom/drawStyle", OptionKind::Choice));
        QVERIFY(has("timeseries", "/fieldConfig/defaults/custom/lineWidth", OptionKind::Number));
        QVERIFY(has("timeseries", "/options/legend/displayMode", OptionKind::Choice));
        QVERIFY(has("stat", "/options/graphMode", OptionKind::Choice));
        QVERIFY(has("gauge", "/options/showThresholdLabels", OptionKind::Switch));
        QCOMPARE(wordsOf("showThresholdLabels"), std::string("Show threshold labels"));
    }
};

QTEST_APPLESS_MAIN(PanelPathsTest)
#include "panel_paths_test.moc"
