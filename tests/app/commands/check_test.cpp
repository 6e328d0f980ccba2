// `watchglass check`: what is wrong, in which line, and what was expected.

#include "engine/base/json.h"
#include "tests/support/program.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

constexpr const char* kGoodRules = "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: sum(up)\n";
constexpr const char* kGoodDashboard = R"json({"title": "Good", "schemaVersion": 39, "panels": [
  {"id": 1, "type": "stat", "gridPos": {"x": 0, "y": 0, "w": 4, "h": 4}, "targets": [{"refId": "A", "expr": "up"}]}]})json";
constexpr const char* kStrangeDashboard = R"json({"title": "Strange", "schemaVersion": 39, "panels": [
  {"id": 5, "type": "acme-lamp-panel", "gridPos": {"x": 0, "y": 0, "w": 4, "h": 4}}]})json";

}  // namespace

class CheckTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;

    QString file(const QString& name, const QByteArray& text) const
    {
        writeFile(m_home.filePath(name), text);
        return m_home.filePath(name);
    }

private slots:
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
    }

    void acceptsGoodFiles()
    {
        file("good_rules.yml", kGoodRules);
        Program config(m_home);
        QCOMPARE(config.run({"check", "config",
                             file("good.yml", "rule_files: ['good_*.yml']\nscrape_configs:\n- job_name: a\n"
                                              "  dns_sd_configs: [{names: [a.example]}]\n")}),
                 0);
        QVERIFY2(config.out().contains("good.yml: warning: ") && config.out().contains("dns_sd_configs"), config.out());
        QVERIFY2(config.out().contains("1 scrape configurations\n"), config.out());
        QVERIFY2(config.out().contains("good_rules.yml: 1 rules in 1 groups\n"), config.out());
        QCOMPARE(config.err(), QByteArray());
        Program rules(m_home);
        QCOMPARE(rules.run({"check", "rules", m_home.filePath("good_rules.yml")}), 0);
        Program dashboard(m_home);
        QCOMPARE(dashboard.run({"check", "dashboard", file("good.json", kGoodDashboard)}), 0);
        QVERIFY2(dashboard.out().contains("good.json: \"Good\": "), dashboard.out());
    }

    void namesFileLineAndWhatWasExpected_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArrayList>("messages");
        const auto row = [](const char* name, const char* kind, const char* text, int code, QByteArrayList messages) {
            QTest::newRow(name) << QString(kind) << QByteArray(text) << code << messages;
        };
        row("unknown field", "config", "scrape_configs:\n- job_name: a\n  target: x\n", 1,
            {"FILE:3:3: ", "field target not found"});
        row("wrong type", "config", "global:\n  scrape_interval: [1s]\n", 1, {"FILE:2:", "cannot unmarshal !!seq"});
        row("bad duration", "config", "global:\n  scrape_timeout: 5 minutes\n", 1, {"FILE:2:", "not a valid duration"});
        row("twice the job", "config", "scrape_configs:\n- job_name: a\n- job_name: a\n", 1,
            {"FILE:3:", "multiple scrape configs with job name \"a\""});
        row("bad regex", "config",
            "scrape_configs:\n- job_name: a\n  relabel_configs:\n  - source_labels: [b]\n    regex: '('\n", 1,
            {"FILE:5:", "missing"});
        row("no yaml", "config", "a: 'b\n", 1, {"FILE:1:4: ", "expected a closing quote"});
        row("rules: bad expression", "rules", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(up\n", 1,
            {"FILE:5:", "1:7: parse error: unclosed left parenthesis"});
        row("rules: all of them", "rules",
            "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n    for: 1m\n  - alert: A\n    expr: up ==\n",
            1, {"FILE:", "invalid field 'for' in recording rule", "FILE:8:"});
        row("rules: no list", "rules", "groups: 5\n", 1, {"FILE:1:9: ", "cannot unmarshal !!int `5`"});
        row("rules: rules no list", "rules", "groups:\n- name: g\n  rules: {a: 1}\n", 1,
            {"FILE:3:10: ", "cannot unmarshal !!map"});
        row("rules: labels no map", "rules", "groups:\n- name: g\n  labels: [a]\n", 1,
            {"FILE:3:11: ", "cannot unmarshal !!seq"});
        row("rules: bad template", "rules",
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations: {summary: '{{ $labels. }'}\n",
            1, {"FILE:", "template"});
        row("dashboard: no JSON", "dashboard", "{\"title\": \"x\",\n \"panels\": [ {]\n}", 2,
            {"FILE:2:15: ", "expected a member name in quotes"});
        row("dashboard: no object", "dashboard", "[1]", 2, {"FILE: ", "list"});
        row("dashboard: strange panel", "dashboard", kStrangeDashboard, 1, {"acme-lamp-panel"});
    }

    void namesFileLineAndWhatWasExpected()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QByteArrayList, messages);
        const QString path = file("checked." + kind, text);
        Program program(m_home);
        QCOMPARE(program.run({"check", kind, path}), code);
        const QByteArray all = program.out() + program.err();
        for (const QByteArray& message : messages) {
            const QByteArray wanted = QByteArray(message).replace("FILE", path.toUtf8());
            QVERIFY2(all.contains(wanted), "expected " + wanted + " in: " + all);
        }
    }

    void goesThroughAllFiles()
    {
        const QString bad = file("bad.yml", "groups: 5\n");
        const QString good = file("last.yml", kGoodRules);
        Program program(m_home);
        QCOMPARE(program.run({"check", "rules", bad, m_home.filePath("absent.yml"), good}), 1);
        QVERIFY2(program.err().contains("bad.yml:1:"), program.err());
        QVERIFY2(program.err().contains("absent.yml: cannot read the rule file"), program.err());
        QVERIFY2(program.out().contains("last.yml: 1 rules in 1 groups"), program.out());
        Program dashboards(m_home);
        QCOMPARE(dashboards.run({"check", "dashboard", m_home.filePath("absent.json")}), 2);
        QVERIFY2(dashboards.err().contains("absent.json: cannot read the file"), dashboards.err());
    }

    void writesJson()
    {
        Program program(m_home);
        QCOMPARE(program.run({"check", "dashboard", "--format", "json", file("strange.json", kStrangeDashboard)}), 1);
        const auto report = json::parse(program.out().toStdString());
        QVERIFY2(report.has_value(), program.out());
        QCOMPARE((*report)["title"].toString(), std::string("Strange"));
        QByteArray results;
        for (const json::Value& line : (*report)["options"].items()) {
            if (line["path"].toString() != "/panels/0/type" && line["path"].toString() != "/title") continue;
            results += QByteArray::number(qint64{line["panelId"].toInt()}) + ' ' +
                       QByteArray::fromStdString(line["result"].toString()) + '\n';
        }
        QCOMPARE(results, QByteArray("0 honoured\n5 not drawn\n"));
    }
};

QTEST_GUILESS_MAIN(CheckTest)
#include "check_test.moc"
