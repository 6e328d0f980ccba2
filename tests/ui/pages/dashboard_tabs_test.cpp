#include "demo_window.h"
#include "ui/pages/panel_search.h"
#include "ui/panels/tab_strip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/variable_bar.h"
#include "ui/widgets/variable_picker.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// Tabs "a & $v" and "Others", in which a row holds tabs again; one for each value of `job`, and one that a condition
/// hides. "Others" has variables of its own, one of which hides the dashboard's `v`.
std::string tabsDashboard()
{
    QFile file(QStringLiteral(WG_TABS_DASHBOARD));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace

class DashboardTabsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DemoWindow> m_demo;

    /// Of the strip that is highest.
    TabStrip* strip()
    {
        TabStrip* first = nullptr;
        for (TabStrip* one : m_demo->page().findChildren<TabStrip*>()) {
            if (one->isVisible() && (!first || one->y() < first->y())) first = one;
        }
        return first;
    }
    VariableBar* bar() { return m_demo->view().canvas()->findChild<VariableBar*>(); }
    /// The title of the panel with this number, once it has its data.
    QString title(int id)
    {
        for (const PlacedPanel& placed : m_demo->page().session().layout()) {
            if (placed.panel.id == id && placed.kind == PlacedKind::Panel)
                return m_demo->view().answer(placed.key) ? m_demo->view().titleOf(placed.key) : QString();
        }
        return {};
    }
    QString current() { return strip() ? strip()->titles().value(strip()->currentIndex()) : QString(); }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init()
    {
        m_demo = std::make_unique<DemoWindow>();
        QVERIFY(m_demo->open(tabsDashboard()));
        QVERIFY(strip());
    }
    void cleanup() { m_demo.reset(); }

    void tabsHaveTitlesAndAreRepeated()
    {
        QCOMPARE(strip()->titles(), QStringList({QStringLiteral("a & one"), QStringLiteral("Others"),
                                                 QStringLiteral("Job a"), QStringLiteral("Job c")}));
        QCOMPARE(strip()->currentIndex(), 0);
        QVERIFY(strip()->height() >= 30);
        QCOMPARE(strip()->width(), m_demo->frame("1")->width());
    }

    void onlyTheActiveTabIsAskedAndDrawn()
    {
        QVERIFY(m_demo->view().answer("1"));
        QVERIFY(!m_demo->frame("2"));
        QVERIFY(!m_demo->view().placedPanel("2"));
        QTest::mouseClick(strip(), Qt::LeftButton, {}, strip()->tabRect(1).center());
        QTRY_VERIFY(m_demo->frame("2"));
        QTRY_VERIFY(m_demo->view().answer("2"));
        QVERIFY(!m_demo->view().placedPanel("1"));
        QVERIFY(m_demo->frame("2")->y() > strip()->geometry().bottom());
    }

    void keysChangeTheTab()
    {
        strip()->setFocus(Qt::TabFocusReason);
        m_demo->press(Qt::Key_Right);
        QCOMPARE(current(), QStringLiteral("Others"));
        QTRY_VERIFY(m_demo->frame("2"));
        QVERIFY(strip()->hasFocus());
        m_demo->press(Qt::Key_End);
        QCOMPARE(current(), QStringLiteral("Job c"));
        m_demo->press(Qt::Key_Return);
        QCOMPARE(current(), QStringLiteral("Job c"));
        m_demo->press(Qt::Key_Home);
        QCOMPARE(current(), QStringLiteral("a & one"));
        QTRY_VERIFY(m_demo->frame("1"));
    }

    void theWheelScrollsAndChangesNoTab()
    {
        QWheelEvent down(QPointF(20, 10), strip()->mapToGlobal(QPointF(20, 10)), {}, QPoint(0, -120), Qt::NoButton,
                         Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(strip(), &down);
        QCOMPARE(current(), QStringLiteral("a & one"));
    }

    void screenReadersAreToldOfTabs()
    {
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(strip());
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::PageTabList);
        QCOMPARE(list->childCount(), strip()->count());
        QStringList names;
        QStringList selected;
        for (int i = 0; i < strip()->count(); ++i) {
            QAccessibleInterface* tab = list->child(i);
            QCOMPARE(tab->role(), QAccessible::PageTab);
            names += tab->text(QAccessible::Name);
            if (tab->state().selected) selected += names.back();
        }
        QCOMPARE(names, strip()->titles());
        QCOMPARE(selected, QStringList(names[0]));
        list->child(1)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(current(), QStringLiteral("Others"));
        QVERIFY(list->child(1)->state().selected);
    }

    void theActiveTabStays()
    {
        strip()->setCurrentIndex(3);
        QTRY_COMPARE(title(5), QStringLiteral("Of c"));
        m_demo->page().session().refreshNow();
        QVERIFY(m_demo->settled());
        QCOMPARE(current(), QStringLiteral("Job c"));
        m_demo->page().session().setVariable("v", {"two"});
        QTRY_COMPARE(strip()->titles().size(), 5);
        QCOMPARE(strip()->titles()[0], QStringLiteral("a & two"));
        QCOMPARE(current(), QStringLiteral("Job c"));
        m_demo->page().session().setVariable("job", {"a", "b", "c"});
        QTRY_COMPARE(strip()->titles().size(), 6);
        QCOMPARE(current(), QStringLiteral("Job c"));
        // Without it the first one is shown, and it comes back.
        m_demo->page().session().setVariable("job", {"b"});
        QTRY_COMPARE(strip()->titles().size(), 4);
        QCOMPARE(current(), QStringLiteral("a & two"));
        m_demo->page().session().setVariable("job", {"b", "c"});
        QTRY_COMPARE(current(), QStringLiteral("Job c"));
    }

    void aTabThatAConditionHidesIsNotThere()
    {
        m_demo->page().session().setVariable("v", {"two"});
        QTRY_COMPARE(strip()->titles().last(), QStringLiteral("Only of two"));
        strip()->setCurrentIndex(strip()->count() - 1);
        m_demo->page().session().setVariable("v", {"one"});
        QTRY_COMPARE(strip()->titles().last(), QStringLiteral("Job c"));
        QCOMPARE(strip()->currentIndex(), 0);
        QTRY_VERIFY(m_demo->frame("1"));
    }

    void searchFindsPanelsInOtherTabs()
    {
        m_demo->view().setFocus();
        m_demo->press(Qt::Key_Slash);
        QTRY_VERIFY(qobject_cast<PanelSearch*>(QApplication::activePopupWidget()));
        auto* search = qobject_cast<PanelSearch*>(QApplication::activePopupWidget());
        auto* list = search->findChild<QListView*>();
        QTest::keyClicks(search->findChild<QLineEdit*>(), QStringLiteral("deep here"));
        QCOMPARE(list->model()->rowCount(), 1);
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Deep one here   ·   Innermost"));
        QTest::keyClick(search->findChild<QLineEdit*>(), Qt::Key_Return);
        QTRY_VERIFY(m_demo->frame("3"));
        QTRY_VERIFY(m_demo->frame("3")->hasFocus());
        QCOMPARE(current(), QStringLiteral("Others"));
        QCOMPARE(m_demo->page().findChildren<TabStrip*>().size(), 2);
    }

    void variablesOfATabCountThere()
    {
        QVERIFY(!bar());
        QCOMPARE(title(1), QStringLiteral("Graph one"));
        strip()->setCurrentIndex(1);
        QTRY_COMPARE(title(2), QStringLiteral("Own here b"));
        QVERIFY(bar() && bar()->isVisible());
        QVERIFY(bar()->y() > strip()->geometry().bottom());
        auto* which = bar()->findChild<VariablePicker*>(QStringLiteral("which"));
        QVERIFY(which);
        QCOMPARE(which->variable().options.size(), std::size_t{3});
        Q_EMIT which->chosen({"c"});
        QTRY_COMPARE(title(2), QStringLiteral("Own here c"));
        QVERIFY(m_demo->settled());
        QCOMPARE(m_demo->view().answer("2")->frames.size(), std::size_t{1});
        Q_EMIT bar()->findChild<VariablePicker*>(QStringLiteral("v"))->chosen({"there"});
        QTRY_COMPARE(title(2), QStringLiteral("Own there c"));
        // The dashboard's variable of that name is another one.
        QCOMPARE(m_demo->page().session().variables().find("v")->text(), std::string("one"));
        QVERIFY(!m_demo->page().session().variables().find("which"));
        m_demo->page().session().setVariable("v", {"two"});
        QTRY_COMPARE(strip()->titles()[0], QStringLiteral("a & two"));
        QCOMPARE(title(2), QStringLiteral("Own there c"));
        strip()->setCurrentIndex(0);
        QTRY_COMPARE(title(1), QStringLiteral("Graph two"));
        QVERIFY(!bar());
        strip()->setCurrentIndex(1);
        QTRY_COMPARE(title(2), QStringLiteral("Own there c"));
    }
};

QTEST_MAIN(DashboardTabsTest)
#include "dashboard_tabs_test.moc"
