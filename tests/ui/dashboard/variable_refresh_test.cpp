#include <QtTest/QtTest>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/interpolation.h"
#include "ui/dashboard/interval.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// Answers from a fixed world: two jobs, three instances, two of them of job "node".
class World final : public VariableSource {
public:
    std::vector<std::string> asked;
    bool down = false;

    Result<std::vector<std::string>> labelNames(const std::string&) override { return std::vector<std::string>{"job"}; }
    Result<std::vector<std::string>> labelValues(const std::string& label, const std::string& selector) override
    {
        asked.push_back(label + "@" + selector);
        if (down) return fail(ErrorCode::Io, "the source is down");
        if (label == "job") return std::vector<std::string>{"app", "node"};
        if (selector.find("job=\"node\"") != std::string::npos) return std::vector<std::string>{"n1", "n2"};
        if (selector.find("job=\"app\"") != std::string::npos) return std::vector<std::string>{"a1"};
        return std::vector<std::string>{"a1", "n1", "n2"};
    }
    Result<std::vector<std::string>> metricNames(const std::string&) override { return std::vector<std::string>{"up"}; }
    Result<std::vector<Labels>> series(const std::string&) override { return std::vector<Labels>{}; }
    Result<promql::QueryResultPtr> queryInstant(const std::string&) override
    {
        return fail(ErrorCode::NotFound, "no queries here");
    }
};

/// JSON that is written with ' for ": moc 6.4 loses its way in raw strings.
std::string withQuotes(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

VariableSet setOf(const char* list)
{
    auto dashboard = Dashboard::open(
        withQuotes(std::string("{'schemaVersion':42,'templating':{'list':") + list + "}}"));
    return dashboard ? dashboard->variables() : VariableSet();
}

QString selectedText(const VariableSet& set, const char* name)
{
    return QString::fromStdString(set.find(name)->text());
}

constexpr const char* kGroupBy =
    "[{'name':'g','type':'groupby','current':{'value':['gone'],'text':['Gone']}},"
    "{'name':'fixed','type':'groupby','options':[{'text':'A','value':'a'}],'current':{'value':'','text':''},"
    "'defaultValue':{'value':['a'],'text':['A']}}]";

constexpr const char* kChain =
    "["
    "{'name':'instance','type':'query','query':'label_values(up{job=\\'$job\\'}, instance)',"
    "'refresh' : 2, 'multi' : true, 'includeAll' : true"
    "},"
    "{'name':'job','type':'query','query':'label_values(up, job)','refresh':1},"
    "{'name':'device','type':'query','query':'label_values(disk{instance=~\\'$instance\\'}, device)','refresh':1}]";

}  // namespace

class VariableRefreshTest : public QObject {
    Q_OBJECT

private:
    World m_world;
    VariableSet::RefreshContext m_context;

private slots:
    void groupByOffersLabels()
    {
        World world;
        VariableSet set = setOf(kGroupBy);
        set.refreshAll(world, {});
        const Variable& looked = *set.find("g");
        QCOMPARE(looked.options.size(), std::size_t{1});
        QCOMPARE(looked.options.at(0).value, std::string("job"));
        QCOMPARE(looked.selected.at(0).value, std::string("gone"));  // what is chosen stays
        QVERIFY(looked.multi);
        const Variable& fixed = *set.find("fixed");
        QCOMPARE(fixed.options.at(0).value, std::string("a"));
        QCOMPARE(urlValues(fixed), std::vector<std::string>{"a,A"});
        Variable read = looked;
        selectFromUrl(read, {"a__gfc__b,A", "job", ""});
        QCOMPARE(read.selected.size(), std::size_t{2});
        QCOMPARE(read.selected.at(0).value, std::string("a,b"));
        QCOMPARE(read.selected.at(0).text, std::string("A"));
    }

