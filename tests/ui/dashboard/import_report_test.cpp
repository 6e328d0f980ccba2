#include "ui/dashboard/import_report.h"

#include <QtTest/QtTest>

#include "ui/dashboard/dashboard.h"

using namespace watchglass::ui;

class ImportReportTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatBecomesOfEachPart_data()
    {
        QTest::addColumn<QByteArray>("dashboard");
        QTest::addColumn<QByteArray>("option");
        QTest::addColumn<int>("verdict");  // as Honoured; -1: not mentioned
        const auto row = [](const char* name, const char* dashboard, const char* option, int verdict) {
            QTest::newRow(name) << QByteArray(dashboard) << QByteArray(option) << verdict;
        };
        const int yes = static_cast<int>(Honoured::Yes);
        const int near = static_cast<int>(Honoured::Approximated);
        const int no = static_cast<int>(Honoured::NotDrawn);
        const char* series = R"({"schemaVersion":42,"panels":[{"id":1,"type":"timeseries","title":"T",
            "options":{"legend":{"calcs":["max"]},"timezone":["utc"]},
            "fieldConfig":{"defaults":{"unit":"s","custom":{"lineWidth":2,"unheardOf":5}},
            "overrides":[{"matcher":{"id":"byName","options":"a"},"properties":[{"id":"unit","value":"ms"}]},
                         {"matcher":{"id":"byMagic"},"properties":[]}]},
            "transformations":[{"id":"merge"},{"id":"noSuchStep"}],
            "targets":[{"refId":"A","expr":"up","exemplar":true},{"refId":"B","rawSql":"select 1"}]}]})";
        row("type", series, "type", yes);
        row("option", series, "options.legend.calcs", yes);
        row("option that is not read", series, "options.timezone", no);
        row("custom", series, "fieldConfig.defaults.custom.lineWidth", yes);
        row("custom that is not read", series, "fieldConfig.defaults.custom.unheardOf", no);
        row("unit", series, "fieldConfig.defaults.unit", yes);
        const char* table = R"({"panels":[{"type":"table","options":{"enablePagination":true,
            "footer":{"enablePagination":true}},"fieldConfig":{"defaults":{"custom":{"filterable":true,
            "inspect":true}}}}]})";
        for (const char* option : {"options.enablePagination", "options.footer.enablePagination",
                                   "fieldConfig.defaults.custom.filterable", "fieldConfig.defaults.custom.inspect"})
            row(option, table, option, yes);
        row("sizes of texts", R"({"panels":[{"type":"stat","options":{"text":{"valueSize":30}}}]})",
            "options.text.valueSize", yes);
        const char* linked = R"({"schemaVersion":42,"panels":[{"id":1,"type":"timeseries","title":"T",
            "fieldConfig":{"defaults":{"links":[{"title":"more","url":"https://example.org"}]}}}]})";
        row("links that are followed", linked, "fieldConfig.defaults.links", yes);
        static const QByteArray histogram = QByteArray(linked).replace("timeseries", "histogram");
        row("links that are not", histogram.constData(), "fieldConfig.defaults.links", near);
        row("override", series, "fieldConfig.overrides[0].unit", yes);
        row("matcher", series, "fieldConfig.overrides[1].matcher", no);
        row("transformation", series, "transformations[0].merge", yes);
        row("unknown transformation", series, "transformations[1].noSuchStep", no);
        row("query", series, "targets.A.expr", yes);
        row("exemplars", series, "targets.A.exemplar", yes);
        row("foreign query", series, "targets.B", no);
        row("successor", R"({"panels":[{"id":1,"type":"graph"}]})", "type", near);
        row("usual value", R"({"panels":[{"type":"text","options":{"code":{"language":"plaintext"}}}]})",
            "options.code.language", yes);
        row("unusual value", R"({"panels":[{"type":"text","options":{"code":{"language":"yaml"}}}]})",
            "options.code.language", no);
        row("choice", R"({"panels":[{"type":"stat","options":{"graphMode":"line"}}]})", "options.graphMode", yes);
        row("unknown choice", R"({"panels":[{"type":"stat","options":{"graphMode":"loops"}}]})", "options.graphMode",
            near);
        row("unknown draw style",
            R"({"panels":[{"type":"timeseries","fieldConfig":{"defaults":{"custom":{"drawStyle":"ink"}}}}]})",
            "fieldConfig.defaults.custom.drawStyle", near);
        row("unknown colour mode",
            R"({"panels":[{"type":"stat","fieldConfig":{"defaults":{"color":{"mode":"loud"}}}}]})",
            "fieldConfig.defaults.color", near);
        row("curves",
            R"({"panels":[{"type":"timeseries","fieldConfig":{"defaults":{"custom":{"lineInterpolation":"smooth"}}}}]})",
            "fieldConfig.defaults.custom.lineInterpolation", yes);
        row("property of parts", R"({"panels":[{"type":"table","fieldConfig":{"overrides":[{"matcher":
            {"id":"byName","options":"a"},"properties":[{"id":"custom.cellOptions","value":{"type":"gauge",
            "mode":"lcd"}}]}]}}]})",
            "fieldConfig.overrides[0].custom.cellOptions", yes);
        row("missing values as zero", R"({"panels":[{"type":"graph","nullPointMode":"null as zero"}]})",
            "fieldConfig.defaults.nullValueMode", near);
        row("order of an old table", R"({"panels":[{"type":"table","styles":[],"sort":{"col":1}}]})", "sort", no);
        row("no order of an old table", R"({"panels":[{"type":"table","styles":[],"sort":{"col":null}}]})", "sort",
            yes);
        row("time regions", R"({"panels":[{"type":"graph","timeRegions":[{"op":"time"}]}]})", "timeRegions", yes);
        const char* regions = R"({"panels":[],"annotations":{"list":[
            {"name":"day","target":{"queryType":"timeRegions","timeRegion":{"from":"9:00","to":"17:00"}}},
            {"name":"bad","target":{"queryType":"timeRegions","timeRegion":{"from":"noon"}}}]}})";
        row("time region", regions, "annotations.day", yes);
        row("no time region", regions, "annotations.bad", no);
        row("what another panel left behind", R"({"panels":[{"type":"stat","aliasColors":{"a":"red"}}]})",
            "aliasColors", yes);
        row("options of a foreign panel", R"({"panels":[{"type":"my-panel","options":{"a":1}}]})", "options", no);
        row("key that nobody knows", R"({"panels":[{"type":"stat","sparkle":true}]})", "sparkle", no);
        row("key that nobody knows, empty", R"({"panels":[{"type":"stat","sparkle":{}}]})", "sparkle", yes);
        row("key of the dashboard", R"({"panels":[],"liveNow":true})", "liveNow", yes);
        row("now set back", R"({"panels":[],"timepicker":{"nowDelay":"30s"}})", "timepicker.nowDelay", yes);
        row("now set back by no time", R"({"panels":[],"timepicker":{"nowDelay":"soon"}})", "timepicker.nowDelay", no);
        row("hidden time picker", R"({"panels":[],"timepicker":{"hidden":true}})", "timepicker.hidden", yes);
        row("ranges of its own", R"({"panels":[],"timepicker":{"quick_ranges":[{"from":"now-9m","to":"now"}]}})",
            "timepicker.quick_ranges", yes);
        row("a range without an end", R"({"panels":[],"timepicker":{"quick_ranges":[{"from":"now-9m"}]}})",
            "timepicker.quick_ranges", near);
        row("comparison with an earlier time", R"({"panels":[{"type":"stat","timeCompare":"1d"}]})", "timeCompare",
            yes);
        row("what is around", R"({"dashboard":{"panels":[]},"meta":{"slug":"x"}})", "meta", yes);
        row("usual intervals", R"({"panels":[],"timepicker":{"refresh_intervals":["5s","1m"]}})",
            "timepicker.refresh_intervals", yes);
        row("other intervals", R"({"panels":[],"timepicker":{"refresh_intervals":["7s"]}})",
            "timepicker.refresh_intervals", yes);
        row("no intervals", R"({"panels":[],"timepicker":{"refresh_intervals":["often"]}})",
            "timepicker.refresh_intervals", near);
        const char* v2 = R"({"elements":{"a":{"kind":"Panel","spec":{"id":1,"title":"A","data":{"kind":"QueryGroup",
            "spec":{"queries":[{"spec":{"refId":"A","query":{"group":"prometheus","spec":{"expr":"up",
            "exemplar":true}}}},{"spec":{"refId":"B","query":{"group":"loki","spec":{"query":"x"}}}}],
            "transformations":[{"group":"noSuchStep","spec":{}}]}},"vizConfig":{"group":"stat","spec":{
            "options":{"graphMode":"loops"},"fieldConfig":{"defaults":{"unit":"s"}}}}}},"b":{"kind":"Panel","spec":{}}},
            "layout":{"kind":"TabsLayout","spec":{"tabs":[{"spec":{"variables":[{"kind":"CustomVariable","spec":{"name":"own"}},
            {"kind":"OddVariable","spec":{"name":"odd"}}],"layout":{"kind":"GridLayout","spec":{"items":[
            {"spec":{"element":{"name":"a"}}}]}}}}]}}})";
        row("v2 type", v2, "type", yes);
        row("v2 option", v2, "options.graphMode", near);
        row("v2 unit", v2, "fieldConfig.defaults.unit", yes);
        row("v2 query", v2, "targets.A.expr", yes);
        row("v2 exemplars", v2, "targets.A.exemplar", yes);
        row("v2 foreign query", v2, "targets.B", no);
        row("v2 transformation", v2, "transformations[0].noSuchStep", no);
        row("v2 tabs", v2, "layout.kind", yes);
        row("v2 variable of a tab", v2, "templating.own", yes);
        row("v2 variable of a kind that nobody knows", v2, "templating.odd", no);
        row("v2 element without a place", v2, "element", no);
        const char* map = R"({"panels":[{"type":"geomap","options":{"view":{"id":"fit"},"basemap":{"type":"esri-xyz"},
            "layers":[{"type":"markers"},{"type":"dayNight"}],"controls":{"showMeasure":true}}}]})";
        row("view of a map", map, "options.view.id", yes);
        row("base map", map, "options.basemap.type", near);
        row("layers of a map", map, "options.layers", no);
        row("measuring on a map", map, "options.controls.showMeasure", no);
        row("markers", R"({"panels":[{"type":"geomap","options":{"layers":[{"type":"markers"}]}}]})", "options.layers",
            yes);
        row("symbols",
            R"({"panels":[{"type":"geomap","options":{"layers":[{"type":"markers","config":{"style":{"symbol":
            {"fixed":"img/icons/unicons/cloud.svg"}}}}]}}]})",
            "options.layers", near);
        const auto canvas = [](const char* element) -> QByteArray {
            return R"({"panels":[{"type":"canvas","options":{"root":{"elements":[)" + QByteArray(element) + "]}}}]}";
        };
        row("elements of a canvas", canvas(R"({"type":"metric-value"},{"type":"frame","elements":[{"type":"text"}]})"),
            "options.root.elements", yes);
        row("signs of a canvas", canvas(R"({"type":"text"},{"type":"icon"})"), "options.root.elements", near);
        row("a turbine in a frame", canvas(R"({"type":"frame","elements":[{"type":"windTurbine"}]})"),
            "options.root.elements", no);
        row("a button that calls", canvas(R"({"type":"button","config":{"api":{"endpoint":"a"}}})"),
            "options.root.elements", no);
        row("a graph by force", R"({"panels":[{"type":"nodeGraph","options":{"layoutAlgorithm":"force"}}]})",
            "options.layoutAlgorithm", near);
        row("a graph in layers", R"({"panels":[{"type":"nodeGraph","options":{"layoutAlgorithm":"layered"}}]})",
            "options.layoutAlgorithm", yes);
        row("foreign panel", R"({"panels":[{"id":1,"type":"my-panel"}]})", "type", no);
        row("panel of a collapsed row",
            R"({"schemaVersion":42,"panels":[{"id":1,"type":"row","collapsed":true,"panels":[{"id":2,"type":"my-panel"}]}]})",
            "type", no);
        const char* head = R"({"schemaVersion":42,"panels":[],"templating":{"list":[
            {"name":"a","type":"query","query":"up"
},{"name":"b","type":"hologram"}]
}
, "annotations": { "list" : [ {"name" : "built", "builtIn" : 1, "enable" : true} ] }
})";
        row("variable", head, "templating.a", yes);
        row("variable of another kind", head, "templating.b", no);
        row("built-in annotations", head, "annotations.built", yes);
        const char* mixed = R"x({"panels":[{"id":1,"type":"timeseries","datasource":{"uid":"-- Mixed --"},"targets":[
            {"refId":"A","expr":"up","datasource":{"type":"prometheus","uid":"a"}},
            {"refId":"B","expr":"up","datasource":{"type":"prometheus","uid":"b"}},
            {"refId":"C","expr":"{job='x'}","datasource":{"type":"loki","uid":"l"}},
            {"refId":"D","expr":"{job='x'}","datasource":"Loki prod"}]}],
            "templating":{"list":[{"name":"level","type":"query","query":"label_values(level)",
            "datasource":{"type":"loki","uid":"l"}}]},"annotations":{"list":[{"name":"logs","expr":"{job='x'}",
            "datasource":{"type":"loki","uid":"l"}}]}})x";
        row("a query of Prometheus", mixed, "targets.A.expr", yes);
        row("an expression for another source", mixed, "targets.C", no);
        row("a source that only its name tells of", mixed, "targets.D", no);
        row("a variable of another source", mixed, "templating.level", no);
        row("an annotation of another source", mixed, "annotations.logs", no);
        row("two sources of one kind", mixed, "datasource", near);
        row("one source", R"({"panels":[{"id":1,"type":"stat","targets":[{"refId":"A","expr":"up","datasource":
            {"type":"prometheus","uid":"a"}},{"refId":"B","expr":"up","datasource":{"uid":"${ds}"}}]}]})",
            "datasource", -1);
        row("what is not there is not mentioned", head, "annotations.other", -1);
    }

    void saysWhatBecomesOfEachPart()
    {
        QFETCH(QByteArray, dashboard);
        QFETCH(QByteArray, option);
        QFETCH(int, verdict);
        const auto opened = Dashboard::open({dashboard.constData(), static_cast<std::size_t>(dashboard.size())});
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        const ImportReport report = makeImportReport(*opened);
        int worst = -1;
        for (const ReportLine& line : report.lines) {
            if (line.option != option.toStdString()) continue;
            worst = std::max(worst, static_cast<int>(line.honoured));
            QCOMPARE(line.note.empty(), line.honoured == Honoured::Yes);
        }
        QCOMPARE(worst, verdict);
    }

    void saysWhereThingsStand()
    {
        const auto opened = Dashboard::open(R"({"dashboard":{"panels":[{"type":"graph"},{"type":"stat","options":{
            "reduceOptions":{"calcs":["max"]}}}],"templating":{"list":[{"name":"a","type":"custom"}]}}})");
        QVERIFY(opened.has_value());
        const ImportReport report = makeImportReport(*opened);
        const auto placeOf = [&](std::string_view panel, std::string_view option) -> QByteArray {
            for (const ReportLine& line : report.lines) {
                if (line.panel == panel && line.option == option) return QByteArray::fromStdString(line.path);
            }
            return "none";
        };
        QCOMPARE(placeOf("stat 2", "options.reduceOptions.calcs"),
                 QByteArray("/dashboard/panels/1/options/reduceOptions/calcs"));
        QCOMPARE(placeOf("timeseries 1", "type"), QByteArray("/dashboard/panels/0/type"));
        QCOMPARE(placeOf("dashboard", "templating.a"), QByteArray("/dashboard/templating/list/0"));
        // What the migration made of the graph has no place in the file.
        QCOMPARE(placeOf("timeseries 1", "options.legend.showLegend"), QByteArray());
    }

    void textLeavesHonouredOnesOut()
    {
        ImportReport report;
        report.add(1, "T", "options.a", Honoured::Yes);
        QVERIFY(!report.hasWarnings());
        QCOMPARE(report.toText(), std::string());
        report.add(1, "T", "options.b", Honoured::NotDrawn, "why");
        QVERIFY(report.hasWarnings());
        QVERIFY(report.toText().find("options.b") != std::string::npos);
        QVERIFY(report.toText().find("why") != std::string::npos);
        QVERIFY(report.toText().find("options.a") == std::string::npos);
        QVERIFY(report.toText(true).find("options.a") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(ImportReportTest)
#include "import_report_test.moc"
