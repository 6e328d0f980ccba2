#include "ui/edit/v2_edits.h"

#include <QtTest/QtTest>

#include "ui/dashboard/document_path.h"
#include "ui/edit/dashboard_editor.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::string element(const std::string& name, int id)
{
    return "  \"" + name + "\": {\"kind\": \"Panel\", \"spec\": {\"id\": " + std::to_string(id) + ", \"title\": \"" +
           name +
           "\", \"data\": {\"kind\": \"QueryGroup\", \"spec\": {\"queries\": [{\"kind\": \"PanelQuery\", \"spec\": "
           "{\"refId\": \"A\", \"hidden\": false, \"query\": {\"kind\": \"DataQuery\", \"group\": \"prometheus\", "
           "\"datasource\": {\"name\": \"ds\"}, \"spec\": {\"expr\": \"up\"}}}}], \"transformations\": [], "
           "\"queryOptions\": {}}}, \"vizConfig\": {\"kind\": \"VizConfig\", \"group\": \"stat\", \"spec\": {}}}}";
}

std::string item(const std::string& name, int x, int y, int w, int h)
{
    return "{\"kind\": \"GridLayoutItem\", \"spec\": {\"x\": " + std::to_string(x) + ", \"y\": " + std::to_string(y) +
           ", \"width\": " + std::to_string(w) + ", \"height\": " + std::to_string(h) +
           ", \"element\": {\"kind\": \"ElementReference\", \"name\": \"" + name + "\"}}}";
}

std::string autoItem(const std::string& name)
{
    return "{\"kind\": \"AutoGridLayoutItem\", \"spec\": {\"element\": {\"kind\": \"ElementReference\", \"name\": \"" +
           name + "\"}}}";
}

std::string listed(const std::vector<std::string>& all)
{
    std::string out;
    for (const std::string& one : all) out += (out.empty() ? "\n    " : ",\n    ") + one;
    return "[" + out + "\n   ]";
}

std::string grid(const std::vector<std::string>& items)
{
    return "{\"kind\": \"GridLayout\", \"spec\": {\"items\": " + listed(items) + "}}";
}

std::string autoGrid(const std::vector<std::string>& items)
{
    return "{\"kind\": \"AutoGridLayout\", \"spec\": {\"maxColumnCount\": 2, \"items\": " + listed(items) + "}}";
}

std::string row(const std::string& title, const std::string& layout, bool collapse = false)
{
    return "{\"kind\": \"RowsLayoutRow\", \"spec\": {\"title\": \"" + title +
           "\", \"collapse\": " + (collapse ? "true" : "false") + ", \"layout\": " + layout + "}}";
}

std::string tab(const std::string& title, const std::string& layout)
{
    return "{\"kind\": \"TabsLayoutTab\", \"spec\": {\"title\": \"" + title + "\", \"layout\": " + layout + "}}";
}

std::string rows(const std::vector<std::string>& all)
{
    return "{\"kind\": \"RowsLayout\", \"spec\": {\"rows\": " + listed(all) + "}}";
}

std::string tabs(const std::vector<std::string>& all)
{
    return "{\"kind\": \"TabsLayout\", \"spec\": {\"tabs\": " + listed(all) + "}}";
}

/// A document with elements a to d.
std::string text(const std::string& layout)
{
    return "{\n \"apiVersion\": \"dashboard.grafana.app/v2beta1\",\n \"kind\": \"Dashboard\",\n \"spec\": {\n"
           " \"title\": \"Two\",\n \"elements\": {\n" +
           element("a", 1) + ",\n" + element("b", 2) + ",\n" + element("c", 3) + ",\n" + element("d", 4) +
           "\n },\n \"layout\": " + layout + "\n }\n}\n";
}

/// Lines of `now` that `before` has not, and how many of `before` are gone.
QString touched(const std::string& before, const std::string& now)
{
    const auto lines = [](const std::string& all) { return QString::fromStdString(all).split(QLatin1Char('\n')); };
    QStringList left = lines(before);
    QStringList added;
    for (const QString& line : lines(now)) {
        if (!left.removeOne(line)) added << line.trimmed();
    }
    return QStringLiteral("-%1 +%2").arg(left.size()).arg(added.size());
}

}  // namespace