    /// What only another source knows is as the file has it.
    void otherSourcesAreNotAsked()
    {
        World world;
        VariableSet set = setOf(
            "[{'name':'level','type':'query','query':'label_values(level)','datasource':{'type':'loki','uid':'l'},"
            "'options':[{'text':'warn','value':'warn'},{'text':'error','value':'error'}],"
            "'current':{'text':'error','value':'error'},'refresh':1},"
            "{'name':'host','type':'query','query':'SHOW TAG VALUES','datasource':'InfluxDB','current':{'text':'h1',"
            "'value':'h1'},'refresh':1},"
            "{'name':'by','type':'groupby','datasource':{'type':'loki','uid':'l'}},"
            "{'name':'job','type':'query','query':'label_values(up, "
            "job)','datasource':'Prometheus-Loki','refresh':1}]");
        set.refreshAll(world, {});
        QCOMPARE(world.asked, (std::vector<std::string>{"job@up"}));
        QCOMPARE(set.find("level")->options.size(), std::size_t{2});
        QCOMPARE(selectedText(set, "level"), QStringLiteral("error"));
        QCOMPARE(set.find("level")->error, std::string("data source loki is not supported yet"));
        QCOMPARE(selectedText(set, "host"), QStringLiteral("h1"));
        QCOMPARE(set.find("host")->options.size(), std::size_t{1});
        QVERIFY(set.find("by")->options.empty());
        QVERIFY(set.find("job")->error.empty());
    }

    void init()
    {
        m_world = World();
        m_context = {};
        m_context.range = {0, 3'600'000, {"now-1h", "now"}};
        m_context.dataSources = {{"wg", "Watchglass", "prometheus", true}, {"l", "Logs", "loki", false}};
    }

    void aChainIsLookedUpInItsOrder()
    {
        VariableSet set = setOf(kChain);
        set.refreshAll(m_world, m_context);
        QCOMPARE(m_world.asked.size(), std::size_t{3});
        QCOMPARE(m_world.asked[0], std::string("job@up"));
        QCOMPARE(m_world.asked[1], std::string("instance@up{job=\"app\"}"));
        QCOMPARE(selectedText(set, "job"), QStringLiteral("app"));
        QCOMPARE(selectedText(set, "instance"), QStringLiteral("All"));
    }

    void aChangeAsksOnlyWhatFollowsFromIt()
    {
        VariableSet set = setOf(kChain);
        set.refreshAll(m_world, m_context);
        m_world.asked.clear();
        QVERIFY(set.select("job", {"node"}));
        set.refreshDependents("job", m_world, m_context);
        QCOMPARE(m_world.asked.size(), std::size_t{2});
        QCOMPARE(m_world.asked[0], std::string("instance@up{job=\"node\"}"));
        QCOMPARE(set.find("instance")->options.size(), std::size_t{2});
        QVERIFY(!set.select("nobody", {"x"}));
    }

    void theTimeRangeAsksWhatWantsIt()
    {
        VariableSet set = setOf(kChain);
        set.refreshAll(m_world, m_context);
        m_world.asked.clear();
        set.refreshForTimeRange(m_world, m_context);
        QCOMPARE(m_world.asked.size(), std::size_t{2});  // instance and what follows; not job
        QVERIFY(m_world.asked[0].starts_with("instance@"));
    }

    void aSourceThatIsDownKeepsTheSelection()
    {
        VariableSet set = setOf(kChain);
        set.refreshAll(m_world, m_context);
        QVERIFY(set.select("job", {"node"}));
        m_world.down = true;
        set.refreshAll(m_world, m_context);
        QCOMPARE(selectedText(set, "job"), QStringLiteral("node"));
        QCOMPARE(set.find("job")->error, std::string("the source is down"));
        m_world.down = false;
        set.refreshAll(m_world, m_context);
        QCOMPARE(set.find("job")->error, std::string());
        QCOMPARE(selectedText(set, "job"), QStringLiteral("node"));
    }

    void aCircleIsNamed()
    {
        VariableSet set = setOf("[{'name':'a','type':'query','query':'label_values(up{x=\\'$b\\'}, job)'},"
                                "{'name':'b','type':'query','query':'label_values(up{x=\\'$a\\'}, job)'}]");
        QCOMPARE(set.dependencyOrder().size(), std::size_t{2});
        const std::string error = set.find("a")->error + set.find("b")->error;
        QVERIFY2(error.find("a -> b") != std::string::npos || error.find("b -> a") != std::string::npos, error.c_str());
    }

    void otherTypes()
    {
        VariableSet set = setOf(
            "["
            "{'name':'c','type':'custom','query':'One : 1, Two : 2','current':{'text':'Two','value':'2'}},"
            "{'name':'k','type':'constant','query':'fixed'},"
            "{'name':'t','type':'textbox','query':'free'},"
            "{'name':'i','type':'interval','query':'1m,10m','auto':true,'auto_count':60,'auto_min':'10s',"
            "'current':{'text':'auto','value':'$__auto_interval_i'}},"
            "{'name':'d','type':'datasource','query':'prometheus'},"
            "{'name':'all','type':'custom','query':'x,y','includeAll':true,'allValue':'.*',"
            "'current':{'text':'All','value':'$__all'}}]");
        set.refreshAll(m_world, m_context);
        InterpolationContext context;
        context.variables = &set;
        context.range = m_context.range;
        QCOMPARE(QString::fromStdString(interpolate("$c $k $t $i $d $all", context)),
                 QStringLiteral("2 fixed free 1m wg .*"));
        QCOMPARE(selectedText(set, "c"), QStringLiteral("Two"));
        QCOMPARE(set.find("d")->options.size(), std::size_t{1});
        QVERIFY(set.select("t", {"typed"}));
        QCOMPARE(QString::fromStdString(interpolate("$t", context)), QStringLiteral("typed"));
    }

