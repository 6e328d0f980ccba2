#include "ui/dashboard/dashboard_source.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <fstream>

#include "tests/support/shared_files.h"
#include "ui/dashboard/dashboard_folder.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// "name: title" or "name: why not", one line each.
QByteArray listed(std::string_view text)
{
    const auto sources = readDashboardSources(text);
    if (!sources) return QByteArray::fromStdString(sources.error().message + " (" + sources.error().where + ")\n");
    std::string out;
    for (const DashboardSource& source : *sources) {
        const auto dashboard = openDashboard(source);
        out += source.name + ": " + (dashboard ? dashboard->title() : dashboard.error().message) +
               (source.datasource.empty() ? "" : " from " + source.datasource) + "\n";
    }
    return QByteArray::fromStdString(out);
}

constexpr const char* kConfigMap = R"(apiVersion: v1
kind: ConfigMap
metadata:
  name: dashboards
data:
  one.json: |-
    {"title": "One", "panels": []}
  two.json: |
    {
      "title": "Two", "rows": []
    }
  note.txt: not a dashboard
)";

constexpr const char* kValues = R"(grafana:
  dashboards:
    default:
      carried:
        json: |
          {"title": "Carried", "panels": []}
      named:
        gnetId: 1860
        revision: 27
        datasource: Prometheus
      listed:
        gnetId: 7249
        datasource:
          - {name: DS_PROM, value: Thanos}
      linked:
        url: https://example.org/x.json
      filed:
        file: dashboards/x.json
)";

}  // namespace

