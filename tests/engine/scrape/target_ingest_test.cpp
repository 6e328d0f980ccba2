#include "engine/scrape/target_ingest.h"

#include <QtTest/QtTest>

#include "tests/support/fake_sink.h"

using namespace watchglass;
using namespace watchglass::scrape;

namespace {

constexpr const char* kTarget = "instance=\"i\", job=\"j\"";

std::string series(const std::string& name, const std::string& labels = {})
{
    return name + "{" + labels + kTarget + "}";
}

/// One target fed with bodies, ten seconds apart.
struct Feed {
    test::FakeSink sink;
    TargetIngest ingest{sink};
    ManualClock clock;
    std::int64_t tMs = 0;
    std::shared_ptr<IngestSettings> settings = std::make_shared<IngestSettings>();

    Feed() { settings->labels.target = Labels{{"job", "j"}, {"instance", "i"}}; }

    IngestReport scrape(std::string_view body, std::string_view contentType = "text/plain; version=0.0.4")
    {
        return run({{}, contentType, body, false});
    }
    IngestReport failScrape(const std::string& error) { return run({error, {}, {}, false}); }

    IngestReport run(const ScrapeResult& result)
    {
        tMs += 10'000;
        const std::int64_t start = clock.steadyNs();
        clock.advance(std::chrono::milliseconds(500));
        return ingest.ingest(settings, result, tMs, start, clock, {});
    }
    void changeSettings(const std::function<void(IngestSettings&)>& change)
    {
        auto fresh = std::make_shared<IngestSettings>(*settings);
        change(*fresh);
        ++fresh->lineRulesId;
        settings = fresh;
    }
};

}  // namespace

