// Annotations made by hand: from the gesture on a graph to the store, and back to graph, tooltip and list.

#include "tests/ui/pages/demo_window.h"
#include "ui/pages/annotation_commands.h"
#include "ui/pages/annotation_dialog.h"
#include "ui/pages/panel_commands.h"
#include "ui/panels/anno_list_panel.h"
#include "ui/plot/time_series_view.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::string dashboardText(QByteArray rest = {}, QByteArray uid = "'u'")
{
    const QByteArray graph = "'type':'timeseries','targets':[{'refId':'A','expr':'demo'}]}";
    QByteArray json = "{'title':'Demo','uid':" + uid +
                      ",'schemaVersion':42,'timezone':'utc','time':{'from':'now-1h','to':'now'},'panels':["
                      "{'id':1,'title':'One','gridPos':{'x':0,'y':0,'w':12,'h':8}," +
                      graph + ",{'id':2,'title':'Two','gridPos':{'x':12,'y':0,'w':12,'h':8}," + graph +
                      ",{'id':3,'type':'annolist','title':'List','gridPos':{'x':0,'y':8,'w':24,'h':8},"
                      "'options':{'limit':10,'onlyFromThisDashboard':true}}]" +
                      rest + "}";
    return json.replace('\'', '"').toStdString();
}

}  // namespace

class AnnotationsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DemoWindow> m_demo;

    TimeSeriesView* graph(const std::string& key) const
    {
        return m_demo->frame(key)->panel()->findChild<TimeSeriesView*>();
    }
    AnnotationDialog* dialog() const { return m_demo->window().findChild<AnnotationDialog*>(); }
    QLineEdit* line(const QString& label) const
    {
        for (QLabel* one : dialog()->findChildren<QLabel*>()) {
            if (one->text() == label) return qobject_cast<QLineEdit*>(one->buddy());
        }
        return nullptr;
    }
    QPlainTextEdit* text() const { return dialog()->findChild<QPlainTextEdit*>(); }
    QPushButton* button(const QString& text) const
    {
        for (QPushButton* one : m_demo->window().findChildren<QPushButton*>()) {
            if (one->text() == text && one->isVisible()) return one;
        }
        return nullptr;
    }
    std::vector<annotations::Annotation> stored() const { return m_demo->annotations().find({}); }
    QStringList listed() const
    {
        QStringList out;
        auto* panel = qobject_cast<AnnoListPanel*>(m_demo->frame("3")->panel());
        for (const ListRow& row : panel->list()->rows()) out += row.title;
        return out;
    }
    annotations::Annotation put(std::int64_t fromMs, std::int64_t toMs, const std::string& text,
                                std::vector<std::string> tags = {}, std::int64_t panel = 0,
                                const std::string& uid = "u")
    {
        return m_demo->annotations().add({0, fromMs, toMs, uid, panel, text, std::move(tags)}).value();
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init() { m_demo = std::make_unique<DemoWindow>(); }
    void cleanup() { m_demo.reset(); }

    void aSpanIsDraggedWrittenAndDrawn()
    {
        QVERIFY(m_demo->open(dashboardText()));
        QTRY_VERIFY(!graph("1")->isDirty());
        const QPoint middle = graph("1")->layoutInfo().plot.center().toPoint();
        const auto from = std::llround(graph("1")->layoutInfo().timeAt(middle.x()));
        const auto to = std::llround(graph("1")->layoutInfo().timeAt(middle.x() + 80));
        QTest::mousePress(graph("1"), Qt::LeftButton, Qt::ControlModifier, middle);
        QTest::mouseMove(graph("1"), middle + QPoint(80, 5));
        QTest::mouseRelease(graph("1"), Qt::LeftButton, Qt::ControlModifier, middle + QPoint(80, 5));
        QVERIFY(dialog());
        QCOMPARE(dialog()->windowTitle(), QStringLiteral("Add annotation"));
        text()->setPlainText(QStringLiteral(" roll-out\nof 1.2 "));
        line(QStringLiteral("Tags, divided by commas"))->setText(QStringLiteral("deploy, team:web,, deploy"));
        QTest::keyClick(text(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(stored().size(), std::size_t{1});
        const annotations::Annotation one = stored().front();
        QCOMPARE(one.fromMs, from);  // to the millisecond, which the field does not show
        QCOMPARE(one.toMs, to);
        QCOMPARE(one.text, std::string("roll-out\nof 1.2"));
        QCOMPARE(one.tags, (std::vector<std::string>{"deploy", "team:web"}));
        QCOMPARE(one.dashboardUid, std::string("u"));
        QCOMPARE(one.panelId, 1);
        QTRY_VERIFY(!dialog());
        QTRY_COMPARE(graph("1")->model().marks.size(), std::size_t{1});
        const PlotMark& mark = graph("1")->model().marks.front();
        QCOMPARE(mark.fromMs, from);
        QCOMPARE(mark.toMs, to);
        QCOMPARE(mark.id, one.id);
        QCOMPARE(mark.text, QStringLiteral("roll-out\nof 1.2\ndeploy, team:web"));
        QVERIFY(graph("2")->model().marks.empty());
        QTRY_COMPARE(listed(), QStringList{QStringLiteral("roll-out of 1.2")});
    }

    void theMenuAddsOneForAllPanels()
    {
        QVERIFY(m_demo->open(dashboardText({}, "null")));
        m_demo->page().commands().openMenu("2", QPoint(20, 20));
        QMenu* menu = DemoWindow::menu();
        QAction* add = DemoWindow::entry(*menu, QStringLiteral("Add annotation…"));
        QVERIFY(add);
        menu->setActiveAction(add);
        QTest::keyClick(menu, Qt::Key_Return);
        QVERIFY(dialog());
        text()->setPlainText(QStringLiteral("x"));
        dialog()->findChild<QCheckBox*>()->setChecked(true);
        QTest::mouseClick(button(QStringLiteral("Save")), Qt::LeftButton);
        QTRY_COMPARE(stored().size(), std::size_t{1});
        QCOMPARE(stored().front().fromMs, DemoWindow::kNow);
        QCOMPARE(stored().front().panelId, 0);
        QCOMPARE(stored().front().dashboardUid, std::string("title:Demo"));
        QTRY_COMPARE(graph("1")->model().marks.size(), std::size_t{1});
        QTRY_COMPARE(graph("2")->model().marks.size(), std::size_t{1});
        // A list of annotations takes none.
        m_demo->page().commands().openMenu("3", QPoint(20, 20));
        QVERIFY(!DemoWindow::entry(*DemoWindow::menu(), QStringLiteral("Add annotation…")));
        DemoWindow::menu()->close();
    }

    void keysAddOneAtTheCrosshair()
    {
        QVERIFY(m_demo->open(dashboardText()));
        QTRY_VERIFY(!graph("1")->isDirty());
        graph("1")->setFocus();
        m_demo->press({{Qt::Key_Right, Qt::NoModifier}, {Qt::Key_Right, Qt::NoModifier}});
        m_demo->press(Qt::Key_Return);
        const auto focused = [] {
            auto* button = qobject_cast<QToolButton*>(QApplication::focusWidget());
            return button ? button->text() : QString();
        };
        for (int i = 0; i < 5 && focused() != QStringLiteral("Add annotation"); ++i) m_demo->press(Qt::Key_Tab);
        QCOMPARE(focused(), QStringLiteral("Add annotation"));
        m_demo->press(Qt::Key_Space);
        QVERIFY(dialog());
        QVERIFY(!graph("1")->isPinned());
        QTRY_COMPARE(QApplication::focusWidget(), text());
        QTest::keyClicks(text(), QStringLiteral("by keys"));
        QTest::keyClick(text(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(stored().size(), std::size_t{1});
        QCOMPARE(stored().front().text, std::string("by keys"));
        QCOMPARE(stored().front().fromMs, stored().front().toMs);
    }

    void wrongEntriesAreSaid_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("problem");
        QTest::newRow("nothing said") << " "
                                      << "now"
                                      << ""
                                      << "Write a text, or a tag";
        QTest::newRow("no time") << "x"
                                 << "soon"
                                 << ""
                                 << "\"soon\" is no time";
        QTest::newRow("no end") << "x"
                                << "now-1h"
                                << "never"
                                << "\"never\" is no time";
        QTest::newRow("backwards") << "x"
                                   << "now"
                                   << "now-1h"
                                   << "It ends before it begins";
        QTest::newRow("good") << "x"
                              << "2024-05-15 12:00:00"
                              << "now"
                              << "";
    }

    void wrongEntriesAreSaid()
    {
        QFETCH(QString, words);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QVERIFY(m_demo->open(dashboardText()));
        m_demo->page().annotations()->addNow(1);
        text()->setPlainText(words);
        line(QStringLiteral("Time"))->setText(from);
        line(QStringLiteral("End"))->setText(to);
        QTest::mouseClick(button(QStringLiteral("Save")), Qt::LeftButton);
        QString shown;
        for (QLabel* label : dialog()->findChildren<QLabel*>()) {
            if (label->isVisible() && !label->buddy()) shown += label->text();
        }
        QFETCH(QString, problem);
        if (problem.isEmpty()) {
            QTRY_COMPARE(stored().size(), std::size_t{1});
            QCOMPARE(stored().front().fromMs, 1'715'774'400'000);  // in the dashboard's zone
            QCOMPARE(stored().front().toMs, DemoWindow::kNow);
        } else {
            QVERIFY2(shown.contains(problem), qPrintable(shown));
            QVERIFY(dialog()->isVisible());
            QVERIFY(stored().empty());
        }
    }

    void aStoreThatRefusesIsSaidInTheDialog()
    {
        QVERIFY(m_demo->open(dashboardText()));
        m_demo->page().annotations()->addNow(1);
        text()->setPlainText(QString(70'000, u'x'));
        QTest::mouseClick(button(QStringLiteral("Save")), Qt::LeftButton);
        QTRY_VERIFY(button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(dialog()->isVisible());
        QVERIFY(stored().empty());
    }

    void oneIsChangedAndDeletedFromItsTooltip()
    {
        const std::int64_t at = DemoWindow::kNow - 1'800'123;
        put(at, at, "old", {"t"}, 1);
        QVERIFY(m_demo->open(dashboardText()));
        QTRY_COMPARE(graph("1")->model().marks.size(), std::size_t{1});
        const auto choose = [&](const QString& text) {
            graph("1")->prepare();
            const PlotLayout& layout = graph("1")->layoutInfo();
            const QPoint handle(static_cast<int>(layout.xOf(static_cast<double>(at))),
                                static_cast<int>(layout.plot.bottom()) + 3);
            QTest::mouseClick(graph("1"), Qt::LeftButton, {}, handle);
            for (QToolButton* one : m_demo->window().findChildren<QToolButton*>()) {
                if (one->text() == text && one->isVisible()) return QTest::mouseClick(one, Qt::LeftButton), true;
            }
            return false;
        };
        QVERIFY(choose(QStringLiteral("Edit annotation")));
        QVERIFY(dialog());
        QCOMPARE(dialog()->windowTitle(), QStringLiteral("Edit annotation"));
        QCOMPARE(line(QStringLiteral("Tags, divided by commas"))->text(), QStringLiteral("t"));
        text()->setPlainText(QStringLiteral("new"));
        QTest::mouseClick(button(QStringLiteral("Save")), Qt::LeftButton);
        QTRY_COMPARE(stored().front().text, std::string("new"));
        QCOMPARE(stored().front().fromMs, at);
        QTRY_COMPARE(graph("1")->model().marks.front().text, QStringLiteral("new\nt"));
        QTRY_VERIFY(!dialog());
        QTRY_VERIFY(!graph("1")->isPinned());
        QVERIFY(choose(QStringLiteral("Delete annotation")));
        QCOMPARE(stored().size(), std::size_t{1});  // asked first
        QTRY_VERIFY(button(QStringLiteral("Delete")));
        QTest::mouseClick(button(QStringLiteral("Delete")), Qt::LeftButton);
        QTRY_COMPARE(stored().size(), std::size_t{0});
        QTRY_VERIFY(graph("1")->model().marks.empty());
        QTRY_VERIFY(listed().isEmpty() || listed() == QStringList{QStringLiteral("No annotations found")});
    }

    void queriesByTagShowWhatOtherDashboardsHave()
    {
        const std::int64_t at = DemoWindow::kNow - 1'800'000;
        put(at, at, "there", {"deploy:api", "prod"}, 7, "other");
        put(at, at, "elsewhere", {"night"}, 7, "other");
        put(at - 60'000, at, "found twice", {"deploy"}, 0, "u");
        QVERIFY(m_demo->open(dashboardText(",'annotations':{'list':[{'builtIn':1,'enable':true,'name':'Own'},"
                                           "{'name':'Deploys','enable':true,'iconColor':'red','datasource':"
                                           "{'type':'grafana','uid':'-- Grafana --'},'target':{'type':'tags',"
                                           "'tags':['deploy'],'limit':10}}]}")));
        for (const char* key : {"1", "2"}) {
            QTRY_COMPARE(graph(key)->model().marks.size(), std::size_t{2});
            QCOMPARE(graph(key)->model().marks[0].text, QStringLiteral("found twice\ndeploy"));
            QCOMPARE(graph(key)->model().marks[0].color, QColor(242, 73, 92));  // what is drawn last is seen
            QCOMPARE(graph(key)->model().marks[1].text, QStringLiteral("there\ndeploy:api, prod"));
        }
        QTRY_COMPARE(listed(), QStringList{QStringLiteral("found twice")});
    }

    void eachIsSwitchedByItsBox_data()
    {
        QTest::addColumn<QByteArray>("own");  // the one for those made by hand; without it Grafana's stands first
        QTest::newRow("not in the file") << QByteArray();
        QTest::newRow("hidden") << QByteArray("{'builtIn':1,'enable':true,'hide':true,'name':'Own'},");
        QTest::newRow("shown") << QByteArray("{'builtIn':1,'enable':true,'name':'Own'},");
    }

    void eachIsSwitchedByItsBox()
    {
        QFETCH(QByteArray, own);
        const std::int64_t at = DemoWindow::kNow - 1'800'000;
        put(at, at, "own");
        put(at, at, "there", {"deploy"}, 7, "other");
        QVERIFY(m_demo->open(dashboardText(",'annotations':{'list':[" + own +
                                           "{'name':'Deploys','enable':true,'datasource':"
                                           "{'type':'grafana','uid':'-- Grafana --'},'target':{'type':'tags',"
                                           "'tags':['deploy'],'limit':10}}]}")));
        QTRY_COMPARE(graph("1")->model().marks.size(), std::size_t{2});
        QCheckBox* box = nullptr;
        for (QCheckBox* one : m_demo->page().findChildren<QCheckBox*>()) {
            if (one->accessibleName() == QLatin1String("Annotations: Deploys")) box = one;
        }
        QVERIFY(box && box->isChecked());
        box->setFocus();
        box->click();
        QVERIFY(box->hasFocus() && !box->isChecked());
        QTRY_COMPARE(graph("1")->model().marks.size(), std::size_t{1});
        QCOMPARE(graph("1")->model().marks[0].text, QStringLiteral("own"));
        box->click();
        QTRY_COMPARE(graph("1")->model().marks.size(), std::size_t{2});
    }

    void theyStayWhileTheDashboardIsEdited()
    {
        const std::int64_t at = DemoWindow::kNow - 1'800'000;
        put(at, at, "own");
        put(at, at, "there", {"deploy"}, 7, "other");
        put(at - 60'000, at, "elsewhere", {"night"}, 7, "other");
        const auto text = [](const QByteArray& title, const QByteArray& tag) {
            return dashboardText(",'annotations':{'list':[{'builtIn':1,'enable':true,'name':'Own'},"
                                 "{'name':'" +
                                 title +
                                 "','enable':true,'datasource':"
                                 "{'type':'grafana','uid':'-- Grafana --'},'target':{'type':'tags',"
                                 "'tags':['" +
                                 tag + "'],'limit':10}}]}");
        };
        const auto marks = [this] {
            QStringList out;
            for (const PlotMark& mark : graph("1")->model().marks) out += mark.text.section(QLatin1Char('\n'), 0, 0);
            out.sort();
            return out;
        };
        const auto edit = [this](const std::string& json) {
            m_demo->page().session().setDashboard(std::make_shared<const Dashboard>(Dashboard::open(json).value()));
        };
        QVERIFY(m_demo->open(text("Deploys", "deploy")));
        QTRY_COMPARE(marks(), (QStringList{QStringLiteral("own"), QStringLiteral("there")}));
        std::string retitled = text("Deploys", "deploy");
        retitled.replace(retitled.find("\"One\""), 5, "\"Uno\"");
        edit(retitled);
        QVERIFY(m_demo->settled());
        QCOMPARE(m_demo->frame("1")->title(), QStringLiteral("Uno"));
        QCOMPARE(marks(), (QStringList{QStringLiteral("own"), QStringLiteral("there")}));
        // Another question is asked at once.
        edit(text("Deploys", "night"));
        QTRY_COMPARE(marks(), (QStringList{QStringLiteral("elsewhere"), QStringLiteral("own")}));
    }

    void chartsOverTimeHaveThemToo_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("heatmap") << "heatmap";
        QTest::newRow("states") << "state-timeline";
        QTest::newRow("statuses") << "status-history";
        QTest::newRow("candlesticks") << "candlestick";
    }

    void chartsOverTimeHaveThemToo()
    {
        QFETCH(QString, type);
        const std::int64_t at = DemoWindow::kNow - 1'800'000;
        put(at, at, "all");
        put(at, at, "here", {}, 4);
        put(at, at, "there", {}, 1);
        QVERIFY(m_demo->open("{\"title\":\"Demo\",\"uid\":\"u\",\"schemaVersion\":42,\"time\":{\"from\":\"now-1h\","
                             "\"to\":\"now\"},\"panels\":[{\"id\":4,\"type\":\"" +
                             type.toStdString() +
                             "\",\"title\":\"Four\",\"gridPos\":{\"x\":0,\"y\":0,\"w\":12,\"h\":8},"
                             "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\"}]}]}"));
        PanelWidget* panel = m_demo->frame("4")->panel();
        QTRY_COMPARE(panel->data().marks.size(), std::size_t{2});
        m_demo->page().commands().openMenu("4", QPoint(20, 20));
        QVERIFY(DemoWindow::entry(*DemoWindow::menu(), QStringLiteral("Add annotation…")));
        DemoWindow::menu()->close();
        Q_EMIT panel->annotationRequested(at, at + 60'000);
        QVERIFY(dialog());
        text()->setPlainText(QStringLiteral("new"));
        QTest::mouseClick(button(QStringLiteral("Save")), Qt::LeftButton);
        QTRY_COMPARE(panel->data().marks.size(), std::size_t{3});
    }

    void theListLeadsToItsPanel()
    {
        const std::int64_t at = DemoWindow::kNow - 30 * 60'000;
        put(at, at, "here", {}, 2);
        QVERIFY(m_demo->open(dashboardText()));
        QTRY_COMPARE(listed(), QStringList{QStringLiteral("here")});
        auto* panel = qobject_cast<AnnoListPanel*>(m_demo->frame("3")->panel());
        QTest::mouseClick(panel->list()->viewport(), Qt::LeftButton, {}, panel->list()->rowRect(0).center().toPoint());
        QCOMPARE(m_demo->page().session().timeRange().fromMs, at - 600'000);
        QCOMPARE(m_demo->page().session().timeRange().toMs, at + 600'000);
        QCOMPARE(m_demo->view().solo(), std::string("2"));
    }
};

QTEST_MAIN(AnnotationsTest)
#include "annotations_test.moc"
