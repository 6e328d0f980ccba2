#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "engine/promql/memory_store.h"
#include "ui/edit/color_button.h"
#include "ui/edit/json_dialog.h"
#include "ui/edit/json_field.h"
#include "ui/edit/links_editor.h"
#include "ui/edit/option_form.h"
#include "ui/edit/overrides_pane.h"
#include "ui/edit/panel_editor.h"
#include "ui/edit/query_edit.h"
#include "ui/edit/query_row.h"
#include "ui/edit/settings_dialog.h"
#include "ui/edit/settings_list.h"
#include "ui/edit/thresholds_editor.h"
#include "ui/edit/transformations_pane.h"
#include "ui/panels/color_picker.h"
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

/// Whether it, or what it stands in, was hidden on purpose: rows that go, options that a search leaves out.
bool isPutAway(const QWidget& widget)
{
    for (const QWidget* at = &widget; at && !at->isWindow(); at = at->parentWidget()) {
        if (at->isHidden() && at->testAttribute(Qt::WA_WState_ExplicitShowHide)) return true;
    }
    return false;
}

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
    /// One that can be seen first.
    template <class Widget>
    Widget* named(const QString& name) const
    {
        Widget* away = nullptr;
        for (QWidget* one : m_window->findChildren<QWidget*>()) {
            auto* widget = one->accessibleName() == name ? qobject_cast<Widget*>(one) : nullptr;
            if (widget && !isPutAway(*widget)) return widget;
            if (widget && !away) away = widget;
        }
        return away;
    }
    QPushButton* button(const QString& text) const
    {
        for (QPushButton* one : m_window->findChildren<QPushButton*>()) {
            if (one->text() == text && one->isVisibleTo(m_window.get())) return one;
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

    void panelsRepeatByAVariableOfTheDashboard()
    {
        open();
        const auto repeat = [this] { return named<QComboBox>(QStringLiteral("Panel options: Repeat by variable")); };
        const auto offered = [&] {
            QStringList out;
            for (int i = 0; i < repeat()->count(); ++i) out += repeat()->itemText(i);
            return out;
        };
        QCOMPARE(offered(), QStringList{"Disable repeating"});
        const auto list = json::parse(
            "[{\"name\":\"host\",\"type\":\"custom\",\"query\":\"a,b\"},{\"name\":\"only\",\"type\":\"adhoc\"}]");
        QVERIFY(m_editor->apply("variables", {DocumentChange::set("/templating/list", *list)}));
        QCOMPARE(offered(), (QStringList{"Disable repeating", "host"}));
        repeat()->setCurrentIndex(1);
        Q_EMIT repeat()->activated(1);
        QCOMPARE(panel().model["repeat"].toString(), std::string("host"));
        QVERIFY(m_editor->apply("variables", {DocumentChange::set("/templating/list", json::Value::array())}));
        QCOMPARE(offered(), (QStringList{"Disable repeating", "host (not a variable)"}));
        QCOMPARE(repeat()->currentIndex(), 1);
        repeat()->setCurrentIndex(0);
        Q_EMIT repeat()->activated(0);
        QVERIFY(!panel().model.has("repeat"));
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

    void theWheelScrollsAndChangesNothing()
    {
        open();
        auto* order = named<QComboBox>(QStringLiteral("Tooltip: Values sort order"));
        QVERIFY(order);
        QCOMPARE(order->focusPolicy(), Qt::StrongFocus);  // the wheel does not give it the focus
        const int before = order->currentIndex();
        const QPointF at(5, 5);
        QWheelEvent wheel(at, order->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(order, &wheel);
        QCOMPARE(order->currentIndex(), before);
        QVERIFY(m_editor->text() == kText);
    }

    void groupsFoldAndSearchLooksInside()
    {
        open();
        auto* title = named<QLineEdit>(QStringLiteral("Panel options: Title"));
        auto* group = named<QToolButton>(QStringLiteral("Panel options: open"));
        QVERIFY(group);
        QTest::keyClick(group, Qt::Key_Space);
        QCOMPARE(group->accessibleName(), QStringLiteral("Panel options: folded"));
        QVERIFY(!title->isVisibleTo(m_window.get()));
        named<QLineEdit>(QStringLiteral("Search options"))->setText(QStringLiteral("title"));
        QVERIFY(title->isVisibleTo(m_window.get()));
    }

    void queriesAreCompletedFromTheIndex()
    {
        open();
        auto* query = m_window->findChild<QueryEdit*>();
        QVERIFY(query);
        const auto list = [query] { return query->findChild<QCompleter*>()->popup(); };
        query->setFocus();
        query->selectAll();
        QTest::keyClicks(query, QStringLiteral("demo_l"));
        QTRY_VERIFY(query->offered().contains(QStringLiteral("demo_load")));
        QTest::keyClicks(query, QStringLiteral("oad{"));
        QTRY_COMPARE(query->offered(), QStringList{QStringLiteral("job")});  // before a letter of it stands there
        QTest::keyClicks(query, QStringLiteral("job="));
        QTRY_VERIFY(!list()->isVisible());
        QTest::keyClicks(query, QStringLiteral("\""));
        QTRY_COMPARE(query->offered(), QStringList{QStringLiteral("two")});
        QTest::keyClicks(query, QStringLiteral("two\""));
        QTRY_VERIFY(!list()->isVisible());
        QTest::keyClicks(query, QStringLiteral("}"));
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

    void namesOfTheDataAreOffered()
    {
        open();
        m_panelEditor->setFieldNames({"Time", "cpu", "mem"});
        auto* add = named<QComboBox>(QStringLiteral("Add override"));
        add->setCurrentIndex(add->findData(QStringLiteral("byName")));
        Q_EMIT add->activated(add->currentIndex());
        auto* which = m_window->findChild<OverridesPane*>()->findChild<QLineEdit*>(QStringLiteral("matcher"));
        const auto offered = [which] {
            QStringList out;
            const QAbstractItemModel* model = which->completer()->completionModel();
            for (int row = 0; row < model->rowCount(); ++row) out << model->index(row, 0).data().toString();
            return out;
        };
        which->setFocus();
        QTest::keyClicks(which, QStringLiteral("m"));
        QCOMPARE(offered(), (QStringList{"Time", "mem"}));
        which->actions().last()->trigger();
        QCOMPARE(offered(), (QStringList{"Time", "cpu", "mem"}));
        // By keys: they belong to the list while it is shown.
        which->clear();
        QTest::keyClicks(which, QStringLiteral("m"));
        QWidget* list = which->completer()->popup();
        QTRY_VERIFY(list->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(which->text(), QStringLiteral("mem"));
        QVERIFY(!list->isVisible());
        which->actions().last()->trigger();
        QTRY_VERIFY(list->isVisible());
        QVERIFY(!qobject_cast<QAbstractItemView*>(list)->verticalScrollBar()->isVisible());
        list->hide();
        // Choosing one is as good as typing it.
        Q_EMIT which->completer()->activated(QStringLiteral("cpu"));
        QCOMPARE(which->text(), QStringLiteral("cpu"));
        const json::Value& panel = m_editor->dashboard().panels().at(0).model;
        QCOMPARE(panel.get("fieldConfig.overrides").at(0).get("matcher.options").toString(), std::string("cpu"));
        m_panelEditor->setFieldNames({"disk"});
        which->actions().last()->trigger();
        QCOMPARE(offered(), QStringList{"disk"});
    }

    void thresholdsAreStepsWithColours()
    {
        open();
        const auto steps = [this] { return panel().model["fieldConfig"]["defaults"]["thresholds"]["steps"].items(); };
        auto* add = button(QStringLiteral("Add threshold"));
        QVERIFY(add);
        QTest::keyClick(add, Qt::Key_Space);
        QCOMPARE(steps().size(), std::size_t{3});  // the two that hold while nothing is written, and one
        QCOMPARE(steps()[2]["value"].toInt(), 90);
        QCOMPARE(steps()[2]["color"].toString(), std::string("#EAB839"));
        auto* value = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(value);
        QCOMPARE(value->accessibleName(), QStringLiteral("Value of threshold 1"));
        QTest::keyClicks(value, QStringLiteral("7"));
        QCOMPARE(steps()[1]["value"].toInt(), 7);  // in order at once
        QCOMPARE(steps()[2]["value"].toInt(), 80);
        QTest::keyClicks(value, QStringLiteral("x"));
        QVERIFY(!value->accessibleDescription().isEmpty());
        QTest::keyClick(value, Qt::Key_Backspace);
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE(named<QLineEdit>(QStringLiteral("Value of threshold 2"))->text(), QStringLiteral("7"));

        auto* color = named<ColorButton>(QStringLiteral("Color of base threshold: green"));
        QVERIFY(color);
        QTest::keyClick(color, Qt::Key_Space);
        auto* picker = color->findChild<ColorPicker*>();
        QVERIFY(picker && picker->choose(QStringLiteral("dark-blue")));
        QCOMPARE(steps()[0]["color"].toString(), std::string("dark-blue"));
        QVERIFY(steps()[0]["value"].isNull());

        QTest::mouseClick(named<QToolButton>(QStringLiteral("Thresholds mode: Percentage")), Qt::LeftButton);
        QCOMPARE(panel().model["fieldConfig"]["defaults"]["thresholds"]["mode"].toString(), std::string("percentage"));
        named<QToolButton>(QStringLiteral("Remove threshold 1"))->click();
        QCOMPARE(steps().size(), std::size_t{2});
        auto* show = named<QComboBox>(QStringLiteral("Thresholds: Show thresholds"));
        show->setCurrentIndex(show->findText(QStringLiteral("As lines (dashed)")));
        Q_EMIT show->activated(show->currentIndex());
        QCOMPARE(panel().model.get("fieldConfig.defaults.custom.thresholdsStyle.mode").toString(),
                 std::string("dashed"));

        m_editor->undo();
        m_editor->undo();
        QCOMPARE(steps().size(), std::size_t{3});
        QVERIFY(named<QLineEdit>(QStringLiteral("Value of threshold 2")));
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == kText);
    }

    void mappingsHaveTypeTextAndColour()
    {
        open();
        const auto mappings = [this]() -> const json::Value& {
            return panel().model["fieldConfig"]["defaults"]["mappings"];
        };
        QTest::keyClick(button(QStringLiteral("Add value mapping")), Qt::Key_Space);
        QVERIFY(mappings().items().empty());  // it is for nothing yet
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("10"));
        QTest::keyClicks(named<QLineEdit>(QStringLiteral("Text of mapping 1")), QStringLiteral("ten"));
        QCOMPARE(mappings().at(0)["options"]["10"]["text"].toString(), std::string("ten"));
        QVERIFY(!mappings().at(0)["options"].has("1"));
        auto* color = named<ColorButton>(QStringLiteral("Color of mapping 1: none"));
        QVERIFY(color);
        color->click();
        QVERIFY(color->findChild<ColorPicker*>()->choose(QStringLiteral("red")));
        QCOMPARE(mappings().at(0)["options"]["10"]["color"].toString(), std::string("red"));

        QTest::keyClick(button(QStringLiteral("Add value mapping")), Qt::Key_Space);
        auto* type = named<QComboBox>(QStringLiteral("Type of mapping 2"));
        type->setCurrentIndex(type->findText(QStringLiteral("Range")));
        Q_EMIT type->activated(type->currentIndex());
        QTest::keyClicks(named<QLineEdit>(QStringLiteral("End of mapping 2")), QStringLiteral("5"));
        QCOMPARE(mappings().at(1)["type"].toString(), std::string("range"));
        QCOMPARE(mappings().at(1)["options"]["to"].toInt(), 5);
        named<QToolButton>(QStringLiteral("Move up mapping 2"))->click();
        QCOMPARE(mappings().at(1)["options"]["result"]["index"].toInt(), 0);
        QVERIFY(named<QLineEdit>(QStringLiteral("End of mapping 1")));
        named<QToolButton>(QStringLiteral("Remove mapping 1"))->click();
        QCOMPARE(mappings().items().size(), std::size_t{1});
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == kText);
        QVERIFY(!named<QLineEdit>(QStringLiteral("Text of mapping 1")) ||
                !named<QLineEdit>(QStringLiteral("Text of mapping 1"))->isVisible());
    }

    void linksHaveTitleAndAddress()
    {
        open();
        QPushButton* add = nullptr;
        for (auto* one : m_window->findChildren<LinksEditor*>()) {
            if (one->accessibleName() == QStringLiteral("Data links: Data links")) add = one->findChild<QPushButton*>();
        }
        QVERIFY(add);
        QTest::keyClick(add, Qt::Key_Space);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Runbook"));
        QTest::keyClicks(named<QLineEdit>(QStringLiteral("Address of link 1")),
                         QStringLiteral("https://a/${__value.raw}"));
        named<QCheckBox>(QStringLiteral("link 1: Open in new tab"))->click();
        const json::Value& link = panel().model["fieldConfig"]["defaults"]["links"].at(0);
        QCOMPARE(link["title"].toString(), std::string("Runbook"));
        QCOMPARE(link["url"].toString(), std::string("https://a/${__value.raw}"));
        QVERIFY(link["targetBlank"].toBool());
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(m_editor->text() == kText);
    }

    void overridesSetPartsOfAProperty()
    {
        open();
        auto* add = named<QComboBox>(QStringLiteral("Add override"));
        Q_EMIT add->activated(add->findData(QStringLiteral("byName")));
        auto* property = named<QComboBox>(QStringLiteral("Add property to override 1"));
        for (const char* id : {"color", "custom.lineStyle", "thresholds"}) {
            property = named<QComboBox>(QStringLiteral("Add property to override 1"));
            QVERIFY2(property->findData(QString::fromLatin1(id)) > 0, id);
            Q_EMIT property->activated(property->findData(QString::fromLatin1(id)));
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        auto* pane = m_window->findChild<OverridesPane*>();
        const auto choose = [&](const QString& name, const QString& text) {
            for (auto* box : pane->findChildren<QComboBox*>()) {
                if (box->accessibleName() != name) continue;
                box->setCurrentIndex(box->findText(text));
                Q_EMIT box->activated(box->currentIndex());
            }
        };
        choose(QStringLiteral("Color scheme: Color scheme"), QStringLiteral("Single color"));
        const json::Value& override = panel().model["fieldConfig"]["overrides"].at(0);
        QCOMPARE(override["properties"].at(0)["value"]["mode"].toString(), std::string("fixed"));
        pane->findChild<ThresholdsEditor*>()->findChild<QPushButton*>()->click();
        QCOMPARE(panel().model["fieldConfig"]["overrides"].at(0)["properties"].at(2)["value"]["steps"].items().size(),
                 std::size_t{3});
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
        QString odd = QString::fromStdString(kText);
        odd.replace(QStringLiteral("\"Demo\""), QStringLiteral("{}"));
        field->setPlainText(odd);
        QVERIFY(says(QStringLiteral("/title: expected a text, found an object")));
        QVERIFY(!apply->isEnabled());
        field->setPlainText(QStringLiteral("[]"));
        QVERIFY(says(QStringLiteral("✕")));
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
