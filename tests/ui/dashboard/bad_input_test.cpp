// What hostile and broken files must not do: each has its message at its place, and all else works.

#include <QtTest/QtTest>

#include "ui/dashboard/layout.h"
#include "ui/dashboard/query_plan.h"
#include "ui/dashboard/url_text.h"
#include "ui/frame/transform.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

class NoValues final : public VariableSource {
public:
    Result<std::vector<std::string>> labelNames(const std::string&) override { return std::vector<std::string>{"a"}; }
    Result<std::vector<std::string>> labelValues(const std::string&, const std::string&) override
    {
        ++lookups;
        return std::vector<std::string>{"x1", "x2", "y"};
    }
    Result<std::vector<std::string>> metricNames(const std::string&) override { return std::vector<std::string>{}; }
    Result<std::vector<Labels>> series(const std::string&) override { return std::vector<Labels>{}; }
    Result<promql::QueryResultPtr> queryInstant(const std::string&) override
    {
        return fail(ErrorCode::NotFound, "no data");
    }
    int lookups = 0;
};

VariableSet lookedUp(const Dashboard& dashboard, NoValues& source)
{
    VariableSet set = dashboard.variables();
    VariableSet::RefreshContext context;
    context.range = {0, 3'600'000, {}};
    set.refreshAll(source, context);
    return set;
}

}  // namespace