class V2EditsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DashboardEditor> m_editor;
    std::string m_before;

    void open(const std::string& layout)
    {
        m_before = text(layout);
        auto editor = DashboardEditor::open(m_before, "/spec");
        QVERIFY2(editor, editor ? "" : editor.error().message.c_str());
        m_editor = std::move(*editor);
    }
    std::vector<PlacedPanel> layout() const
    {
        return layoutPanels(m_editor->dashboard().panels(), m_editor->dashboard().variables());
    }
    std::string key(const std::string& title) const
    {
        for (const PlacedPanel& placed : layout()) {
            if (placed.panel.title == title) return placed.key;
        }
        return {};
    }
    const ui::Panel& panel(const std::string& title) const
    {
        static ui::Panel found;
        for (const PlacedPanel& placed : layout()) {
            if (placed.panel.title == title) found = placed.panel;
        }
        return found;
    }
    std::vector<GridItem> now() const
    {
        std::vector<GridItem> out;
        for (const PlacedPanel& placed : layout()) out.push_back(gridItem(placed.key, placed.pos));
        return out;
    }
    void apply(const DocumentChanges& changes)
    {
        const auto done = m_editor->apply("Edit", changes);
        QVERIFY2(done, done ? "" : done.error().message.c_str());
    }
    void move(const std::string& title, int x, int y)
    {
        const auto items = moveItem(now(), key(title), x, y);
        apply(placeInV2(m_editor->dashboard(), layout(), items, key(title)));
    }
    void resize(const std::string& title, int w, int h)
    {
        const auto items = resizeItem(now(), key(title), w, h);
        apply(placeInV2(m_editor->dashboard(), layout(), items, key(title)));
    }
    /// As a drop does: the others fall into the gap.
    void drop(const std::string& title, const std::string& place)
    {
        std::vector<GridItem> rest = now();
        const std::string moved = key(title);
        std::erase_if(rest, [&](const GridItem& one) { return one.key == moved; });
        apply(moveIntoV2(m_editor->dashboard(), layout(), compacted(rest), moved, place));
    }

    /// Everything that is seen, with its place.
    QString outline() const
    {
        QStringList out;
        for (const PlacedPanel& placed : layout()) {
            out << QStringLiteral("%1 %2,%3 %4x%5")
                       .arg(QString::fromStdString(placed.panel.title + (placed.panel.collapsed ? "-" : "")))
                       .arg(placed.pos.x)
                       .arg(placed.pos.y)
                       .arg(placed.pos.w)
                       .arg(placed.pos.h);
        }
        return out.join(QStringLiteral("; "));
    }