class DashboardSourceTest : public QObject {
    Q_OBJECT

private slots:
    void findsDashboards_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QByteArray(expected);
        };
        row("a dashboard", R"({"title":"T","panels":[]})", ": T\n");
        row("list", R"([{"title":"A","panels":[]},{"title":"B","rows":[]}])", ": A\n: B\n");
        row("ConfigMap", kConfigMap, "one.json: One\ntwo.json: Two\n");
        row("several documents", QByteArray(kConfigMap) + "---\n" + kConfigMap,
            "one.json: One\ntwo.json: Two\none.json: One\ntwo.json: Two\n");
        row("ConfigMap with a broken one",
            "kind: ConfigMap\ndata:\n  bad.json: '{\"panels\": }'\n  good.json: '{\"title\":\"G\",\"panels\":[]}'\n",
            "bad.json: not valid JSON: expected a value\ngood.json: G\n");
        row("ConfigMap as JSON",
            "{\"kind\":\"ConfigMap\",\"data\":{\"a.json\":\"{\\\"title\\\":\\\"A\\\",\\\"panels\\\":[]}\"}}",
            "a.json: A\n");
        row("list of ConfigMaps",
            "{\"kind\":\"ConfigMapList\",\"items\":[{\"kind\":\"ConfigMap\",\"data\":{\"a\":\"{\\\"title\\\":\\\"A\\\","
            "\\\"panels\\\":[]}\"}}]}",
            "a: A\n");
        row("resource as YAML",
            "apiVersion: dashboard.grafana.app/v1beta1\nkind: Dashboard\nmetadata: {name: u}\n"
            "spec:\n  title: Yaml\n  panels: [{id: 1, type: text, title: '007'}]\n",
            ": Yaml\n");
        row("operator's resource",
            "kind: GrafanaDashboard\nmetadata: {name: op}\nspec:\n  json: '{\"title\":\"O\",\"panels\":[]}'\n",
            "op: O\n");
        row("as a text", "{\"json\":\"{\\\"title\\\":\\\"J\\\",\\\"panels\\\":[]}\"}", ": J\n");
        row("operator's reference",
            "kind: GrafanaDashboard\nmetadata: {name: op}\nspec: {grafanaCom: {id: 1860, revision: 2}}\n",
            "op: \"op\" is dashboard 1860 of grafana.com, revision 2\n");
        row("Helm values", kValues,
            "carried: Carried\n"
            "named: \"named\" is dashboard 1860 of grafana.com, revision 27 from Prometheus\n"
            "listed: \"listed\" is dashboard 7249 of grafana.com from Thanos\n"
            "linked: \"linked\" is not in the file but at https://example.org/x.json\n"
            "filed: \"filed\" is not in the file but at dashboards/x.json\n");
        row("provisioning", "apiVersion: 1\nproviders:\n- name: default\n  options: {path: /var/lib/x}\n",
            "default: \"default\" is not in the file but at /var/lib/x\n");
        row("other YAML", "groups: []\n", "the file holds no dashboard ()\n");
        row("broken JSON", "{\n \"a\": }", "not valid JSON: expected a value (2:7)\n");
        row("no YAML either", "hello", "not valid JSON: expected a value (1:1)\n");
        row("nothing", "", "not valid JSON: the text ends where a value should stand (1:1)\n");
    }

    void findsDashboards()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(listed({text.constData(), static_cast<std::size_t>(text.size())}), expected);
    }

    void seedValues()
    {
        const auto file = testing::sharedFolder() / "seeds" / "prometheus-values.yaml";
        if (!std::filesystem::exists(file)) QSKIP("no seeds (../shared/seeds)");
        QCOMPARE(
            listed(testing::readFile(file)),
            QByteArray("kubernetes-cluster: \"kubernetes-cluster\" is dashboard 7249 of grafana.com, revision 1 from "
                       "Prometheus\nnode-exporter: \"node-exporter\" is dashboard 1860 of grafana.com, revision 27 "
                       "from Prometheus\n"));
    }

    void yamlTypes()
    {
        const auto sources = readDashboardSources("kind: Dashboard\nspec:\n  title: 'yes'\n  panels: [{id: 7, title: "
                                                  "'007', transparent: yes, type: text}]\n");
        QVERIFY(sources.has_value());
        const auto dashboard = openDashboard(sources->front());
        QVERIFY(dashboard.has_value());
        QCOMPARE(dashboard->title(), std::string("yes"));
        QCOMPARE(dashboard->panels().at(0).id, std::int64_t{7});
        QCOMPARE(dashboard->panels().at(0).title, std::string("007"));
        QVERIFY(dashboard->panels().at(0).transparent);
    }

    void folders()
    {
        namespace fs = std::filesystem;
        QTemporaryDir temporary;
        const fs::path root = temporary.path().toStdString();
        fs::create_directories(root / "dashboards" / "default" / "deep");
        for (const char* name : {"dashboards/default/b.json", "dashboards/default/deep/a.json", "p.yaml", "x.txt"})
            std::ofstream(root / name) << "{}";
        const auto files = dashboardFiles(root);
        QCOMPARE(files.size(), std::size_t{3});
        QCOMPARE(files[0].filename().string(), std::string("b.json"));
        QCOMPARE(files[1].filename().string(), std::string("a.json"));
        QVERIFY(dashboardFiles(root / "nowhere").empty());
        QCOMPARE(provisionedPath("/var/lib/grafana/dashboards/default", root / "p.yaml"),
                 root / "dashboards" / "default");
        QCOMPARE(provisionedPath("dashboards", root / "p.yaml"), root / "dashboards");
        QCOMPARE(provisionedPath(root / "dashboards", "/elsewhere/p.yaml"), root / "dashboards");
        QCOMPARE(provisionedPath("/var/lib/other", root / "p.yaml"), fs::path());
    }

    void base64IsRead()
    {
        const QByteArray text = QByteArray(R"({"title": "Packed", "panels": []})").toBase64();
        const std::string values = "grafana:\n  dashboards:\n    default:\n      packed:\n        b64content: true\n"
                                   "        json: " +
                                   text.toStdString() + "\n";
        QCOMPARE(listed(values), QByteArray("packed: Packed\n"));
        QCOMPARE(listed("apiVersion: v1\nkind: ConfigMap\nbinaryData:\n  a.json: " + text.toStdString() + "\n"),
                 QByteArray("a.json: Packed\n"));
        QVERIFY(listed("grafana:\n  dashboards:\n    default:\n      x: {b64content: true, json: '!!!'}\n")
                    .startsWith("the file holds no dashboard"));
    }
};

QTEST_APPLESS_MAIN(DashboardSourceTest)
#include "dashboard_source_test.moc"
