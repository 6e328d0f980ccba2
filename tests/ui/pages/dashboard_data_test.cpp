// What a dashboard asks for reaches its panels in the window.

#include "tests/ui/pages/demo_window.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::string dashboardOf(QByteArray panels, QByteArray rest = {})
{
    QByteArray json = "{'title':'Demo','schemaVersion':42,'time':{'from':'now-1h','to':'now'},'panels':[" + panels +
                      "]" + rest + "}";
    return json.replace('\'', '"').toStdString();
}

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
};

QTEST_MAIN(DashboardDataTest)
#include "dashboard_data_test.moc"
