#include "ui/dashboard/annotation.h"

#include <QtTest/QtTest>

#include "ui/dashboard/dashboard_links.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

promql::ResultSeries series(Labels labels, std::vector<double> values)
{
    promql::ResultSeries out;
    out.labels = std::move(labels);
    out.present = {~std::uint64_t{0}};
    out.values = std::move(values);
    return out;
}

}  // namespace

class AnnotationTest : public QObject {
    Q_OBJECT

private slots:
    void asksAsOldAndNewFilesSay()
    {
        const Result<Dashboard> dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'panels':[],'templating':{'list':[{'name':'job','type':'custom','query':'a',"
                   "'current':{'text':'a','value':'a'}}]},'annotations':{'list':["
                   "{'builtIn':1,'name':'Annotations & Alerts','enable':true},"
                   "{'name':'old','enable':true,'expr':'changes(start{job=~`$job`}[$__interval]) > 0','step':'30s'},"
                   "{'name':'new','enable':true,'target':{'expr':'up{x=\\u0022$nope\\u0022}'}}]}}"));
        PlanContext context;
        context.range = {7, 600'007, {}};
        context.variables = &dashboard->variables();
        const auto& list = dashboard->annotations();
        QVERIFY(!planAnnotation(list.at(0), context));
        const auto old = planAnnotation(list.at(1), context);
        QVERIFY(old.has_value());
        QCOMPARE(old->expr, std::string("changes(start{job=~`a`}[30s]) > 0"));
        QCOMPARE(old->stepMs, 30'000);
        QCOMPARE(old->startMs, 0);
        QCOMPARE(old->endMs, 600'000);
        std::vector<std::string> problems;
        QCOMPARE(planAnnotation(list.at(2), context, &problems)->stepMs, 60'000);
        QCOMPARE(problems, (std::vector<std::string>{"annotation \"new\": the variable $nope does not exist"}));
        // Months do not ask for more points than a graph has.
        context.range.toMs = 90LL * 86'400'000;
        QVERIFY(planAnnotation(list.at(1), context)->stepMs > 3'600'000);
    }

    void otherSourcesAreNotAsked()
    {
        AnnotationQuery annotation;
        annotation.name = "logs";
        annotation.expr = "{job='x'}";
        PlanContext context;
        context.range = {0, 600'000, {}};
        QVERIFY(planAnnotation(annotation, context));
        annotation.model = parsed("{'datasource':{'type':'loki','uid':'l'}}");
        std::vector<std::string> problems;
        QVERIFY(!planAnnotation(annotation, context, &problems));
        QCOMPARE(problems, (std::vector<std::string>{"annotation \"logs\": data source loki is not supported yet"}));
    }

    void samplesAboveZeroAreEventsAndNeighboursOneSpan()
    {
        AnnotationQuery annotation;
        annotation.name = "deploys";
        annotation.titleFormat = "{{job}} on {{host}}";
        annotation.textFormat = "version {{version}}";
        annotation.tagKeys = "job, env";
        promql::QueryResult result;
        result.grid = {1'000, 10, 8};
        result.series.push_back(
            series(Labels{{"job", "api"}, {"env", "prod"}, {"version", "2"}}, {0, 1, 2, 0, 0, 3, -1, 0}));
        result.series.push_back(series(Labels{{"job", "web"}}, {1, 0, 0, 0, 0, 0, 0, 1}));
        const auto events = annotationEvents(annotation, 10, result);
        QCOMPARE(events.size(), std::size_t{4});
        QCOMPARE(events[0].fromMs, 1'000);
        QCOMPARE(events[0].title, std::string("web on host"));
        QCOMPARE(events[1].fromMs, 1'010);
        QCOMPARE(events[1].toMs, 1'020);
        QCOMPARE(events[1].title, std::string("api on host"));
        QCOMPARE(events[1].text, std::string("version 2"));
        QCOMPARE(events[1].tags, (std::vector<std::string>{"prod", "api"}));
        QCOMPARE(events[2].fromMs, 1'050);
        QCOMPARE(events[2].toMs, 1'050);
        QCOMPARE(events[3].fromMs, 1'070);
        // Three steps do not reach from the first to the second span of the same series, four do.
        QCOMPARE(annotationEvents(annotation, 20, result).size(), std::size_t{4});
        QCOMPARE(annotationEvents(annotation, 30, result).size(), std::size_t{3});
    }

    void valuesCanBeTheTimes()
    {
        AnnotationQuery annotation;
        annotation.useValueForTime = true;
        promql::QueryResult result;
        result.grid = {1'000, 10, 3};
        result.series.push_back(series(Labels{}, {5'000, std::nan(""), 1e300}));
        const auto events = annotationEvents(annotation, 10, result);
        QCOMPARE(events.size(), std::size_t{1});
        QCOMPARE(events[0].fromMs, 5'000);
    }

    void filtersByPanel()
    {
        AnnotationQuery annotation;
        QVERIFY(showsOnPanel(annotation, 3));
        annotation.model = parsed("{'filter':{'ids':[3,4]}}");
        QVERIFY(showsOnPanel(annotation, 3));
        QVERIFY(!showsOnPanel(annotation, 5));
        annotation.model = parsed("{'filter':{'exclude':true,'ids':[3,4]}}");
        QVERIFY(!showsOnPanel(annotation, 3));
        QVERIFY(showsOnPanel(annotation, 5));
    }

    void linksTakeTimeAndVariablesAlong()
    {
        const Result<Dashboard> dashboard = Dashboard::fromDocument(parsed(
            "{'uid':'me','schemaVersion':42,'panels':[],'templating':{'list':[{'name':'job','type':'custom',"
            "'query':'a b','current':{'text':'a b','value':'a b'}}]},'links':["
            "{'type':'link','title':'Of $job','url':'https://x.org/$job?a=1','keepTime':true,'includeVars':true},"
            "{'type':'link','title':'bad','url':'javascript:alert(1)'},"
            "{'type':'dashboards','title':'More','tags':['t'],'asDropdown':true},"
            "{'type':'dashboards','title':'Flat','tags':['t']}]}"));
        InterpolationContext context;
        context.variables = &dashboard->variables();
        context.range = {1, 2, {"now-6h", "now"}};
        context.dashboardUid = "me";
        const std::vector<KnownDashboard> known{
            {"me", "Myself", "me.json", {"t"}}, {"a", "A", "a.json", {"t", "u"}}, {"b", "B", "b.json", {"u"}}};
        const auto entries = linkEntries(dashboard->links(), context, known);
        QCOMPARE(entries.size(), std::size_t{4});
        QCOMPARE(entries[0].title, std::string("Of a b"));
        QCOMPARE(QByteArray::fromStdString(entries[0].links.at(0).href),
                 QByteArray("https://x.org/a b?a=1&from=now-6h&to=now&timezone=utc&var-job=a%20b"));
        QCOMPARE(entries[1].links.at(0).href, std::string("about:blank"));
        QVERIFY(entries[2].asMenu);
        QCOMPARE(entries[2].links.size(), std::size_t{1});
        QCOMPARE(entries[2].links.at(0).location, std::string("a.json"));
        QCOMPARE(entries[3].title, std::string("A"));
        QCOMPARE(linkedDashboardUid("/d/abc/any-name?var-x=1"), std::string("abc"));
        QCOMPARE(linkedDashboardUid("d/abc"), std::string("abc"));
        QCOMPARE(linkedDashboardUid("https://x.org/d/abc"), std::string());
        const auto links = panelLinks({{"", "file:///etc/passwd", false}, {"T", "https://x.org/$job", false}}, context);
        QCOMPARE(links.at(1).href, std::string("https://x.org/a b"));
    }
};

QTEST_APPLESS_MAIN(AnnotationTest)
#include "annotation_test.moc"
