#include "engine/scrape/target_labels.h"

#include <QtTest/QtTest>

#include "engine/scrape/schedule.h"
#include "engine/scrape/target_plan.h"

using namespace watchglass;
using namespace watchglass::scrape;

namespace {

config::ScrapeConfig jobOf(const std::string& settings)
{
    config::LoadOptions options;
    options.file = "prometheus.yml";
    auto config = config::parseConfig("scrape_configs: [{job_name: j, " + settings + "}]", options);
    if (!config) qFatal("%s", config.error().message.c_str());
    return config->scrapeConfigs.at(0);
}

}  // namespace

class TargetLabelsTest : public QObject {
    Q_OBJECT

private slots:
    void buildsTargets_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("url");     // "" when dropped
        QTest::addColumn<QByteArray>("labels");  // or the error
        const auto row = [](const char* name, const char* settings, const char* address, const char* url,
                            const char* labels) {
            QTest::newRow(name) << QByteArray(settings) << QByteArray(address) << QByteArray(url) << QByteArray(labels);
        };
        row("plain", "scheme: https", "h:1", "https://h:1/metrics", R"({instance="h:1", job="j"})");
        row("path without slash", "metrics_path: m", "h:1", "http://h:1/m", R"({instance="h:1", job="j"})");
        row("instance kept", "relabel_configs: [{target_label: instance, replacement: x}]", "h:1", "http://h:1/metrics",
            R"({instance="x", job="j"})");
        row("address moved",
            "params: {target: [t]}, relabel_configs: [{source_labels: [__address__], target_label: __param_target}, "
            "{source_labels: [__param_target], target_label: instance}, {target_label: __address__, replacement: "
            "'b:9'}]",
            "h:1", "http://b:9/metrics?target=h%3A1", R"({instance="h:1", job="j"})");
        row("dropped", "relabel_configs: [{source_labels: [__address__], regex: 'h.*', action: drop}]", "h:1", "",
            "{}");
        row("no address", "relabel_configs: [{target_label: __address__, replacement: ''}]", "h:1", "", "no address");
        row("interval of nought", "relabel_configs: [{target_label: __scrape_interval__, replacement: 0s}]", "h:1", "",
            "scrape interval cannot be 0");
        row("timeout beyond the interval", "relabel_configs: [{target_label: __scrape_timeout__, replacement: 2m}]",
            "h:1", "", "scrape timeout cannot be greater than scrape interval (\"2m\" > \"1m\")");
    }

    void buildsTargets()
    {
        QFETCH(QByteArray, settings);
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, labels);
        const auto job = jobOf(settings.toStdString());
        const auto rules = relabel::compile(job.relabelConfigs).value();
        const auto target = makeTargetLabels(job, rules, address.toStdString(), {{"__meta_x", "y"}});
        if (!target) {
            QCOMPARE(QByteArray::fromStdString(target.error().message), labels);
            return;
        }
        QCOMPARE(target->dropped, url.isEmpty());
        QCOMPARE(QByteArray::fromStdString(target->url), url);
        QCOMPARE(QByteArray::fromStdString(target->exposed.toString()), labels);
        QVERIFY(!target->all.has("__meta_x"));
        QCOMPARE(std::string(target->discovered.get("__meta_x")), std::string("y"));
    }

    void listsDroppedAndRepeatedTargetsOnce()
    {
        const auto plan = planTargets({jobOf("static_configs: [{targets: ['a:1', 'a:1', 'b:1']}], relabel_configs: "
                                             "[{source_labels: [__address__], regex: 'b.*', action: drop}]")});
        QVERIFY(plan.has_value());
        QCOMPARE(plan->targets.size(), std::size_t{1});
        QCOMPARE(plan->dropped.size(), std::size_t{1});
    }

    void startsOnAGrid()
    {
        ManualClock clock(1'000'123);
        Schedule schedule(987'654'321, std::chrono::seconds(15), clock);
        QVERIFY(schedule.dueMs() - clock.nowMs() < 100);
        clock.set(schedule.dueMs());
        (void)schedule.start(clock);
        QCOMPARE(schedule.dueMs() - clock.nowMs(), std::int64_t{500});
        clock.set(schedule.dueMs());
        (void)schedule.start(clock);
        const std::int64_t first = schedule.dueMs();
        QCOMPARE(first % 250, std::int64_t{0});
        QVERIFY(first > clock.nowMs() && first <= clock.nowMs() + 15'500);
        clock.set(first + 4);  // a little late: the sample still gets its place
        QCOMPARE(schedule.start(clock), first);
        QCOMPARE(schedule.dueMs(), first + 15'000);
        clock.set(first + 60'000);  // the machine slept
        QCOMPARE(schedule.start(clock), first + 60'000);
        QCOMPARE((schedule.dueMs() - first) % 15'000, std::int64_t{0});
        QVERIFY(schedule.dueMs() > clock.nowMs());
    }

    void startsAtOnceWhenAsked()
    {
        ManualClock clock(1'000'123);
        Schedule schedule(987'654'321, std::chrono::seconds(15), clock);
        QVERIFY(schedule.dueMs() > clock.nowMs());
        schedule.startAtOnce(clock);
        QCOMPARE(schedule.dueMs(), clock.nowMs());
        QCOMPARE(schedule.dueNs(), clock.steadyNs());
        (void)schedule.start(clock);
        QCOMPARE(schedule.dueMs() - clock.nowMs(), std::int64_t{500});
    }
};

QTEST_APPLESS_MAIN(TargetLabelsTest)
#include "target_labels_test.moc"
