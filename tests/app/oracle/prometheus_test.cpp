// The real Prometheus and `watchglass serve` scrape the same targets by the same configuration: the same series with
// the same values come of it, the same report series, the same end of what disappears, the same words in /targets.

#include "tests/app/oracle/reference.h"
#include "tests/app/oracle/tricky_target.h"
#include "tests/support/served.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

constexpr const char* kConfig = R"yaml(
global: {scrape_interval: 1s, scrape_timeout: 800ms, external_labels: {site: here}}
scrape_configs:
- {job_name: plain, metrics_path: /plain, static_configs: [{targets: [TARGET], labels: {rack: r1, empty: ''}}]}
- {job_name: honor, metrics_path: /honor, honor_labels: true, static_configs: [{targets: [TARGET]}]}
- {job_name: nohonor, metrics_path: /nohonor, static_configs: [{targets: [TARGET]}]}
- job_name: honorconflict
  metrics_path: /honorconflict
  static_configs: [{targets: [TARGET], labels: {exported_job: taken, exported_instance: taken}}]
- {job_name: ts, metrics_path: /ts, static_configs: [{targets: [TARGET]}]}
- {job_name: nots, metrics_path: /nots, honor_timestamps: false, static_configs: [{targets: [TARGET]}]}
- {job_name: samplelimit, metrics_path: /samplelimit, sample_limit: 4, static_configs: [{targets: [TARGET]}]}
- {job_name: labellimit, metrics_path: /labellimit, label_limit: 5, static_configs: [{targets: [TARGET]}]}
- {job_name: labelnames, metrics_path: /labelnames, label_name_length_limit: 10, static_configs: [{targets: [TARGET]}]}
- {job_name: labelvalues, metrics_path: /labelvalues, label_value_length_limit: 18, static_configs: [{targets: [TARGET]}]}
- {job_name: targetlimit, metrics_path: /targetlimit, target_limit: 1, static_configs: [{targets: [TARGET, 'b:1']}]}
- job_name: relabel
  static_configs:
  - {targets: [TARGET, 'dropped:1'], labels: {__meta_kind: Web Server, zone: eu-west}}
  relabel_configs:
  - {source_labels: [__address__], regex: 'dropped:.*', action: drop}
  - {target_label: __metrics_path__, replacement: /relabel}
  - {target_label: __param_module, replacement: http}
  - {source_labels: [__meta_kind], action: lowercase, target_label: kind}
  - {source_labels: [zone], regex: '(..)-(.*)', replacement: '$2.${1}', target_label: region}
  - {source_labels: [zone, kind], separator: /, target_label: both}
  - {source_labels: [zone], modulus: 7, action: hashmod, target_label: shard}
  - {regex: 'zo(ne)', replacement: 'z$1', action: labelmap}
  - {target_label: instance, replacement: renamed}
  - {target_label: job, replacement: relabel}
- job_name: metricrelabel
  metrics_path: /metricrelabel
  static_configs: [{targets: [TARGET]}]
  metric_relabel_configs:
  - {source_labels: [__name__], regex: 'go_.*', action: drop}
  - {source_labels: [device], regex: '(sd[a-z])\d*', target_label: disk}
  - {regex: device, action: labeldrop}
  - {source_labels: [__name__], regex: lat_(.*), target_label: __name__, replacement: 'latency_$1'}
  - {source_labels: [quantile], target_label: instance}
  - {source_labels: [__name__], regex: neg, target_label: job, replacement: ''}
- {job_name: disappears, metrics_path: /disappears, static_configs: [{targets: [TARGET]}]}
- {job_name: openmetrics, metrics_path: /openmetrics, static_configs: [{targets: [TARGET]}]}
- {job_name: broken, metrics_path: /broken, static_configs: [{targets: [TARGET]}]}
- {job_name: duplicates, metrics_path: /duplicates, static_configs: [{targets: [TARGET]}]}
- {job_name: fails, metrics_path: /fails, static_configs: [{targets: [TARGET]}]}
)yaml";

