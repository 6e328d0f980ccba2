#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "engine/promql/memory_store.h"
#include "ui/edit/diff_view.h"
#include "ui/edit/edit_bar.h"
#include "ui/edit/history_dialog.h"
#include "ui/edit/query_edit.h"
#include "ui/edit/resize_handle.h"
#include "ui/edit/save_dialog.h"
#include "ui/pages/dashboard_edit.h"
#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_widget.h"
#include "ui/panels/row_header.h"
#include "ui/panels/tab_strip.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kNow = 1'715'776'496'000;

const std::string kText = "{\n \"title\": \"Demo\",\n \"schemaVersion\": 42,\n \"time\": {\"from\": \"now-1h\", "
                          "\"to\": \"now\"},\n \"panels\": [\n"
                          "  {\"id\": 1, \"type\": \"timeseries\", \"title\": \"Graph\","
                          " \"gridPos\": {\"x\": 0, \"y\": 0, \"w\": 12, \"h\": 6},"
                          " \"targets\": [{\"refId\": \"A\", \"expr\": \"demo\"}]},\n"
                          "  {\"id\": 2, \"type\": \"stat\", \"title\": \"Now\","
                          " \"gridPos\": {\"x\": 12, \"y\": 0, \"w\": 12, \"h\": 6},"
                          " \"targets\": [{\"refId\": \"A\", \"expr\": \"demo\"}]},\n"
                          "  {\"id\": 3, \"type\": \"row\", \"title\": \"More\", \"collapsed\": false,"
                          " \"gridPos\": {\"x\": 0, \"y\": 6, \"w\": 24, \"h\": 1}, \"panels\": []},\n"
                          "  {\"id\": 4, \"type\": \"stat\", \"title\": \"Below\","
                          " \"gridPos\": {\"x\": 0, \"y\": 7, \"w\": 6, \"h\": 4}}\n ]\n}\n";

/// Schema v2: a tab with a grid and one with an automatic grid.
std::string textOfTabs()
{
    std::string elements;
    int id = 0;
    for (const char* name : {"a", "b", "c", "d"}) {
        elements += std::string(elements.empty() ? "" : ",\n") + "  \"" + name +
                    "\": {\"kind\": \"Panel\", \"spec\": {\"id\": " + std::to_string(++id) + ", \"title\": \"" + name +
                    "\", \"data\": {\"kind\": \"QueryGroup\", \"spec\": {\"queries\": []}}, "
                    "\"vizConfig\": {\"kind\": \"VizConfig\", \"group\": \"text\", \"spec\": {}}}}";
    }
    const auto named = [](const std::string& name, const std::string& rest) {
        return "{\"kind\": \"Item\", \"spec\": {" + rest + "\"element\": {\"name\": \"" + name + "\"}}}";
    };
    const auto tab = [](const std::string& title, const std::string& kind, const std::string& items) {
        return "{\"kind\": \"TabsLayoutTab\", \"spec\": {\"title\": \"" + title + "\", \"layout\": {\"kind\": \"" +
               kind + "\", \"spec\": {\"items\": [\n   " + items + "\n  ]}}}}";
    };
    const std::string first = named("a", "\"x\": 0, \"y\": 0, \"width\": 12, \"height\": 6, ") + ",\n   " +
                              named("b", "\"x\": 12, \"y\": 0, \"width\": 12, \"height\": 6, ");
    const std::string second = named("c", "") + ",\n   " + named("d", "");
    return "{\n \"title\": \"Two\",\n \"elements\": {\n" + elements +
           "\n },\n \"layout\": {\"kind\": \"TabsLayout\", \"spec\": {\"tabs\": [\n  " +
           tab("One", "GridLayout", first) + ",\n  " + tab("Two", "AutoGridLayout", second) + "\n ]}}\n}\n";
}

