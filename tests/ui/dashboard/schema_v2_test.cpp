#include "ui/dashboard/schema_v2.h"

#include <QtTest/QtTest>

#include "ui/dashboard/conditional_rendering.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/layout.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

Dashboard opened(const std::string& text)
{
    auto dashboard = Dashboard::open(text);
    if (!dashboard) qFatal("%s (%s)", dashboard.error().message.c_str(), dashboard.error().where.c_str());
    return std::move(*dashboard);
}

/// A dashboard of text panels a to e with this layout.
/// JSON that is written with ' for ".
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

Dashboard withLayout(const std::string& layout, const std::string& variables = "[]")
{
    std::string elements;
    int id = 0;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        elements += std::string(elements.empty() ? "" : ",") + '"' + name +
                    "\":{\"kind\":\"Panel\",\"spec\":{\"vizConfig\":{\"group\":\"text\",\"spec\":{}},\"id\":" +
                    std::to_string(++id) + ",\"title\":\"" + name + "\"}}";
    }
    return opened("{\"elements\":{" + elements + "},\"variables\":" + variables + R"(,"layout":)" + layout + "}");
}

std::string item(const std::string& element, const std::string& rest = R"("x":0,"y":0,"width":12,"height":4)")
{
    return "{\"kind\":\"GridLayoutItem\",\"spec\":{\"element\":{\"name\":\"" + element + "\"}," + rest + "}}";
}

std::string grid(const std::string& items) { return "{\"kind\":\"GridLayout\",\"spec\":{\"items\":[" + items + "]}}"; }

/// "row", "tab" or "hidden" before titles, ">" for what is around, and places; children of closed rows indented.
QString outline(const std::vector<Panel>& panels, int depth = 0)
{
    QString out;
    for (const Panel& panel : panels) {
        const GridPos pos = panel.gridPos.value_or(GridPos{-1, -1, -1, -1});
        const char* kind = panel.isTab() ? "tab " : panel.hideHeader ? "hidden " : panel.isRow() ? "row " : "";
        out += QString(depth, QLatin1Char(' ')) + QString(panel.depth, QLatin1Char('>')) + QString::fromLatin1(kind) +
               QString::fromStdString(panel.title) + QLatin1String(panel.collapsed ? " closed" : "") +
               QStringLiteral(" %1,%2 %3x%4\n").arg(pos.x).arg(pos.y).arg(pos.w).arg(pos.h) +
               outline(panel.children, depth + 1);
    }
    return out;
}

constexpr const char* kVariables = R"([
    {"kind":"QueryVariable","spec":{"name":"q","label":"Q","hide":"hideLabel","refresh":"onTimeRangeChanged",
     "sort":"numericalDesc","regex":"/x/","multi":true,"includeAll":true,"allValue":".*",
     "current":{"text":["a"],"value":["a"]},"query":{"kind":"DataQuery","group":"prometheus",
     "datasource":{"name":"ds"},"spec":{"qryType":1,"query":"label_values(up, job) "}}}},
    {"kind":"QueryVariable","spec":{"name":"old","datasource":{"type":"prometheus","uid":"p"},
     "query":{"kind":"prometheus","spec":{"__legacyStringValue":"metrics(up) "}}}},
    {"kind":"CustomVariable","spec":{"name":"c","query":"1,2","current":{"text":"2","value":"2"}}},
    {"kind":"ConstantVariable","spec":{"name":"k","query":"v","hide":"dontHide"}},
    {"kind":"TextVariable","spec":{"name":"t","query":"text"}},
    {"kind":"IntervalVariable","spec":{"name":"i","query":"1m,5m","auto":true,"auto_count":10,"auto_min":"5s"}},
    {"kind":"DatasourceVariable","spec":{"name":"d","pluginId":"prometheus","regex":"/prod/"}},
    {"kind":"AdhocVariable","group":"prometheus","datasource":{"name":"ds"},"spec":{"name":"f",
     "filters":[{"key":"a","operator":"=","value":"b"}]}},
    {"kind":"GroupByVariable","group":"prometheus","spec":{"name":"g"}},
    {"kind":"SwitchVariable","spec":{"name":"s","current":"on","enabledValue":"on","disabledValue":"off"}}])";