/// "series value" for an instant query, "series v1 v2 ..." without repetitions for a range selector; sorted.
Lines resultLines(const ApiClient& api, const std::string& expression)
{
    Lines out;
    const json::Value result = api.query(expression);
    for (const json::Value& series : result.items()) {
        std::string line = seriesText(series["metric"]);
        if (series.has("value")) line += " " + series["value"].at(1).toString();
        std::string last;
        for (const json::Value& point : series["values"].items()) {
            const std::string& value = point.at(1).toString();
            if (value != last) line += " " + value;
            last = value;
        }
        out.push_back(std::move(line));
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// What /api/v1/targets says, without times. Of a broken body the words differ, and Prometheus 2.42 shows the path
/// after relabelling as the discovered one.
Lines targetLines(const ApiClient& api)
{
    Lines out;
    const json::Value data = api.data("/api/v1/targets");
    for (const json::Value& target : data["activeTargets"].items()) {
        if (target["scrapePool"].toString() == "watchglass") continue;
        std::string error = target["lastError"].toString();
        if (target["scrapePool"].toString() == "broken" && !error.empty()) error = "broken";
        json::Value discovered = target["discoveredLabels"];
        discovered.remove("__metrics_path__");
        out.push_back("active " + target["scrapePool"].toString() + " " + target["scrapeUrl"].toString() + " " +
                      seriesText(target["labels"]) + " | " + seriesText(discovered) + " | " +
                      target["health"].toString() + " " + error);
    }
    for (const json::Value& target : data["droppedTargets"].items()) {
        out.push_back("dropped " + seriesText(target["discoveredLabels"]));
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

class PrometheusTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    QString m_configFile;
    TrickyTarget m_target;
    std::unique_ptr<Program> m_prometheus;
    std::unique_ptr<Served> m_watchglass;
    ApiClient m_reference;

    /// Whether both have scraped every job often enough in this phase for its result to be stored.
    bool settled(const std::vector<std::string>& jobs) const
    {
        return std::all_of(jobs.begin(), jobs.end(), [this](const std::string& job) {
            return m_target.requests("Prometheus", job) >= 3 && m_target.requests("Watchglass", job) >= 3;
        });
    }

    void compare(const std::string& expression)
    {
        QByteArray difference;
        const auto same = [&] {
            const Lines reference = resultLines(m_reference, expression);
            difference = reference.empty() ? QByteArray("nothing")
                                           : ::difference(reference, resultLines(m_watchglass->api(), expression));
            return difference.isEmpty();
        };
        // Scrapes under way during the questions may tell the two apart for a moment.
        if (!QTest::qWaitFor(same, 6000)) {
            QFAIL(qPrintable(QString::fromStdString(expression) + " differs:" + QString::fromUtf8(difference)));
        }
    }

private slots:
    void initTestCase()
    {
        if (!QFile::exists(kPrometheus)) QSKIP("the package prometheus is not installed");
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        m_configFile = m_home.filePath("prometheus.yml");
        writeFile(m_configFile,
                  QByteArray(kConfig).replace("TARGET", "'" + QByteArray::fromStdString(m_target.address()) + "'"));
        m_target.setTimestamp(QDateTime::currentMSecsSinceEpoch() - 5000);
        const QString port = QString::number(freePort());
        m_prometheus = std::make_unique<Program>(m_home, kPrometheus);
        m_prometheus->start({"--config.file=" + m_configFile, "--storage.tsdb.path=" + m_home.filePath("tsdb"),
                             "--web.listen-address=127.0.0.1:" + port, "--web.enable-lifecycle"});
        m_reference = ApiClient("http://127.0.0.1:" + port.toStdString());
        QTRY_COMPARE_WITH_TIMEOUT(m_reference.get("/-/ready").status, 200L, 30'000);
        m_watchglass = std::make_unique<Served>(m_home);
        QVERIFY2(m_watchglass->start({"--config.file", m_configFile, "--in-memory", "--no-host-metrics"}),
                 m_watchglass->program().err());
    }

    void cleanupTestCase()
    {
        m_watchglass.reset();
        m_prometheus.reset();
    }

    void phases_data()
    {
        QTest::addColumn<int>("phase");
        QTest::newRow("all is well") << 0;
        QTest::newRow("series go, limits are exceeded, answers are broken") << 1;
        QTest::newRow("samples are too many") << 2;
        QTest::newRow("all is well again") << 3;
    }

    void phases()
    {
        QFETCH(int, phase);
        m_target.setPhase(phase);
        std::vector<std::string> jobs(std::begin(TrickyTarget::kJobs), std::end(TrickyTarget::kJobs));
        std::erase_if(jobs, [](const std::string& job) { return job == "targetlimit" || job == "metrics"; });
        QVERIFY(QTest::qWaitFor([&] { return settled(jobs); }, 20'000));
        // Where a scrape fails behind its first lines, Watchglass ends their series and Prometheus does not.
        const std::string failing = phase == 1 ? "broken" : phase == 2 ? "samplelimit" : "none";
        compare("{job=~\".+\",job!~\"watchglass|" + failing + "\",__name__!~\"scrape_.*\"}");
        compare("{__name__=~\"up|scrape_samples_.*|scrape_series_added\",job!=\"watchglass\"}");
        compare("{job=\"\",__name__=~\"b|neg\"}");
        compare("timestamp({job=\"ts\",__name__=\"with\"})");
        QByteArray difference;
        const auto same = [&] {
            difference = ::difference(targetLines(m_reference), targetLines(m_watchglass->api()));
            return difference.isEmpty();
        };
        if (!QTest::qWaitFor(same, 6000)) QFAIL("the targets differ:" + difference);
    }

    /// All that has been reported so far, in its order.
    void theWholeHistory()
    {
        compare("{__name__=~\"up|scrape_samples_.*|scrape_series_added\",job!=\"watchglass\"}[10m]");
        compare("{job=~\".+\",__name__!~\"scrape_.*\",job!=\"watchglass\"}[10m]");
    }

    void aReloadEndsWhatIsGone()
    {
        const QByteArray changed = QByteArray(kConfig).replace("rack: r1", "rack: r2");
        writeFile(m_configFile,
                  QByteArray(changed).replace("TARGET", "'" + QByteArray::fromStdString(m_target.address()) + "'"));
        QCOMPARE(m_reference.post("/-/reload").status, 200L);
        QCOMPARE(m_watchglass->api().post("/-/reload").status, 200L);
        QTRY_COMPARE_WITH_TIMEOUT(m_reference.value("count({rack=\"r1\"})"), std::string(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_reference.value("up{rack=\"r2\"}"), std::string("1"), 20'000);
        compare("{job=~\".+\",job!=\"watchglass\",__name__!=\"scrape_duration_seconds\"}");
    }
};

QTEST_GUILESS_MAIN(PrometheusTest)
#include "prometheus_test.moc"
