#include "ui/dashboard/stored_annotation.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

Dashboard dashboardWith(const QByteArray& annotation, const QByteArray& rest = "'uid':'u'")
{
    return *Dashboard::fromDocument(
        parsed("{'title':'T','schemaVersion':42,'panels':[],'templating':{'list':[{'name':'env','type':'custom',"
               "'multi':true,'query':'dev,prod','current':{'text':['dev','prod'],'value':['dev','prod']}}]},"
               "'annotations':{'list':[" +
               annotation + "]}," + rest + "}"));
}

PlanContext contextOf(const Dashboard& dashboard)
{
    PlanContext out;
    out.range = {1'000, 2'000, {}};
    out.variables = &dashboard.variables();
    out.dashboardUid = dashboard.uid();
    out.dashboardTitle = dashboard.title();
    return out;
}

/// "dashboard|tags|any or all|limit", "-" for no question.
QString asked(const std::optional<annotations::AnnotationFilter>& filter)
{
    if (!filter) return QStringLiteral("-");
    QStringList tags;
    for (const std::string& tag : filter->tags) tags += QString::fromStdString(tag);
    return QStringList{QString::fromStdString(filter->dashboardUid), tags.join(u' '),
                       filter->anyTag ? QStringLiteral("any") : QStringLiteral("all"), QString::number(filter->limit)}
        .join(u'|');
}

}  // namespace

class StoredAnnotationTest : public QObject {
    Q_OBJECT

private slots:
    void asksAsGrafanaDoes_data()
    {
        QTest::addColumn<QByteArray>("annotation");
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& annotation, const QString& expected,
                            const QByteArray& rest = "'uid':'u'") {
            QTest::newRow(name) << annotation << rest << expected;
        };
        const QByteArray source = "{'name':'n','enable':true,'datasource':{'type':'grafana','uid':'-- Grafana --'},";
        row("built in", "{'builtIn':1,'name':'A','enable':true,'type':'dashboard'}", "u||all|100");
        row("without a uid", "{'builtIn':1,'name':'A','enable':true}", "title:T||all|100", "'id':null");
        row("of its dashboard, tags are not looked at",
            source + "'target':{'type':'dashboard','tags':['a'],'limit':7}}", "u||all|7");
        row("by tags", source + "'target':{'type':'tags','tags':['a','b:c'],'limit':50}}", "|a b:c|all|50");
        row("any tag", source + "'target':{'type':'tags','tags':['a','b'],'matchAny':true}}", "|a b|any|100");
        row("a variable is several tags", source + "'target':{'type':'tags','tags':['$env','on:${env}']}}",
            "|dev prod on:dev|all|100");
        row("no tags, no question", source + "'target':{'type':'tags','tags':[]}}", "-");
        row("old form, no target", source + "'type':'tags','tags':['a'],'matchAny':true,'limit':3}", "|a|any|3");
        row("named by text", "{'name':'n','enable':true,'datasource':'-- Grafana --','type':'tags','tags':['x']}",
            "|x|all|100");
    }

    void asksAsGrafanaDoes()
    {
        QFETCH(QByteArray, annotation);
        QFETCH(QByteArray, rest);
        const Dashboard dashboard = dashboardWith(annotation, rest);
        const AnnotationQuery& query = dashboard.annotations().front();
        QVERIFY(asksForStored(query));
        const auto filter = storedFilter(query, contextOf(dashboard));
        QTEST(asked(filter), "expected");
        if (!filter) return;
        QCOMPARE(filter->fromMs, 1'000);
        QCOMPARE(filter->toMs, 2'000);
    }

    void othersAskElsewhere_data()
    {
        QTest::addColumn<QByteArray>("annotation");
        QTest::newRow("Prometheus") << QByteArray("{'name':'n','expr':'up','datasource':{'type':'prometheus'}}");
        QTest::newRow("time region") << QByteArray(
            "{'name':'n','datasource':{'uid':'-- Grafana --'},'target':{'queryType':'timeRegions'}}");
        QTest::newRow("time region of schema v2")
            << QByteArray("{'name':'n','datasource':{'uid':'-- Grafana --'},'queryType':'timeRegions'}");
        QTest::newRow("another source") << QByteArray("{'name':'n','datasource':{'type':'loki','uid':'x'}}");
    }

    void othersAskElsewhere()
    {
        QFETCH(QByteArray, annotation);
        QVERIFY(!asksForStored(dashboardWith(annotation).annotations().front()));
    }

    void eventsBelongToTheirPanelUnlessFoundByTags()
    {
        annotations::Annotation one{5, 10, 20, "u", 7, "text", {"a"}};
        annotations::Annotation other{6, 5, 5, "u", 0, "first", {}};
        const Dashboard own = dashboardWith("{'builtIn':1,'name':'A','iconColor':'red'}");
        const auto events = storedEvents(own.annotations().front(), {one, other});
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(events[0].id, 6);  // by time
        QCOMPARE(events[0].panelId, 0);
        QCOMPARE(events[1].id, 5);
        QCOMPARE(events[1].panelId, 7);
        QCOMPARE(events[1].fromMs, 10);
        QCOMPARE(events[1].toMs, 20);
        QCOMPARE(events[1].text, std::string("text"));
        QCOMPARE(events[1].color, std::string("red"));
        QCOMPARE(events[1].tags, std::vector<std::string>{"a"});
        const Dashboard tagged = dashboardWith(
            "{'name':'n','datasource':'-- Grafana --','target':{'type':'tags','tags':['a']}}");
        QCOMPARE(storedEvents(tagged.annotations().front(), {one}).front().panelId, 0);
    }

    void listsAskAsTheirOptionsSay_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("inRange");
        QTest::newRow("all") << QByteArray("{}") << QStringLiteral("||all|10") << false;
        QTest::newRow("own") << QByteArray("{'onlyFromThisDashboard':true,'limit':3}") << QStringLiteral("u||all|3")
                             << false;
        QTest::newRow("range") << QByteArray("{'onlyInTimeRange':true}") << QStringLiteral("||all|10") << true;
        QTest::newRow("tags") << QByteArray("{'tags':['$env','x']}") << QStringLiteral("|dev prod x|all|10") << false;
    }

    void listsAskAsTheirOptionsSay()
    {
        QFETCH(QByteArray, options);
        QFETCH(bool, inRange);
        const Dashboard dashboard = dashboardWith("");
        const auto filter = listedFilter(parsed(options), contextOf(dashboard));
        QTEST(asked(filter), "expected");
        QCOMPARE(filter.fromMs == 1'000 && filter.toMs == 2'000, inRange);
    }
};

QTEST_APPLESS_MAIN(StoredAnnotationTest)
#include "stored_annotation_test.moc"
