// What a dashboard asks for reaches its panels in the window.

#include "tests/ui/pages/demo_window.h"
#include "ui/plot/time_series_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/time_picker.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::string dashboardOf(QByteArray panels, QByteArray rest = {}, QByteArray time = "'from':'now-1h','to':'now'")
{
    QByteArray json = "{'title':'Demo','schemaVersion':42,'time':{" + time + "},'panels':[" + panels + "]" + rest + "}";
    return json.replace('\'', '"').toStdString();
}

/// A rule whose alerts belong to panel 1 of the dashboard "u".
rules::GroupStatus linkedRule(rules::AlertState state)
{
    rules::RuleStatus rule;
    rule.spec.alerting = true;
    rule.spec.name = "High";
    rule.spec.labels = {{"severity", "page"}, {"team", "{{ $labels.team }}"}};
    rule.spec.annotations = {{"__dashboardUid__", "u"}, {"__panelId__", "1"}};
    rule.state = state;
    rules::GroupStatus group;
    group.intervalMs = 15'000;
    group.rules = {rule};
    return group;
}

/// What the desktop's wish for less motion looks like.
class StillStyle final : public QProxyStyle {
public:
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override
    {
        return hint == SH_Widget_Animation_Duration ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
    }
};

}  // namespace

class DashboardDataTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void grafanasOwnSourceIsShown()
    {
        DemoWindow demo;
        QVERIFY(demo.open(dashboardOf("{'id':1,'type':'timeseries','title':'Walk','datasource':{'type':'datasource',"
                                      "'uid':'grafana'},'gridPos':{'x':0,'y':0,'w':12,'h':8},"
                                      "'targets':[{'refId':'A','queryType':'randomWalk'}]},"
                                      "{'id':2,'type':'stat','title':'Kept','datasource':'-- Grafana --',"
                                      "'gridPos':{'x':12,'y':0,'w':12,'h':8},'targets':[{'refId':'A',"
                                      "'queryType':'snapshot','snapshot':[{'schema':{'fields':[{'name':'v',"
                                      "'type':'number'}]},'data':{'values':[[41,42]]}}]}]}")));
        QVERIFY(demo.frame("1")->panel()->summary().contains(QStringLiteral("A-series: ")));
        QVERIFY(demo.frame("2")->panel()->summary().contains(QStringLiteral("42")));
        QVERIFY(demo.frame("1")->error().isEmpty());
    }

    void graphsSlideBetweenRefreshes_data()
    {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<bool>("hidden");
        QTest::addColumn<bool>("still");  // less motion is wished for
        QTest::addColumn<bool>("slides");
        const QByteArray refresh = ",'refresh':'1h'";
        QTest::newRow("live") << QByteArray("'from':'now-5m','to':'now'") << refresh << false << false << true;
        QTest::newRow("behind") << QByteArray("'from':'now-10m','to':'now-5m'") << refresh << false << false << true;
        QTest::newRow("no refresh") << QByteArray("'from':'now-5m','to':'now'") << QByteArray() << false << false
                                    << false;
        QTest::newRow("drawn on and on") << QByteArray("'from':'now-5m','to':'now'") << QByteArray(",'liveNow':true")
                                         << false << false << true;
        QTest::newRow("today") << QByteArray("'from':'now/h','to':'now/h'") << refresh << false << false << false;
        QTest::newRow("fixed") << QByteArray("'from':'1715775000000','to':'1715776496000'") << refresh << false << false
                               << false;
        QTest::newRow("hidden") << QByteArray("'from':'now-5m','to':'now'") << refresh << true << false << false;
        QTest::newRow("less motion") << QByteArray("'from':'now-5m','to':'now'") << refresh << false << true << false;
    }

    void graphsSlideBetweenRefreshes()
    {
        QFETCH(QByteArray, time);
        QFETCH(QByteArray, rest);
        QFETCH(bool, hidden);
        QFETCH(bool, still);
        QFETCH(bool, slides);
        DemoWindow demo;
        QVERIFY(demo.open(dashboardOf("{'id':1,'type':'timeseries','title':'G','gridPos':{'x':0,'y':0,'w':24,'h':10},"
                                      "'targets':[{'refId':'A','expr':'demo'}]}",
                                      rest, time)));
        StillStyle style;
        demo.view().setStyle(still ? static_cast<QStyle*>(&style) : QApplication::style());
        auto* graph = demo.frame("1")->panel()->findChild<TimeSeriesView*>();
        QTRY_VERIFY(!graph->isDirty());
        const PlotLayout before = graph->layoutInfo();
        const double pixelMs = before.span() / before.plot.width();
        const auto moved = [&] { return (graph->layoutInfo().fromMs - before.fromMs) / pixelMs; };
        if (hidden) demo.window().hide();
        demo.clock().advance(std::chrono::milliseconds(std::llround(10 * pixelMs)));
        QCOMPARE(demo.view().slide().has_value(), slides);
        if (slides)
            QVERIFY(std::abs(moved() - 10) < 1e-6);
        else
            QCOMPARE(moved(), 0.0);
        // Without anybody asking, too; nothing else could have it drawn again within the hour.
        demo.clock().advance(std::chrono::milliseconds(std::llround(10 * pixelMs)));
        if (slides) QTRY_VERIFY(std::abs(moved() - 20) < 1e-6);
        // The next refresh finds it where it is.
        const double last = graph->layoutInfo().fromMs;
        if (!slides || hidden) return;
        demo.page().session().refreshNow();
        QVERIFY(demo.settled());
        QTRY_VERIFY(!graph->isDirty());
        QCOMPARE(graph->layoutInfo().fromMs, last);
    }

    void timeControlsAreTheDashboards()
    {
        DemoWindow demo;
        QVERIFY(demo.open(dashboardOf("", ",'timepicker':{'hidden':true,'nowDelay':'2m'}")));
        auto& session = demo.page().session();
        QCOMPARE(session.timeRange().toMs, demo.clock().nowMs() - 120'000);
        QCOMPARE(session.timeRange().fromMs, demo.clock().nowMs() - 3'600'000);
        QVERIFY(!demo.page().findChild<TimePicker*>()->isVisible());
        QVERIFY(session.setTimeRange({"now-5m", "now"}));
        QCOMPARE(session.timeRange().lengthMs(), std::int64_t{180'000});
    }

    void timesAreShownInAnotherZone()
    {
        DemoWindow demo;
        QVERIFY(demo.open(dashboardOf("{'id':1,'type':'timeseries','title':'G','gridPos':{'x':0,'y':0,'w':24,'h':10},"
                                      "'targets':[{'refId':'A','expr':'demo'}]}",
                                      ",'timezone':'utc'")));
        auto& session = demo.page().session();
        auto* graph = demo.frame("1")->panel()->findChild<TimeSeriesView*>();
        QVERIFY(session.setTimeRange({"2024-05-01 12:00:00", "2024-05-01 13:00:00"}));
        const TimeRange before = session.timeRange();
        Q_EMIT demo.page().findChild<TimePicker*>()->zoneChosen("Asia/Tokyo");
        QVERIFY(demo.settled());
        QCOMPARE(session.timeContext().timeZone, std::string("Asia/Tokyo"));
        QCOMPARE(session.timeRange().fromMs, before.fromMs);
        QCOMPARE(session.timeRange().toMs, before.toMs);
        graph->prepare();
        QCOMPARE(graph->model().zone.id(), QByteArray("Asia/Tokyo"));
        QCOMPARE(graph->layoutInfo().timeTicks.front().label, QStringLiteral("21:00"));
        // Days begin where the zone has them.
        session.setTimeZone("utc");
        QVERIFY(session.setTimeRange({"now/d", "now"}));
        const std::int64_t midnight = session.timeRange().fromMs;
        session.setTimeZone("Asia/Tokyo");
        QVERIFY(session.timeRange().fromMs != midnight);
        QCOMPARE((session.timeRange().fromMs - midnight) % 3'600'000, std::int64_t{0});
    }

    void aRangeSetDuringTheFirstLookUpCounts()
    {
        DemoWindow demo;
        auto dashboard = Dashboard::open(dashboardOf(
            "", ",'templating':{'list':[{'type':'query','name':'job','query':'label_values(demo, job)','refresh':1},"
                "{'type':'interval','name':'i','auto':true,'auto_count':10,'auto_min':'1s','query':'1m,1h',"
                "'current':{'text':'auto','value':'$__auto_interval_i'}}]}"));
        QVERIFY(dashboard);
        DashboardSession session(std::move(*dashboard), demo.backend());
        session.start();
        QVERIFY(session.setTimeRange({"now-5m", "now"}));
        QTRY_VERIFY(!session.busy());
        const Variable* interval = session.variables().find("i");
        QVERIFY(interval);
        QCOMPARE(interval->effective().at(0).value, std::string("30s"));
        QCOMPARE(session.variables().find("job")->options.size(), std::size_t{3});
    }

    void exemplarsAreDrawnAndFollowed()
    {
        DemoWindow demo;
        const std::int64_t middle = DemoWindow::kNow - 1'800'000;
        const auto exemplar = [](std::int64_t t, double value, const char* trace) {
            return storage::ExemplarSample{0, t, value, Labels({{"traceID", trace}})};
        };
        demo.setExemplars({{Labels({{"__name__", "demo"}, {"job", "a"}}), {exemplar(middle, 30'000, "a/1")}},
                           {Labels({{"__name__", "demo"}, {"job", "b"}}), {exemplar(middle, 10'000, "b2")}},
                           {Labels({{"__name__", "other"}}), {exemplar(middle, 1, "c3")}}});
        QVERIFY(demo.open(dashboardOf("{'id':1,'type':'timeseries','title':'G','gridPos':{'x':0,'y':0,'w':24,'h':10},"
                                      "'targets':[{'refId':'A','expr':'demo{job=\\'a\\'}','exemplar':true},"
                                      "{'refId':'B','expr':'demo{job=\\'b\\'}'}]}")));
        auto* view = demo.frame("1")->panel()->findChild<TimeSeriesView*>();
        QVERIFY(view);
        view->prepare();
        QCOMPARE(view->model().exemplars.size(), std::size_t{1});
        const PlotExemplar& shown = view->model().exemplars.at(0);
        QCOMPARE(shown.color, view->model().series.at(0).color);
        QCOMPARE(shown.rows.at(1), std::pair(QStringLiteral("traceID"), QStringLiteral("a/1")));
        // A diamond of its colour stands where the value is.
        const QPoint at = QPointF(view->layoutInfo().xOf(shown.timeMs), view->layoutInfo().yOf(0, 30'000)).toPoint();
        const QImage picture = view->grab().toImage();
        QCOMPARE(picture.pixelColor(at), shown.color);
        // Pointed at it says what it is; clicked it offers where its trace is.
        QTest::mouseMove(view, at);
        auto* tooltip = demo.window().findChild<PlotTooltip*>();
        QTRY_VERIFY(tooltip || (tooltip = demo.window().findChild<PlotTooltip*>()));
        QCOMPARE(tooltip->rows().at(1).text, QStringLiteral("a/1"));
        QTest::mouseClick(view, Qt::LeftButton, {}, at);
        QVERIFY(tooltip->isPinned());
        QSignalSpy followed(demo.frame("1")->panel(), &PanelWidget::linkActivated);
        for (QToolButton* button : tooltip->findChildren<QToolButton*>()) {
            if (button->text() == QStringLiteral("Trace")) button->click();
        }
        QCOMPARE(followed.count(), 1);
        QCOMPARE(followed.at(0).at(0).toUrl().toString(QUrl::FullyEncoded), QStringLiteral("http://traces/x/a%2F1"));
    }

    void panelsWithoutDataStandAside()
    {
        DemoWindow demo;
        QByteArray json =
            "{'elements':{'p':{'kind':'Panel','spec':{'id':1,'title':'P','data':{'spec':{'queries':[{'spec':{'refId':"
            "'A','query':{'kind':'prometheus','spec':{'expr':'sometimes'}}}}]}},'vizConfig':{'kind':'timeseries'}}},"
            "'q':{'kind':'Panel','spec':{'id':2,'title':'Q','data':{'spec':{'queries':[{'spec':{'refId':'A','query':"
            "{'kind':'prometheus','spec':{'expr':'demo'}}}}]}},'vizConfig':{'kind':'timeseries'}}}},"
            "'timeSettings':{'from':'now-1h','to':'now'},'title':'V2','layout':{'kind':'GridLayout','spec':{'items':["
            "{'kind':'GridLayoutItem','spec':{'x':0,'y':0,'width':12,'height':8,'element':{'name':'p'},"
            "'conditionalRendering':{'kind':'ConditionalRenderingGroup','spec':{'visibility':'show','condition':'and',"
            "'items':[{'kind':'ConditionalRenderingData','spec':{'value':true}}]}}}},"
            "{'kind':'GridLayoutItem','spec':{'x':0,'y':8,'width':12,'height':8,'element':{'name':'q'}}}]}}}";
        QVERIFY(demo.open(json.replace('\'', '"').toStdString()));
        QTRY_VERIFY(!demo.frame("1"));
        QVERIFY(demo.frame("2"));
        (void)demo.store().append(Labels({{"__name__", "sometimes"}}), DemoWindow::kNow - 120'000, 1);
        demo.page().session().refreshNow();
        QTRY_VERIFY(demo.frame("1"));
    }

    void groupByVariablesAreChosenAndApplied()
    {
        DemoWindow demo;
        QVERIFY(demo.open(dashboardOf("{'id':1,'type':'timeseries','title':'G','gridPos':{'x':0,'y':0,'w':24,'h':10},"
                                      "'targets':[{'refId':'A','expr':'sum(demo)'}]}",
                                      ",'templating':{'list':[{'name':'by','type':'groupby','current':{}}]}")));
        QCOMPARE(demo.frame("1")->panel()->data().frames->size(), std::size_t{1});
        QVERIFY(demo.window().findChild<QWidget*>(QStringLiteral("by")));
        QTRY_VERIFY(!demo.page().session().variables().find("by")->options.empty());
        QCOMPARE(demo.page().session().variables().find("by")->options.front().value, std::string("job"));
        demo.page().session().setVariable("by", {"job"});
        QTRY_COMPARE(demo.frame("1")->panel()->data().frames->size(), std::size_t{3});
    }

    void alertsMarkTheirPanel()
    {
        DemoWindow demo;
        // Pending from 40 minutes ago, firing from 30 and over 10 minutes ago; one of another severity.
        const auto append = [&](const char* state, const char* severity, std::int64_t from, std::int64_t to) {
            const Labels labels({{"__name__", "ALERTS"},
                                 {"alertname", "High"},
                                 {"alertstate", state},
                                 {"severity", severity},
                                 {"job", "a"}});
            const std::int64_t start = DemoWindow::kNow - 3'600'000;
            for (std::int64_t t = start + from * 60'000; t < start + to * 60'000; t += 15'000)
                (void)demo.store().append(labels, t, 1);
            (void)demo.store().append(labels, start + to * 60'000, staleMarker());
        };
        append("pending", "page", 20, 30);
        append("firing", "page", 30, 50);
        append("firing", "info", 5, 7);
        demo.setRuleGroups({linkedRule(rules::AlertState::Pending)});
        const QByteArray panels = "{'id':1,'type':'timeseries','title':'Linked','gridPos':{'x':0,'y':0,'w':12,'h':8},"
                                  "'targets':[{'refId':'A','expr':'demo'}]},"
                                  "{'id':2,'type':'timeseries','title':'Other','gridPos':{'x':12,'y':0,'w':12,'h':8},"
                                  "'targets':[{'refId':'A','expr':'demo'}]}";
        QVERIFY(demo.open(dashboardOf(panels, ",'uid':'u'")));
        const auto marks = [&](const char* key) { return demo.frame(key)->panel()->data().marks; };
        QTRY_COMPARE(marks("1").size(), std::size_t{3});
        const std::int64_t start = DemoWindow::kNow - 3'600'000;
        QStringList said;
        for (const PlotMark& mark : marks("1")) {
            said += QString::number((mark.fromMs - start + 15'000) / 60'000) + QLatin1Char(' ') +
                    mark.text.section(QLatin1Char('\n'), 1);
        }
        QCOMPARE(said,
                 QStringList({QStringLiteral("20 normal \u2192 pending"), QStringLiteral("30 pending \u2192 firing"),
                              QStringLiteral("50 firing \u2192 normal")}));
        QVERIFY(marks("1").at(0).text.startsWith(QStringLiteral("High {job=\"a\", severity=\"page\"}")));
        QVERIFY(marks("1").at(1).color != marks("1").at(2).color);
        QVERIFY(marks("2").empty());
        QCOMPARE(demo.frame("1")->alert(), std::optional(rules::AlertState::Pending));
        QVERIFY(demo.frame("1")->accessibleDescription().contains(QStringLiteral("alert: pending")));
        QVERIFY(!demo.frame("2")->alert());
        // Their state follows, and a dashboard that leaves them out shows no marks.
        demo.setRuleGroups({linkedRule(rules::AlertState::Firing)});
        demo.page().session().refreshNow();
        QTRY_COMPARE(demo.frame("1")->alert(), std::optional(rules::AlertState::Firing));
        auto quiet = Dashboard::open(dashboardOf(panels, ",'uid':'u','annotations':{'list':[{'builtIn':1,"
                                                         "'enable':false,'name':'Annotations','datasource':"
                                                         "'-- Grafana --'}]}"));
        QVERIFY(quiet.has_value());
        demo.page().session().setDashboard(std::make_shared<const Dashboard>(std::move(*quiet)));
        demo.setRuleGroups({linkedRule(rules::AlertState::Inactive)});
        demo.page().session().refreshNow();
        QTRY_COMPARE(demo.frame("1")->alert(), std::optional(rules::AlertState::Inactive));
        QTRY_VERIFY(marks("1").empty());
    }
};

QTEST_MAIN(DashboardDataTest)
#include "dashboard_data_test.moc"
