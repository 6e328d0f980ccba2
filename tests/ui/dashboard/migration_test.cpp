#include "ui/dashboard/migration.h"

#include <QDir>
#include <QtTest/QtTest>

#include "tests/support/shared_files.h"
#include "ui/dashboard/dashboard.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(const QByteArray& text)
{
    const auto value = json::parse({text.constData(), static_cast<std::size_t>(text.size())});
    if (!value) qFatal("bad JSON in the test: %s", text.constData());
    return *value;
}

QByteArray written(const json::Value& value) { return QByteArray::fromStdString(json::write(value)); }

/// The value at a path in which numbers select items: "panels.0.gridPos.w".
json::Value at(json::Value value, const QByteArray& path)
{
    for (const QByteArray& name : path.split('.')) {
        bool index = false;
        const auto number = name.toUInt(&index);
        json::Value next = index ? value.at(number)
                                 : value[std::string_view(name.constData(), std::size_t(name.size()))];
        value = std::move(next);
    }
    return value;
}

}  // namespace

class MigrationTest : public QObject {
    Q_OBJECT

private slots:
    void panels_data()
    {
        QTest::addColumn<QByteArray>("panel");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* panel, const char* path, const char* expected) {
            QTest::newRow(name) << QByteArray(panel) << QByteArray(path) << QByteArray(expected);
        };
        const char* graph = R"({"type":"graph","lines":true,"fill":2,"linewidth":3,"points":true,"pointradius":1,
            "nullPointMode":"connected","steppedLine":true,"stack":true,"percentage":true,
            "yaxes":[{"format":"bytes","min":"0","max":"x","logBase":10,"label":"L","show":true,"decimals":1},
                     {"format":"percent","show":true}],
            "aliasColors":{"a":"pink"},
            "seriesOverrides":[{"alias":"/b.*/","yaxis":2},{"alias":"c","lines":false,"bars":true,"legend":false}],
            "legend":{"show":true,"values":true,"avg":true,"current":true,"alignAsTable":true,"rightSide":true},
            "tooltip":{"shared":false,"sort":2},
            "thresholds":[{"value":90,"op":"gt","colorMode":"critical","fill":true,"line":true}]})";
        row("graph type", graph, "type", R"("timeseries")");
        row("graph unit", graph, "fieldConfig.defaults.unit", R"("bytes")");
        row("graph decimals", graph, "fieldConfig.defaults.decimals", "1");
        row("graph min is text", graph, "fieldConfig.defaults.min", "0");
        row("graph max is no number", graph, "fieldConfig.defaults.max", "null");
        row("graph log", graph, "fieldConfig.defaults.custom.scaleDistribution", R"({"type":"log","log":10})");
        row("graph style", graph, "fieldConfig.defaults.custom.drawStyle", R"("line")");
        row("graph fill", graph, "fieldConfig.defaults.custom.fillOpacity", "20");
        row("graph points", graph, "fieldConfig.defaults.custom.pointSize", "4");
        row("graph nulls", graph, "fieldConfig.defaults.custom.spanNulls", "true");
        row("graph steps", graph, "fieldConfig.defaults.custom.lineInterpolation", R"("stepAfter")");
        row("graph stack", graph, "fieldConfig.defaults.custom.stacking.mode", R"("percent")");
        row("graph colour", graph, "fieldConfig.overrides.0",
            R"({"matcher":{"id":"byName","options":"a"},"properties":[{"id":"color","value":)"
            R"({"mode":"fixed","fixedColor":"pink"}}]})");
        row("graph regex override", graph, "fieldConfig.overrides.1.matcher", R"({"id":"byRegexp","options":"/b.*/"})");
        row("right axis unit", graph, "fieldConfig.overrides.1.properties.0", R"({"id":"unit","value":"percent"})");
        row("bars override", graph, "fieldConfig.overrides.2.properties.1",
            R"({"id":"custom.drawStyle","value":"bars"})");
        row("hidden from legend", graph, "fieldConfig.overrides.2.properties.3.value.legend", "true");
        row("graph legend", graph, "options.legend.calcs", R"(["mean","lastNotNull"])");
        row("graph legend place", graph, "options.legend.placement", R"("right")");
        row("graph legend table", graph, "options.legend.displayMode", R"("table")");
        row("graph tooltip", graph, "options.tooltip", R"({"mode":"single","sort":"desc"})");
        row("graph thresholds", graph, "fieldConfig.defaults.thresholds.steps",
            R"([{"value":null,"color":"transparent"},{"value":90,"color":"red"}])");
        row("graph threshold style", graph, "fieldConfig.defaults.custom.thresholdsStyle.mode", R"("line+area")");
        const char* bare = R"({"type":"graph"})";
        row("bare graph fill", bare, "fieldConfig.defaults.custom.fillOpacity", "10");
        row("bare graph points", bare, "fieldConfig.defaults.custom.showPoints", R"("never")");
        row("bare graph tooltip", bare, "options.tooltip.mode", R"("multi")");
        row("bare graph unit", bare, "fieldConfig.defaults.unit", R"("short")");
        row("series graph", R"({"type":"graph","xaxis":{"mode":"series","values":["current"]}})",
            "options.reduceOptions.calcs", R"(["lastNotNull"])");
        row("lower thresholds",
            R"({"type":"graph","thresholds":[{"value":5,"op":"lt","colorMode":"warning","fill":true}]})",
            "fieldConfig.defaults.thresholds.steps",
            R"([{"value":null,"color":"orange"},{"value":5,"color":"transparent"}])");

        const char* single = R"({"type":"singlestat","valueName":"current","format":"percent","colorBackground":true,
            "thresholds":"50,80","colors":["green","orange","red"],"valueMaps":[{"op":"=","value":"null","text":"N/A"},
            {"op":"=","value":"1","text":"90"}],"mappingType":1,"sparkline":{"show":true}})";
        row("singlestat type", single, "type", R"("stat")");
        row("singlestat calc", single, "options.reduceOptions.calcs", R"(["lastNotNull"])");
        row("singlestat colour", single, "options.colorMode", R"("background")");
        row("singlestat sparkline", single, "options.graphMode", R"("area")");
        row("singlestat thresholds", single, "fieldConfig.defaults.thresholds.steps",
            R"([{"value":null,"color":"green"},{"value":50,"color":"orange"},{"value":80,"color":"red"}])");
        row("singlestat mappings", single, "fieldConfig.defaults.mappings",
            R"([{"type":"special","options":{"match":"null","result":{"text":"N/A"}}},)"
            R"({"type":"value","options":{"1":{"text":"90","color":"red"}}}])");
        row("bare singlestat averages", R"({"type":"singlestat"})", "options.reduceOptions.calcs", R"(["mean"])");
        row("singlestat column", R"({"type":"singlestat","tableColumn":"a.b"})", "options.reduceOptions.fields",
            R"("/^a\\.b$/")");
        row("singlestat gauge", R"({"type":"singlestat","gauge":{"show":true,"minValue":1,"maxValue":9}})",
            "fieldConfig.defaults.max", "9");
        row("singlestat postfix", R"({"type":"singlestat","format":"none","postfix":" req"})",
            "fieldConfig.defaults.unit", R"("suffix: req")");

        const char* table = R"({"type":"table-old","transform":"timeseries_aggregations","columns":[{"value":"avg"},
            {"value":"current"}],"styles":[{"pattern":"/.*/","type":"number","unit":"bytes","decimals":2},
            {"pattern":"Time","type":"hidden"},{"pattern":"when","type":"date","dateFormat":"YYYY"}]})";
        row("table transformation", table, "transformations.0.options.reducers", R"(["mean","lastNotNull"])");
        row("table default", table, "fieldConfig.defaults.unit", R"("bytes")");
        row("table hidden", table, "fieldConfig.overrides.0.properties.0", R"({"id":"custom.hidden","value":true})");
        row("table date", table, "fieldConfig.overrides.1.properties.0.value", R"("time: YYYY")");
        row("table display mode",
            R"({"type":"table","fieldConfig":{"defaults":{"custom":{"displayMode":"lcd-gauge"}}}})",
            "fieldConfig.defaults.custom.cellOptions", R"({"type":"gauge","mode":"lcd"})");
        row("text", R"({"type":"text","mode":"html","content":"x"})", "options", R"({"mode":"html","content":"x"})");
        row("field options",
            R"({"type":"gauge","options":{"fieldOptions":{"calcs":["avg"],"values":true,"defaults":{"unit":"percent",
            "title":"T"},"thresholds":[{"value":80,"color":"red"},{"value":null,"color":"green"}]}}})",
            "fieldConfig.defaults",
            R"({"unit":"percent","thresholds":{"mode":"absolute","steps":[{"value":null,"color":"green"},)"
            R"({"value":80,"color":"red"}]},"min":0,"max":100,"displayName":"T"})");
        row("reduce options", R"({"type":"gauge","options":{"fieldOptions":{"calcs":["avg"],"values":true}}})",
            "options.reduceOptions", R"({"values":true,"calcs":["mean"]})");
        row("legend", R"({"type":"timeseries","options":{"legend":{"displayMode":"hidden"}}})", "options.legend",
            R"({"displayMode":"list","showLegend":false})");
        row("source by name", R"({"type":"stat","datasource":"P","targets":[{"expr":"up"}]})", "targets.0",
            R"({"expr":"up","refId":"A","datasource":{"uid":"P"}})");
        row("mixed sources", R"({"type":"stat","datasource":"-- Mixed --","targets":[{"refId":"B"}]})", "targets.0",
            R"({"refId":"B"})");
        row("source of the queries", R"({"type":"stat","targets":[{"refId":"A","datasource":{"uid":"P"}}]})",
            "datasource.uid", R"("P")");
        row("successor", R"({"type":"natel-discrete-panel"})", "type", R"("state-timeline")");
        const char* polystat = R"({"type":"grafana-polystat-panel","options":{"globalOperator":"sum","globalDecimals":0,
            "globalUnitFormat":"bytes","globalFillColor":"green","globalShowValueEnabled":false,
            "globalThresholdsConfig":[{"color":"red","state":2,"value":5}]}})";
        row("polystat", polystat, "type", R"("stat")");
        row("polystat: operator", polystat, "options.reduceOptions.calcs", R"(["sum"])");
        row("polystat: names only", polystat, "options.textMode", R"("name")");
        row("polystat: unit", polystat, "fieldConfig.defaults.unit", R"("bytes")");
        row("polystat: thresholds", polystat, "fieldConfig.defaults.thresholds.steps",
            R"([{"color":"green","value":null},{"color":"red","value":5}])");
        row("older polystat", R"({"type":"grafana-polystat-panel","polystat":{"globalOperatorName":"avg"}})",
            "options.reduceOptions.calcs", R"(["mean"])");
        row("boom table", R"({"type":"yesoreyeram-boomtable-panel"})", "type", R"("table")");
        row("library reference keeps no type", R"({"libraryPanel":{"uid":"u"}})", "type", "null");
        row("wrong types", R"({"type":"graph","yaxes":3,"legend":[],"seriesOverrides":{},"targets":"x"})", "type",
            R"("timeseries")");
    }

    void panels()
    {
        QFETCH(QByteArray, panel);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, expected);
        json::Value value = parsed(panel);
        std::vector<std::string> notes;
        migratePanel(value, notes);
        QCOMPARE(written(at(value, path)), expected);
        const json::Value once = value;
        migratePanel(value, notes);
        QCOMPARE(written(value), written(once));
    }

    void dashboards_data()
    {
        QTest::addColumn<QByteArray>("dashboard");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* dashboard, const char* path, const char* expected) {
            QTest::newRow(name) << QByteArray(dashboard) << QByteArray(path) << QByteArray(expected);
        };
        const char* rows = R"({"schemaVersion":14,"rows":[
            {"height":"250px","panels":[{"id":1,"type":"text","span":6},{"id":2,"type":"text","span":6},
                                        {"id":3,"type":"text","span":12}]},
            {"height":100,"panels":[{"id":4,"type":"text","span":3}]}]})";
        row("first of a row", rows, "panels.0.gridPos", R"({"x":0,"y":0,"w":12,"h":7})");
        row("beside it", rows, "panels.1.gridPos", R"({"x":12,"y":0,"w":12,"h":7})");
        row("wrapped", rows, "panels.2.gridPos", R"({"x":0,"y":7,"w":24,"h":7})");
        row("next row", rows, "panels.3.gridPos", R"({"x":0,"y":14,"w":6,"h":3})");
        row("no row header", rows, "panels.4", "null");
        row("schema", rows, "schemaVersion", "42");
        const char* headed = R"({"rows":[{"title":"A","collapse":true,"panels":[{"id":7,"type":"text"}]},
            {"title":"B","repeat":"host","panels":[{"type":"text"}]},{"repeatIteration":5,"panels":[{"id":9}]}]})";
        row("header", headed, "panels.0.type", R"("row")");
        row("header id", headed, "panels.0.id", "10");
        row("collapsed row keeps its panels", headed, "panels.0.panels.0.id", "7");
        row("second header", headed, "panels.1.gridPos", R"({"x":0,"y":1,"w":24,"h":1})");
        row("row repeat", headed, "panels.1.repeat", R"("host")");
        row("open row", headed, "panels.2.gridPos", R"({"x":0,"y":2,"w":8,"h":7})");
        row("saved clones of rows are left out", headed, "panels.3", "null");
        row("stacked in a row",
            R"({"rows":[{"height":380,"panels":[{"type":"text","span":6,"height":190},{"type":"text","span":6},
            {"type":"text","span":6}]}]})",
            "panels.2.gridPos", R"({"x":0,"y":10,"w":12,"h":10})");
        row("saved clones", R"({"schemaVersion":20,"panels":[{"id":1,"repeatPanelId":2},{"id":2,"type":"text"}]})",
            "panels.0.id", "2");
        row("ids", R"({"schemaVersion":39,"panels":[{"id":4},{"id":4},{}]})", "panels.1.id", "5");
        row("min span", R"({"schemaVersion":16,"panels":[{"id":1,"type":"text","minSpan":8}]})", "panels.0.maxPerRow",
            "3");
        row("old table", R"({"schemaVersion":16,"panels":[{"type":"table","styles":[]}]})", "panels.0.type",
            R"("table")");
        row("first axes",
            R"({"schemaVersion":11,"panels":[{"type":"graph","y_formats":["s","ms"],"grid":{"leftMax":5,
            "threshold1":3,"threshold1Color":"teal"}}]})",
            "panels.0.fieldConfig.defaults.unit", R"("s")");
        row("first thresholds",
            R"({"schemaVersion":11,"panels":[{"type":"graph","grid":{"threshold1":3,"threshold1Color":"teal"}}]})",
            "panels.0.fieldConfig.defaults.thresholds.steps.1", R"({"value":3,"color":"teal"})");
        row("panel link",
            R"({"schemaVersion":18,"panels":[{"links":[{"dashboard":"My Host","keepTime":true,"title":"t"}]}]})",
            "panels.0.links.0.url", R"("dashboard/db/my-host?$__url_time_range")");
        row("cross hair", R"({"schemaVersion":13,"sharedCrosshair":true})", "graphTooltip", "1");
        row("refresh off", R"({"refresh":false})", "refresh", R"("")");
        row("labels to fields",
            R"({"schemaVersion":30,"panels":[{"transformations":[{"id":"labelsToFields"},{"id":"x"}]}]})",
            "panels.0.transformations.1.id", R"("merge")");
        row("visible constant", R"({"templating":{"list":[{"name":"c","type":"constant","hide":0,"query":"q"}]}})",
            "templating.list.0.type", R"("textbox")");
        row("hidden constant", R"({"templating":{"list":[{"name":"c","type":"constant","hide":2,"query":"q"}]}})",
            "templating.list.0.type", R"("constant")");
        row("query refreshes", R"({"templating":{"list":[{"name":"q","type":"query","refresh":false}]}})",
            "templating.list.0.refresh", "1");
        row("current list",
            R"({"schemaVersion":22,"templating":{"list":[{"name":"q","multi":true,"current":{"value":"a"}}]}})",
            "templating.list.0.current.value", R"(["a"])");
        row("newer schema stays", R"({"schemaVersion":99})", "schemaVersion", "99");
    }

    void dashboards()
    {
        QFETCH(QByteArray, dashboard);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, expected);
        json::Value value = parsed(dashboard);
        std::vector<std::string> notes;
        migrateDashboard(value, notes);
        QCOMPARE(written(at(value, path)), expected);
    }

    void opensTheWholeCorpus()
    {
        const QDir folder(QString::fromStdString((testing::sharedFolder() / "corpus" / "dashboards").string()));
        if (!folder.exists()) QSKIP("no dashboard corpus");
        int opened = 0;
        QStringList failed;
        for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
            if (name == QLatin1String("index.json")) continue;
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray text = file.readAll();
            const auto dashboard = Dashboard::open({text.constData(), static_cast<std::size_t>(text.size())});
            if (!dashboard) {
                failed << name + QStringLiteral(": ") + QString::fromStdString(dashboard.error().message);
                continue;
            }
            ++opened;
            for (const Panel& panel : dashboard->panels()) {
                for (const char* old : {"graph", "singlestat", "table-old", "grafana-piechart-panel"}) {
                    if (panel.type == old) failed << name + QStringLiteral(": still ") + QLatin1String(old);
                }
            }
        }
        QVERIFY2(failed.isEmpty(), qPrintable(failed.join(QLatin1Char('\n'))));
        QVERIFY(opened > 0);
    }
};

QTEST_APPLESS_MAIN(MigrationTest)
#include "migration_test.moc"