bool mentions(const std::vector<std::string>& notes, const char* words)
{
    return std::any_of(notes.begin(), notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

}  // namespace

class SchemaV2Test : public QObject {
    Q_OBJECT

private slots:
    void head()
    {
        const Dashboard dashboard = opened(R"({"title":"T","description":"D","tags":["x"],"cursorSync":"Tooltip",
            "timeSettings":{"from":"now-2h","to":"now-1h","timezone":"utc","autoRefresh":"10s","weekStart":"monday",
            "fiscalYearStartMonth":3},
            "links":[{"title":"L","type":"link","url":"/x","keepTime":true}],
            "annotations":[{"kind":"AnnotationQuery","spec":{"name":"deploys","enable":true,"iconColor":"red",
              "query":{"kind":"DataQuery","group":"prometheus","datasource":{"name":"p"},"spec":{"expr":"up","step":"5s"}},
              "legacyOptions":{"titleFormat":"{{job}}"}}}],
            "elements":{},"layout":{"kind":"GridLayout","spec":{"items":[]}}})");
        QCOMPARE(dashboard.title(), std::string("T"));
        QCOMPARE(dashboard.description(), std::string("D"));
        QCOMPARE(dashboard.tags(), std::vector<std::string>{"x"});
        QCOMPARE(dashboard.graphTooltip(), 2);
        QCOMPARE(dashboard.time().from, std::string("now-2h"));
        QCOMPARE(dashboard.time().to, std::string("now-1h"));
        QCOMPARE(dashboard.timeZone(), std::string("utc"));
        QCOMPARE(dashboard.refresh(), std::string("10s"));
        QCOMPARE(dashboard.weekStart(), std::string("monday"));
        QCOMPARE(dashboard.fiscalYearStartMonth(), 3);
        QCOMPARE(dashboard.links().at(0).url, std::string("/x"));
        QVERIFY(dashboard.links().at(0).keepTime);
        const AnnotationQuery& annotation = dashboard.annotations().at(0);
        QCOMPARE(annotation.expr, std::string("up"));
        QCOMPARE(annotation.step, std::string("5s"));
        QCOMPARE(annotation.titleFormat, std::string("{{job}}"));
        QCOMPARE(annotation.model["datasource"]["uid"].toString(), std::string("p"));
        QVERIFY(dashboard.form() == DashboardForm::V2);
    }

    void panel_data()
    {
        QTest::addColumn<QByteArray>("element");
        QTest::newRow("v2") << QByteArray(R"({"kind":"Panel","spec":{"id":7,"title":"P","description":"D",
            "transparent":true,"links":[{"title":"l","url":"u"}],"data":{"kind":"QueryGroup","spec":{
            "queries":[{"kind":"PanelQuery","spec":{"refId":"A","hidden":false,"query":{"kind":"DataQuery",
              "group":"prometheus","version":"v0","datasource":{"name":"ds"},"spec":{"expr":"up","legendFormat":"x"}}}},
              {"kind":"PanelQuery","spec":{"refId":"B","hidden":true,"query":{"kind":"DataQuery","group":"__expr__",
              "spec":{"type":"math","expression":"$A*2"}}}}],
            "transformations":[{"kind":"Transformation","group":"limit","spec":{"disabled":true,
              "options":{"limitField":3}}}],
            "queryOptions":{"interval":"30s","maxDataPoints":100,"timeFrom":"1h","timeShift":"2h",
              "hideTimeOverride":true}}},
            "vizConfig":{"kind":"VizConfig","group":"stat","version":"12.0.0","spec":{"options":{"graphMode":"none"},
            "fieldConfig":{"defaults":{"unit":"s"},"overrides":[{"matcher":{"id":"byName","options":"a"},
            "properties":[{"id":"unit","value":"ms"}]}]}}}}})");
        QTest::newRow("v2alpha1") << QByteArray(R"({"kind":"Panel","spec":{"id":7,"title":"P","description":"D",
            "transparent":true,"links":[{"title":"l","url":"u"}],"data":{"kind":"QueryGroup","spec":{
            "queries":[{"kind":"PanelQuery","spec":{"refId":"A","hidden":false,"datasource":{"type":"prometheus",
              "uid":"ds"},"query":{"kind":"prometheus","spec":{"expr":"up","legendFormat":"x"}}}},
              {"kind":"PanelQuery","spec":{"refId":"B","hidden":true,"query":{"kind":"__expr__",
              "spec":{"type":"math","expression":"$A*2"}}}}],
            "transformations":[{"kind":"limit","spec":{"id":"limit","disabled":true,"options":{"limitField":3}}}],
            "queryOptions":{"interval":"30s","maxDataPoints":100,"timeFrom":"1h","timeShift":"2h",
              "hideTimeOverride":true}}},
            "vizConfig":{"kind":"stat","spec":{"pluginVersion":"12.0.0","options":{"graphMode":"none"},
            "fieldConfig":{"defaults":{"unit":"s"},"overrides":[{"matcher":{"id":"byName","options":"a"},
            "properties":[{"id":"unit","value":"ms"}]}]}}}}})");
    }

    void panel()
    {
        QFETCH(QByteArray, element);
        const Dashboard dashboard = opened("{\"elements\":{\"a/b\":" + element.toStdString() +
                                           "},\"layout\":" + grid(item("a/b")) + "}");
        const Panel& panel = dashboard.panels().at(0);
        QCOMPARE(panel.id, std::int64_t{7});
        QCOMPARE(panel.type, std::string("stat"));
        QCOMPARE(panel.title, std::string("P"));
        QCOMPARE(panel.description, std::string("D"));
        QCOMPARE(panel.origin, std::string("/elements/a~1b/spec"));
        QVERIFY(panel.transparent);
        QCOMPARE(panel.links.at(0).url, std::string("u"));
        QCOMPARE(panel.targets.size(), std::size_t{2});
        QCOMPARE(panel.targets[0].expr, std::string("up"));
        QCOMPARE(panel.targets[0].refId, std::string("A"));
        QCOMPARE(panel.targets[0].datasource, std::string("ds"));
        QCOMPARE(panel.targets[0].datasourceType, std::string("prometheus"));
        QCOMPARE(panel.targets[0].legendFormat, std::string("x"));
        QVERIFY(!panel.targets[0].hide);
        QVERIFY(panel.targets[1].hide);
        QCOMPARE(panel.targets[1].datasource, std::string("__expr__"));
        QCOMPARE(panel.targets[1].model["expression"].toString(), std::string("$A*2"));
        QCOMPARE(QByteArray::fromStdString(json::write(panel.transformations)),
                 QByteArray(R"([{"id":"limit","options":{"limitField":3},"disabled":true}])"));
        QCOMPARE(panel.interval, std::string("30s"));
        QVERIFY(panel.maxDataPoints == 100);
        QCOMPARE(panel.timeFrom, std::string("1h"));
        QCOMPARE(panel.timeShift, std::string("2h"));
        QVERIFY(panel.hideTimeOverride);
        QCOMPARE(panel.options["graphMode"].toString(), std::string("none"));
        QCOMPARE(panel.fieldConfig.overrides.size(), std::size_t{1});
        QCOMPARE(panel.model["fieldConfig"]["defaults"]["unit"].toString(), std::string("s"));
    }

    void libraryPanel()
    {
        const Dashboard dashboard = opened(
            "{\"elements\":{\"a\":{\"kind\":\"LibraryPanel\",\"spec\":{\"id\":3,\"title\":\"t\",\"libraryPanel\":{"
            "\"uid\":\"u\",\"name\":\"N\"}}}},\"layout\":" +
            grid(item("a")) + "}");
        QCOMPARE(dashboard.panels().at(0).libraryPanel, std::string("N"));
        QVERIFY(mentions(dashboard.notes(), "library panel"));
    }

    void variables()
    {
        const Dashboard dashboard = withLayout(grid(""), kVariables);
        const VariableSet& set = dashboard.variables();
        QCOMPARE(set.all().size(), std::size_t{10});
        const Variable& query = *set.find("q");
        QVERIFY(query.type == VariableType::Query);
        QCOMPARE(query.query, std::string("label_values(up, job) "));
        QCOMPARE(query.datasource, std::string("ds"));
        QCOMPARE(query.hide, 1);
        QCOMPARE(query.refresh, 2);
        QCOMPARE(query.sort, 4);
        QVERIFY(query.multi && query.includeAll);
        QCOMPARE(query.allValue, std::string(".*"));
        QCOMPARE(query.text(), std::string("a"));
        QCOMPARE(set.find("old")->query, std::string("metrics(up) "));
        QCOMPARE(set.find("old")->datasource, std::string("p"));
        QCOMPARE(set.find("c")->text(), std::string("2"));
        QVERIFY(set.find("k")->type == VariableType::Constant);
        QVERIFY(set.find("t")->type == VariableType::TextBox);
        QVERIFY(set.find("i")->autoInterval);
        QCOMPARE(set.find("d")->query, std::string("prometheus"));
        QCOMPARE(set.find("f")->filters.at(0).values.at(0), std::string("b"));
        QCOMPARE(set.find("f")->datasource, std::string("ds"));
        QVERIFY(set.find("g")->type == VariableType::GroupBy);
        QVERIFY(set.find("s")->type == VariableType::Switch);
        QCOMPARE(set.find("s")->options, (std::vector<VariableOption>{{"On", "on"}, {"Off", "off"}}));
        QCOMPARE(set.find("s")->text(), std::string("on"));
    }

    void layouts_data()
    {
        QTest::addColumn<QByteArray>("layout");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("note");
        const auto row = [](const char* name, const std::string& layout, const char* expected, const char* note = "") {
            QTest::newRow(name) << QByteArray::fromStdString(layout) << QByteArray(expected) << QByteArray(note);
        };
        const std::string ab = item("a") + "," + item("b", R"("x":12,"y":2,"width":6,"height":3)");
        const auto rowOf = [](const std::string& head, const std::string& layout) {
            return "{\"kind\":\"RowsLayoutRow\",\"spec\":{" + head + R"("layout":)" + layout + "}}";
        };
        const auto rows = [](const std::string& list) {
            return "{\"kind\":\"RowsLayout\",\"spec\":{\"rows\":[" + list + "]}}";
        };
        row("grid", grid(ab), "a 0,0 12x4\nb 12,2 6x3\n");
        row("rows",
            rows(rowOf(R"("title":"R",)", grid(ab)) + "," + rowOf(R"("title":"S","collapse":true,)", grid(item("c")))),
            "row R 0,0 24x1\na 0,1 12x4\nb 12,3 6x3\nrow S closed 0,6 24x1\n c 0,7 12x4\n");
        row("hidden header", rows(rowOf(R"("title":"R","hideHeader":true,)", grid(ab))),
            "hidden R 0,0 24x1\na 0,0 12x4\nb 12,2 6x3\n");
        row("rows in a row", rows(rowOf(R"("title":"R",)", rows(rowOf(R"("title":"S",)", grid(item("a")))))),
            "row R 0,0 24x1\n>row S 0,1 24x1\na 0,2 12x4\n");
        row("tabs",
            "{\"kind\":\"TabsLayout\",\"spec\":{\"tabs\":[{\"kind\":\"TabsLayoutTab\",\"spec\":{\"title\":\"T\","
            "\"layout\":" +
                grid(item("a")) + R"(}},{"kind":"TabsLayoutTab","spec":{"title":"U","layout":)" +
                rows(rowOf(R"("title":"R",)", grid(item("b"))) + "," + rowOf(R"("title":"S",)", grid(item("c")))) +
                "}}]}}",
            "tab T 0,0 24x1\na 0,1 12x4\ntab U 0,5 24x1\n>row R 0,6 24x1\nb 0,7 12x4\n>row S 0,11 24x1\nc 0,12 12x4\n");
        const std::string three = item("a", R"("x":9)") + "," + item("b", R"("x":9)") + "," + item("c", R"("x":9)");
        row("automatic grid", "{\"kind\":\"AutoGridLayout\",\"spec\":{\"maxColumnCount\":2,\"items\":[" + three + "]}}",
            "a 0,0 12x9\nb 12,0 12x9\nc 0,9 12x9\n", "automatic grid");
        row("automatic grid of wide columns",
            "{\"kind\":\"AutoGridLayout\",\"spec\":{\"columnWidthMode\":\"wide\",\"rowHeightMode\":\"custom\","
            "\"rowHeight\":68,\"items\":[" +
                three + "]}}",
            "a 0,0 12x2\nb 12,0 12x2\nc 0,2 12x2\n");
        row("few panels fill an automatic grid",
            "{\"kind\":\"AutoGridLayout\",\"spec\":{\"maxColumnCount\":4,\"items\":[" + item("a") + "]}}",
            "a 0,0 24x9\n");
        row("rows within a grid",
            grid(item("a") +
                 ",{\"kind\":\"GridLayoutRow\",\"spec\":{\"y\":4,\"title\":\"R\",\"collapsed\":true,\"elements\":[" +
                 item("b", R"("x":0,"y":5,"width":6,"height":3)") + "]}}"),
            "a 0,0 12x4\nrow R closed 0,4 24x1\n b 0,5 6x3\n");
        row("element that is not there", grid(item("a") + "," + item("zz")), "a 0,0 12x4\n", "\"zz\"");
        row("layout of another kind", R"({"kind":"SpiralLayout","spec":{}})", "", "SpiralLayout");
    }

    void layouts()
    {
        QFETCH(QByteArray, layout);
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, note);
        const Dashboard dashboard = withLayout(layout.toStdString());
        QCOMPARE(outline(dashboard.panels()).toUtf8(), expected);
        QVERIFY(note.isEmpty() ? dashboard.notes().size() < 2 : mentions(dashboard.notes(), note.constData()));
    }

    void repeats()
    {
        const char* variables = R"([{"kind":"CustomVariable","spec":{"name":"v","query":"x,y","multi":true,
            "options":[{"text":"x","value":"x"},{"text":"y","value":"y"}],
            "current":{"text":["x","y"],"value":["x","y"]}}}])";
        const char* repeat = R"("repeat":{"mode":"variable","value":"v","direction":"v","maxPerRow":2})";
        const Dashboard panels = withLayout(
            grid(item("a", R"("x":0,"y":0,"width":6,"height":4,)" + std::string(repeat))), variables);
        const auto placed = layoutPanels(panels.panels(), panels.variables());
        QCOMPARE(placed.size(), std::size_t{2});
        QVERIFY(placed[1].pos == (GridPos{0, 4, 6, 4}));
        QCOMPARE(placed[1].panel.scope.at(0).second, std::string("y"));
        const Dashboard rows = withLayout(
            "{\"kind\":\"RowsLayout\",\"spec\":{\"rows\":[{\"spec\":{\"title\":\"R $v\"," + std::string(repeat) +
                R"(,"layout":)" + grid(item("a")) + "}}]}}",
            variables);
        QCOMPARE(layoutPanels(rows.panels(), rows.variables()).size(), std::size_t{4});
    }

    void conditions_data()
    {
        QTest::addColumn<QByteArray>("group");
        QTest::addColumn<bool>("shown");
        const auto row = [](const char* name, const char* visibility, const char* condition, const char* items,
                            bool shown) {
            QTest::newRow(name) << QByteArray("{\"kind\":\"ConditionalRenderingGroup\",\"spec\":{\"visibility\":\"") +
                                       visibility + R"(","condition":")" + condition + "\",\"items\":[" + items + "]}}"
                                << shown;
        };
        const char* yes = R"({"kind":"ConditionalRenderingVariable","spec":{"variable":"v","operator":"equals",
            "value":"x"}})";
        const char* no = R"({"kind":"ConditionalRenderingVariable","spec":{"variable":"v","operator":"notEquals",
            "value":"x"}})";
        row("none", "show", "and", "", true);
        row("equals", "show", "and", yes, true);
        row("not equals", "show", "and", no, false);
        row("hides", "hide", "and", yes, false);
        row("does not hide", "hide", "and", no, true);
        row("and", "show", "and", (std::string(yes) + "," + no).c_str(), false);
        row("or", "show", "or", (std::string(yes) + "," + no).c_str(), true);
        row("matches", "show", "and", R"({"kind":"ConditionalRenderingVariable","spec":{"variable":"v",
            "operator":"matches","value":"^[xz]$"}})",
            true);
        row("does not match", "show", "and", R"({"kind":"ConditionalRenderingVariable","spec":{"variable":"v",
            "operator":"notMatches","value":"x"}})",
            false);
        row("broken pattern has no say", "show", "and", R"({"kind":"ConditionalRenderingVariable","spec":{
            "variable":"v","operator":"matches","value":"*"}})",
            true);
        row("unknown variable has no say", "show", "and", R"({"kind":"ConditionalRenderingVariable","spec":{
            "variable":"w","operator":"equals","value":"x"}})",
            true);
        row("data has no say", "show", "and", R"({"kind":"ConditionalRenderingData","spec":{"value":false}})", true);
        row("short range", "show", "and", R"({"kind":"ConditionalRenderingTimeRangeSize","spec":{"value":"1h"}})",
            true);
        row("long range", "show", "and", R"({"kind":"ConditionalRenderingTimeRangeSize","spec":{"value":"59m"}})",
            false);
    }

    void conditions()
    {
        QFETCH(QByteArray, group);
        QFETCH(bool, shown);
        const char* variables = R"([{"kind":"CustomVariable","spec":{"name":"v","query":"x,y",
            "current":{"text":"x","value":"x"}}}])";
        const std::string condition = R"(,"conditionalRendering":)" + group.toStdString();
        constexpr std::int64_t kHour = 3'600'000;
        const Dashboard panel = withLayout(grid(item("a", R"("x":0,"y":0,"width":6,"height":4)" + condition)),
                                           variables);
        QCOMPARE(layoutPanels(panel.panels(), panel.variables(), {.rangeMs = kHour}).size(),
                 std::size_t(shown ? 1 : 0));
        const Dashboard row = withLayout(
            "{\"kind\":\"RowsLayout\",\"spec\":{\"rows\":[{\"spec\":{\"title\":\"R\",\"layout\":" + grid(item("a")) +
                condition + "}}]}}",
            variables);
        QCOMPARE(layoutPanels(row.panels(), row.variables(), {.rangeMs = kHour}).size(), std::size_t(shown ? 2 : 0));
    }

    void dataDecidesOfPanels()
    {
        const std::string group = quoted(
            ",'conditionalRendering':{'kind':'ConditionalRenderingGroup','spec':{'visibility':"
            "'show','condition':'and','items':[{'kind':'ConditionalRenderingData','spec':"
            "{'value':true}}]}}");
        const Dashboard panel = withLayout(
            grid(item("a", quoted("'x':0,'y':0,'width':6,'height':4") + group) + "," + item("a")));
        const auto shown = [&](const std::map<std::string, bool>& hasData, std::size_t* withheld) {
            const Layout out = layOut(panel.panels(), panel.variables(), {.rangeMs = 1, .hasData = hasData});
            *withheld = out.withheld.size();
            return out.panels.size();
        };
        std::size_t withheld = 0;
        QCOMPARE(shown({}, &withheld), std::size_t{2});
        const std::string key = layoutPanels(panel.panels(), panel.variables()).at(0).key;
        QCOMPARE(shown({{key, true}}, &withheld), std::size_t{2});
        QCOMPARE(withheld, std::size_t{0});
        QCOMPARE(shown({{key, false}}, &withheld), std::size_t{1});
        QCOMPARE(withheld, std::size_t{1});
        // Rows have no data of their own.
        const Dashboard row = withLayout(quoted("{'kind':'RowsLayout','spec':{'rows':[{'spec':{'title':'R','layout':") +
                                         grid(item("a")) + group + "}}]}}");
        for (const PlacedPanel& one : layoutPanels(row.panels(), row.variables()))
            QVERIFY(!asksAboutData(one.panel.conditions));
    }

    void repeatedRowsInRepeatedRows()
    {
        const auto variable = [](const char* name, const std::string& a, const std::string& b) {
            return quoted("{'kind':'CustomVariable','spec':{'name':'") + name + quoted("','multi':true,'query':'") + a +
                   "," + b + quoted("','options':[{'text':'") + a + quoted("','value':'") + a + quoted("'},{'text':'") +
                   b + quoted("','value':'") + b + quoted("'}],'current':{'text':['") + a + quoted("','") + b +
                   quoted("'],'value':['") + a + quoted("','") + b + quoted("']}}}");
        };
        const auto row = [](const char* title, const char* by, const std::string& layout) {
            return quoted("{'spec':{'title':'") + title + quoted("',") +
                   (*by == 0 ? std::string() : quoted("'repeat':{'mode':'variable','value':'") + by + quoted("'},")) +
                   quoted("'layout':") + layout + "}}";
        };
        const std::string inner = quoted("{'kind':'RowsLayout','spec':{'rows':[") + row("P", "w", grid(item("a"))) +
                                  "," + row("Q", "", grid(item("a"))) + "]}}";
        const Dashboard nested = withLayout(quoted("{'kind':'TabsLayout','spec':{'tabs':[") + row("T", "v", inner) +
                                                "]}}",
                                            "[" + variable("v", "x", "y") + "," + variable("w", "1", "2") + "]");
        QStringList got;
        for (const PlacedPanel& one : layoutPanels(nested.panels(), nested.variables())) {
            if (one.kind != PlacedKind::Row) continue;
            QString text = QString::fromStdString(one.panel.title);
            for (const auto& [name, value] : one.panel.scope) text += QString::fromStdString(" " + name + "=" + value);
            got += text;
        }
        QCOMPARE(got, QStringList({"P v=x w=1", "P v=x w=2", "Q v=x"}));
        got.clear();
        for (const PlacedPanel& one : layoutPanels(nested.panels(), nested.variables(), {.everything = true})) {
            if (one.kind == PlacedKind::Panel) got += QString::fromStdString(one.key).section(QLatin1Char(':'), 1);
        }
        QCOMPARE(got, QStringList({"v=x:w=1", "v=x:w=2", "v=x", "v=y:w=1", "v=y:w=2", "v=y"}));
    }
};

QTEST_APPLESS_MAIN(SchemaV2Test)
#include "schema_v2_test.moc"
