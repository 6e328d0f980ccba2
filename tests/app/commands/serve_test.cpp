// `watchglass serve` as a service: ready, reload, broken configurations, signals, power loss.

#include <csignal>

#include "tests/support/http_server.h"
#include "tests/support/served.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

constexpr const char* kGood = "scrape_configs:\n- job_name: first\n";
constexpr const char* kOther = "scrape_configs:\n- job_name: second\n";
constexpr const char* kBroken = "scrape_configs:\n- job_name: third\n  scrape_intervall: 5s\n";

}  // namespace

class ServeTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_config;

    QStringList arguments() const { return {"--no-host-metrics", "--config.file", m_config}; }

private slots:
    void init()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        m_home = std::make_unique<QTemporaryDir>();
        m_config = m_home->filePath("prometheus.yml");
        writeFile(m_config, kGood);
    }

    void becomesReadyAndAnswers()
    {
        Served served(*m_home);
        QVERIFY2(served.start(arguments()), served.program().err());
        QTRY_COMPARE(served.api().get("/-/ready").status, 200L);
        QCOMPARE(served.api().get("/-/healthy").status, 200L);
        QCOMPARE(served.api().value("vector(1) + 1"), std::string("2"));
        QTRY_COMPARE(served.api().value("up{job=\"watchglass\"}"), std::string("1"));
        QCOMPARE(served.api().get("/api/v1/query?query=up%7B").status, 400L);
    }

    void collectsHostMetricsUnlessTold()
    {
        Served with(*m_home);
        QVERIFY2(with.start({"--in-memory"}), with.program().err());
        QTRY_COMPARE_WITH_TIMEOUT(with.api().value("up{job=\"node\"}"), std::string("1"), 20'000);
        Served without(*m_home);
        QVERIFY2(without.start({"--in-memory", "--no-host-metrics"}), without.program().err());
        QTRY_COMPARE_WITH_TIMEOUT(without.api().value("up{job=\"watchglass\"}"), std::string("1"), 20'000);
        QCOMPARE(without.api().data("/api/v1/targets")["activeTargets"].items().size(), std::size_t{1});
        QCOMPARE(without.api().query("{__name__=~\"node_.*\"}").items().size(), std::size_t{0});
    }

    void experimentalPartsNeedTheirSwitch()
    {
        writeFile(m_home->filePath("rules.yml"),
                  "groups:\n- name: g\n  rules:\n  - record: r\n    expr: mad_over_time(up[5m])\n");
        const QStringList rules{"--in-memory", "--no-host-metrics", "--rule.file", m_home->filePath("rules.yml")};
        const std::string query = "/api/v1/query?query=mad_over_time(up%5B5m%5D)";
        const std::string fill = "/api/v1/format_query?query=up%20%2B%20fill(0)%20up";
        {
            Served plain(*m_home);
            QVERIFY2(plain.start({"--in-memory", "--no-host-metrics"}), plain.program().err());
            const auto answer = plain.api().get(query);
            QCOMPARE(answer.status, 400L);
            QVERIFY2(answer.body.find(R"(function \"mad_over_time\" is not enabled)") != std::string::npos,
                     answer.body.c_str());
            QCOMPARE(plain.api().get(fill).status, 400L);
        }
        {
            Served refused(*m_home);
            QVERIFY(!refused.start(rules));
            QVERIFY2(refused.program().err().contains("rules.yml:5:11"), refused.program().err());
        }
        Served served(*m_home);
        const QString named = "--enable-feature=promql-experimental-functions,promql-binop-fill-modifiers";
        QVERIFY2(served.start(rules + QStringList{named, "--enable-feature", "no-such"}), served.program().err());
        QCOMPARE(served.api().get(query).status, 200L);
        QCOMPARE(served.api().get(fill).status, 200L);
        QVERIFY(served.program().err().contains("no-such"));
        QCOMPARE(served.api().data("/api/v1/status/flags")["enable-feature"].toString(),
                 std::string("promql-experimental-functions,promql-binop-fill-modifiers,no-such"));
    }

    void reloads_data()
    {
        QTest::addColumn<bool>("bySignal");
        QTest::newRow("SIGHUP") << true;
        QTest::newRow("POST") << false;
    }

    void reloads()
    {
        QFETCH(bool, bySignal);
        Served served(*m_home);
        QVERIFY2(served.start(arguments()), served.program().err());
        const auto reload = [&] {
            if (!bySignal) return served.api().post("/-/reload").status;
            kill(static_cast<pid_t>(served.program().process().processId()), SIGHUP);
            return 0L;
        };
        const auto config = [&] { return served.api().data("/api/v1/status/config")["yaml"].toString(); };
        const auto lastOk = [&] {
            return served.api().data("/api/v1/status/runtimeinfo")["reloadConfigSuccess"].toBool();
        };
        QCOMPARE(config(), std::string(kGood));
        QVERIFY(lastOk());

        writeFile(m_config, kOther);
        QCOMPARE(reload(), bySignal ? 0L : 200L);
        QTRY_COMPARE(config(), std::string(kOther));

        writeFile(m_config, kBroken);
        QCOMPARE(reload(), bySignal ? 0L : 500L);
        QVERIFY2(served.program().says("not reloaded.*scrape_intervall.*prometheus.yml:3:"), served.program().err());
        QCOMPARE(config(), std::string(kOther));
        QVERIFY(!lastOk());

        writeFile(m_config, kGood);
        reload();
        QTRY_COMPARE(config(), std::string(kGood));
        QVERIFY(lastOk());
    }

    void namesTheLineInTheAnswer()
    {
        Served served(*m_home);
        QVERIFY2(served.start(arguments()), served.program().err());
        writeFile(m_home->filePath("rules.yml"), "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up ==\n");
        writeFile(m_config, QByteArray(kGood) + "rule_files: [rules.yml]\n");
        const HttpAnswer rules = served.api().post("/-/reload");
        QCOMPARE(rules.status, 500L);
        QVERIFY2(rules.body.find("rules.yml:5:") != std::string::npos, rules.body.c_str());
        writeFile(m_config, kBroken);
        const HttpAnswer broken = served.api().post("/-/reload");
        QVERIFY2(broken.body.find("prometheus.yml:3:") != std::string::npos, broken.body.c_str());
        QCOMPARE(served.api().get("/-/reload").status, 405L);
    }

    void saysWhatItDoesNotHonour()
    {
        writeFile(m_config, QByteArray(kGood) + "  dns_sd_configs: [{names: [a.example]}]\n");
        Served served(*m_home);
        QVERIFY2(served.start(arguments()), served.program().err());
        QVERIFY2(served.program().says("warn .*dns_sd_configs"), served.program().err());
    }

    void endsOnSigterm()
    {
        HttpServer hanging([](const std::string&, HttpServer::Connection& connection) {
            connection.hang();
            return false;
        });
        writeFile(m_config, QByteArray(kGood) + "  static_configs: [{targets: ['" +
                                QByteArray::fromStdString(hanging.address()) + "']}]\n");
        Served served(*m_home);
        QVERIFY2(served.start({"--config.file", m_config}), served.program().err());
        QTRY_VERIFY(hanging.connections() > 0);
        QElapsedTimer elapsed;
        elapsed.start();
        served.program().process().terminate();
        QCOMPARE(served.program().wait(), 0);
        QVERIFY2(elapsed.elapsed() < 2000, qPrintable(QString::number(elapsed.elapsed())));
    }

    void hasItsHistoryAfterAKill()
    {
        const std::string count = "count_over_time(up{job=\"watchglass\"}[10m])";
        {
            Served served(*m_home);
            QVERIFY2(served.start(arguments()), served.program().err());
            // What is older than a few commits must survive.
            QTRY_COMPARE_WITH_TIMEOUT(served.api().value("count_over_time(up{job=\"watchglass\"}[10m] offset 4s)"),
                                      std::string("2"), 30'000);
            served.program().process().kill();
            QCOMPARE(served.program().wait(), -1);
        }
        Served again(*m_home);
        QVERIFY2(again.start(arguments()), again.program().err());
        QVERIFY(std::stoi("0" + again.api().value(count)) >= 2);
        QTRY_VERIFY_WITH_TIMEOUT(std::stoi("0" + again.api().value(count)) >= 4, 30'000);
        QVERIFY2(!again.program().err().contains("damaged"), again.program().err());
    }

    void refusesToStart_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("rules");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("unknown field") << QByteArray(kBroken) << QByteArray() << QByteArray("prometheus.yml:3:");
        QTest::newRow("no yaml") << QByteArray("scrape_configs:\n  - job_name: 'a\n") << QByteArray()
                                 << QByteArray("prometheus.yml:");
        QTest::newRow("wrong type") << QByteArray("global:\n  scrape_interval: often\n") << QByteArray()
                                    << QByteArray("prometheus.yml:2:");
        QTest::newRow("rule file") << QByteArray("rule_files: [rules.yml]\n")
                                   << QByteArray("groups:\n- name: g\n  rules:\n  - record: a\n    expr: 1 +\n")
                                   << QByteArray("rules.yml:5:");
    }

    void refusesToStart()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, rules);
        QFETCH(QByteArray, expected);
        writeFile(m_config, config);
        writeFile(m_home->filePath("rules.yml"), rules);
        Served served(*m_home);
        QVERIFY(!served.start(arguments()));
        QCOMPARE(served.program().wait(), 1);
        QVERIFY2(served.program().err().contains(expected), served.program().err());
    }

    void namesATakenPort()
    {
        HttpServer holder([](const std::string&, HttpServer::Connection&) { return false; });
        const QString address = QString::fromStdString(holder.address());
        Program program(*m_home);
        QCOMPARE(program.run({"serve", "--in-memory", "--web.listen-address", address}), 1);
        QCOMPARE(program.err(), "watchglass: cannot listen on " + address.toUtf8() +
                                    ": Address already in use; choose another by --web.listen-address\n");
    }

    void keepsOneProcessPerDirectory()
    {
        Served first(*m_home);
        QVERIFY2(first.start(arguments()), first.program().err());
        Served second(*m_home);
        QVERIFY(!second.start(arguments()));
        QCOMPARE(second.program().wait(), 1);
        const QByteArray holder = "(process " + QByteArray::number(first.program().process().processId()) + ")";
        QVERIFY2(second.program().err().contains("another Watchglass uses this data directory " + holder),
                 second.program().err());
        QCOMPARE(first.api().get("/-/healthy").status, 200L);
    }

    void goesOnWithoutADisk()
    {
        writeFile(m_home->filePath("file"), "no folder");
        Served served(*m_home);
        QVERIFY2(served.start(arguments() + QStringList{"--storage.path", m_home->filePath("file") + "/data"}),
                 served.program().err());
        QVERIFY2(served.program().says("nothing is written to disk, samples stay in memory: .*Not a directory"),
                 served.program().err());
        QTRY_COMPARE_WITH_TIMEOUT(served.api().value("up{job=\"watchglass\"}"), std::string("1"), 20'000);
        QCOMPARE(served.api().value("watchglass_storage_trouble"), std::string("1"));
    }
};

QTEST_GUILESS_MAIN(ServeTest)
#include "serve_test.moc"
