#include "engine/config/config.h"

#include <QtTest/QtTest>

#include <fstream>
#include <sstream>

#include "engine/base/duration.h"
#include "engine/base/json.h"

using namespace watchglass;
using namespace watchglass::config;

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

Result<Config> read(std::string_view text)
{
    LoadOptions options;
    options.file = "dir/prometheus.yml";
    options.folder = "dir";
    options.environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "HOST") return "h1";
        return std::nullopt;
    };
    return parseConfig(text, options);
}

std::string slurp(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

}  // namespace

class ConfigTest : public QObject {
    Q_OBJECT

private slots:
    void fillsInDefaultsAndGlobals()
    {
        const auto config = read(R"(
global:
  scrape_interval: 5s
  sample_limit: 10
  body_size_limit: 2MB
  external_labels: {host: "${HOST}-$HOST-$$x", none: "$NOPE"}
rule_files: [rules/*.yml, /etc/x.yml]
scrape_configs:
  - job_name: a
    static_configs:
      - targets: ['x:1', 'y:2']
        labels: {env: prod}
  - job_name: b
    scrape_interval: 20s
    scrape_timeout: 3s
    sample_limit: 99
    bearer_token_file: token
    params: {module: [m1, m2]}
    tls_config: {ca_file: ca.pem}
    relabel_configs:
      - {source_labels: [a, b], regex: x(.*), target_label: t}
)");
        QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
        QCOMPARE(config->global.scrapeTimeout.count(), std::int64_t{5000});
        QCOMPARE(config->global.externalLabels.toString(), std::string("{host=\"h1-h1-$x\"}"));
        const std::vector<std::string> rules{"dir/rules/*.yml", "/etc/x.yml"};
        QCOMPARE(config->ruleFiles, rules);
        const ScrapeConfig& a = config->scrapeConfigs.at(0);
        QCOMPARE(a.scrapeInterval.count(), std::int64_t{5000});
        QCOMPARE(a.limits.samples, std::uint64_t{10});
        QCOMPARE(a.limits.bodySize, std::uint64_t{2 << 20});
        QCOMPARE(a.staticConfigs.at(0).targets.size(), std::size_t{2});
        QCOMPARE(a.scrapeProtocols.size(), std::size_t{4});
        QVERIFY(a.honorTimestamps && a.http.followRedirects && a.enableCompression);
        const ScrapeConfig& b = config->scrapeConfigs.at(1);
        QCOMPARE(b.scrapeTimeout.count(), std::int64_t{3000});
        QCOMPARE(b.limits.samples, std::uint64_t{99});
        QCOMPARE(b.http.authorization->credentialsFile, std::string("dir/token"));
        QCOMPARE(b.http.tls.caFile, std::string("dir/ca.pem"));
        QCOMPARE(b.relabelConfigs.at(0).replacement, std::string("$1"));
        QVERIFY(config->warnings.empty());
    }

    void readsWhatTheStoreHonours()
    {
        const StorageConfig none = read("global: {}")->storage;
        QVERIFY(!none.outOfOrderWindow && !none.retentionTime && !none.retentionSize && !none.maxExemplars);
        const Config all = *read("storage: {tsdb: {out_of_order_time_window: 5m, retention: {time: 10d, size: 1GB}}, "
                                 "exemplars: {max_exemplars: 7}}");
        QCOMPARE(all.storage.outOfOrderWindow->count(), 300'000);
        QCOMPARE(all.storage.retentionTime->count(), 864'000'000);
        QCOMPARE(*all.storage.retentionSize, std::uint64_t{1} << 30);
        QCOMPARE(*all.storage.maxExemplars, 7);
        QVERIFY(all.warnings.empty());
    }

    void saysHowFarBackSamplesAreTaken()
    {
        QVERIFY(read("storage: {tsdb: {out_of_order_time_window: 3h}}")->warnings.empty());
        const std::vector<std::string> expected{"storage.tsdb.out_of_order_time_window (prometheus.yml:1): samples "
                                                "more than 3 hours old are refused when a "
                                                "block holds their time"};
        QCOMPARE(read("storage: {tsdb: {out_of_order_time_window: 1d}}")->warnings, expected);
    }

    void namesWhatItDoesNotHonour()
    {
        const auto config = read("scrape_configs:\n  - job_name: a\n    kubernetes_sd_configs:\n      - role: pod\n"
                                 "remote_write:\n  - url: http://x/y\n    oauth2: {client_id: c}\n");
        QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
        const std::vector<std::string> expected{
            "scrape_configs[0].kubernetes_sd_configs (prometheus.yml:3): not supported yet, ignored",
            "remote_write (prometheus.yml:5): not supported yet, ignored"};
        QCOMPARE(config->warnings, expected);
    }

    void pointsAtMistakes()
    {
        const auto config = read("scrape_configs:\n  - job_name: a\n    scrape_intervall: 5s\n");
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().where, std::string("dir/prometheus.yml:3:5"));
        QCOMPARE(config.error().message, std::string("yaml: unmarshal errors:\n  line 3: field scrape_intervall not "
                                                     "found in type config.ScrapeConfig"));
    }

    void masksSecrets()
    {
        QCOMPARE(Secret{"hunter2"}.masked(), std::string("<secret>"));
        QCOMPARE(Secret{}.masked(), std::string());
    }

    void readsSizes_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<qint64>("bytes");  // -1: refused
        QTest::newRow("plain zero") << QByteArray("0") << qint64{0};
        QTest::newRow("kilobytes") << QByteArray("1KB") << qint64{1024};
        QTest::newRow("kibibytes") << QByteArray("1KiB") << qint64{1024};
        QTest::newRow("fraction") << QByteArray("1.5MB") << qint64{1572864};
        QTest::newRow("no unit") << QByteArray("100") << qint64{-1};
        QTest::newRow("unknown unit") << QByteArray("10X") << qint64{-1};
        QTest::newRow("too large") << QByteArray("9999999EB") << qint64{-1};
    }

    void readsSizes()
    {
        QFETCH(QByteArray, limit);
        QFETCH(qint64, bytes);
        const auto config = read("global: {body_size_limit: '" + limit.toStdString() + "'}");
        QCOMPARE(config.has_value(), bytes >= 0);
        if (bytes >= 0) QCOMPARE(static_cast<qint64>(config->global.limits.bodySize), bytes);
    }

    void expandsRuleFilePatterns()
    {
        QTemporaryDir dir;
        const std::string folder = dir.path().toStdString();
        for (const char* name : {"b.yml", "a.yml", "c.txt"}) std::ofstream(folder + "/" + name) << "x";
        const std::vector<std::string> expected{folder + "/a.yml", folder + "/b.yml", folder + "/c.txt"};
        QCOMPARE(expandFilePatterns({folder + "/*.yml", folder + "/c.txt", folder + "/a.yml", folder + "/none.yml"}),
                 expected);
    }

    void loadsTheSeed()
    {
        const auto path = sharedFolder() / "seeds" / "prometheus-config.yaml";
        if (!std::filesystem::exists(path)) QSKIP("../shared/seeds is absent");
        const auto config = loadConfig(path);
        QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
        QCOMPARE(config->scrapeConfigs.size(), std::size_t{5});
        QCOMPARE(config->warnings.size(), std::size_t{3});  // alerting, two kubernetes_sd_configs
        QCOMPARE(config->scrapeConfigs.at(2).scrapeInterval.count(), std::int64_t{10'000});
    }

    void agreesWithPrometheus_data()
    {
        QTest::addColumn<QString>("set");
        QTest::newRow("files") << "index.json";
        QTest::newRow("inline") << "inline.json";
    }

    void agreesWithPrometheus()
    {
        QFETCH(QString, set);
        const auto folder = sharedFolder() / "conformance" / "config";
        if (!std::filesystem::exists(folder)) QSKIP("../shared/conformance/config is absent");
        const auto doc = json::parse(slurp(folder / set.toStdString()));
        QVERIFY(doc.has_value());
        int checked = 0;
        QStringList failures;
        for (const json::Value& test : (*doc)["cases"].items()) {
            if (test["uses_cloud_sd_or_signing"].toBool()) continue;
            ++checked;
            if (const QString wrong = mistakeIn(test, folder); !wrong.isEmpty()) failures << wrong;
        }
        QVERIFY(checked > 20);
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join("\n")));
    }

private:
    static QString mistakeIn(const json::Value& test, const std::filesystem::path& folder)
    {
        const std::string file = test["file"].toString();
        LoadOptions options;
        options.file = file.empty() ? "inline" : file;
        options.folder = file.empty() ? folder.string() : (folder / file).parent_path().string();
        options.agentMode = test["agent_mode"].toBool();
        options.environment = [&](const std::string& name) -> std::optional<std::string> {
            if (!test["environment"].has(name)) return std::nullopt;
            return test["environment"][name].toString();
        };
        const auto got = parseConfig(file.empty() ? test["content"].toString() : slurp(folder / file), options);
        const std::string name = file.empty() ? test["content"].toString() : file;
        const std::string shown = got ? std::string("loaded") : got.error().message;
        if (got.has_value() != test["ok"].toBool()) {
            return QString::fromStdString(name + ": got " + shown + ", want " + test["error"].toString() +
                                          test["error_contains"].toString());
        }
        if (!got && shown.find(test["error_contains"].toString()) == std::string::npos) {
            return QString::fromStdString(name + ": got " + shown + ", want " + test["error_contains"].toString());
        }
        if (!got || !test.has("scrape_configs")) return {};
        const auto& jobs = test["scrape_configs"].items();
        if (jobs.size() != got->scrapeConfigs.size()) return QString::fromStdString(name + ": other number of jobs");
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            if (const std::string wrong = differenceIn(got->scrapeConfigs[i], jobs[i]); !wrong.empty()) {
                return QString::fromStdString(name + ": " + got->scrapeConfigs[i].jobName + ": " + wrong);
            }
        }
        return {};
    }

    static std::string differenceIn(const ScrapeConfig& got, const json::Value& want)
    {
        if (got.jobName != want["job_name"].toString()) return "job_name";
        if (got.honorLabels != want["honor_labels"].toBool()) return "honor_labels";
        if (got.honorTimestamps != want["honor_timestamps"].toBool()) return "honor_timestamps";
        if (got.scrapeInterval != parseDuration(want["scrape_interval"].toString()).value()) return "scrape_interval";
        if (got.scrapeTimeout != parseDuration(want["scrape_timeout"].toString()).value()) return "scrape_timeout";
        if (got.metricsPath != want["metrics_path"].toString()) return "metrics_path";
        if (got.scheme != want["scheme"].toString()) return "scheme";
        if (got.limits.samples != static_cast<std::uint64_t>(want["sample_limit"].toInt())) return "sample_limit";
        if (got.limits.labels != static_cast<std::uint64_t>(want["label_limit"].toInt())) return "label_limit";
        if (got.limits.targets != static_cast<std::uint64_t>(want["target_limit"].toInt())) return "target_limit";
        if (got.limits.keepDroppedTargets != static_cast<std::uint64_t>(want["keep_dropped_targets"].toInt())) {
            return "keep_dropped_targets";
        }
        if (got.nameValidation != want["metric_name_validation_scheme"].toString()) return "name validation";
        if (got.nameEscaping != want["metric_name_escaping_scheme"].toString()) return "name escaping";
        if (got.fallbackScrapeProtocol != want["fallback"].toString()) return "fallback";
        if (got.enableCompression != want["enable_compression"].toBool()) return "enable_compression";
        if (got.extraScrapeMetrics != want["extra_scrape_metrics"].toBool()) return "extra_scrape_metrics";
        std::vector<std::string> protocols;
        for (const json::Value& p : want["scrape_protocols"].items()) protocols.push_back(p.toString());
        if (got.scrapeProtocols != protocols) return "scrape_protocols";
        return {};
    }
};

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