private slots:
    void aMoveInAGridTouchesWhatMoved()
    {
        open(grid({item("a", 0, 0, 12, 6), item("b", 12, 0, 12, 6), item("c", 0, 6, 12, 6)}));
        move("a", 12, 0);
        QCOMPARE(outline(), QStringLiteral("c 0,0 12x6; a 12,0 12x6; b 12,6 12x6"));
        QCOMPARE(touched(m_before, m_editor->text()), QStringLiteral("-3 +3"));
        resize("a", 12, 4);
        QCOMPARE(outline(), QStringLiteral("c 0,0 12x6; a 12,0 12x4; b 12,4 12x6"));
        m_editor->undo();
        m_editor->undo();
        QVERIFY(m_editor->text() == m_before);
    }

    void rowsBelowKeepTheirNumbers()
    {
        open(rows({row("One", grid({item("a", 0, 0, 12, 6), item("b", 12, 0, 12, 6)})),
                   row("Two", grid({item("c", 0, 0, 12, 6)}))}));
        resize("a", 12, 9);
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; a 0,1 12x9; b 12,1 12x6; Two 0,10 24x1; c 0,11 12x6"));
        QCOMPARE(touched(m_before, m_editor->text()), QStringLiteral("-1 +1"));
    }

    void aPanelGoesToAnotherRow()
    {
        open(rows({row("One", grid({item("a", 0, 0, 12, 6), item("b", 0, 6, 12, 6)})),
                   row("Two", grid({item("c", 0, 0, 12, 6)}))}));
        move("a", 12, 14);
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; b 0,1 12x6; Two 0,7 24x1; c 0,8 12x6; a 12,8 12x6"));
        QVERIFY(panel("a").place.find("/rows/1/") != std::string::npos);
        // Two items lose or get a comma, one number changes; the item that goes is written as the document is.
        QCOMPARE(touched(m_before, m_editor->text()), QStringLiteral("-3 +15"));
    }

    void foldedRowsTakePanelsIn_data()
    {
        QTest::addColumn<QString>("folded");
        QTest::addColumn<QString>("opened");
        QTest::newRow("grid") << QString::fromStdString(grid({item("c", 0, 0, 12, 6), item("d", 12, 0, 12, 8)}))
                              << "One 0,0 24x1; b 0,1 12x6; Two 0,7 24x1; c 0,8 12x6; d 12,8 12x8; a 0,14 12x6";
        QTest::newRow("automatic grid")
            << QString::fromStdString(autoGrid({autoItem("c"), autoItem("d")}))
            << "One 0,0 24x1; b 0,1 12x6; Two 0,7 24x1; c 0,8 12x9; d 12,8 12x9; a 0,17 12x9";
        QTest::newRow("empty grid") << QString::fromStdString(grid({}))
                                    << "One 0,0 24x1; b 0,1 12x6; Two 0,7 24x1; a 0,8 12x6";
    }

    void foldedRowsTakePanelsIn()
    {
        QFETCH(QString, folded);
        QFETCH(QString, opened);
        open(rows({row("One", grid({item("a", 0, 0, 12, 6), item("b", 0, 6, 12, 6)})),
                   row("Two", folded.toStdString(), true)}));
        drop("a", panel("Two").place);
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; b 0,1 12x6; Two- 0,7 24x1"));
        apply(foldRowOfV2(m_editor->dashboard(), panel("Two").place, false));
        QCOMPARE(outline(), opened);
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == m_before);
    }

    void rowsWithinAGridAndOtherTabsTakePanelsIn()
    {
        const std::string within = "{\"kind\": \"GridLayoutRow\", \"spec\": {\"y\": 6, \"title\": \"In\", "
                                   "\"collapsed\": true, \"elements\": " +
                                   listed({item("c", 0, 7, 12, 6)}) + "}}";
        open(tabs({tab("First", grid({item("a", 0, 0, 12, 6), item("b", 12, 0, 12, 6), within})),
                   tab("Second", grid({item("d", 0, 0, 12, 6)}))}));
        QCOMPARE(outline(), QStringLiteral("First 0,0 24x1; a 0,1 12x6; b 12,1 12x6; In- 0,7 24x1"));
        drop("a", panel("In").place);
        QCOMPARE(outline(), QStringLiteral("First 0,0 24x1; b 12,1 12x6; In- 0,7 24x1"));
        apply(foldRowOfV2(m_editor->dashboard(), panel("In").place, false));
        QCOMPARE(outline(), QStringLiteral("First 0,0 24x1; b 12,1 12x6; In 0,7 24x1; c 0,8 12x6; a 0,14 12x6"));
        drop("b", layout().front().tabs.at(1).panel.place);
        QCOMPARE(m_editor->dashboard()
                     .document()["spec"]["layout"]["spec"]["tabs"]
                     .at(1)["spec"]["layout"]["spec"]["items"]
                     .at(1)["spec"]["y"]
                     .toInt(),
                 6);
    }

    void automaticGridsHaveTurns()
    {
        open(autoGrid({autoItem("a"), autoItem("b"), autoItem("c")}));
        QVERIFY(isInAutoGrid(m_editor->dashboard(), panel("a")));
        move("a", 12, 0);
        QCOMPARE(outline().section(QLatin1Char(' '), 0, 0), QStringLiteral("b"));
        QVERIFY(panel("a").place.ends_with("/items/1"));
        QCOMPARE(touched(m_before, m_editor->text()), QStringLiteral("-0 +0"));  // lines change places alone
        QVERIFY(m_editor->text() != m_before);
    }

    void betweenAGridAndAnAutomaticOne()
    {
        open(tabs({tab("First", rows({row("One", grid({item("a", 0, 0, 12, 6)})),
                                      row("Two", autoGrid({autoItem("b"), autoItem("c")}))})),
                   tab("Second", grid({item("d", 0, 0, 12, 6)}))}));
        QCOMPARE(outline(), QStringLiteral("First 0,0 24x1; One 0,1 24x1; a 0,2 12x6; Two 0,8 24x1; b 0,9 12x9; "
                                           "c 12,9 12x9"));
        move("a", 12, 9);
        const json::Value& document = m_editor->dashboard().document();
        const json::Value& all = document["spec"]["layout"]["spec"]["tabs"].at(0)["spec"]["layout"]["spec"]["rows"];
        const json::Value& second = all.at(1)["spec"]["layout"]["spec"]["items"];
        QCOMPARE(second.at(1)["spec"]["element"]["name"].toString(), std::string("a"));
        QCOMPARE(second.at(1)["kind"].toString(), std::string("AutoGridLayoutItem"));
        QVERIFY(!second.at(1)["spec"].has("x"));
        QVERIFY(all.at(0)["spec"]["layout"]["spec"]["items"].items().empty());
    }

    void panelsComeAsTheirNeighboursAre()
    {
        open(rows({row("One", grid({item("a", 0, 0, 12, 6)}))}));
        const std::string name = newElementName(m_editor->dashboard());
        QCOMPARE(name, std::string("panel-5"));
        std::vector<GridItem> items = now();
        for (GridItem& one : items) {
            if (one.y >= 1) one.y += 8;
        }
        items.push_back({"new", 0, 1, 12, 8});
        DocumentChanges changes{addElement(m_editor->dashboard(), "gauge")};
        const json::Value blank = json::Value::object({{"spec", json::Value::object()}});
        for (DocumentChange& change :
             placeInV2(m_editor->dashboard(), layout(), items, "new", V2Arrival{"new", name, blank}))
            changes.push_back(std::move(change));
        apply(changes);
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; New panel 0,1 12x8; a 0,9 12x6"));
        QCOMPARE(panel("New panel").type, std::string("gauge"));
        QCOMPARE(panel("New panel").id, std::int64_t{5});
        QCOMPARE(panel("New panel").targets.size(), std::size_t{1});
        QCOMPARE(panel("New panel").targets[0].expr, std::string());
        QCOMPARE(panel("New panel").targets[0].datasource, std::string("ds"));
    }

    void copiesHaveTheirOwnElement()
    {
        open(grid({item("a", 0, 0, 12, 6)}));
        std::vector<GridItem> items = now();
        items.push_back({"new", 12, 0, 12, 6});
        const ui::Panel original = panel("a");
        const json::Value source = valueAt(m_editor->dashboard().document(), original.place);
        DocumentChanges changes{copyElement(m_editor->dashboard(), original)};
        for (DocumentChange& change :
             placeInV2(m_editor->dashboard(), layout(), items, "new", V2Arrival{"new", "panel-5", source}))
            changes.push_back(std::move(change));
        apply(changes);
        QCOMPARE(outline(), QStringLiteral("a 0,0 12x6; a 12,0 12x6"));
        QCOMPARE(m_editor->dashboard().document()["spec"]["elements"]["panel-5"]["spec"]["id"].toInt(), 5);
    }

    void elementsGoWithTheirLastItem()
    {
        open(grid({item("a", 0, 0, 12, 6), item("a", 12, 0, 12, 6), item("b", 0, 6, 12, 6)}));
        apply(removeFromV2(m_editor->dashboard(), "/spec/layout/spec/items/1"));
        QVERIFY(m_editor->dashboard().document()["spec"]["elements"].has("a"));
        apply(removeFromV2(m_editor->dashboard(), "/spec/layout/spec/items/0"));
        QVERIFY(!m_editor->dashboard().document()["spec"]["elements"].has("a"));
        QCOMPARE(outline(), QStringLiteral("b 0,0 12x6"));
    }

    void rowsComeFoldMoveAndGo()
    {
        open(rows({row("One", grid({item("a", 0, 0, 12, 6)})), row("Two", grid({item("b", 0, 0, 12, 6)}))}));
        apply(addRowToV2(m_editor->dashboard(), layout()));
        QCOMPARE(outline(), QStringLiteral("Row title 0,0 24x1; One 0,1 24x1; a 0,2 12x6; Two 0,8 24x1; b 0,9 12x6"));
        apply(foldRowOfV2(m_editor->dashboard(), panel("One").place, true));
        apply(foldRowOfV2(m_editor->dashboard(), panel("Two").place, true));
        QCOMPARE(outline(), QStringLiteral("Row title 0,0 24x1; One- 0,1 24x1; Two- 0,2 24x1"));
        const std::string folded = m_editor->text();
        move("Two", 0, 0);
        QCOMPARE(outline(), QStringLiteral("Two- 0,0 24x1; Row title 0,1 24x1; One- 0,2 24x1"));
        QCOMPARE(touched(folded, m_editor->text()), QStringLiteral("-0 +0"));
        apply(foldRowOfV2(m_editor->dashboard(), panel("Two").place, false));
        apply(removeRowOfV2(m_editor->dashboard(), panel("Row title").place, false));
        apply(removeRowOfV2(m_editor->dashboard(), panel("One").place, false));
        QCOMPARE(outline(), QStringLiteral("Two 0,0 24x1; b 0,1 12x6; a 0,7 12x6"));
        apply(removeRowOfV2(m_editor->dashboard(), panel("Two").place, false));
        QCOMPARE(outline(), QStringLiteral("b 0,0 12x6; a 0,6 12x6"));
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == m_before);
    }

    void aRowGoesWithItsPanels()
    {
        open(rows({row("One", grid({item("a", 0, 0, 12, 6)})), row("Two", grid({item("b", 0, 0, 12, 6)}))}));
        apply(removeRowOfV2(m_editor->dashboard(), panel("One").place, true));
        QCOMPARE(outline(), QStringLiteral("Two 0,0 24x1; b 0,1 12x6"));
        QVERIFY(!m_editor->dashboard().document()["spec"]["elements"].has("a"));
        QVERIFY(m_editor->dashboard().document()["spec"]["elements"].has("b"));
    }

    void tabsMoveAndGo()
    {
        const auto one = tab("One", grid({item("a", 0, 0, 12, 6)}));
        open(tabs({one, tab("Two", grid({item("b", 0, 0, 12, 6)})), tab("Three", grid({item("c", 0, 0, 12, 6)}))}));
        const auto strip = [this] { return layout().front(); };
        QVERIFY(moveTabInV2(m_editor->dashboard(), strip(), -1).empty());
        apply(moveTabInV2(m_editor->dashboard(), strip(), 1));
        QCOMPARE(outline(), QStringLiteral("Two 0,0 24x1; b 0,1 12x6"));
        QCOMPARE(touched(m_before, m_editor->text()), QStringLiteral("-0 +0"));
        apply(addRowToV2(m_editor->dashboard(), layout()));
        QCOMPARE(outline(), QStringLiteral("Two 0,0 24x1; Row title 0,1 24x1; b 0,2 12x6"));
        m_editor->undo();
        apply(removeRowOfV2(m_editor->dashboard(), strip().panel.place, false));
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; a 0,1 12x6; b 0,7 12x6"));
        apply(removeRowOfV2(m_editor->dashboard(), strip().panel.place, true));
        QCOMPARE(outline(), QStringLiteral("Three 0,0 24x1; c 0,1 12x6"));
        apply(removeRowOfV2(m_editor->dashboard(), strip().panel.place, false));
        QCOMPARE(outline(), QStringLiteral("c 0,0 12x6"));
    }

    void ownVariablesStandBetweenARowAndItsPanels()
    {
        std::string own = row("One", grid({item("a", 0, 0, 12, 6), item("b", 12, 0, 12, 6)}));
        const std::string variables =
            R"("variables": [{"kind": "CustomVariable", "spec": {"name": "v", "query": "x,y"}}], )";
        own.insert(own.find("\"layout\""), variables);
        open(rows({own, row("Two", grid({item("c", 0, 0, 12, 6)}))}));
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; One 0,1 24x1; a 0,2 12x6; b 12,2 12x6; Two 0,8 24x1; "
                                           "c 0,9 12x6"));
        resize("a", 12, 4);
        QCOMPARE(panel("a").gridPos->h, 4.0);
        QCOMPARE(touched(m_before, m_editor->text()), QStringLiteral("-1 +1"));
        move("c", 0, 6);
        QCOMPARE(outline(), QStringLiteral("One 0,0 24x1; One 0,1 24x1; a 0,2 12x4; b 12,2 12x6; c 0,6 12x6; "
                                           "Two 0,12 24x1"));
    }

    void aRowOfAFlatDashboardTakesAll()
    {
        open(grid({item("a", 0, 0, 12, 6)}));
        apply(addRowToV2(m_editor->dashboard(), layout()));
        QCOMPARE(outline(), QStringLiteral("Row title 0,0 24x1; a 0,1 12x6"));
        m_editor->undo();
        QVERIFY(m_editor->text() == m_before);
    }
};

QTEST_MAIN(V2EditsTest)
#include "v2_edits_test.moc"