class TargetIngestTest : public QObject {
    Q_OBJECT

private slots:
    void storesSamplesAndReport()
    {
        Feed feed;
        const auto report = feed.scrape("a 1\nb{x=\"y\"} 2.5\n");
        QCOMPARE(report.error, std::string());
        QCOMPARE(feed.sink.last(series("a")), std::string("1"));
        QCOMPARE(feed.sink.last("b{instance=\"i\", job=\"j\", x=\"y\"}"), std::string("2.500000"));
        QCOMPARE(feed.sink.last(series("up")), std::string("1"));
        QCOMPARE(feed.sink.last(series("scrape_duration_seconds")), std::string("0.500000"));
        QCOMPARE(feed.sink.last(series("scrape_samples_scraped")), std::string("2"));
        QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("2"));
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("2"));
        QCOMPARE(feed.sink.names().size(), std::size_t{7});
        QCOMPARE(feed.sink.samples(series("a")).at(0).tMs, std::int64_t{10'000});
        (void)feed.scrape("a 1\nb{x=\"y\"} 2.5\nc 3\n");
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("1"));
    }

    void countsSeriesByTheirSpelling()
    {
        Feed feed;
        (void)feed.scrape("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\na{x=\"1\",y=\"2\"} 1\nb 1\nb 1\n");
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("3"));
        QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("5"));
        QCOMPARE(feed.sink.samples("a{instance=\"i\", job=\"j\", x=\"1\", y=\"2\"}").size(), std::size_t{1});
        (void)feed.scrape("a{y=\"2\",x=\"1\"} 1\nb 1\n");
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("0"));
    }

    void marksVanishedSeriesStale()
    {
        Feed feed;
        (void)feed.scrape("a 1\nb 2\n");
        (void)feed.scrape("a 1\n");
        QCOMPARE(feed.sink.last(series("a")), std::string("1"));
        QCOMPARE(feed.sink.last(series("b")), std::string("stale"));
        (void)feed.scrape("a 1\nb 2\n");
        QCOMPARE(feed.sink.last(series("b")), std::string("2"));
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("1"));
    }

    void endsAllSeriesOfAFailedScrape()
    {
        Feed feed;
        (void)feed.scrape("a 1\nb 2\n");
        const auto report = feed.failScrape("server returned HTTP status 500 Internal Server Error");
        QCOMPARE(report.error, std::string("server returned HTTP status 500 Internal Server Error"));
        for (const char* name : {"a", "b"}) QCOMPARE(feed.sink.last(series(name)), std::string("stale"));
        QCOMPARE(feed.sink.last(series("up")), std::string("0"));
        QCOMPARE(feed.sink.last(series("scrape_samples_scraped")), std::string("0"));
        (void)feed.failScrape("again");
        QCOMPARE(feed.sink.samples(series("a")).size(), std::size_t{2});  // marked once only
        (void)feed.scrape("a 3\nb 4\n");
        QCOMPARE(feed.sink.last(series("a")), std::string("3"));
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("0"));  // still known
    }

    void failsAsPrometheusDoes_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("error");  // a part of it
        const QByteArray text("text/plain; version=0.0.4");
        QTest::newRow("garbage") << QByteArray("\x01\x02 nonsense") << text << QByteArray("expected");
        QTest::newRow("html") << QByteArray("<html>") << text << QByteArray("expected");
        QTest::newRow("no content type") << QByteArray("a 1\n") << QByteArray() << QByteArray("Content-Type");
        QTest::newRow("label count") << QByteArray("a{b=\"1\",c=\"2\"} 1\n") << text
                                     << QByteArray("label_limit exceeded (metric: a, number of labels: 5, limit: 4)");
        QTest::newRow("label name")
            << QByteArray("a{abcdefghijk=\"1\"} 1\n") << text
            << QByteArray(
                   "label_name_length_limit exceeded (metric: a, label name: abcdefghijk, length: 11, limit: 10)");
        QTest::newRow("label value") << QByteArray("a{b=\"0123456789abcdef\"} 1\n") << text
                                     << QByteArray(
                                            "label_value_length_limit exceeded (metric: a, label name: b, value: "
                                            "\"0123456789abcdef\", length: 16, limit: 15)");
        QTest::newRow("samples") << QByteArray("a 1\nb 1\nc 1\nd 1\n") << text << QByteArray("sample limit exceeded");
        QTest::newRow("repeated label") << QByteArray("a{b=\"1\",b=\"2\"} 1\n") << text << QByteArray("not unique");
    }

    void failsAsPrometheusDoes()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, error);
        Feed feed;
        feed.settings->labels.limits.samples = 3;
        feed.settings->labels.limits.labels = 4;
        feed.settings->labels.limits.labelNameLength = 10;
        feed.settings->labels.limits.labelValueLength = 15;
        (void)feed.scrape("old 1\n");
        const auto report = feed.scrape({body.constData(), static_cast<std::size_t>(body.size())},
                                        contentType.toStdString());
        QVERIFY2(report.error.find(error.toStdString()) != std::string::npos, report.error.c_str());
        QCOMPARE(feed.sink.last(series("up")), std::string("0"));
        QCOMPARE(feed.sink.last(series("old")), std::string("stale"));
        QCOMPARE(feed.sink.last(series("a")), std::string("none"));
    }

    void countsBeyondTheSampleLimit()
    {
        Feed feed;
        feed.settings->labels.limits.samples = 2;
        (void)feed.scrape("a 1\nb 1\nc 1\nd 1\n");
        QCOMPARE(feed.sink.last(series("scrape_samples_scraped")), std::string("4"));
        QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("4"));
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("2"));
        for (const auto& name : feed.sink.names()) QVERIFY2(!name.starts_with("d{"), name.c_str());
        QCOMPARE(feed.scrape("a 1\nb 1\n").error, std::string());
        QCOMPARE(feed.sink.last(series("b")), std::string("1"));
        QVERIFY(!feed.scrape("a 1\nb 1\nc 1\n").error.empty());
        QCOMPARE(feed.sink.last(series("b")), std::string("stale"));
        const auto ended = feed.sink.samples(series("b")).size();
        QVERIFY(!feed.scrape("a 1\nb 1\nc 1\n").error.empty());
        QCOMPARE(feed.sink.samples(series("b")).size(), ended);  // it has ended: nothing more to say
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("0"));
    }

    void countsUpToAnError()
    {
        Feed feed;
        QVERIFY(!feed.scrape("a 1\nb 1\n{{{\nc 1\n").error.empty());
        QCOMPARE(feed.sink.last(series("scrape_samples_scraped")), std::string("2"));
        QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("2"));
        feed.settings->labels.limits.labelValueLength = 3;
        QVERIFY(!feed.scrape("a 1\nd{l=\"too long\"} 1\nc 1\n").error.empty());
        QCOMPARE(feed.sink.last(series("scrape_samples_scraped")), std::string("2"));
        QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("1"));
    }

    void keepsTheFirstOfRepeatedSeries()
    {
        Feed feed;
        for (int i = 0; i < 3; ++i) {
            const auto report = feed.scrape("a 1\na 2\nb 3\n");
            QCOMPARE(report.error, std::string());
            QCOMPARE(report.appended.duplicate, std::uint32_t{0});
            QCOMPARE(feed.sink.last(series("a")), std::string("1"));
            QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("3"));
        }
    }

    void resolvesCollidingLabels()
    {
        Feed feed;
        (void)feed.scrape("a{job=\"x\",exported_job=\"y\",instance=\"\"} 1\n");
        QCOMPARE(feed.sink.last("a{exported_exported_job=\"x\", exported_job=\"y\", instance=\"i\", job=\"j\"}"),
                 std::string("1"));
        feed.changeSettings([](IngestSettings& settings) { settings.labels.honorLabels = true; });
        (void)feed.scrape("a{job=\"x\",exported_job=\"y\",instance=\"\"} 2\n");
        // An empty label is honoured too: the Pushgateway says so that a group has no instance.
        QCOMPARE(feed.sink.last("a{exported_job=\"y\", job=\"x\"}"), std::string("2"));
        QCOMPARE(feed.sink.last("a{exported_exported_job=\"x\", exported_job=\"y\", instance=\"i\", job=\"j\"}"),
                 std::string("stale"));
    }

    void relabelsSeries()
    {
        Feed feed;
        (void)feed.scrape("keep 1\ndrop_me 2\n");
        feed.changeSettings([](IngestSettings& settings) {
            relabel::RelabelConfig drop;
            drop.sourceLabels = {"__name__"};
            drop.regex = "drop_.*";
            drop.action = relabel::Action::Drop;
            relabel::RelabelConfig add;
            add.targetLabel = "zone";
            add.replacement = "z";
            settings.labels.relabelling = relabel::compile({drop, add}).value();
        });
        (void)feed.scrape("keep 1\ndrop_me 2\n");
        QCOMPARE(feed.sink.last("keep{instance=\"i\", job=\"j\", zone=\"z\"}"), std::string("1"));
        for (const char* name : {"keep", "drop_me"}) QCOMPARE(feed.sink.last(series(name)), std::string("stale"));
        QCOMPARE(feed.sink.last(series("scrape_samples_scraped")), std::string("2"));
        QCOMPARE(feed.sink.last(series("scrape_samples_post_metric_relabeling")), std::string("1"));
        QCOMPARE(feed.sink.last(series("scrape_series_added")), std::string("1"));
    }

    void honoursOwnTimes()
    {
        Feed feed;
        (void)feed.scrape("a 1 7000\nb 2\n");
        QCOMPARE(feed.sink.samples(series("a")).at(0).tMs, std::int64_t{7000});
        QCOMPARE(feed.sink.samples(series("b")).at(0).tMs, std::int64_t{10'000});
        (void)feed.scrape("b 2\n");
        QCOMPARE(feed.sink.last(series("a")), std::string("1"));  // its own time: no staleness
        feed.changeSettings([](IngestSettings& settings) { settings.trackTimestampsStaleness = true; });
        (void)feed.scrape("a 1 27000\nb 2\n");
        (void)feed.scrape("b 2\n");
        QCOMPARE(feed.sink.last(series("a")), std::string("stale"));
        feed.changeSettings([](IngestSettings& settings) { settings.honorTimestamps = false; });
        (void)feed.scrape("a 1 47000\n");
        QCOMPARE(feed.sink.samples(series("a")).back().tMs, feed.tMs);
        QCOMPARE(feed.sink.last(series("b")), std::string("stale"));
    }

    void treatsAnEmptyBodyAsAnEmptyScrape()
    {
        Feed feed;
        (void)feed.scrape("a 1\n");
        QCOMPARE(feed.scrape("").error, std::string());
        QCOMPARE(feed.sink.last(series("a")), std::string("stale"));
        QCOMPARE(feed.sink.last(series("up")), std::string("1"));
    }

    void survivesAFullStore()
    {
        Feed feed;
        feed.sink.maxSeries = 3;
        QCOMPARE(feed.scrape("a 1\nb 2\nc 3\nd 4\n").error, std::string("too many series"));
    }

    void endsEverythingAtTheEndOfTheRun()
    {
        Feed feed;
        (void)feed.scrape("a 1\n");
        feed.ingest.endOfRun(20'000);
        for (const char* name : {"a", "up", "scrape_duration_seconds", "scrape_series_added"}) {
            QCOMPARE(feed.sink.last(series(name)), std::string("stale"));
        }
    }

    void collectsMetadata()
    {
        Feed feed;
        (void)feed.scrape("# HELP a Help of a.\n# TYPE a counter\na 1\n");
        const auto metadata = feed.ingest.metadata();
        QCOMPARE(metadata.size(), std::size_t{1});
        QCOMPARE(metadata[0].help, std::string("Help of a."));
        QCOMPARE(metadata[0].type, exposition::MetricType::Counter);
    }

    void tellsWhereCountersBegan()
    {
        constexpr const char* kOpenMetrics = "application/openmetrics-text; version=1.0.0";
        const auto body = [](double aStart, double hStart) {
            std::string out = "# TYPE a counter\na_total 7\na_created " + std::to_string(aStart) + "\n";
            out += "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 2\nh_count 2\nh_sum 3\nh_created " +
                   std::to_string(hStart) + "\n";
            return out + "# TYPE g gauge\ng 1\n# EOF\n";
        };
        const auto all = [](const Feed& feed) {
            QByteArrayList out;
            for (const std::string& start : feed.sink.starts()) out << QByteArray::fromStdString(start);
            return out.join('\n').replace(kTarget, "T").replace("instance=\"i\", job=\"j\", le=", "T, le=");
        };
        Feed feed;
        (void)feed.scrape(body(1.5, 2), kOpenMetrics);
        QCOMPARE(feed.sink.last(series("a_created")), std::string("1.500000"));
        QCOMPARE(all(feed), QByteArray());

        feed.changeSettings([](IngestSettings& settings) { settings.parser.skipCreatedSeries = true; });
        (void)feed.scrape(body(1.5, 2), kOpenMetrics);
        QCOMPARE(feed.sink.last(series("a_created")), std::string("stale"));
        QByteArray expected = "a_total{T} 1500\nh_bucket{T, le=\"+Inf\"} 2000\nh_count{T} 2000\nh_sum{T} 2000";
        QCOMPARE(all(feed), expected);

        (void)feed.scrape(body(1.5, 2), kOpenMetrics);  // says nothing new
        (void)feed.failScrape("refused");
        (void)feed.scrape(body(1.5, 99'999), kOpenMetrics);  // told again; of the histogram not, it lies ahead
        expected += "\na_total{T} 1500";
        (void)feed.scrape("# TYPE a counter\na_total 1\na_created 52\n!\n", kOpenMetrics);  // no scrape
        (void)feed.scrape(body(52, 99'999), kOpenMetrics);
        expected += "\na_total{T} 52000";
        QCOMPARE(all(feed), expected);

        // The sample limit fails a scrape as a whole; text has no such thing.
        feed.changeSettings([](IngestSettings& settings) { settings.labels.limits.samples = 1; });
        (void)feed.scrape(body(60, 61), kOpenMetrics);
        (void)feed.scrape("a_total 8\na_created 1\n");
        QCOMPARE(all(feed), expected);
    }

    void addsExtraMetricsWhenAsked()
    {
        Feed feed;
        feed.settings->extraMetrics = true;
        feed.settings->timeout = std::chrono::milliseconds(2500);
        (void)feed.scrape("a 1\n");
        QCOMPARE(feed.sink.last(series("scrape_timeout_seconds")), std::string("2.500000"));
        QCOMPARE(feed.sink.last(series("scrape_body_size_bytes")), std::string("4"));
        QCOMPARE(feed.sink.last(series("scrape_sample_limit")), std::string("0"));
    }
};

QTEST_APPLESS_MAIN(TargetIngestTest)
#include "target_ingest_test.moc"