    void severalValuesReadAsAlternatives()
    {
        VariableSet set = setOf("[{'name':'m','type':'custom','query':'a.b,c','multi':true,'includeAll':true,"
                                "'current':{'text':['a.b','c'],'value':['a.b','c']}}]");
        set.refreshAll(m_world, m_context);
        InterpolationContext context;
        context.variables = &set;
        QCOMPARE(interpolate("{x=~\"$m\"}", context, DefaultFormat::Prometheus), std::string("{x=~\"(a\\\\.b|c)\"}"));
        QCOMPARE(interpolate("$m", context), std::string("{a.b,c}"));
        QVERIFY(set.select("m", {std::string(kAllValue)}));
        QCOMPARE(interpolate("$m", context, DefaultFormat::Prometheus), std::string("(a\\\\.b|c)"));
        QCOMPARE(selectedText(set, "m"), QStringLiteral("All"));
    }

    void steps_data()
    {
        QTest::addColumn<qint64>("hours");
        QTest::addColumn<qint64>("points");
        QTest::addColumn<QByteArray>("minStep");
        QTest::addColumn<qint64>("stepMs");
        QTest::addColumn<qint64>("rateMs");
        QTest::newRow("scrape interval is the least")
            << qint64{1} << qint64{1000} << QByteArray() << qint64{15'000} << qint64{60'000};
        QTest::newRow("long range") << qint64{24} << qint64{1000} << QByteArray() << qint64{60'000} << qint64{75'000};
        QTest::newRow("min step") << qint64{1} << qint64{1000} << QByteArray("2m") << qint64{120'000}
                                  << qint64{480'000};
        QTest::newRow("min step of the rate")
            << qint64{1} << qint64{1000} << QByteArray("$__rate_interval") << qint64{60'000} << qint64{60'000};
    }

    /// pkg/promlib/models/query.go.
    void steps()
    {
        QFETCH(qint64, hours);
        QFETCH(qint64, points);
        QFETCH(QByteArray, minStep);
        StepRequest request;
        request.range = {0, hours * 3'600'000, {}};
        request.maxDataPoints = points;
        request.scrapeIntervalMs = 15'000;
        request.intervalMs = calculateInterval(request.range.lengthMs(), static_cast<double>(points), 15'000).ms;
        request.targetInterval = minStep.toStdString();
        const PrometheusStep step = prometheusStep(request);
        QTEST(qint64{step.stepMs}, "stepMs");
        QTEST(qint64{step.rateIntervalMs}, "rateMs");
    }

    /// Grafana's `regexApplyTo`: the value unless it says "text".
    void aRegularExpressionLooksAtValueOrText()
    {
        const std::vector<VariableOption> found = {{"Berlin", "de-1"}, {"Bonn", "de-2"}, {"Paris", "fr-1"}};
        const auto texts = [](const Result<std::vector<VariableOption>>& options) {
            QStringList out;
            for (const VariableOption& one : *options) out << QString::fromStdString(one.text + "=" + one.value);
            return out;
        };
        const VariableSet set = setOf("[{'name':'a','type':'query','regex':'/1/'},"
                                      "{'name':'b','type':'query','regex':'/^B/','regexApplyTo':'text'},"
                                      "{'name':'c','type':'query','regex':'/^B/','regexApplyTo':'value'}]");
        const auto options = [&](const char* name) {
            const Variable& variable = *set.find(name);
            return texts(variableOptions(found, variable.regex, variable.sort, variable.regexApplies));
        };
        QCOMPARE(options("a"), (QStringList{"Berlin=de-1", "Paris=fr-1"}));
        QCOMPARE(options("b"), (QStringList{"Berlin=de-1", "Bonn=de-2"}));
        QCOMPARE(options("c"), QStringList());
    }
};

QTEST_APPLESS_MAIN(VariableRefreshTest)
#include "variable_refresh_test.moc"
