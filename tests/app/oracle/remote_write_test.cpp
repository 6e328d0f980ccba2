// The real Prometheus scrapes and sends all it has to `watchglass serve` by remote write: both answer the same, times,
// staleness markers and exemplars included.

#include <csignal>

#include "tests/app/oracle/reference.h"
#include "tests/app/oracle/tricky_target.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

constexpr const char* kConfig = R"yaml(
global: {scrape_interval: 500ms, scrape_timeout: 400ms}
remote_write:
- url: URL/api/v1/write
  send_exemplars: true
  queue_config: {batch_send_deadline: 100ms, min_backoff: 30ms, max_backoff: 100ms}
  metadata_config: {send_interval: 1s}
scrape_configs:
- {job_name: plain, metrics_path: /plain, static_configs: [{targets: [TARGET], labels: {rack: r1}}]}
- {job_name: disappears, metrics_path: /disappears, static_configs: [{targets: [TARGET]}]}
- {job_name: openmetrics, metrics_path: /openmetrics, static_configs: [{targets: [TARGET]}]}
- {job_name: ts, metrics_path: /ts, static_configs: [{targets: [TARGET]}]}
- {job_name: self, static_configs: [{targets: ['127.0.0.1:PORT']}]}
)yaml";

}  // namespace

class RemoteWriteTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    TrickyTarget m_target;
    std::unique_ptr<Program> m_prometheus;
    std::unique_ptr<Served> m_watchglass;
    ApiClient m_reference;

    void startWatchglass(const QString& address)
    {
        m_watchglass = std::make_unique<Served>(m_home);
        QVERIFY2(m_watchglass->start({"--storage.path", m_home.filePath("watchglass"), "--no-host-metrics",
                                      "--web.enable-remote-write-receiver"},
                                     address),
                 m_watchglass->program().err());
    }

    /// Each series with what the answer says of it, as text; sorted.
    static Lines lines(const ApiClient& api, const std::string& path)
    {
        Lines out;
        const json::Value data = api.data(path);
        const json::Value& result = data.isArray() ? data : data["result"];
        for (const json::Value& series : result.items()) {
            std::string line = seriesText(series.has("metric") ? series["metric"] : series["seriesLabels"]);
            for (const char* part : {"value", "values", "exemplars"}) {
                if (series.has(part)) line += " " + json::write(series[part]);
            }
            out.push_back(std::move(line));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    void compare(const std::string& path)
    {
        QByteArray difference;
        const auto same = [&] {
            const Lines reference = lines(m_reference, path);
            difference = reference.empty() ? QByteArray("nothing")
                                           : test::difference(reference, lines(m_watchglass->api(), path));
            return difference.isEmpty();
        };
        // What was scraped a moment ago may be on its way.
        if (!QTest::qWaitFor(same, 20'000)) QFAIL(qPrintable(QString::fromStdString(path) + " differs:" + difference));
    }

    void scrapeAll(int phase)
    {
        m_target.setPhase(phase);
        QVERIFY(QTest::qWaitFor([&] { return m_target.requests("Prometheus", "disappears") >= 4; }, 20'000));
    }

    /// What is said about metrics, a line each.
    static Lines metadata(const ApiClient& api)
    {
        Lines out;
        const json::Value data = api.data("/api/v1/metadata");
        for (const auto& [metric, said] : data.members()) {
            for (const json::Value& one : said.items())
                out.push_back(metric + " " + json::write(one["type"]) + json::write(one["unit"]) +
                              json::write(one["help"]));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

private slots:
    void initTestCase()
    {
        if (!QFile::exists(kPrometheus)) QSKIP("the package prometheus is not installed");
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        startWatchglass("127.0.0.1:0");
        const QByteArray port = QByteArray::number(freePort());
        const QString config = m_home.filePath("prometheus.yml");
        writeFile(config, QByteArray(kConfig)
                              .replace("URL", QByteArray::fromStdString(m_watchglass->api().base()))
                              .replace("PORT", port)
                              .replace("TARGET", "'" + QByteArray::fromStdString(m_target.address()) + "'"));
        m_prometheus = std::make_unique<Program>(m_home, kPrometheus);
        m_prometheus->start({"--config.file=" + config, "--storage.tsdb.path=" + m_home.filePath("tsdb"),
                             "--web.listen-address=127.0.0.1:" + port, "--enable-feature=exemplar-storage"});
        m_reference = ApiClient("http://127.0.0.1:" + port.toStdString());
        QTRY_COMPARE_WITH_TIMEOUT(m_reference.get("/-/ready").status, 200L, 30'000);
    }

    void cleanupTestCase()
    {
        m_prometheus.reset();
        m_watchglass.reset();
    }

    /// The end of a series comes over as well as its samples.
    void answersTheSame()
    {
        m_target.setTimestamp(QDateTime::currentMSecsSinceEpoch());  // what is older than its start it does not send
        scrapeAll(0);
        scrapeAll(1);
        const std::int64_t nowMs = QDateTime::currentMSecsSinceEpoch();
        const std::string at = "&time=" + std::to_string(nowMs / 1000);
        const auto instant = [&](const std::string& query) { compare("/api/v1/query?query=" + urlEncode(query) + at); };
        instant("{__name__=~\".+\",job!=\"watchglass\"}[10m]");
        instant("{job=~\"disappears|plain|openmetrics\"}");
        instant("count by (job) ({__name__=~\".+\",job!=\"watchglass\"})");
        const std::string range = "&start=" + std::to_string(nowMs / 1000 - 20) +
                                  "&end=" + std::to_string(nowMs / 1000) + "&step=1";
        for (const char* query :
             {"sum by (job, __name__) ({job=~\"plain|ts|openmetrics|disappears\"})",
              "sum_over_time(prometheus_http_requests_total[5s])",
              "histogram_quantile(0.9, sum by (le) (prometheus_http_request_duration_seconds_bucket))"}) {
            compare("/api/v1/query_range?query=" + urlEncode(query) + range);
        }
        compare("/api/v1/query_exemplars?query=r_total" + range);
        const QByteArray metrics = QByteArray::fromStdString(m_reference.get("/metrics").body);
        for (const char* name :
             {"prometheus_remote_storage_samples_failed_total", "prometheus_remote_storage_exemplars_failed_total"}) {
            const int from = metrics.indexOf(QByteArray("\n") + name + "{");
            QVERIFY2(from > 0, name);
            const QByteArray line = metrics.mid(from + 1, metrics.indexOf('\n', from + 1) - from - 1);
            QVERIFY2(line.endsWith(" 0"), line);
        }
    }

    /// What targets say of their metrics comes over, too.
    void keepsMetadata()
    {
        QByteArray difference;
        const auto same = [&] {
            const Lines reference = metadata(m_reference);
            const Lines ours = metadata(m_watchglass->api());  // of its own metrics, too
            Lines known;
            std::set_intersection(reference.begin(), reference.end(), ours.begin(), ours.end(),
                                  std::back_inserter(known));
            difference = reference.empty() ? QByteArray("nothing") : test::difference(reference, known);
            return difference.isEmpty();
        };
        QVERIFY2(QTest::qWaitFor(same, 20'000), difference);
    }

    /// Killed and started again it misses nothing: what it had acknowledged it has, and the rest is sent again.
    void survivesAKill()
    {
        const QString address = QString::fromStdString(m_watchglass->api().base()).mid(7);
        const std::int64_t pid = m_watchglass->program().process().processId();
        QVERIFY(pid > 0 && ::kill(static_cast<pid_t>(pid), SIGKILL) == 0);
        QVERIFY(m_watchglass->program().process().waitForFinished());
        scrapeAll(3);
        startWatchglass(address);
        scrapeAll(0);
        const std::string at = "&time=" + std::to_string(QDateTime::currentMSecsSinceEpoch() / 1000);
        compare("/api/v1/query?query=" + urlEncode("{__name__=~\".+\",job!=\"watchglass\"}[10m]") + at);
    }
};

QTEST_GUILESS_MAIN(RemoteWriteTest)
#include "remote_write_test.moc"
