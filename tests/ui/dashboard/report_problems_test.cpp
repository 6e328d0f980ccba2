#include <QtTest/QtTest>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/import_report.h"

using namespace watchglass::ui;

class ReportProblemsTest : public QObject {
    Q_OBJECT

private slots:
    void eachIsNamedAtItsPlace_data()
    {
        QTest::addColumn<QByteArray>("members");  // of a dashboard
        QTest::addColumn<QByteArray>("path");     // of the line that tells of it
        QTest::addColumn<QByteArray>("note");     // a part of it; "": nothing is wrong
        const auto row = [](const char* name, const QByteArray& members, const char* path, const char* note) {
            QTest::newRow(name) << members << QByteArray(path) << QByteArray(note);
        };
        const auto variable = [](const char* name, const char* query, const char* regex = "") {
            return QByteArray("{'type':'query','name':'") + name + "','query':'label_values(up{a=~`" + query +
                   "`}, l)','regex':'" + regex + "'}";
        };
        const QByteArray circle = "'templating':{'list':[" + variable("a", "$b") + ',' + variable("b", "$c") + ',' +
                                  variable("c", "$a") + ',' + variable("free", "x") + "]}";
        row("circle of variables", circle, "/templating/list/2", "a -> b -> c -> a");
        row("the rest of the circle", circle, "/templating/list/1", "");
        row("outside of the circle", circle, "/templating/list/3", "");
        const QByteArray patterns = "'templating':{'list':[" + variable("a", "", "/(/") + ',' +
                                    variable("b", "", "/^x(?!2)/") + ',' + variable("c", "", "/$a(/") + "]}";
        row("pattern", patterns, "/templating/list/0", "bad regular expression");
        row("pattern with a lookahead", patterns, "/templating/list/1", "");
        row("pattern that depends", patterns, "/templating/list/2", "");
        row("no time", "'time':{'from':'yesterday','to':'now'}", "/time", "the last hour");
        row("a time", "'time':{'from':'now-1d/d','to':'now'}", "/time", "");
        row("no zone", "'timezone':'Mars/Base'", "/timezone", "there is no time zone \"Mars/Base\"");
        row("a zone", "'timezone':'Europe/Berlin'", "/timezone", "");
        row("the browser's zone", "'timezone':'browser'", "/timezone", "");
        row("no refresh", "'refresh':'often'", "/refresh", "does not refresh");
        row("a refresh", "'refresh':'10s'", "/refresh", "");
        const QByteArray links = "'links':[{'title':'a','url':'javascript:alert(1)'},{'title':'b','url':'file:///x'},"
                                 "{'title':'c','url':'https://example.org/?a=$b'},{'title':'d','url':'/d/abc?x:y'},"
                                 "{'title':'e','url':'${base}:80/x'},{'title':'f','url':'example.org:80/x'}]";
        row("link that would run", links, "/links/0", "leads nowhere: javascript");
        row("link to a file", links, "/links/1", "leads nowhere: file");
        row("link of the web", links, "/links/2", "");
        row("link to a dashboard", links, "/links/3", "");
        row("link from a variable", links, "/links/4", "");
        row("link without a scheme", links, "/links/5", "");
        const QByteArray places = "'panels':[{'id':1,'type':'stat','gridPos':{'x':-5,'y':0,'w':4,'h':4}},"
                                  "{'id':2,'type':'stat','gridPos':{'x':0,'y':4,'w':24,'h':4}},"
                                  "{'id':3,'type':'stat','gridPos':{'x':0,'y':1e18,'w':4,'h':4}},7]";
        row("left of the grid", places, "/panels/0/gridPos", "moved onto it");
        row("on the grid", places, "/panels/1/gridPos", "");
        row("far below", places, "/panels/2/gridPos", "moved onto it");
        row("no panel", places, "/panels/3", "not a panel");
        const auto shared = [](const char* id, const char* of) {
            return QByteArray("{'type':'stat','id':") + id +
                   ",'datasource':{'uid':'-- Dashboard --'},'targets':[{'refId':'A','panelId':" + of + "}]}";
        };
        const QByteArray data = "'panels':[" + shared("1", "2") + ',' + shared("2", "1") + ',' + shared("3", "4") +
                                ",{'id':4,'type':'stat','targets':[{'refId':'A','expr':'up'}]}," + shared("5", "9") +
                                ',' + shared("6", "1") + ']';
        row("panels of each other", data, "/panels/0/targets/0", "own data");
        row("panel of another", data, "/panels/2/targets/0", "");
        row("panel of none", data, "/panels/4/targets/0", "no panel 9");
        row("panel of a circle that it is not in", data, "/panels/5/targets/0", "");
        const QByteArray fields =
            "'panels':[{'id':1,'type':'stat','fieldConfig':{'defaults':{'links':[{'title':'l',"
            "'url':'JavaScript:x'}]},'overrides':[{'matcher':{'id':'byRegexp','options':'/(/'},"
            "'properties':[{'id':'unit','value':'s'}]}]},'links':[{'title':'p','url':'data:x'}]}]";
        row("data link", fields, "/panels/0/fieldConfig/defaults/links", "leads nowhere: JavaScript:x");
        row("panel link", fields, "/panels/0/links", "leads nowhere: data:x");
        row("pattern of a matcher", fields, "/panels/0/fieldConfig/overrides/0", "matches nothing");
        const auto text = [](const char* content) {
            return QByteArray("'panels':[{'id':1,'type':'text','options':{'mode':'html','content':'") + content +
                   "'}}]";
        };
        row("script", text("<ScrIpt>x</script><b>y</b>"), "/panels/0/options/content", "left out: <script>");
        row("button", text("<button>go</button>"), "/panels/0/options/content", "left out: <button>");
        row("handler", text("<b onclick=`x()`>y</b>"), "/panels/0/options/content", "left out: onclick of <b>");
        row("address that would run", text("<a href=`javascript:x()`>y</a>"), "/panels/0/options/content",
            "left out: href of <a>");
        row("script in Markdown", text("a <script>x</script>").replace("html", "markdown"), "/panels/0/options/content",
            "left out: <script>");
        row("a script in words", text("say &lt;script&gt; 1 < 2").replace("html", "markdown"),
            "/panels/0/options/content", "");
        row("picture", text("<img src=`http://a/b.png`>"), "/panels/0/options/content", "not fetched");
        row("picture in Markdown", text("![a](http://a/b.png)").replace("html", "markdown"),
            "/panels/0/options/content", "not fetched");
        row("plain Markdown", text("see http://a/b.png").replace("html", "markdown"), "/panels/0/options/content", "");
        row("plain HTML", text("<b>y</b> description"), "/panels/0/options/content", "");
    }

    void eachIsNamedAtItsPlace()
    {
        QFETCH(QByteArray, members);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, note);
        if (!members.contains("'panels'")) members += ",'panels':[]";
        QByteArray json = "{'schemaVersion':42," + members + '}';
        json.replace('\'', '"').replace('`', '\'');
        const auto opened = Dashboard::open(json.toStdString());
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        std::string said;
        bool found = false;
        for (const ReportLine& line : makeImportReport(*opened).lines) {
            if (!path.startsWith(QByteArray::fromStdString(line.path)) && line.path != path.toStdString() &&
                !QByteArray::fromStdString(line.path).startsWith(path + '/'))
                continue;
            if (line.path.empty()) continue;
            found = true;
            if (line.honoured != Honoured::Yes) said += line.note + '\n';
        }
        QVERIFY(found);
        if (note.isEmpty()) {
            QCOMPARE(QByteArray::fromStdString(said), QByteArray());
        } else {
            QVERIFY2(QByteArray::fromStdString(said).contains(note), said.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(ReportProblemsTest)
#include "report_problems_test.moc"
