// What Grafana itself answers: snapshots, a random walk, lists of files.

#include "ui/dashboard/grafana_source.h"

#include <QtTest/QtTest>

#include "ui/dashboard/import_report.h"
#include "ui/dashboard/query_plan.h"
#include "ui/frame/frame_json.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;

json::Value parsed(QByteArray text)
{
    const auto value = json::parse(text.replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

struct Shown {
    std::vector<Frame> frames;
    std::vector<std::string> problems;
};

/// The frames of a panel without an engine.
Shown shown(const QByteArray& panel)
{
    const auto dashboard = Dashboard::fromDocument(parsed("{'schemaVersion':42,'title':'D','panels':[" + panel + "]}"));
    PlanContext context;
    context.range = {kNow - 3'600'000, kNow, {}};
    const std::vector<Panel> panels = dashboard->panels();
    const PanelQueryPlan plan = planPanelQueries(panels.at(0), context);
    Shown out;
    out.problems = plan.problems;
    out.frames = buildFrames(panels.at(0), plan, {}, &out.problems);
    return out;
}

const char* const kWalk = "{'id':1,'type':'timeseries','datasource':{'type':'datasource','uid':'grafana'},"
                          "'maxDataPoints':100,'targets':[{'refId':'A'},"
                          "{'refId':'B','datasource':'__expr__','type':'reduce','expression':'A','reducer':'count'}]}";

}  // namespace

class GrafanaSourceTest : public QObject {
    Q_OBJECT

private slots:
    void walksAtRandomForWantOfAQuery()
    {
        const Shown first = shown(kWalk);
        QVERIFY(first.problems.empty());
        QCOMPARE(first.frames.size(), std::size_t{2});
        const Frame& walk = first.frames.at(0);
        QCOMPARE(walk.refId, std::string("A"));
        QCOMPARE(walk.fields.at(1).displayName, std::string("A-series"));
        QCOMPARE(walk.fields.at(0).values.number(0), static_cast<double>(kNow - 3'600'000));
        QCOMPARE(walk.stepMs, std::int64_t{30'000});
        QCOMPARE(walk.rows(), std::size_t{120});
        QVERIFY(walk.fields.at(1).values.number(0) >= 0 && walk.fields.at(1).values.number(0) <= 100);
        for (std::size_t i = 1; i < walk.rows(); ++i) {
            const double step = walk.fields[1].values.number(i) - walk.fields[1].values.number(i - 1);
            QVERIFY(std::abs(step) <= 0.5);
        }
        // Expressions take it for what a query says, and the same range has the same walk.
        QCOMPARE(first.frames.at(1).fields.at(0).values.number(0), 120.0);
        QCOMPARE(shown(kWalk).frames.at(0).fields.at(1).values.number(119), walk.fields.at(1).values.number(119));
    }

    void showsSnapshots()
    {
        const Shown got = shown("{'id':1,'type':'table','datasource':'-- Grafana --','targets':[{'refId':'A',"
                                "'queryType':'snapshot','snapshot':[{'schema':{'refId':'Q','name':'n','fields':["
                                "{'name':'t','type':'time'},{'name':'v','type':'number','labels':{'job':'a'},"
                                "'config':{'unit':'s'}}]},'data':{'values':[[1000,2000,3000],[1,null,0]],"
                                "'entities':[null,{'NaN':[2]}],'bases':[500],'factors':[null,10]}}]}]}");
        QVERIFY(got.problems.empty());
        QCOMPARE(got.frames.size(), std::size_t{1});
        const Frame& frame = got.frames.at(0);
        QCOMPARE(frame.refId, std::string("Q"));
        QCOMPARE(frame.fields.at(0).values.number(0), 1500.0);
        QCOMPARE(frame.fields.at(1).values.number(0), 10.0);
        QVERIFY(!frame.fields.at(1).values.has(1));
        QVERIFY(frame.fields.at(1).values.has(2) && std::isnan(frame.fields.at(1).values.number(2)));
        QCOMPARE(frame.fields.at(1).config.unit.value_or(""), std::string("s"));
        QCOMPARE(std::string(frame.fields.at(1).labels.get("job")), std::string("a"));
    }

    /// Dashboards that were shared as a snapshot hold the data in the panel.
    void showsPanelsOfSnapshots()
    {
        const Shown got = shown("{'id':1,'type':'timeseries','targets':[],'snapshotData':["
                                "{'target':'old','datapoints':[[3,1000],[null,2000]]},"
                                "{'fields':[{'name':'time','values':[1,2]},{'name':'v','values':['a','b']}]},"
                                "{'type':'table','columns':[{'text':'Time'},{'text':'n','unit':'s'}],"
                                "'rows':[[1000,5],[2000,6]]}]}");
        QCOMPARE(got.frames.size(), std::size_t{3});
        QCOMPARE(got.frames.at(0).fields.at(1).displayName, std::string("old"));
        QCOMPARE(got.frames.at(0).fields.at(1).values.number(0), 3.0);
        QCOMPARE(got.frames.at(1).fields.at(1).type, FieldType::String);
        QCOMPARE(got.frames.at(2).fields.at(0).type, FieldType::Time);
        QCOMPARE(got.frames.at(2).fields.at(1).values.number(1), 6.0);
    }

    void saysWhatIsNotAtHand()
    {
        const QByteArray live = "{'id':1,'type':'timeseries','datasource':'-- Grafana --','targets':["
                                "{'refId':'A','queryType':'measurements','channel':'stream/x'}]}";
        const Shown got = shown(live);
        QVERIFY(got.frames.empty());
        QCOMPARE(got.problems.size(), std::size_t{1});
        QVERIFY(got.problems.at(0).find("live channels") != std::string::npos);

        const auto dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'title':'D','panels':[" + live + "," + kWalk + "]}"));
        std::map<std::string, Honoured> said;
        for (const ReportLine& line : makeImportReport(*dashboard).lines) said[line.path] = line.honoured;
        QCOMPARE(said["/panels/0/targets/0"], Honoured::NotDrawn);
        QCOMPARE(said["/panels/1/targets/0"], Honoured::Yes);
    }

    void listsWhatThereIs()
    {
        const Shown got = shown("{'id':1,'type':'table','datasource':'-- Grafana --','targets':["
                                "{'refId':'A','queryType':'list','path':'gazetteer'},"
                                "{'refId':'B','queryType':'list','path':'img/bg'}]}");
        QCOMPARE(got.frames.size(), std::size_t{1});
        QCOMPARE(got.frames.at(0).fields.at(0).values.text(0), std::string("countries.json"));
        QCOMPARE(got.problems.size(), std::size_t{1});
    }

    void textsAskForNothing()
    {
        const Shown got = shown("{'id':1,'type':'text','datasource':'-- Grafana --','targets':[{'refId':'A'}]}");
        QVERIFY(got.frames.empty() && got.problems.empty());
    }
};

QTEST_APPLESS_MAIN(GrafanaSourceTest)
#include "grafana_source_test.moc"