/// Schema v2: an open row with a panel, and a folded one.
const std::string kFoldedRow = R"json({
 "title": "Rows",
 "elements": {
  "a": {"kind": "Panel", "spec": {"id": 1, "title": "a", "data": {"kind": "QueryGroup", "spec": {"queries": []}},
        "vizConfig": {"kind": "VizConfig", "group": "text", "spec": {}}}}
 },
 "layout": {"kind": "RowsLayout", "spec": {"rows": [
  {"kind": "RowsLayoutRow", "spec": {"title": "Open", "layout": {"kind": "GridLayout", "spec": {"items": [
   {"kind": "GridLayoutItem", "spec": {"x": 0, "y": 0, "width": 12, "height": 6, "element": {"name": "a"}}}]}}}},
  {"kind": "RowsLayoutRow", "spec": {"title": "Folded", "collapse": true,
   "layout": {"kind": "GridLayout", "spec": {"items": []}}}}]}}
})json";

/// The same in the classic schema.
const std::string kClassicRow = R"json({
 "title": "Rows", "schemaVersion": 42,
 "panels": [
  {"id": 1, "type": "text", "title": "a", "gridPos": {"x": 3, "y": 0, "w": 12, "h": 6}},
  {"id": 2, "type": "text", "title": "b", "gridPos": {"x": 0, "y": 6, "w": 12, "h": 6}},
  {"id": 3, "type": "row", "title": "Folded", "collapsed": true, "gridPos": {"x": 0, "y": 12, "w": 24, "h": 1},
   "panels": [{"id": 4, "type": "text", "title": "c", "gridPos": {"x": 0, "y": 13, "w": 12, "h": 5}}]}
 ]
})json";

/// A store that is a string.
class TextStore final : public DocumentStore {
public:
    std::string file = kText;
    std::string copy;
    bool writable = true;
    std::vector<std::string> kept;

    Result<StoredDocument> read(const std::string& location) override
    {
        if (location.starts_with("pasted:")) return fail(ErrorCode::NotFound, "no file");
        return StoredDocument{file, "", writable, writable ? "" : "May not be written."};
    }
    Result<SaveOutcome> save(const std::string&, const std::string& text, const std::string& expected) override
    {
        if (file != expected) return SaveOutcome{false, file};
        if (text.find("disk full") != std::string::npos) return fail(ErrorCode::Io, "no room", "disk");
        kept.push_back(text);
        file = text;
        return SaveOutcome{true, {}};
    }
    Result<void> saveCopy(const std::string&, const std::string& text) override
    {
        copy = text;
        return {};
    }
    std::vector<SavedVersion> versions(const std::string&) override
    {
        std::vector<SavedVersion> out;
        for (std::size_t i = kept.size(); i-- > 0;)
            out.push_back({std::to_string(i), kNow + static_cast<std::int64_t>(i), kept[i].size()});
        return out;
    }
    Result<std::string> version(const std::string&, const std::string& id) override
    {
        return kept[static_cast<std::size_t>(std::stoi(id))];
    }
};

}  // namespace

class EditModeTest : public QObject {
    Q_OBJECT

private:
    promql::MemoryStore m_store;
    promql::QueryEngine m_queries{m_store};
    ThreadPool m_pool{"test", 1};
    ManualClock m_clock{kNow};
    std::unique_ptr<annotations::AnnotationStore> m_notes;
    std::unique_ptr<TextStore> m_files;
    std::unique_ptr<DashboardPage> m_page;

