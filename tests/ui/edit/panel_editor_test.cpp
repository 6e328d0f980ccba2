#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "engine/promql/memory_store.h"
#include "ui/edit/json_dialog.h"
#include "ui/edit/json_field.h"
#include "ui/edit/option_form.h"
#include "ui/edit/overrides_pane.h"
#include "ui/edit/panel_editor.h"
#include "ui/edit/query_edit.h"
#include "ui/edit/query_row.h"
#include "ui/edit/settings_dialog.h"
#include "ui/edit/settings_list.h"
#include "ui/edit/transformations_pane.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kNow = 1'715'776'496'000;

const std::string kText = "{\n \"title\": \"Demo\",\n \"schemaVersion\": 42,\n \"tags\": [],\n \"templating\": "
                          "{\"list\": []},\n \"panels\": [\n"
                          "  {\"id\": 1, \"type\": \"timeseries\", \"title\": \"Graph\","
                          " \"gridPos\": {\"x\": 0, \"y\": 0, \"w\": 12, \"h\": 6},"
                          " \"fieldConfig\": {\"defaults\": {}, \"overrides\": []}, \"options\": {},"
                          " \"targets\": [{\"refId\": \"A\", \"expr\": \"demo_total\"}]}\n ]\n}\n";

}  // namespace

class PanelEditorTest : public QObject {
    Q_OBJECT

private:
    promql::MemoryStore m_store;
    promql::QueryEngine m_queries{m_store};
    ThreadPool m_pool{"test", 1};
    ManualClock m_clock{kNow};
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<DashboardEditor> m_editor;
    PanelEditor* m_panelEditor = nullptr;

