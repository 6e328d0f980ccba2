#include <QtTest/QtTest>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboard_form.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::string_view view(const QByteArray& text) { return {text.constData(), static_cast<std::size_t>(text.size())}; }

}  // namespace

class FormsTest : public QObject {
    Q_OBJECT

private slots:
    void opens_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("uid");
        const auto row = [](const char* name, const QByteArray& text, const char* path, const char* uid) {
            QTest::newRow(name) << text << QByteArray(path) << QByteArray(uid);
        };
        const QByteArray bare = R"({"uid":"u","title":"T","panels":[{"id":1,"type":"text","title":"P"}]})";
        const QByteArray v2 = R"({"title":"T","elements":{"p":{"kind":"Panel","spec":{"id":1,"title":"P",
            "vizConfig":{"kind":"VizConfig","group":"text","spec":{}}}}},"layout":{"kind":"GridLayout","spec":{"items":
            [{"kind":"GridLayoutItem","spec":{"element":{"kind":"ElementReference","name":"p"}}}]}}})";
        const auto resource = [](const char* version, const QByteArray& spec) {
            return QByteArray("{\"metadata\":{\"name\":\"r\"},\"apiVersion\":\"dashboard.grafana.app/") + version +
                   "\",\"kind\":\"Dashboard\",\"spec\":" + spec + "}";
        };
        row("bare", bare, "", "u");
        row("byte order mark", "\xEF\xBB\xBF" + bare, "", "u");
        row("rows", R"({"uid":"u","title":"T","rows":[{"panels":[{"id":1,"type":"text","title":"P"}]}]})", "", "u");
        row("answer of the API", R"({"meta":{},"dashboard":)" + bare + "}", "/dashboard", "u");
        row("grafana.com", R"({"id":1860,"revision":3,"json":)" + bare + "}", "/json", "u");
        row("v0", resource("v0alpha1", bare), "/spec", "r");
        row("v1", resource("v1beta1", bare), "/spec", "r");
        row("v2", resource("v2beta1", v2), "/spec", "r");
        row("later v2", resource("v2", v2), "/spec", "r");
        row("bare v2", v2, "", "");
        row("v2 with its kind", R"({"kind":"Dashboard","spec":)" + v2 + "}", "/spec", "");
        row("v2 of the API", R"({"dashboard":)" + v2 + "}", "/dashboard", "");
        row("list of one", "[" + bare + "]", "/0", "u");
        row("list with others", "[{\"a\":1}," + resource("v1", bare) + ",null]", "/1/spec", "r");
        row("Kubernetes list", R"({"kind":"List","items":[)" + resource("v1", bare) + "]}", "/items/0/spec", "r");
    }

    void opens()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, uid);
        const auto dashboard = Dashboard::open(view(text));
        QVERIFY2(dashboard.has_value(), dashboard ? "" : dashboard.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(dashboard->path()), path);
        QCOMPARE(QByteArray::fromStdString(dashboard->uid()), uid);
        QCOMPARE(QByteArray::fromStdString(dashboard->title()), QByteArray("T"));
        QCOMPARE(dashboard->panels().size(), std::size_t{1});
        QCOMPARE(QByteArray::fromStdString(dashboard->panels().front().title), QByteArray("P"));
        QCOMPARE(QByteArray::fromStdString(dashboard->panels().front().type), QByteArray("text"));
    }

    void panelsSayWhereTheyStand()
    {
        const auto grid = Dashboard::open(R"({"dashboard":{"panels":[{"id":1,"type":"row","collapsed":true,"panels":[
            {"id":1,"type":"graph"}]},{"id":1,"type":"singlestat"}]}})");
        QVERIFY(grid.has_value());
        QCOMPARE(grid->panels().size(), std::size_t{2});
        QCOMPARE(grid->panels()[0].origin, std::string("/dashboard/panels/0"));
        QCOMPARE(grid->panels()[0].children.at(0).origin, std::string("/dashboard/panels/0/panels/0"));
        QCOMPARE(grid->panels()[1].origin, std::string("/dashboard/panels/1"));
        const auto rows = Dashboard::open(R"({"rows":[{"repeatIteration":1},{"title":"R","showTitle":true,"panels":[
            {"type":"graph"},{"type":"text"}]}]})");
        QVERIFY(rows.has_value());
        QCOMPARE(rows->panels().at(0).origin, std::string("/rows/1"));
        QCOMPARE(rows->panels().at(2).origin, std::string("/rows/1/panels/1"));
        QVERIFY(!rows->panels().at(2).model.has("__watchglassOrigin"));
        QVERIFY(!rows->model()["panels"].at(2).has("__watchglassOrigin"));
        const auto library = Dashboard::open(R"({"__elements":{"L":{"model":{"type":"stat"}}},"panels":[
            {"id":4,"libraryPanel":{"uid":"L","name":"n"}}]})");
        QVERIFY(library.has_value());
        QCOMPARE(library->panels().at(0).type, std::string("stat"));
        QCOMPARE(library->panels().at(0).origin, std::string("/panels/0"));
    }

    void unexplainedSources()
    {
        const auto dashboard = Dashboard::open(R"({"panels":[{"type":"stat","datasource":"${DS_PROM}","targets":[
            {"expr":"up","datasource":{"uid":"${ds}"}}]}],"templating":{"list":[{"name":"ds","type":"datasource"}]}})");
        QVERIFY(dashboard.has_value());
        const Panel& panel = dashboard->panels().at(0);
        QCOMPARE(panel.datasource, ImportOptions().defaultDatasource);
        QCOMPARE(panel.targets.at(0).datasource, std::string("${ds}"));
        QCOMPARE(dashboard->notes().size(), std::size_t{1});
        QVERIFY(dashboard->notes().front().find("DS_PROM") != std::string::npos);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(message);
        };
        row("number", "1", "expected a JSON object");
        row("other object", R"({"a":1})", "neither panels nor rows");
        row("empty list", "[]", "holds none");
        row("list of several", R"([{"panels":[]},{"panels":[]}])", "2 dashboards");
        row("resource without spec", R"({"apiVersion":"dashboard.grafana.app/v1"})", "no \"spec\"");
        row("other resource", R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":1}})", "neither");
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto dashboard = Dashboard::open(view(text));
        QVERIFY(!dashboard.has_value());
        QVERIFY2(QByteArray::fromStdString(dashboard.error().message).contains(message),
                 dashboard.error().message.c_str());
    }

    void findsSeveral()
    {
        const auto document = json::parse(R"([{"title":"a","panels":[]},{"dashboard":{"panels":[]}},7,{"x":1}])");
        QVERIFY(document.has_value());
        const auto parts = findDashboards(*document);
        QCOMPARE(parts.size(), std::size_t{2});
        QCOMPARE(parts[0].path, std::string("/0"));
        QCOMPARE(parts[1].path, std::string("/1/dashboard"));
    }
};

QTEST_APPLESS_MAIN(FormsTest)
#include "forms_test.moc"