    void open(const std::string& text = kText)
    {
        m_files->file = text;
        auto dashboard = Dashboard::open(text);
        QVERIFY(dashboard);
        m_page = std::make_unique<DashboardPage>(
            std::move(*dashboard),
            QueryBackend{m_queries, m_store, m_pool, m_clock, [] { return std::int64_t{15'000}; }, {}, m_notes.get()});
        m_page->enableEditing(*m_files, QStringLiteral("demo.json"));
        m_page->resize(1200, 900);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_VERIFY(m_page->view().settled());
    }
    void edit()
    {
        m_page->edit()->start();
        QTRY_VERIFY(m_page->edit()->isEditing());
    }
    DashboardEditor& editor() const { return *m_page->edit()->editor(); }
    GridPos pos(std::int64_t id) const { return *editor().dashboard().panel(id)->gridPos; }
    PanelFrame* frame(const QString& title) const
    {
        for (PanelFrame* one : m_page->findChildren<PanelFrame*>()) {
            if (one->title() == title && one->isVisible()) return one;
        }
        return nullptr;
    }
    QPushButton* button(const QString& text, QWidget* in = nullptr) const
    {
        for (QPushButton* one : (in ? in : m_page.get())->findChildren<QPushButton*>()) {
            if (one->text() == text) return one;
        }
        return nullptr;
    }
    /// Moves the pointer with the button held, by so much from where it was pressed.
    static void moveBy(QWidget& widget, const QPoint& pressed, const QPoint& by)
    {
        QMouseEvent move(QEvent::MouseMove, QPointF(0, 0), QPointF(pressed + by), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(&widget, &move);
    }
    static QPoint press(QWidget& widget, const QPoint& at)
    {
        const QPoint global = widget.mapToGlobal(at);
        QTest::mousePress(&widget, Qt::LeftButton, {}, at);
        return global;
    }

private slots:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        for (std::int64_t t = kNow - 3'600'000; t <= kNow; t += 15'000)
            QVERIFY(m_store.append(Labels({{"__name__", "demo"}}), t, static_cast<double>(t % 60'000)));
    }

    void init()
    {
        m_files = std::make_unique<TextStore>();
        m_notes = annotations::AnnotationStore::open({}, m_clock).value();
    }
    void cleanup() { m_page.reset(); }

    void noStoreNoButton()
    {
        open();
        DashboardPage plain(std::move(*Dashboard::open(kText)),
                            {m_queries, m_store, m_pool, m_clock, [] { return std::int64_t{15'000}; }});
        plain.show();
        for (QToolButton* one : plain.findChildren<QToolButton*>()) QVERIFY(one->text() != "Edit" || !one->isVisible());
    }

    void theReportIsOfWhatIsEdited()
    {
        open();
        edit();
        QToolButton* report = nullptr;
        for (QToolButton* one : m_page->findChildren<QToolButton*>()) {
            if (one->accessibleName() == QStringLiteral("Import report")) report = one;
        }
        QVERIFY(report);
        QTRY_VERIFY(report->isEnabled());
        QVERIFY(report->text().isEmpty());
        QVERIFY(editor().apply("Type", {DocumentChange::set("/panels/1/type", "somebody-s-panel")}));
        QTRY_VERIFY(report->text().contains(QStringLiteral("(1)")));
        editor().undo();
        QTRY_VERIFY(report->text().isEmpty());
    }

    void nothingResizesInKiosk()
    {
        open();
        edit();
        const auto shown = [this] {
            const auto all = m_page->findChildren<ResizeHandle*>();
            return std::count_if(all.begin(), all.end(), [](const ResizeHandle* one) { return one->isVisible(); });
        };
        QTRY_COMPARE(shown(), 3);
        m_page->setKiosk(true);
        QCOMPARE(shown(), 0);
        m_page->setKiosk(false);
        QCOMPARE(shown(), 3);
    }

    void anEmptyDashboardOffersItsFirstPanel()
    {
        open("{\"title\": \"Empty\", \"schemaVersion\": 42, \"panels\": []}");
        QPushButton* add = button(QStringLiteral("Add a panel"), m_page->view().viewport());
        QVERIFY(add && add->isVisible());
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_COMPARE(m_page->view().findChildren<PanelFrame*>().size(), 1);
        QVERIFY(m_page->edit()->isEditing());
        QVERIFY(!add->isVisible());
        editor().undo();
        QTRY_VERIFY(add->isVisible());
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_VERIFY(!add->isVisible());
        QCOMPARE(editor().dashboard().panels().size(), std::size_t{1});
    }

    void keysMoveAndResize()
    {
        open();
        edit();
        frame("Graph")->setFocus();
        QTest::keyClick(frame("Graph"), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(pos(1).w, 13.0);
        QCOMPARE(pos(2).y, 6.0);  // pushed below
        QCOMPARE(QString::fromStdString(editor().undoName()), QStringLiteral("Resize Graph"));
        QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(editor().text() == kText);
        frame("Below")->setFocus();
        QTest::keyClick(frame("Below"), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(pos(4).x, 1.0);
        QTest::keyClick(frame("Now"), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(pos(2).x < 12.0);
        QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(pos(4).x, 1.0);
    }

    void onlyWhatChangedIsAskedAgain()
    {
        open();
        edit();
        QTRY_VERIFY(m_page->view().settled());
        QSignalSpy asked(&m_page->session(), &DashboardSession::panelLoading);
        PanelWidget* graph = m_page->view().panelWidget("1");
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/panels/1/title", "Then")}));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("2"));
        QTRY_VERIFY(frame("Then"));
        QVERIFY(editor().apply("Type", {DocumentChange::set("/panels/1/type", "gauge")}));
        QTRY_VERIFY(m_page->view().panelWidget("2") && m_page->view().panelWidget("2")->metaObject()->className() ==
                                                           QByteArray("watchglass::ui::GaugePanel"));
        QCOMPARE(m_page->view().panelWidget("1"), graph);
    }

    void theMouseMovesAndResizes()
    {
        open();
        edit();
        PanelFrame* graph = frame("Graph");
        const QRect before = graph->geometry();
        const QPoint right(m_page->view().rectOf({12, 0, 12, 6}).x() - before.x(), 0);
        QPoint pressed = press(*graph, {60, 15});
        moveBy(*graph, pressed, right);
        QCOMPARE(graph->pos(), before.topLeft() + right);
        QCOMPARE(frame("Now")->y(), m_page->view().rectOf({12, 6, 12, 6}).y());  // gives way at once
        QVERIFY(editor().text() == kText);
        QTest::mouseRelease(graph, Qt::LeftButton);
        QCOMPARE(pos(1).x, 12.0);
        QCOMPARE(pos(2).y, 6.0);
        editor().undo();

        pressed = press(*graph, {60, 15});
        moveBy(*graph, pressed, right);
        QTest::keyClick(graph, Qt::Key_Escape);
        QCOMPARE(graph->geometry(), before);
        QTest::mouseRelease(graph, Qt::LeftButton);
        QVERIFY(editor().text() == kText);

        auto* corner = graph->findChild<ResizeHandle*>();
        QVERIFY(corner && corner->isVisible());
        pressed = press(*corner, {9, 9});
        moveBy(*corner, pressed, {0, 76});
        QTest::mouseRelease(corner, Qt::LeftButton);
        QCOMPARE(pos(1).h, 8.0);
        QCOMPARE(pos(3).y, 8.0);
    }

    void addsAndRemoves()
    {
        open();
        edit();
        m_page->edit()->addPanel(QStringLiteral("stat"));
        QCOMPARE(pos(5).y, 0.0);
        QCOMPARE(pos(1).y, 8.0);
        QCOMPARE(pos(2).y, 0.0);  // stays beside it
        QTRY_VERIFY(frame("New panel"));
        m_page->edit()->duplicatePanel(QStringLiteral("4"));
        QCOMPARE(pos(6).x, 6.0);
        QCOMPARE(pos(6).y, pos(4).y);
        QTRY_VERIFY(frame("Below"));
        frame("Below")->setFocus();
        QTest::keyClick(frame("Below"), Qt::Key_Delete);
        m_page->edit()->removePanel(QStringLiteral("5"));
        m_page->edit()->addRow();
        QCOMPARE(pos(7).y, 0.0);
        while (editor().canUndo()) editor().undo();
        QVERIFY(editor().text() == kText);
        QTRY_VERIFY(!frame("New panel"));
    }

    void tabsOfSchemaV2AreEdited()
    {
        const std::string text = textOfTabs();
        open(text);
        edit();
        QTRY_VERIFY(frame("a"));
        frame("a")->setFocus();
        QTest::keyClick(frame("a"), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(pos(1).w, 13.0);
        QCOMPARE(pos(2).y, 7.0);
        const QPoint pressed = press(*frame("b"), {60, 15});
        moveBy(*frame("b"), pressed, {0, -m_page->view().rectOf({0, 6, 1, 1}).y()});
        QTest::mouseRelease(frame("b"), Qt::LeftButton);
        QCOMPARE(QString::fromStdString(editor().undoName()), QStringLiteral("Move b"));
        m_page->edit()->addPanel(QStringLiteral("stat"));
        QCOMPARE(pos(5).y, 1.0);
        QTRY_VERIFY(frame("New panel"));
        m_page->edit()->duplicatePanel(QStringLiteral("1"));
        QVERIFY(editor().dashboard().panel(6));

        // The other tab opens in the view alone.
        const std::string before = editor().text();
        auto* strip = m_page->findChild<TabStrip*>();
        QVERIFY(strip);
        QTest::keyClick(strip, Qt::Key_Right);
        QScrollBar* bar = m_page->view().verticalScrollBar();
        QTRY_VERIFY((bar->setValue(bar->maximum()), frame("c") && frame("d")));
        QVERIFY(editor().text() == before);
        frame("c")->setFocus();
        QVERIFY(!frame("c")->findChild<ResizeHandle*>()->isVisible());
        QTest::keyClick(frame("c"), Qt::Key_Right, Qt::AltModifier);
        QVERIFY(editor().dashboard().panels().back().title == "c");
        QTRY_VERIFY(frame("c"));  // the tab stays open
        QTest::keyClick(frame("c"), Qt::Key_Delete);
        QVERIFY(!editor().dashboard().panel(3));
        QTest::keyClick(strip, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(QString::fromStdString(editor().undoName()), QStringLiteral("Move tab Two"));
        QCOMPARE(strip->titles(), QStringList({QStringLiteral("Two"), QStringLiteral("One")}));
        QCOMPARE(strip->currentIndex(), 0);
        QTest::keyClick(strip, Qt::Key_Delete);
        auto* question = m_page->findChild<QMessageBox*>();
        QVERIFY(question);
        QCOMPARE(question->windowTitle(), QStringLiteral("Remove tab"));
        for (QAbstractButton* button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole) button->click();
        }
        QCOMPARE(strip->titles(), QStringList(QStringLiteral("One")));
        while (editor().canUndo()) editor().undo();
        QVERIFY(editor().text() == text);
    }

    void panelsAreDroppedOnOtherTabsAndFoldedRows_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("panel");
        QTest::addColumn<QString>("into");
        QTest::newRow("tab") << QString::fromStdString(textOfTabs()) << "b"
                             << "Two";
        QTest::newRow("row") << QString::fromStdString(kFoldedRow) << "a"
                             << "Folded";
        QTest::newRow("classic row") << QString::fromStdString(kClassicRow) << "a"
                                     << "Folded";
    }

    void panelsAreDroppedOnOtherTabsAndFoldedRows()
    {
        QFETCH(QString, text);
        QFETCH(QString, panel);
        QFETCH(QString, into);
        open(text.toStdString());
        edit();
        QTRY_VERIFY(frame(panel));
        QPoint target;
        if (auto* strip = m_page->findChild<TabStrip*>()) target = strip->mapToGlobal(strip->tabRect(1).center());
        for (RowHeader* row : m_page->findChildren<RowHeader*>()) {
            if (row->isCollapsed()) target = row->mapToGlobal(row->rect().center());
        }
        const QPoint pressed = press(*frame(panel), {60, 15});
        // On the way the others make room; what takes it in stays where it is.
        moveBy(*frame(panel), pressed, (target - pressed) / 2);
        moveBy(*frame(panel), pressed, target - pressed);
        const auto* mark = m_page->findChild<PlaceMark*>();
        QVERIFY(mark && mark->isVisible());
        QVERIFY(QRect(mark->mapToGlobal(QPoint()), mark->size()).contains(target));
        QTest::mouseRelease(frame(panel), Qt::LeftButton);
        QCOMPARE(QString::fromStdString(editor().undoName()), QStringLiteral("Move %1 to %2").arg(panel, into));
        QTRY_VERIFY(!frame(panel));
        const auto text2 = QString::fromStdString(editor().text());
        const bool classic = text.contains(QStringLiteral("schemaVersion"));
        const QString member = classic ? QStringLiteral("\"title\": \"%1\"") : QStringLiteral("\"name\": \"%1\"");
        QVERIFY(text2.indexOf(member.arg(panel)) > text2.indexOf(into));
        if (classic) {
            const json::Value& row = editor().written()["panels"].at(1);
            QCOMPARE(editor().written()["panels"].at(0).get("gridPos.y").toInt(), 0);  // b went up
            QCOMPARE(row["panels"].items().size(), std::size_t{2});
            QCOMPARE(row["panels"].at(1).get("gridPos.y").toInt(), 18);  // below c
            QCOMPARE(row["panels"].at(1).get("gridPos.x").toInt(), 3);
        }
        editor().undo();
        QVERIFY(editor().text() == text.toStdString());
        QTRY_VERIFY(frame(panel));
    }

    void escapeInAQueryLeavesTheFieldThenTheEditor()
    {
        open();
        m_page->edit()->editPanel(QStringLiteral("1"));
        QTRY_VERIFY(m_page->findChild<QueryEdit*>());
        auto* query = m_page->findChild<QueryEdit*>();
        QTRY_VERIFY(query->isVisible());
        query->setFocus();
        QTest::keyClick(query, Qt::Key_Escape);
        QVERIFY(!query->hasFocus());
        QVERIFY(query->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!query->isVisible());
        QTRY_VERIFY(m_page->view().settled());
        QCOMPARE(QApplication::focusWidget(), frame("Graph"));
    }

    void aRowFoldsInTheFile()
    {
        open();
        edit();
        auto* row = m_page->findChild<RowHeader*>();
        QVERIFY(row);
        QTest::keyClick(row, Qt::Key_Space);
        QCOMPARE(editor().dashboard().panel(3)->children.size(), std::size_t{1});
        QTRY_VERIFY(!frame("Below"));
        editor().undo();
        QTRY_VERIFY(frame("Below"));
    }

    void savesWithALookAtIt()
    {
        open();
        edit();
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/panels/0/title", "Curve")}));
        QTest::keyClick(m_page.get(), Qt::Key_S, Qt::ControlModifier);
        auto* dialog = m_page->findChild<SaveDialog*>();
        QVERIFY(dialog);
        auto* words = dialog->findChild<QListWidget*>();
        QCOMPARE(words->item(0)->text(), QStringLiteral("Panel Graph: title “Graph” → “Curve”"));
        QVERIFY(dialog->findChild<DiffView*>()->toPlainText().contains(QLatin1String("\"Curve\"")));
        QVERIFY(m_files->file == kText);
        QTest::mouseClick(button("Save", dialog), Qt::LeftButton);
        QTRY_VERIFY(!m_page->edit()->isDirty());
        QVERIFY(m_files->file == editor().text());
        m_page->edit()->leave();
        QVERIFY(!m_page->edit()->isEditing());
        QVERIFY(frame("Curve"));
    }

    void aFileThatChangedMeanwhile()
    {
        open();
        edit();
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/panels/0/title", "Curve")}));
        m_files->file = kText + " ";
        m_page->edit()->save();
        auto* dialog = m_page->findChild<SaveDialog*>();
        QTest::mouseClick(button("Save", dialog), Qt::LeftButton);
        QTRY_VERIFY(button("Save copy", dialog));  // the safe way first
        QVERIFY(m_files->file == kText + " ");
        QTRY_VERIFY(button("Save copy", dialog)->isEnabled());
        for (QRadioButton* one : dialog->findChildren<QRadioButton*>()) {
            if (one->text().startsWith(QLatin1String("To the file"))) one->click();
        }
        QTest::mouseClick(button("Overwrite", dialog), Qt::LeftButton);
        QTRY_VERIFY(!m_page->edit()->isDirty());
        QVERIFY(m_files->file == editor().text());
    }

    void whatCannotBeWrittenIsSavedAsACopy()
    {
        m_files->writable = false;
        open();
        edit();
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/title", "Mine")}));
        QSignalSpy copied(m_page.get(), &DashboardPage::copySaved);
        m_page->edit()->save();
        auto* dialog = m_page->findChild<SaveDialog*>();
        QTest::mouseClick(button("Save copy", dialog), Qt::LeftButton);
        QTRY_COMPARE(copied.count(), 1);
        QVERIFY(m_files->copy == editor().text());
        QVERIFY(m_files->file == kText);
    }

    void aFailedSaveSaysSo()
    {
        open();
        edit();
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/title", "disk full")}));
        m_page->edit()->save();
        auto* dialog = m_page->findChild<SaveDialog*>();
        QTest::mouseClick(button("Save", dialog), Qt::LeftButton);
        QTRY_VERIFY(button("Save", dialog)->isEnabled());
        bool said = false;
        for (QLabel* label : dialog->findChildren<QLabel*>()) said = said || label->text().contains("no room");
        QVERIFY(said);
        QVERIFY(m_page->edit()->isDirty());
    }

    void anOlderVersionComesBack()
    {
        open();
        edit();
        m_files->kept = {kText};
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/title", "Other")}));
        m_page->edit()->showHistory();
        QTRY_VERIFY(m_page->findChild<HistoryDialog*>());
        auto* dialog = m_page->findChild<HistoryDialog*>();
        dialog->findChild<QListWidget*>()->setCurrentRow(0);
        QPushButton* restore = button("Restore this version", dialog);
        QTRY_VERIFY(restore->isEnabled());
        QTest::mouseClick(restore, Qt::LeftButton);
        QVERIFY(editor().text() == kText);
        editor().undo();
        QCOMPARE(editor().dashboard().title(), std::string("Other"));
    }

    /// Dashboards without a uid are known by their titles.
    void annotationsFollowATitleThatIsSaved()
    {
        const auto homes = [this] {
            std::string out;
            for (const annotations::Annotation& one : m_notes->find({})) out += one.dashboardUid + ";";
            return out;
        };
        QVERIFY(m_notes->add({0, kNow - 1'000, kNow - 1'000, "title:Demo", 0, "n", {}}));
        QVERIFY(m_notes->add({0, kNow - 2'000, kNow - 2'000, "other", 0, "n", {}}));
        open();
        edit();
        auto* graph = m_page->view().panelWidget("1");
        QTRY_COMPARE(graph->data().marks.size(), std::size_t{1});
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/title", "Other")}));
        m_page->session().refreshNow();
        QTRY_VERIFY(m_page->view().settled());
        QCOMPARE(m_page->view().panelWidget("1")->data().marks.size(), std::size_t{1});  // it is not saved yet
        QCOMPARE(homes(), std::string("title:Demo;other;"));
        m_page->edit()->save();
        auto* dialog = m_page->findChild<SaveDialog*>();
        QVERIFY(dialog);
        QTest::mouseClick(button("Save", dialog), Qt::LeftButton);
        QTRY_COMPARE(homes(), std::string("title:Other;other;"));
        m_page->session().refreshNow();
        QTRY_VERIFY(m_page->view().settled());
        QCOMPARE(m_page->view().panelWidget("1")->data().marks.size(), std::size_t{1});
    }

    void leavingAsksForUnsavedChanges()
    {
        open();
        edit();
        QVERIFY(editor().apply("Rename", {DocumentChange::set("/title", "Other")}));
        QTest::keyClick(m_page.get(), Qt::Key_E, Qt::ControlModifier);
        auto* box = m_page->findChild<QMessageBox*>();
        QVERIFY(box && m_page->edit()->isEditing());
        box->button(QMessageBox::Discard)->click();
        QTRY_VERIFY(!m_page->edit()->isEditing());
        QCOMPARE(m_page->session().dashboard().title(), std::string("Demo"));
    }

    void oldRowsAreBroughtToTheCurrentSchemaFirst()
    {
        open("{\"title\": \"Old\", \"schemaVersion\": 12, \"rows\": [{\"title\": \"R\", \"panels\": ["
             "{\"id\": 1, \"type\": \"graph\", \"title\": \"Graph\", \"span\": 6,"
             " \"targets\": [{\"refId\": \"A\", \"expr\": \"demo\"}]}]}]}");
        edit();
        frame("Graph")->setFocus();
        QTest::keyClick(frame("Graph"), Qt::Key_Right, Qt::AltModifier);
        QVERIFY(!editor().canUndo());
        QPushButton* upgrade = button("Bring to current schema");
        QVERIFY(upgrade && upgrade->isVisible());
        QTest::mouseClick(upgrade, Qt::LeftButton);
        QVERIFY(editor().canUndo());
        QVERIFY(!upgrade->isVisible());
        QTRY_VERIFY(frame("Graph"));
        frame("Graph")->setFocus();
        QTest::keyClick(frame("Graph"), Qt::Key_Right, Qt::AltModifier);
        QVERIFY(pos(1).x > 0);
    }
};

QTEST_MAIN(EditModeTest)
#include "edit_mode_test.moc"