class BadInputTest : public QObject {
    Q_OBJECT

private slots:
    void notJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("where");
        QTest::newRow("empty") << QByteArray() << QByteArray("1:1");
        QTest::newRow("a word") << QByteArray("hello") << QByteArray("1:1");
        QTest::newRow("in the middle") << QByteArray("{\n  \"a\": tru\n}") << QByteArray("2:8");
        QTest::newRow("open") << QByteArray("{\"panels\": [") << QByteArray("1:13");
        QTest::newRow("deep") << QByteArray(100'000, '[') << QByteArray();
    }

    void notJson()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, where);
        const auto dashboard = Dashboard::open(text.toStdString());
        QVERIFY(!dashboard);
        QVERIFY(!dashboard.error().message.empty());
        if (!where.isEmpty()) QCOMPARE(QByteArray::fromStdString(dashboard.error().where), where);
    }

    void jsonButNoDashboard()
    {
        for (const char* text : {"{}", "[]", "3", "\"x\"", "null", R"({"panels":3})", R"({"dashboard":[]})",
                                 R"({"kind":"Deployment","spec":{}})"}) {
            const auto dashboard = Dashboard::open(text);
            if (dashboard) continue;  // what has panels of a wrong type is an empty dashboard
            QVERIFY2(!dashboard.error().message.empty(), text);
        }
        QVERIFY(!Dashboard::open("{}"));
        QVERIFY(!Dashboard::open("null"));
    }

    void cyclicVariablesAreNamedAndBrokenAtOnePlace()
    {
        const auto dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'panels':[],'templating':{'list':["
                   "{'name':'a','type':'query','query':'label_values(up{x=~\\u0022$b\\u0022}, l)'},"
                   "{'name':'b','type':'query','query':'label_values(up{x=~\\u0022$c\\u0022}, l)'},"
                   "{'name':'c','type':'query','query':'label_values(up{x=~\\u0022$a\\u0022}, l)'},"
                   "{'name':'free','type':'query','query':'label_values(up, l)'}]}}"));
        NoValues source;
        const VariableSet set = lookedUp(*dashboard, source);
        QCOMPARE(source.lookups, 4);  // each once
        int named = 0;
        for (const char* name : {"a", "b", "c"}) {
            const std::string& error = set.find(name)->error;
            named += error.find("refer") != std::string::npos ? 1 : 0;
            QCOMPARE(set.find(name)->options.size(), std::size_t{3});
        }
        QVERIFY(named >= 1);
        QCOMPARE(set.find("free")->error, std::string());
    }

    void undefinedVariablesStayAndAreNamed()
    {
        const auto dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'panels':[{'id':1,'type':'stat','title':'of $nope',"
                   "'targets':[{'refId':'A','expr':'up{job=~\\u0022$nope\\u0022} + ${also.nope:csv}'}]}]}"));
        PlanContext context;
        context.range = {0, 60'000, {}};
        context.variables = &dashboard->variables();
        const PanelQueryPlan plan = planPanelQueries(dashboard->panels().at(0), context);
        QCOMPARE(plan.queries.at(0).expr, std::string("up{job=~\"$nope\"} + ${also.nope:csv}"));
        QCOMPARE(plan.problems.size(), std::size_t{2});
        QVERIFY(plan.problems.at(0).find("$nope does not exist") != std::string::npos);
        QCOMPARE(interpolateFor(plan, "of $nope"), std::string("of $nope"));
    }

    void absurdPlacesLieOnTheGrid()
    {
        const auto dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'panels':["
                   "{'id':1,'type':'stat','gridPos':{'x':-5,'y':-9,'w':-3,'h':-1}},"
                   "{'id':2,'type':'stat','gridPos':{'x':1e300,'y':1e300,'w':1e300,'h':1e300}},"
                   "{'id':3,'type':'stat','gridPos':{'x':'a','y':null,'w':[],'h':{}}},"
                   "{'id':4,'type':'stat','gridPos':7},{'id':5,'type':'stat'}]}"));
        const auto placed = layoutPanels(dashboard->panels(), dashboard->variables());
        QCOMPARE(placed.size(), std::size_t{5});
        for (const PlacedPanel& one : placed) {
            QVERIFY(one.pos.x >= 0 && one.pos.w >= 1 && one.pos.x + one.pos.w <= kGridColumns);
            QVERIFY(one.pos.y >= 0 && one.pos.h > 0 && one.pos.y + one.pos.h < 1e6);
        }
        QVERIFY(layoutHeight(placed) < 10'000'000);
    }

    void badRegularExpressionsAreTheVariablesTrouble()
    {
        const auto dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'panels':[],'templating':{'list':["
                   "{'name':'bad','type':'query','query':'label_values(up, l)','regex':'/(/'},"
                   "{'name':'ahead','type':'query','query':'label_values(up, l)','regex':'/^x(?!2)/'},"
                   "{'name':'slow','type':'query','query':'label_values(up, l)','regex':'/(a+)+$/'}]}}"));
        NoValues source;
        const VariableSet set = lookedUp(*dashboard, source);
        QVERIFY(set.find("bad")->error.find("bad regular expression") != std::string::npos);
        QCOMPARE(set.find("ahead")->error, std::string());  // RE2 has no lookahead, dashboards do
        QCOMPARE(set.find("ahead")->options.size(), std::size_t{1});
    }

    void transformationsPassOverMissingFields()
    {
        std::vector<Frame> frames(1);
        Field field;
        field.name = "v";
        field.values = Values::numbers({1, 2});
        frames[0].fields.push_back(field);
        const json::Value steps = parsed(
            "[{'id':'organize','options':{'renameByName':{'x':'y'},'excludeByName':{'z':true}}},"
            "{'id':'sortBy','options':{'sort':[{'field':'x'}]}},"
            "{'id':'filterFieldsByName','options':{'exclude':{'names':['x']}}},"
            "{'id':'calculateField','options':{'mode':'binary','binary':{'left':'x','right':'y','operator':'+'}}},"
            "{'id':'partitionByValues','options':{'fields':['x']}},{'id':'rowsToFields','options':{}},"
            "{'id':'extractFields','options':{'source':'x'}},{'id':'configFromData','options':{'configRefId':'Z'}},"
            "{'id':'convertFieldType','options':{'conversions':[{'targetField':'x','destinationType':'number'}]}},"
            "{'id':'nothing like this'},{},3,null]");
        std::vector<std::string> problems;
        const auto out = applyTransformations(frames, steps, &problems);
        QCOMPARE(out.at(0).rows(), std::size_t{2});
        QVERIFY(!problems.empty());
    }

    void hostileLinksLeadNowhere()
    {
        for (const char* url : {"javascript:alert(1)", " JavaScript:alert(1)", "java\tscript:alert(1)",
                                "data:text/html,<script>", "vbscript:x"}) {
            QCOMPARE(safeLink(url), std::string("about:blank"));
        }
        QCOMPARE(safeLink("https://example.org/a"), std::string("https://example.org/a"));
    }
};

QTEST_APPLESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
