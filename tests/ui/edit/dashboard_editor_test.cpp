#include "ui/edit/dashboard_editor.h"

#include <QtTest/QtTest>

#include <QDirIterator>
#include <QRandomGenerator>

#include "tests/support/shared_files.h"
#include "ui/dashboard/document_path.h"
#include "ui/edit/panel_edits.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

const std::string kText =
    "{\n  \"title\": \"Demo\",\n  \"schemaVersion\": 42,\n  \"panels\": [\n"
    "    {\"id\": 1, \"type\": \"timeseries\", \"title\": \"CPU\", \"datasource\": {\"uid\": \"x\"},"
    " \"gridPos\": {\"h\": 8, \"w\": 12, \"x\": 0, \"y\": 0}},\n"
    "    {\"id\": 5, \"type\": \"row\", \"title\": \"Disks\", \"gridPos\": {\"h\": 1, \"w\": 24, \"x\": 0, \"y\": "
    "8}},\n"
    "    {\"id\": 2, \"type\": \"stat\", \"title\": \"Load\", \"gridPos\": {\"h\": 4, \"w\": 6, \"x\": 0, \"y\": 9}},\n"
    "    {\"id\": 3, \"type\": \"stat\", \"title\": \"Free\", \"gridPos\": {\"h\": 4, \"w\": 6, \"x\": 6, \"y\": 9}},\n"
    "    {\"id\": 6, \"type\": \"row\", \"title\": \"Net\", \"gridPos\": {\"h\": 1, \"w\": 24, \"x\": 0, \"y\": 13}},\n"
    "    {\"id\": 4, \"type\": \"stat\", \"title\": \"In\", \"gridPos\": {\"h\": 4, \"w\": 6, \"x\": 0, \"y\": 14}}\n"
    "  ]\n}\n";

std::unique_ptr<DashboardEditor> editor(const std::string& text = kText)
{
    auto made = DashboardEditor::open(text);
    return made ? std::move(*made) : nullptr;
}

std::string originOf(const DashboardEditor& editor, std::int64_t id)
{
    const ui::Panel* panel = editor.dashboard().panel(id);
    return panel ? panel->origin : std::string();
}

QStringList titles(const std::vector<ui::Panel>& panels)
{
    QStringList out;
    for (const ui::Panel& panel : panels) out << QString::fromStdString(panel.title);
    return out;
}

/// One edit that a person could make, of a dashboard that may be anything.
void editSomewhere(DashboardEditor& editor, QRandomGenerator& random)
{
    const Dashboard& dashboard = editor.dashboard();
    const auto& panels = dashboard.panels();
    const auto count = static_cast<int>(panels.size());
    const std::string root = dashboard.path();
    const std::string origin = count > 0 ? panels[static_cast<std::size_t>(random.bounded(count))].origin : "";
    const bool mayPlace = layoutObstacle(dashboard).empty();
    DocumentChanges changes;
    switch (random.bounded(mayPlace && !origin.empty() ? 8 : 2)) {
    case 0:
        changes = {DocumentChange::set(childPath(root, "title"), "T\"" + std::to_string(random.bounded(100)))};
        break;
    case 1: changes = {DocumentChange::set(childPath(root, "refresh"), "5s")}; break;
    case 2: changes = {DocumentChange::set(childPath(origin, "title"), std::string("\n\t\x01 ü"))}; break;
    case 3: changes = addPanel(dashboard, "stat", {0, 0, 12, 8}); break;
    case 4: changes = duplicatePanel(dashboard, origin, {0, 3, 5, 5}); break;
    case 5: changes = removePanel(dashboard, origin); break;
    case 6: changes = foldRow(dashboard, origin, random.bounded(2) == 0); break;
    default: changes = placePanels(dashboard, {{origin, {3, static_cast<double>(random.bounded(90)), 7, 9}}}); break;
    }
    (void)editor.apply("edit", changes);
}

}  // namespace

