#include "ui/pages/panel_commands.h"

#include "demo_window.h"
#include "ui/edit/query_edit.h"
#include "ui/inspect/inspect_dialog.h"
#include "ui/inspect/inspect_tabs.h"
#include "ui/pages/explore_queries.h"
#include "ui/pages/panel_search.h"
#include "ui/pages/share_dialog.h"
#include "ui/pages/shortcut_sheet.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr const char* kDashboard =
    "{\"title\":\"Demo\",\"uid\":\"abc\",\"schemaVersion\":42,\"time\":{\"from\":\"now-1h\",\"to\":\"now\"},"
    "\"templating\":{\"list\":[{\"name\":\"job\",\"type\":\"custom\",\"multi\":true,\"query\":\"a,b,c\","
    "\"current\":{\"text\":[\"a\",\"b\"],\"value\":[\"a\",\"b\"]}}]},\"panels\":["
    "{\"id\":1,\"type\":\"timeseries\",\"title\":\"Graph of $job\",\"gridPos\":{\"x\":0,\"y\":0,\"w\":24,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo{job=~\\\"$job\\\"}\",\"legendFormat\":\"{{job}}\"}]},"
    "{\"id\":2,\"type\":\"table\",\"title\":\"Table\",\"gridPos\":{\"x\":0,\"y\":8,\"w\":12,\"h\":8},"
    "\"fieldConfig\":{\"defaults\":{\"unit\":\"ms\"},\"overrides\":[]},"
    "\"transformations\":[{\"id\":\"organize\",\"options\":{\"excludeByName\":{\"Time\":true}}}],"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\",\"format\":\"table\",\"instant\":true,\"range\":false}]},"
    "{\"id\":3,\"type\":\"text\",\"title\":\"\",\"gridPos\":{\"x\":12,\"y\":8,\"w\":12,\"h\":8},"
    "\"options\":{\"mode\":\"markdown\",\"content\":\"words\"}},"
    "{\"id\":5,\"type\":\"row\",\"title\":\"More\",\"collapsed\":true,\"gridPos\":{\"x\":0,\"y\":16,\"w\":24,\"h\":1},"
    "\"panels\":[{\"id\":6,\"type\":\"stat\",\"title\":\"Hidden "
    "away\",\"gridPos\":{\"x\":0,\"y\":17,\"w\":12,\"h\":40},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\"}]}]}]}";

}  // namespace

class PanelCommandsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DemoWindow> m_demo;

    template <class T>
    T* dialog()
    {
        T* found = m_demo->window().findChild<T*>();
        return found && QTest::qWaitFor([&] { return found->isVisible(); }) ? found : nullptr;
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init()
    {
        m_demo = std::make_unique<DemoWindow>();
        QVERIFY(m_demo->open(kDashboard));
    }
    void cleanup() { m_demo.reset(); }

    void theMenuOpensByMouseAndKey_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("dots") << 0;
        QTest::newRow("right button") << 1;
        QTest::newRow("Shift+F10") << 2;
        QTest::newRow("Menu key") << 3;
    }

    void theMenuOpensByMouseAndKey()
    {
        QFETCH(int, how);
        PanelFrame* frame = m_demo->frame("1");
        m_demo->pointAt("1");
        if (how == 0) QTest::mouseClick(frame, Qt::LeftButton, {}, QPoint(frame->width() - 19, 20));
        if (how == 1) {
            QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(100, 20), frame->mapToGlobal(QPoint(100, 20)));
            QApplication::sendEvent(frame, &event);
        }
        if (how == 2) QTest::keyClick(frame, Qt::Key_F10, Qt::ShiftModifier);
        if (how == 3) QTest::keyClick(frame, Qt::Key_Menu);
        QTRY_VERIFY(DemoWindow::menu());
        QCOMPARE(DemoWindow::entries(*DemoWindow::menu()), QStringList({"View", "Share…", "Explore", "Add annotation…",
                                                                        "Inspect>", "Export>", "Copy panel JSON"}));
        QCOMPARE(DemoWindow::entries(*DemoWindow::entry(*DemoWindow::menu(), "Inspect")->menu()),
                 QStringList({"Data", "Stats", "Panel JSON", "Query"}));
        DemoWindow::menu()->close();
    }

    void editingIsInTheMenuWhenSomebodyDoesIt()
    {
        QString edited;
        connect(&m_demo->page().commands(), &PanelCommands::editRequested, this,
                [&](const QString& key) { edited = key; });
        connect(&m_demo->page().commands(), &PanelCommands::removeRequested, this, [] {});
        m_demo->page().commands().openMenu("1", QPoint(50, 50));
        const QStringList entries = DemoWindow::entries(*DemoWindow::menu());
        QVERIFY(entries.contains("Edit") && entries.contains("Remove") && !entries.contains("Duplicate"));
        DemoWindow::menu()->close();
        m_demo->pointAt("2");
        m_demo->press(Qt::Key_E);
        QTRY_COMPARE(edited, QStringLiteral("2"));
    }

    void aPanelWithoutQueriesCannotBeExplored()
    {
        m_demo->page().commands().openMenu("3", QPoint(50, 50));
        QVERIFY(!DemoWindow::entries(*DemoWindow::menu()).contains("Explore"));
        DemoWindow::menu()->close();
    }

    void vShowsAPanelAloneAndLeadsBack()
    {
        DashboardView& view = m_demo->view();
        m_demo->pointAt("2");
        m_demo->press(Qt::Key_V);
        QTRY_COMPARE(view.solo(), std::string("2"));
        QVERIFY(m_demo->settled());
        QVERIFY(m_demo->frame("2")->height() > view.height() / 2);
        m_demo->press(Qt::Key_V);
        QTRY_COMPARE(view.solo(), std::string());
        m_demo->press(Qt::Key_V);
        QTRY_COMPARE(view.solo(), std::string("2"));
        m_demo->press(Qt::Key_Escape);
        QTRY_COMPARE(view.solo(), std::string());
        QVERIFY(m_demo->frame("2")->hasFocus());
    }

    void shareGivesACommandAndAPath()
    {
        m_demo->pointAt("1");
        m_demo->press(Qt::Key_P, Qt::Key_U);
        auto* share = dialog<ShareDialog>();
        QVERIFY(share);
        const auto lines = share->findChildren<QLineEdit*>();
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0]->text(),
                 QStringLiteral("watchglass render 'boards/demo one.json' --panel 1 --from now-1h --to now "
                                "--var job=a --var job=b --out 'Graph of a + b.png'"));
        QCOMPARE(lines[1]->text(),
                 QStringLiteral("/d/abc/demo?from=now-1h&to=now&var-job=a&var-job=b&viewPanel=panel-1"));
        share->findChild<QCheckBox*>()->click();
        QVERIFY(lines[0]->text().contains(QStringLiteral("--from 1715772896000 --to 1715776496000")));
        for (QPushButton* button : share->findChildren<QPushButton*>()) {
            if (button->accessibleName().startsWith(QLatin1String("Copy: Command"))) button->click();
        }
        QCOMPARE(QApplication::clipboard()->text(), lines[0]->text());
        share->close();
    }

    void exploreTakesQueryAndRange()
    {
        m_demo->page().session().zoomTo(DemoWindow::kNow - 600'000, DemoWindow::kNow);
        m_demo->page().commands().explore("1");
        auto* edit = m_demo->window().findChild<QPlainTextEdit*>();
        QVERIFY(edit && edit->isVisible());
        QCOMPARE(edit->toPlainText(), QStringLiteral("demo{job=~\"(a|b)\"}"));
        PanelFrame* graph = nullptr;
        for (PanelFrame* frame : m_demo->window().findChildren<PanelFrame*>()) {
            if (frame->title() == QLatin1String("Graph")) graph = frame;
        }
        QVERIFY(graph);
        QTRY_COMPARE(graph->panel()->data().fromMs, qint64{DemoWindow::kNow - 600'000});
        QCOMPARE(graph->panel()->data().frames->size(), std::size_t{2});
    }

    void exploreAsksSeveralQueries()
    {
        m_demo->page().commands().explore("1");
        auto& window = m_demo->window();
        auto* queries = window.findChild<ExploreQueries*>();
        PanelFrame* graph = nullptr;
        for (PanelFrame* frame : window.findChildren<PanelFrame*>()) {
            if (frame->title() == QLatin1String("Graph")) graph = frame;
        }
        QVERIFY(queries && graph);
        QTRY_COMPARE(graph->panel()->data().frames->size(), std::size_t{2});
        QTest::mouseClick(queries->findChild<QPushButton*>(), Qt::LeftButton);
        auto* second = qobject_cast<QueryEdit*>(QApplication::focusWidget());
        QVERIFY(second);
        QCOMPARE(second->accessibleName(), QStringLiteral("PromQL expression B"));
        second->setQuery(QStringLiteral("demo{job=\"c\"}"));
        QTest::keyClick(second, Qt::Key_Return);
        QTRY_COMPARE(graph->panel()->data().frames->size(), std::size_t{3});
        QCOMPARE(graph->panel()->data().frames->back().refId, std::string("B"));
        const auto named = [&](const QString& name) -> QAbstractButton* {
            for (auto* one : queries->findChildren<QAbstractButton*>()) {
                if (one->accessibleName() == name) return one;
            }
            return nullptr;
        };
        named(QStringLiteral("Query A is asked"))->click();
        QTRY_COMPARE(graph->panel()->data().frames->size(), std::size_t{1});
        named(QStringLiteral("Remove query A"))->click();
        QCOMPARE(queries->targets().size(), std::size_t{1});
        QCOMPARE(queries->targets()[0].refId, std::string("B"));
        m_demo->page().commands().explore("1");
    }

    void inspectShowsDataRawAndFormatted()
    {
        m_demo->pointAt("2");
        m_demo->press(Qt::Key_I);
        auto* inspect = dialog<InspectDialog>();
        QVERIFY(inspect);
        QTRY_VERIFY(inspect->isReady());
        auto* table = inspect->findChild<QTableView*>();
        const auto headers = [&] {
            QStringList all;
            for (int c = 0; c < table->model()->columnCount(); ++c)
                all += table->model()->headerData(c, Qt::Horizontal).toString();
            return all;
        };
        QVERIFY(!headers().contains("Time") && headers().contains("Value"));
        const auto value = [&] {
            return table->model()->index(0, static_cast<int>(headers().indexOf("Value"))).data().toString();
        };
        QCOMPARE(table->model()->rowCount(), 3);
        QVERIFY(value().endsWith(QLatin1String("s")));
        const auto tick = [&](const QString& text) {
            for (QCheckBox* box : inspect->findChildren<QCheckBox*>()) {
                if (box->text() == text) box->click();
            }
        };
        tick("Formatted data");
        QCOMPARE(value(), QStringLiteral("56000"));
        tick("Apply transformations");
        QVERIFY(headers().contains("Time"));
        table->sortByColumn(static_cast<int>(headers().indexOf("Value")), Qt::DescendingOrder);
        QCOMPARE(value(), QStringLiteral("168000"));

        SaveRequest saved;
        connect(&m_demo->window(), &MainWindow::saveRequested, this, [&](const SaveRequest& one) { saved = one; });
        tick("For Excel");
        for (QPushButton* button : inspect->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Download CSV")) button->click();
        }
        QCOMPARE(saved.name, QStringLiteral("Table.csv"));
        QVERIFY2(saved.content.startsWith("\xEF\xBB\xBFsep=,\r\n\"Time\""), saved.content.constData());
        inspect->close();
    }

    void inspectTellsWhatQueriesCost()
    {
        InspectDialog* inspect = m_demo->page().commands().inspect("1", InspectDialog::Tab::Stats);
        QTRY_VERIFY(inspect->isReady());
        auto* tree = inspect->findChild<QTreeWidget*>();
        QVERIFY(tree->isVisible());
        const auto value = [&](const QString& name) {
            const auto items = tree->findItems(name, Qt::MatchExactly | Qt::MatchRecursive);
            return items.isEmpty() ? QString() : items.front()->text(1);
        };
        QCOMPARE(value("Number of queries"), QStringLiteral("1"));
        QCOMPARE(value("Series in the answer"), QStringLiteral("2"));
        QVERIFY(value("Samples read").remove(QLatin1Char(',')).toInt() >= 400);
        QCOMPARE(value("Aggregates of an hour read"), QStringLiteral("0"));
        inspect->showTab(InspectDialog::Tab::Query);
        QString query;
        for (QPlainTextEdit* edit : inspect->findChildren<QPlainTextEdit*>()) {
            if (edit->isVisible()) query = edit->toPlainText();
        }
        QVERIFY2(query.contains("demo{job=~\"(a|b)\"}"), qPrintable(query));
        QVERIFY2(query.contains("Written as   demo{job=~\"$job\"}"), qPrintable(query));
        QVERIFY2(query.contains("Step") && query.contains("byResolution") && query.contains("self"), qPrintable(query));
        inspect->close();
    }

    void inspectShowsJson()
    {
        InspectDialog* inspect = m_demo->page().commands().inspect("2", InspectDialog::Tab::Json);
        QTRY_VERIFY(inspect->isReady());
        auto* tab = inspect->findChild<InspectJsonTab*>();
        auto* text = tab->findChild<QPlainTextEdit*>();
        const auto shown = [&] { return *json::parse(text->toPlainText().toStdString()); };
        QCOMPARE(shown()["id"].toInt(), std::int64_t{2});
        auto* what = tab->findChild<QComboBox*>();
        for (const int index : {1, 2}) {
            what->setCurrentIndex(index);
            Q_EMIT what->activated(index);
            const json::Value& field = shown().at(0)["fields"].at(0);
            QCOMPARE(field.has("values"), index == 1);
        }
        inspect->close();
    }

    void thePanelsJsonIsCopied()
    {
        m_demo->page().commands().copyJson("1");
        const auto copied = json::parse(QApplication::clipboard()->text().toStdString());
        QVERIFY(copied.has_value());
        QCOMPARE((*copied)["title"].toString(), std::string("Graph of $job"));
    }

    void csvHasOneColumnOfTimes()
    {
        SaveRequest saved;
        connect(&m_demo->window(), &MainWindow::saveRequested, this, [&](const SaveRequest& one) { saved = one; });
        m_demo->page().commands().exportCsv("1", false);
        QCOMPARE(saved.name, QStringLiteral("Graph of a + b.csv"));
        const QList<QByteArray> lines = saved.content.split('\n');
        QCOMPARE(lines.front(), QByteArray("\"Time\",\"a\",\"b\"\r"));
        QCOMPARE(lines.at(1).count(','), 2);
        // Where nothing was sent there is no row.
        m_demo->page().session().zoomOut();
        QVERIFY(m_demo->settled());
        m_demo->page().commands().exportCsv("1", false);
        QVERIFY(saved.content.count('\n') > 10);
        QVERIFY(!saved.content.contains(",,"));
    }

    void keysOfTheDashboard()
    {
        DashboardSession& session = m_demo->page().session();
        const TimeRange before = session.timeRange();
        m_demo->press(Qt::Key_T, Qt::Key_Z);
        QTRY_COMPARE(session.timeRange().lengthMs(), before.lengthMs() * 2);
        const std::int64_t from = session.timeRange().fromMs;
        m_demo->press(Qt::Key_T, Qt::Key_Left);
        QTRY_VERIFY(session.timeRange().fromMs < from);
        m_demo->press(Qt::Key_T, Qt::Key_Right);
        QTRY_COMPARE(session.timeRange().fromMs, from);
        QVERIFY(m_demo->settled());

        int asked = 0;
        connect(&session, &DashboardSession::refreshRequested, this, [&] { ++asked; });
        m_demo->press(Qt::Key_D, Qt::Key_R);
        QTRY_COMPARE(asked, 1);

        m_demo->press(Qt::Key_D, Qt::Key_E, Qt::ShiftModifier);
        QTRY_VERIFY(m_demo->view().placedPanel("6"));
        m_demo->press(Qt::Key_D, Qt::Key_C, Qt::ShiftModifier);
        QTRY_VERIFY(!m_demo->view().placedPanel("6"));

        m_demo->press(Qt::Key_D, Qt::Key_K);
        QTRY_VERIFY(m_demo->window().isFullScreen());
        QVERIFY(!m_demo->window().menuBar()->isVisible());
        m_demo->press(Qt::Key_D, Qt::Key_K);
        QTRY_VERIFY(!m_demo->window().isFullScreen());
        QVERIFY(m_demo->window().menuBar()->isVisible());
    }

    void letterKeysTypedIntoAFieldStayThere()
    {
        QLineEdit edit(&m_demo->page());
        edit.show();
        edit.setFocus();
        m_demo->press(Qt::Key_V);
        QCOMPARE(edit.text(), QStringLiteral("v"));
        QCOMPARE(m_demo->view().solo(), std::string());
    }

    void theSheetListsWhatWorks()
    {
        m_demo->press({{Qt::Key_Question, Qt::ShiftModifier}});
        QTRY_VERIFY(m_demo->window().findChild<ShortcutSheet*>());
        auto* sheet = dialog<ShortcutSheet>();
        QStringList texts;
        for (const QLabel* label : sheet->findChildren<QLabel*>()) texts += label->text();
        QVERIFY(texts.contains("View, and back") && texts.contains("Zoom out"));
        QVERIFY(!texts.contains("Edit"));  // nobody edits
        sheet->close();
    }

    void searchFindsAPanelInAFoldedRow()
    {
        m_demo->press(Qt::Key_Slash);
        QTRY_VERIFY(qobject_cast<PanelSearch*>(QApplication::activePopupWidget()));
        auto* search = qobject_cast<PanelSearch*>(QApplication::activePopupWidget());
        auto* list = search->findChild<QListView*>();
        QCOMPARE(list->model()->rowCount(), 4);  // two panels, the row, what is in it
        QTest::keyClicks(search->findChild<QLineEdit*>(), QStringLiteral("away hid"));
        QCOMPARE(list->model()->rowCount(), 1);
        QTest::keyClick(search->findChild<QLineEdit*>(), Qt::Key_Return);
        QTRY_VERIFY(m_demo->frame("6"));
        QTRY_VERIFY(m_demo->frame("6")->hasFocus());
        QVERIFY(m_demo->frame("6")->visibleRegion().boundingRect().height() > 100);
    }
};

QTEST_MAIN(PanelCommandsTest)
#include "panel_commands_test.moc"
