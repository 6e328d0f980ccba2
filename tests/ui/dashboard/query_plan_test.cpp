// Where the steps of a panel's queries lie.

#include "ui/dashboard/query_plan.h"

#include <QtTest/QtTest>

#include "ui/dashboard/foreign_source.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kNow = 1'700'000'083'217;

const char* const kDashboard = R"json({"title": "D", "schemaVersion": 39, "panels": [
  {"id": 1, "type": "timeseries", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
   "targets": [{"refId": "A", "expr": "rate(m[$__rate_interval])"}]}]})json";

}  // namespace

class QueryPlanTest : public QObject {
    Q_OBJECT

private:
    static PlannedQuery plan(std::int64_t dataSinceMs, bool align)
    {
        const Result<Dashboard> dashboard = Dashboard::open(kDashboard);
        const std::vector<Panel> panels = dashboard->panels();
        const VariableSet variables;
        PlanContext context;
        context.range.fromMs = kNow - 24 * kHour;
        context.range.toMs = kNow;
        context.variables = &variables;
        context.dataSinceMs = dataSinceMs;
        context.alignSteps = align;
        return planPanelQueries(panels.at(0), context).queries.at(0);
    }

private slots:
    void otherSourcesAreKnownByTypeOrByAWordOfTheirName_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("foreign");
        const auto row = [](const char* title, const char* type, const char* name, const char* foreign) {
            QTest::newRow(title) << std::string(type) << std::string(name) << std::string(foreign);
        };
        row("a type", "loki", "x", "loki");
        row("ours by type", "grafana-amazonprometheus-datasource", "Loki", "");
        row("a name", "", "Loki", "loki");
        row("a word of a name", "", "eu-west.Loki 2", "loki");
        row("no word of a name", "", "TemporalMetrics", "");  // Prometheus, in a dashboard of the corpus
        row("ours before another", "", "influx-prom", "");
        row("ours within a word", "", "Azure VictoriaMetrics", "");
        row("a variable", "", "$loki", "");
        row("nothing known", "", "P1809F7CD0C75ACF3", "");
    }

    void otherSourcesAreKnownByTypeOrByAWordOfTheirName()
    {
        QFETCH(std::string, type);
        QFETCH(std::string, name);
        QFETCH(std::string, foreign);
        QCOMPARE(foreignSource(type, name), foreign);
    }

    void liesOnMultiplesOfTheStep()
    {
        const PlannedQuery query = plan(kNow - 48 * kHour, true);
        QVERIFY(query.stepMs >= 60'000);
        QCOMPARE(query.endMs % query.stepMs, std::int64_t{0});
        QCOMPARE(query.startMs % query.stepMs, std::int64_t{0});
        QVERIFY(query.endMs <= kNow && query.endMs > kNow - query.stepMs);
    }

    void endsNowWhileNoStepSeesTheFirstSamples()
    {
        const PlannedQuery query = plan(kNow - 12'000, true);
        QCOMPARE(query.endMs, kNow);
        QCOMPARE((query.endMs - query.startMs) % query.stepMs, std::int64_t{0});
        // A step just behind the first sample is not enough for a rate.
        const std::int64_t aligned = kNow - kNow % query.stepMs;
        QCOMPARE(plan(aligned - 20'000, true).endMs, kNow);
        QCOMPARE(plan(aligned - 30'000, true).endMs, aligned);
    }

    void adHocFiltersStandInEverySelector()
    {
        const QByteArray json = QByteArray(
                                    "{'schemaVersion':42,'templating':{'list':[{'name':'f','type':'adhoc','filters':["
                                    "{'key':'job','operator':'=','value':'a.b'},"
                                    "{'key':'env','operator':'!~','value':'x.*'},"
                                    "{'key':'odd','operator':'<','value':'1'}]},"
                                    "{'name':'logs','type':'adhoc','datasource':{'type':'loki','uid':'l'},'filters':["
                                    "{'key':'level','operator':'=','value':'error'}]}]},"
                                    "'panels':[{'id':1,'type':'timeseries','targets':["
                                    "{'refId':'A','expr':'sum(rate(up{x=~`y`}[5m])) by (job) / down'},"
                                    "{'refId':'B','expr':'{job=`x`}','datasource':'Loki'}]}]}")
                                    .replace('\'', '"');
        const Result<Dashboard> dashboard = Dashboard::open(json.toStdString());
        const std::vector<Panel> panels = dashboard->panels();
        PlanContext context;
        context.range.fromMs = kNow - kHour;
        context.range.toMs = kNow;
        context.variables = &dashboard->variables();
        const PanelQueryPlan plan = planPanelQueries(panels.at(0), context);
        QString expected = QStringLiteral("sum(rate(up{x=~`y`, job='a.b', env!~'x.*'}[5m])) by (job) / "
                                          "down{job='a.b', env!~'x.*'}");
        expected.replace(QLatin1Char('\''), QLatin1Char('"'));
        QCOMPARE(QString::fromStdString(plan.queries.at(0).expr), expected);
        QCOMPARE(plan.queries.size(), std::size_t{1});
        QCOMPARE(plan.problems.size(), std::size_t{2});  // PromQL has no "<" for labels, nobody asks Loki
        QCOMPARE(plan.problems.back(), std::string("query B: data source loki is not supported yet"));
    }

    void adHocFiltersOfALinkAreTaken()
    {
        const auto dashboard = Dashboard::open(
            R"({"schemaVersion":42,"templating":{"list":[{"name":"f","type":"adhoc","filters":[{"key":"x","value":"y"}]}]},
                "panels":[{"id":1,"type":"stat","targets":[{"refId":"A","expr":"up"}]}]})");
        VariableSet variables = dashboard->variables();
        PlanContext context;
        context.range = {kNow - kHour, kNow, {}};
        context.variables = &variables;
        const auto expr = [&] { return planPanelQueries(dashboard->panels().at(0), context).queries.at(0).expr; };
        QCOMPARE(expr(), std::string(R"(up{x="y"})"));  // an operator that is not written is "="
        const std::vector<std::string> filters{"env|=__gfp__|a.b|c", "job|!=|d__gfp__e"};
        QVERIFY(variables.select("f", filters));
        QCOMPARE(expr(), std::string(R"(up{env=~"a\\.b|c", job!="d|e"})"));
        QCOMPARE(urlValues(*variables.find("f")), filters);
        QVERIFY(variables.select("f", {}));
        QCOMPARE(expr(), std::string("up"));
    }

    void groupByVariablesAreAmongTheLabels_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* query, const char* expected) {
            QTest::newRow(query) << QByteArray(query) << QByteArray(expected);
        };
        row("sum(x)", "sum by (job, a)(x)");
        row("sum by (job) (x)", "sum by (job, a) (x)");
        row("SUM(x{l=\")\"}) BY ()", "SUM(x{l=\")\"}) BY (job, a)");
        row("max without (i) (sum by (a, job) (x))", "max without (i, job, a) (sum by (a, job) (x))");
        row("topk(3, avg(x) by (l)) / count # (\n (y)",
            "topk by (job, a)(3, avg(x) by (l, job, a)) / count by (job, a) # (\n (y)");
        row("x + y", "x + y");
        row("sum(", "sum(");
    }

    void groupByVariablesAreAmongTheLabels()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, expected);
        json::Value document = *json::parse(
            "{\"schemaVersion\":42,\"templating\":{\"list\":[{\"name\":\"g\",\"type\":\"groupby\",\"current\":"
            "{\"value\":[\"job\",\"a\"],\"text\":[\"job\",\"a\"]}}]},\"panels\":[{\"id\":1,\"type\":\"timeseries\","
            "\"targets\":[{\"refId\":\"A\"}]}]}");
        document.edit("panels").mutableItems().at(0).edit("targets").mutableItems().at(0).set("expr",
                                                                                              query.toStdString());
        const auto dashboard = Dashboard::fromDocument(document);
        PlanContext context;
        context.range = {kNow - kHour, kNow, {}};
        context.variables = &dashboard->variables();
        const std::vector<Panel> panels = dashboard->panels();
        QCOMPARE(QByteArray::fromStdString(planPanelQueries(panels.at(0), context).queries.at(0).expr), expected);
    }

    void absurdStepsAreCut()
    {
        StepRequest request;
        request.range = {kNow - kHour, kNow, {}};
        request.intervalFactor = std::numeric_limits<std::int64_t>::max();
        QVERIFY(prometheusStep(request).stepMs > 0);
        request.intervalFactor = 1;
        request.targetInterval = "1e300";
        QVERIFY(prometheusStep(request).stepMs > 0);
        QVERIFY(*parseIntervalMs("99999999999999999999y") > 0);
        QVERIFY(!parseIntervalMs("nan"));
    }

    void allThatNamesItselfEnds()
    {
        Variable variable;
        variable.name = "v";
        variable.allValue = "x$v${w}";
        variable.selected = {{"All", std::string(kAllValue)}};
        Variable other = variable;
        other.name = "w";
        other.allValue = "[[v]]y";
        const VariableSet variables({variable, other});
        InterpolationContext context;
        context.variables = &variables;
        QCOMPARE(interpolate("$v", context), std::string("xx$v${w}x$v${w}y"));
    }

    void endsNowWhenAskedTo() { QCOMPARE(plan(kNow - 48 * kHour, false).endMs, kNow); }
};

QTEST_APPLESS_MAIN(QueryPlanTest)
#include "query_plan_test.moc"