class DashboardEditorTest : public QObject {
    Q_OBJECT

private slots:
    void oneTitleIsOneLine()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("Rename", {DocumentChange::set(originOf(*edited, 2) + "/title", "Load 1m")}));
        std::string expected = kText;
        expected.replace(expected.find("\"Load\""), 6, "\"Load 1m\"");
        QCOMPARE(edited->text(), expected);
        QCOMPARE(edited->dashboard().panel(2)->title, std::string("Load 1m"));
        QVERIFY(edited->isDirty());
    }

    void anItemOfAListChangesAlone()
    {
        const auto edited = editor();
        json::Value panels = edited->dashboard().document()["panels"];
        panels.mutableItems()[3].set("title", "Freed");
        QVERIFY(edited->apply("List", {DocumentChange::set("/panels", panels)}));
        std::string expected = kText;
        expected.replace(expected.find("Free"), 4, "Freed");
        QVERIFY(edited->text() == expected);
    }

    void mergedStepsKeepTheFirstName()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("Title of A", {DocumentChange::set("/title", "B")}, "typed"));
        QVERIFY(edited->apply("Title of B", {DocumentChange::set("/title", "Be")}, "typed"));
        QCOMPARE(edited->undoName(), std::string("Title of A"));
    }

    void undoAndRedoByName()
    {
        const auto edited = editor();
        QSignalSpy changed(edited.get(), &DashboardEditor::changed);
        QVERIFY(edited->apply("First", {DocumentChange::set("/title", "A")}));
        QVERIFY(edited->apply("Second", {DocumentChange::set("/title", "B")}));
        QCOMPARE(edited->undoName(), std::string("Second"));
        edited->undo();
        QCOMPARE(edited->dashboard().title(), std::string("A"));
        QCOMPARE(edited->redoName(), std::string("Second"));
        edited->redo();
        QCOMPARE(edited->dashboard().title(), std::string("B"));
        edited->undo();
        QVERIFY(edited->apply("Third", {DocumentChange::set("/title", "C")}));
        QVERIFY(!edited->canRedo());
        edited->undo();
        edited->undo();
        QVERIFY(!edited->canUndo());
        QCOMPARE(edited->text(), kText);
        QVERIFY(!edited->isDirty());
        QCOMPARE(changed.count(), 8);
    }

    void lettersOfOneFieldAreOneStep()
    {
        const auto edited = editor();
        for (const char* text : {"C", "CP", "CPU", "CPU 1"})
            QVERIFY(edited->apply("Title", {DocumentChange::set("/title", text)}, "title"));
        QVERIFY(edited->apply("Other", {DocumentChange::set("/refresh", "5s")}, "refresh"));
        edited->undo();
        edited->undo();
        QVERIFY(!edited->canUndo());
        QCOMPARE(edited->text(), kText);
        edited->redo();
        QCOMPARE(edited->dashboard().title(), std::string("CPU 1"));
    }

    void allChangesOrNone()
    {
        const auto edited = editor();
        const auto done = edited->apply(
            "Bad", {DocumentChange::set("/title", "A"), DocumentChange::set("/not/there/at/all", 1)});
        QVERIFY(!done);
        QCOMPARE(edited->text(), kText);
        QVERIFY(!edited->replaceText("Bad", "{\"title\": "));
        QVERIFY(!edited->replaceText("Bad", "[]"));
        QVERIFY(!edited->canUndo());
    }

    void savingMovesWhatIsClean()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("A", {DocumentChange::set("/title", "A")}));
        edited->markSaved();
        QVERIFY(!edited->isDirty());
        edited->undo();
        QVERIFY(edited->isDirty());
        edited->redo();
        QVERIFY(!edited->isDirty());
    }

    void aDashboardInsideAnother()
    {
        auto edited = DashboardEditor::open("{\"dashboard\": " + kText + ", \"overwrite\": true}", "/dashboard");
        QVERIFY(edited);
        QVERIFY((*edited)->apply("Add", addPanel((*edited)->dashboard(), "stat", {0, 0, 12, 8})));
        QCOMPARE((*edited)->dashboard().panels().size(), std::size_t{7});
        QVERIFY((*edited)->text().ends_with(", \"overwrite\": true}"));
        QVERIFY(!DashboardEditor::open(kText, "/dashboard"));
    }

    void addsWithAnIdAndTheSourceOfTheOthers()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("Add", addPanel(edited->dashboard(), "gauge", {0, 20, 12, 8})));
        const ui::Panel* added = edited->dashboard().panel(7);
        QVERIFY(added);
        QCOMPARE(added->type, std::string("gauge"));
        QCOMPARE(added->datasource, std::string("x"));
        QCOMPARE(added->targets.size(), std::size_t{1});
        QVERIFY(edited->text().starts_with(kText.substr(0, kText.find("\n  ]"))));
    }

    void duplicatesAndRemoves()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("Copy", duplicatePanel(edited->dashboard(), originOf(*edited, 2), {12, 9, 6, 4})));
        QCOMPARE(edited->dashboard().panel(7)->title, std::string("Load"));
        QVERIFY(edited->apply("Remove", removePanel(edited->dashboard(), originOf(*edited, 7))));
        QVERIFY(edited->text() == kText);
    }

    void rowsFoldAndOpen()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("Fold", foldRow(edited->dashboard(), originOf(*edited, 5), true)));
        QCOMPARE(titles(edited->dashboard().panels()), QStringList({"CPU", "Disks", "Net", "In"}));
        QCOMPARE(titles(edited->dashboard().panel(5)->children), QStringList({"Load", "Free"}));
        QVERIFY(edited->apply("Open", foldRow(edited->dashboard(), originOf(*edited, 5), false)));
        QVERIFY(edited->dashboard().panel(5)->children.empty());
        const auto top = [&](std::int64_t id) { return edited->dashboard().panel(id)->gridPos->y; };
        QVERIFY(top(5) < top(2) && top(2) == top(3) && top(2) < top(6) && top(6) < top(4));
    }

    void rowsGoWithOrWithoutTheirPanels()
    {
        const auto edited = editor();
        QVERIFY(edited->apply("Row", removeRowOnly(edited->dashboard(), originOf(*edited, 5))));
        QCOMPARE(titles(edited->dashboard().panels()), QStringList({"CPU", "Load", "Free", "Net", "In"}));
        edited->undo();
        QVERIFY(edited->apply("All", removeRowWithPanels(edited->dashboard(), originOf(*edited, 5))));
        QCOMPARE(titles(edited->dashboard().panels()), QStringList({"CPU", "Net", "In"}));
        edited->undo();
        QVERIFY(edited->apply("Fold", foldRow(edited->dashboard(), originOf(*edited, 5), true)));
        QVERIFY(edited->apply("Row", removeRowOnly(edited->dashboard(), originOf(*edited, 5))));
        QCOMPARE(edited->dashboard().panels().size(), std::size_t{5});
        QVERIFY(edited->dashboard().panel(2)->gridPos->y < edited->dashboard().panel(6)->gridPos->y);
    }

    void placesOnlyWhatMoved()
    {
        const auto edited = editor();
        const std::string origin = originOf(*edited, 2);
        QVERIFY(placePanels(edited->dashboard(), {{origin, {0, 9, 6, 4}}}).empty());
        const auto changes = placePanels(edited->dashboard(), {{origin, {0, 9, 8, 4}}});
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].pointer, origin + "/gridPos/w");
    }

    void undoingAllGivesTheFileBack()
    {
        const std::filesystem::path shared = testing::sharedFolder();
        if (shared.empty()) QSKIP("no dashboard corpus (../shared/corpus)");
        QDirIterator files(QString::fromStdString((shared / "corpus" / "dashboards").string()), {"*.json"}, QDir::Files,
                           QDirIterator::Subdirectories);
        QRandomGenerator random(11);
        int edited = 0;
        for (int number = 0; files.hasNext(); ++number) {
            QFile file(files.next());
            if (number % 12 != 0 || file.size() > 400'000 || !file.open(QIODevice::ReadOnly)) continue;
            const std::string text = file.readAll().toStdString();
            auto dashboard = Dashboard::open(text);
            if (!dashboard) continue;
            auto opened = DashboardEditor::open(text, dashboard->path());
            QVERIFY2(opened, qPrintable(file.fileName()));
            DashboardEditor& one = **opened;
            for (int step = 0; step < 12; ++step) editSomewhere(one, random);
            const std::string last = one.text();
            if (one.canUndo()) ++edited;
            while (one.canUndo()) one.undo();
            QVERIFY2(one.text() == text, qPrintable(file.fileName()));
            while (one.canRedo()) one.redo();
            QVERIFY2(one.text() == last, qPrintable(file.fileName()));
        }
        QVERIFY(edited > 40);
    }
};

QTEST_MAIN(DashboardEditorTest)
#include "dashboard_editor_test.moc"
