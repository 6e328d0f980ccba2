#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "engine/promql/memory_store.h"
#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"
#include "ui/pages/main_window.h"
#include "ui/pages/report_dialog.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/timeseries_panel.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kNow = 1'715'776'496'000;

constexpr const char* kDashboard =
    "{\"title\":\"Demo\",\"schemaVersion\":42,\"time\":{\"from\":\"now-1h\",\"to\":\"now\"},\"panels\":["
    "{\"id\":1,\"type\":\"timeseries\",\"title\":\"Graph\",\"gridPos\":{\"x\":0,\"y\":0,\"w\":24,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\"}]},"
    "{\"id\":2,\"type\":\"stat\",\"title\":\"Empty\",\"gridPos\":{\"x\":0,\"y\":8,\"w\":12,\"h\":4},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"nothing_there\"}]},"
    "{\"id\":3,\"type\":\"stat\",\"title\":\"Broken\",\"gridPos\":{\"x\":12,\"y\":8,\"w\":12,\"h\":4},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"rate(demo\"}]},"
    "{\"id\":7,\"type\":\"stat\",\"title\":\"Doubtful\",\"gridPos\":{\"x\":12,\"y\":12,\"w\":12,\"h\":4},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"rate(demo[5m])\"}]},"
    "{\"id\":4,\"type\":\"my-panel\",\"title\":\"Map\",\"gridPos\":{\"x\":0,\"y\":12,\"w\":12,\"h\":4}},"
    "{\"id\":5,\"type\":\"row\",\"title\":\"More\",\"collapsed\":true,\"gridPos\":{\"x\":0,\"y\":16,\"w\":24,\"h\":1},"
    "\"panels\":[{\"id\":6,\"type\":\"stat\",\"title\":\"Inside\",\"gridPos\":{\"x\":0,\"y\":17,\"w\":12,\"h\":4}}]}]}";

Dashboard demo()
{
    auto dashboard = Dashboard::open(kDashboard);
    return dashboard ? std::move(*dashboard) : Dashboard();
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private:
    promql::MemoryStore m_store;
    promql::QueryEngine m_queries{m_store};
    ThreadPool m_pool{"test", 1};
    ManualClock m_clock{kNow};
    std::unique_ptr<MainWindow> m_window;

    QueryBackend backend()
    {
        return {m_queries, m_store, m_pool, m_clock, [] { return std::int64_t{15'000}; }};
    }

    PanelFrame* frameOf(const QString& title) const
    {
        for (PanelFrame* frame : m_window->findChildren<PanelFrame*>()) {
            if (frame->title() == title) return frame;
        }
        return nullptr;
    }

    DashboardSession& session() const { return m_window->currentDashboard()->session(); }

    void openDemo()
    {
        m_window->openDashboard(demo(), QStringLiteral("demo.json"));
        QTRY_VERIFY(m_window->currentDashboard()->view().settled());
    }

private slots:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        const Labels labels({{"__name__", "demo"}});
        for (std::int64_t t = kNow - 3'600'000; t <= kNow; t += 15'000) {
            QVERIFY(m_store.append(labels, t, static_cast<double>(t % 60'000)));
        }
    }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1200, 900);
        m_window->connectEngine(
            {backend(),
             [] { return std::vector<rules::GroupStatus>(); },
             {[] { return std::vector<scrape::TargetStatus>(); }, [] { return std::vector<std::string>(); }},
             [] { return std::string(); }});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void navigatesByClickAndKey()
    {
        auto* pages = m_window->centralWidget()->findChild<QStackedWidget*>();
        QVERIFY(pages);
        QSet<QWidget*> seen;
        for (const char* name : {"Home", "Explore", "Alerts", "Targets"}) {
            for (QToolButton* button : m_window->findChildren<QToolButton*>()) {
                if (button->accessibleName() == QLatin1String(name)) QTest::mouseClick(button, Qt::LeftButton);
            }
            seen.insert(pages->currentWidget());
        }
        QCOMPARE(seen.size(), 4);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE(pages->currentIndex(), 0);
    }

    void aDashboardNamesTheWindow()
    {
        openDemo();
        QCOMPARE(m_window->windowTitle(), QStringLiteral("Demo – Watchglass"));
        DashboardPage* page = m_window->currentDashboard();
        m_window->openDashboard(demo(), QStringLiteral("demo.json"));
        QCOMPARE(m_window->currentDashboard(), page);  // the same file is not opened twice
    }

    void panelsSayWhatIsWrong()
    {
        openDemo();
        QVERIFY(frameOf(QStringLiteral("Graph"))->error().isEmpty());
        QVERIFY(frameOf(QStringLiteral("Broken"))->error().contains(QLatin1String("parse error")));
        QVERIFY(frameOf(QStringLiteral("Broken"))->accessibleDescription().startsWith(QLatin1String("error: ")));
        QCOMPARE(frameOf(QStringLiteral("Empty"))->accessibleDescription(), QStringLiteral("no data"));
        QVERIFY(!frameOf(QStringLiteral("Inside")));
        QVERIFY(frameOf(QStringLiteral("Doubtful"))
                    ->accessibleDescription()
                    .contains(QLatin1String("metric might not be a counter")));
    }

    void loadingShowsUntilTheAnswer()
    {
        openDemo();
        PanelFrame* frame = frameOf(QStringLiteral("Graph"));
        session().refreshNow();
        QVERIFY(frame->isLoading());
        QTRY_VERIFY(!frame->isLoading());
    }

    void aRowOpensByItsHeader()
    {
        openDemo();
        session().toggleRow("5", false);
        QTRY_VERIFY(frameOf(QStringLiteral("Inside")));
        session().toggleRow("5", true);
        QTRY_VERIFY(!frameOf(QStringLiteral("Inside")) || !frameOf(QStringLiteral("Inside"))->isVisible());
        session().openAllRows();
        QTRY_VERIFY(frameOf(QStringLiteral("Inside")));
    }

    void draggingZoomsInAndADoubleClickOut()
    {
        openDemo();
        auto* panel = qobject_cast<TimeSeriesPanel*>(frameOf(QStringLiteral("Graph"))->panel());
        QVERIFY(panel);
        TimeSeriesView* view = panel->view();
        QTRY_VERIFY(!view->isDirty());
        const QRect plot = view->layoutInfo().plot.toRect();
        const QPoint from(plot.left() + plot.width() / 4, plot.center().y());
        const QPoint to(plot.left() + plot.width() / 2, plot.center().y());
        QTest::mousePress(view, Qt::LeftButton, {}, from);
        QTest::mouseMove(view, to);
        QTest::mouseRelease(view, Qt::LeftButton, {}, to);
        const TimeRange zoomed = session().timeRange();
        QVERIFY(!zoomed.text.isRelative());
        QVERIFY(std::abs(static_cast<double>(zoomed.lengthMs()) - 900'000) < 20'000);
        QVERIFY(std::abs(static_cast<double>(zoomed.fromMs - (kNow - 2'700'000))) < 20'000);
        QTRY_VERIFY(m_window->currentDashboard()->view().settled());
        QTRY_VERIFY(!view->isDirty());
        QTest::mouseDClick(view, Qt::LeftButton, {}, view->layoutInfo().plot.center().toPoint());
        QCOMPARE(session().timeRange().lengthMs(), zoomed.lengthMs() * 2);
    }

    void aClickOnThePlotDoesNotZoom()
    {
        openDemo();
        TimeSeriesView* view = qobject_cast<TimeSeriesPanel*>(frameOf(QStringLiteral("Graph"))->panel())->view();
        QTRY_VERIFY(!view->isDirty());
        QTest::mouseClick(view, Qt::LeftButton, {}, view->layoutInfo().plot.center().toPoint());
        QVERIFY(session().timeRange().text.isRelative());
    }

    void aPanelFillsTheViewAndEscapeLeadsBack()
    {
        openDemo();
        DashboardView& view = m_window->currentDashboard()->view();
        PanelFrame* frame = frameOf(QStringLiteral("Graph"));
        QTest::mouseDClick(frame, Qt::LeftButton, {}, QPoint(100, 15));
        QCOMPARE(view.solo(), std::string("1"));
        QVERIFY(frame->height() > view.height() / 2);
        QTest::keyClick(&view, Qt::Key_Escape);
        QTRY_COMPARE(view.solo(), std::string());
    }

    void theReportListsWhatIsNotDrawn()
    {
        openDemo();
        QToolButton* button = nullptr;
        for (QToolButton* one : m_window->findChildren<QToolButton*>()) {
            if (one->accessibleName() == QLatin1String("Import report")) button = one;
        }
        QVERIFY(button);
        QTRY_VERIFY(button->isEnabled());
        QVERIFY(button->text().contains(QLatin1Char('(')));
        QTest::mouseClick(button, Qt::LeftButton);
        auto* dialog = m_window->findChild<ReportDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        auto* tree = dialog->findChild<QTreeWidget*>();
        const auto shown = [tree] {
            int count = 0;
            for (int i = 0; i < tree->topLevelItemCount(); ++i) count += tree->topLevelItem(i)->isHidden() ? 0 : 1;
            return count;
        };
        QVERIFY(!tree->findItems(QStringLiteral("Map"), Qt::MatchExactly, 0).isEmpty());
        const int marked = shown();
        dialog->findChild<QCheckBox*>()->click();
        QVERIFY(shown() > marked);
        dialog->close();
    }

    void dropsAndPastesAreHandedOn()
    {
        QStringList files;
        QByteArray text;
        connect(m_window.get(), &MainWindow::openFilesRequested, this, [&](const QStringList& all) { files = all; });
        connect(m_window.get(), &MainWindow::openTextRequested, this, [&](const QByteArray& all) { text = all; });
        QMimeData urls;
        urls.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a.json")), QUrl(QStringLiteral("http://x/b.json"))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &urls, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &urls, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QCOMPARE(files, QStringList{QStringLiteral("/tmp/a.json")});
        QMimeData words;
        words.setText(QStringLiteral("{}"));
        QDragEnterEvent enterText(QPoint(10, 10), Qt::CopyAction, &words, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enterText);
        QDropEvent dropText(QPointF(10, 10), Qt::CopyAction, &words, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &dropText);
        QCOMPARE(text, QByteArray("{}"));
        QApplication::clipboard()->setText(QString::fromLatin1(kDashboard));
        QTest::keyClick(m_window.get(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(text, QByteArray(kDashboard));
    }

    void brokenFilesGiveOneMessageWithTheLine()
    {
        const auto broken = Dashboard::open("{\n  \"title\": \"x\",\n  \"panels\": [}\n}");
        QVERIFY(!broken);
        QVERIFY2(broken.error().where.starts_with("3:"), broken.error().where.c_str());
        const auto list = Dashboard::open("[1, 2]");
        QVERIFY(!list && !list.error().message.empty());
        m_window->showError(QStringLiteral("Cannot open"), QString::fromStdString(broken.error().where));
        const auto boxes = m_window->findChildren<QMessageBox*>();
        QCOMPARE(boxes.size(), 1);
        QVERIFY(boxes.front()->isVisible() && boxes.front()->text().startsWith(QLatin1String("3:")));
        boxes.front()->close();
    }

    void aHiddenWindowAsksForNothing()
    {
        openDemo();
        m_window->hide();
        session().refreshNow();
        QVERIFY(!session().busy());
        m_window->show();
        QTRY_VERIFY(!session().busy());
    }

    /// The first look came too early: the next refresh looks again, and only a change lays out anew.
    void variablesThatFoundNothingAreLookedUpAgain()
    {
        promql::MemoryStore store;
        promql::QueryEngine queries(store);
        auto dashboard = Dashboard::open(
            "{\"schemaVersion\":42,\"templating\":{\"list\":[{\"name\":\"job\",\"type\":\"query\","
            "\"query\":\"label_values(late, job)\"}]},\"panels\":[{\"id\":1,\"type\":\"stat\"}]}");
        QVERIFY(dashboard.has_value());
        DashboardSession asked(std::move(*dashboard),
                               {queries, store, m_pool, m_clock, [] { return std::int64_t{15'000}; }});
        int layouts = 0;
        connect(&asked, &DashboardSession::layoutChanged, this, [&] { ++layouts; });
        asked.start();
        QTRY_VERIFY(!asked.busy());
        QCOMPARE(layouts, 1);
        asked.refreshNow();
        QTRY_VERIFY(!asked.busy());
        QCOMPARE(layouts, 1);
        QVERIFY(store.append(Labels({{"__name__", "late"}, {"job", "here"}}), kNow - 60'000, 1));
        asked.refreshNow();
        QTRY_COMPARE(layouts, 2);
        QCOMPARE(asked.variables().find("job")->text(), std::string("here"));
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