    QueryBackend backend()
    {
        return {m_queries, m_store, m_pool, m_clock, [] { return std::int64_t{15'000}; }};
    }
    void open()
    {
        auto editor = DashboardEditor::open(kText);
        QVERIFY(editor);
        m_editor = std::move(*editor);
        m_window = std::make_unique<QWidget>();
        auto* layout = new QHBoxLayout(m_window.get());
        m_panelEditor = new PanelEditor(backend(), m_window.get());
        layout->addWidget(m_panelEditor->below(), 1);
        layout->addWidget(m_panelEditor->beside());
        TimeRange range;
        range.fromMs = kNow - 3'600'000;
        range.toMs = kNow;
        m_panelEditor->setRange(range);
        m_panelEditor->edit(*m_editor, "/panels/0");
        m_panelEditor->below()->show();
        m_panelEditor->beside()->show();
        m_window->resize(1200, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    template <class Widget>
    Widget* named(const QString& name) const
    {
        for (QWidget* one : m_window->findChildren<QWidget*>()) {
            if (one->accessibleName() != name) continue;
            if (auto* widget = qobject_cast<Widget*>(one)) return widget;
        }
        return nullptr;
    }
    const ui::Panel& panel() const { return m_editor->dashboard().panels().front(); }

private slots:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        for (std::int64_t t = kNow - 3'600'000; t <= kNow; t += 15'000) {
            QVERIFY(m_store.append(Labels({{"__name__", "demo_total"}, {"job", "one"}}), t, 1.0));
            QVERIFY(m_store.append(Labels({{"__name__", "demo_load"}, {"job", "two"}}), t, 1.0));
        }
    }
    void cleanup()
    {
        m_window.reset();
        m_editor.reset();
    }

    void optionsGoToTheDocument()
    {
        open();
        auto* title = named<QLineEdit>(QStringLiteral("Panel options: Title"));
        QVERIFY(title);
        title->selectAll();
        QTest::keyClicks(title, QStringLiteral("Curve"));
        QCOMPARE(panel().title, std::string("Curve"));
        auto* mode = named<QComboBox>(QStringLiteral("Legend: Mode"));
        QVERIFY(mode);
        mode->setCurrentIndex(mode->findText(QStringLiteral("Table")));
        Q_EMIT mode->activated(mode->currentIndex());
        QCOMPARE(panel().model["options"]["legend"]["displayMode"].toString(), std::string("table"));
        auto* width = named<QLineEdit>(QStringLiteral("Graph styles: Line width"));
        QVERIFY(width);
        QTest::keyClicks(width, QStringLiteral("3x"));
        QCOMPARE(panel().model["fieldConfig"]["defaults"]["custom"]["lineWidth"].toInt(), 3);
        QVERIFY(!width->accessibleDescription().isEmpty());  // "3x" is no number
        m_editor->undo();
        m_editor->undo();
        m_editor->undo();  // the letters of the title are one step
        QVERIFY(m_editor->text() == kText);
        QCOMPARE(title->text(), QStringLiteral("Graph"));
    }

    void searchFindsAnyOption()
    {
        open();
        auto* search = named<QLineEdit>(QStringLiteral("Search options"));
        auto* unit = named<QComboBox>(QStringLiteral("Standard options: Unit"));
        auto* title = named<QLineEdit>(QStringLiteral("Panel options: Title"));
        QVERIFY(unit->isVisibleTo(m_window.get()) && title->isVisibleTo(m_window.get()));
        search->setText(QStringLiteral("unit stand"));
        QVERIFY(unit->isVisibleTo(m_window.get()));
        QVERIFY(!title->isVisibleTo(m_window.get()));
        search->setText(QStringLiteral("no such thing"));
        QVERIFY(!unit->isVisibleTo(m_window.get()));
        search->clear();
        QVERIFY(title->isVisibleTo(m_window.get()));
    }

    void queriesAreCompletedFromTheIndex()
    {
        open();
        auto* query = m_window->findChild<QueryEdit*>();
        QVERIFY(query);
        query->setFocus();
        query->selectAll();
        QTest::keyClicks(query, QStringLiteral("demo_l"));
        QTRY_VERIFY(query->offered().contains(QStringLiteral("demo_load")));
        QTest::keyClicks(query, QStringLiteral("oad{jo"));
        QTRY_COMPARE(query->offered(), QStringList{QStringLiteral("job")});
        QTest::keyClicks(query, QStringLiteral("b=\""));
        QTRY_COMPARE(query->offered(), QStringList{QStringLiteral("two")});
        QTest::keyClicks(query, QStringLiteral("two\"}"));
        QCOMPARE(panel().targets.front().expr, std::string("demo_load{job=\"two\"}"));
        QVERIFY(query->problem().isEmpty());
        QTest::keyClicks(query, QStringLiteral(" +"));
        QVERIFY(query->problem().startsWith(QStringLiteral("1:")));
    }

    void hintsAreFollowedByAButton()
    {
        open();
        QPushButton* fix = nullptr;
        for (QPushButton* one : m_window->findChildren<QPushButton*>()) {
            if (one->text() == QStringLiteral("Use rate()")) fix = one;
        }
        QVERIFY(fix && fix->isVisibleTo(m_window.get()));
        QTest::mouseClick(fix, Qt::LeftButton);
        QCOMPARE(panel().targets.front().expr, std::string("rate(demo_total[$__rate_interval])"));
        QVERIFY(!fix->isVisibleTo(m_window.get()));
    }

    void queriesComeAndGo()
    {
        open();
        for (QPushButton* one : m_window->findChildren<QPushButton*>()) {
            if (one->text() == QStringLiteral("Add query")) one->click();
        }
        QCOMPARE(panel().targets.size(), std::size_t{2});
        QCOMPARE(panel().targets[1].refId, std::string("B"));
        QCOMPARE(m_window->findChildren<QueryRow*>().size(), 2);
        auto* legend = m_window->findChildren<QueryRow*>()[1]->findChild<QLineEdit*>();
        QTest::keyClicks(legend, QStringLiteral("{{job}}"));
        QCOMPARE(panel().targets[1].legendFormat, std::string("{{job}}"));
        named<QToolButton>(QStringLiteral("Remove query"))->click();
        QCOMPARE(panel().targets.size(), std::size_t{1});
        QCOMPARE(panel().targets[0].refId, std::string("B"));
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == kText);
    }

    void transformationsAreAddedMovedAndEdited()
    {
        open();
        auto* add = named<QComboBox>(QStringLiteral("Add transformation"));
        const auto choose = [&](const QString& id) { Q_EMIT add->activated(add->findData(id)); };
        choose(QStringLiteral("reduce"));
        choose(QStringLiteral("limit"));
        QCOMPARE(panel().transformations.items().size(), std::size_t{2});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);  // widgets of the list as it was
        auto* pane = m_window->findChild<TransformationsPane*>();
        auto* options = pane->findChildren<JsonField*>()[1];
        options->setPlainText(QStringLiteral("{\"limitField\": 3"));
        QVERIFY(options->problem().startsWith(QStringLiteral("1:")));
        QCOMPARE(panel().transformations.at(1)["options"]["limitField"].toInt(), 10);
        options->setPlainText(QStringLiteral("{\"limitField\": 3}"));
        QCOMPARE(panel().transformations.at(1)["options"]["limitField"].toInt(), 3);
        for (QToolButton* button : pane->findChildren<QToolButton*>()) {
            if (button->accessibleName() == QStringLiteral("Earlier: Limit")) button->click();
        }
        QCOMPARE(panel().transformations.at(0)["id"].toString(), std::string("limit"));
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == kText);
    }

    void overridesHaveMatcherAndProperties()
    {
        open();
        auto* add = named<QComboBox>(QStringLiteral("Add override"));
        Q_EMIT add->activated(add->findData(QStringLiteral("byName")));
        auto* which = m_window->findChild<OverridesPane*>()->findChild<QLineEdit*>(QStringLiteral("matcher"));
        QVERIFY(which);
        QTest::keyClicks(which, QStringLiteral("one"));
        auto* property = named<QComboBox>(QStringLiteral("Add property to override 1"));
        Q_EMIT property->activated(property->findData(QStringLiteral("custom.lineWidth")));
        auto* width = named<QLineEdit>(QStringLiteral("Line width"));
        QVERIFY(width);
        QTest::keyClicks(width, QStringLiteral("5"));
        const json::Value& override = panel().model["fieldConfig"]["overrides"].at(0);
        QCOMPARE(override["matcher"]["options"].toString(), std::string("one"));
        QCOMPARE(override["properties"].at(0)["id"].toString(), std::string("custom.lineWidth"));
        QCOMPARE(override["properties"].at(0)["value"].toInt(), 5);
    }

    void jsonIsCheckedWhileItIsTyped()
    {
        open();
        JsonDialog dialog(*m_editor);
        auto* field = dialog.findChild<JsonField*>();
        QVERIFY(exactText(*field) == kText);
        QPushButton* apply = nullptr;
        for (QPushButton* one : dialog.findChildren<QPushButton*>()) {
            if (one->text() == QStringLiteral("Apply")) apply = one;
        }
        QVERIFY(apply && !apply->isEnabled());
        QString broken = field->toPlainText();
        field->setPlainText(broken.replace(QStringLiteral("\"Demo\","), QStringLiteral("\"Demo\"")));
        const auto says = [&](const QString& text) {
            const auto labels = dialog.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](QLabel* one) { return one->text().contains(text); });
        };
        QVERIFY(says(QStringLiteral("✕ 3:")));
        QVERIFY(!apply->isEnabled());
        std::string other = kText;
        other.replace(other.find("Demo"), 4, "O\xC2\xA0K");  // a blank that does not break stays one
        field->setPlainText(QString::fromStdString(other));
        QVERIFY(apply->isEnabled());
        apply->click();
        QVERIFY(m_editor->text() == other);
    }

    void settingsAreSteps()
    {
        open();
        SettingsDialog dialog(*m_editor);
        dialog.show();
        const auto find = [&](const QString& name) -> QWidget* {
            for (QWidget* one : dialog.findChildren<QWidget*>()) {
                if (one->accessibleName() == name) return one;
            }
            return nullptr;
        };
        QTest::keyClicks(find(QStringLiteral("Refresh every")), QStringLiteral("10s"));
        QCOMPARE(m_editor->dashboard().refresh(), std::string("10s"));
        QTest::keyClicks(find(QStringLiteral("From")), QStringLiteral("now-2h"));
        QCOMPARE(m_editor->dashboard().time().from, std::string("now-2h"));
        qobject_cast<QToolButton*>(find(QStringLiteral("Add variable")))->click();
        QCOMPARE(m_editor->dashboard().variables().all().size(), std::size_t{1});
        auto* query = qobject_cast<QLineEdit*>(find(QStringLiteral("Query")));
        QVERIFY(query);
        QTest::keyClicks(query, QStringLiteral("label_values(job)"));
        QCOMPARE(m_editor->written()["templating"]["list"].at(0)["query"].toString(), std::string("label_values(job)"));
        qobject_cast<QToolButton*>(find(QStringLiteral("Add link")))->click();
        QCOMPARE(m_editor->dashboard().links().size(), std::size_t{1});
        qobject_cast<QToolButton*>(find(QStringLiteral("Remove variable")))->click();
        QVERIFY(m_editor->dashboard().variables().all().empty());
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == kText);
    }
};

QTEST_MAIN(PanelEditorTest)
#include "panel_editor_test.moc"
