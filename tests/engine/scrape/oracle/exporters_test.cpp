#include <QtTest/QtTest>

#include <algorithm>
#include <filesystem>

#include "engine/scrape/scrape_manager.h"
#include "tests/support/fake_sink.h"
#include "tests/support/free_port.h"

using namespace watchglass;
using namespace watchglass::scrape;

namespace {

/// The folder of shared data: WATCHGLASS_SHARED, or `shared` beside the source tree or one of its parents.
std::filesystem::path sharedFolder()
{
    if (const char* set = std::getenv("WATCHGLASS_SHARED")) return set;
    auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    while (folder.has_relative_path()) {
        folder = folder.parent_path();
        if (std::filesystem::exists(folder / "shared" / "conformance")) break;
    }
    return folder / "shared";
}

/// Runs a script of the seeds with its metrics on our port; one has a fixed port, the other starts no server.
constexpr const char* kRunOnPort = R"(
import runpy, sys, prometheus_client
prometheus_client.start_http_server(int(sys.argv[2]), '127.0.0.1')
prometheus_client.start_http_server = lambda *a, **k: None
runpy.run_path(sys.argv[1], run_name='__main__')
)";

}  // namespace

class ExportersTest : public QObject {
    Q_OBJECT

private slots:
    void scrapes_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("script");
        QTest::addColumn<QByteArray>("series");  // the start of a series that must come
        QTest::newRow("node_exporter") << "/usr/bin/prometheus-node-exporter" << QString()
                                       << QByteArray("node_cpu_seconds_total{");
        QTest::newRow("app_metrics.py") << "/usr/bin/python3"
                                        << "app_metrics.py" << QByteArray("active_users_total{");
        QTest::newRow("business_metrics.py") << "/usr/bin/python3"
                                             << "business_metrics.py" << QByteArray("subscriptions_active{");
    }

    void scrapes()
    {
        QFETCH(QString, program);
        QFETCH(QString, script);
        QFETCH(QByteArray, series);
        const QString path = QString::fromStdString((sharedFolder() / "seeds" / script.toStdString()).string());
        if (!QFile::exists(program)) QSKIP("the program is not installed");
        if (!script.isEmpty() && !QFile::exists(path)) QSKIP("../shared/seeds is absent");
        if (!script.isEmpty() && QProcess::execute(program, {"-c", "import prometheus_client"}) != 0) {
            QSKIP("python3-prometheus-client is not installed");
        }
        const int port = test::freePort();
        QProcess process;
        process.setStandardOutputFile(QProcess::nullDevice());
        const QString address = "127.0.0.1:" + QString::number(port);
        const QStringList arguments = script.isEmpty() ? QStringList{"--web.listen-address=" + address}
                                                       : QStringList{"-c", kRunOnPort, path, QString::number(port)};
        process.start(program, arguments);
        QVERIFY(process.waitForStarted());
        const auto end = qScopeGuard([&] {
            process.kill();
            process.waitForFinished();
        });

        test::FakeSink sink;
        ScrapeManager manager(sink);
        config::LoadOptions options;
        options.file = "prometheus.yml";
        const auto config = config::parseConfig("scrape_configs: [{job_name: j, scrape_interval: 1s, static_configs: "
                                                "[{targets: ['" +
                                                    address.toStdString() + "'], labels: {instance: i}}]}]",
                                                options);
        QVERIFY(config.has_value());
        QVERIFY(manager.apply(*config).has_value());
        const std::string up = "up{instance=\"i\", job=\"j\"}";
        if (!sink.waitFor([&] { return sink.last(up) == "1" || process.state() == QProcess::NotRunning; })) {
            QFAIL(qPrintable("never up: " + process.readAllStandardError()));
        }
        const auto ups = sink.samples(up).size();
        QVERIFY(sink.waitFor([&] { return sink.samples(up).size() >= ups + 2; }));
        QCOMPARE(sink.last(up), std::string("1"));
        const auto names = sink.names();
        const bool found = std::any_of(names.begin(), names.end(),
                                       [&](const std::string& name) { return name.starts_with(series.toStdString()); });
        QVERIFY2(found, series.constData());
        QVERIFY(!manager.metadata().empty());
        qInfo("%zu series, %s", names.size(), manager.targets().at(0).lastError.c_str());
    }
};

QTEST_GUILESS_MAIN(ExportersTest)
#include "exporters_test.moc"
