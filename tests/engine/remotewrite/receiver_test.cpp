#include "engine/remotewrite/receiver.h"

#include <QtTest/QtTest>

#include <bit>

#include "engine/base/log.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/remote_write.h"

using namespace watchglass;
using namespace watchglass::remotewrite;
using test::SentMetadata;
using test::SentSeries;

namespace {

constexpr std::int64_t kNowMs = 1'700'000'000'000;

FloatHistogram exponential(double first = 2)
{
    FloatHistogram h;
    h.schema = 1;
    h.zeroThreshold = 0.001;
    h.zeroCount = 2;
    h.count = first + 6;
    h.sum = 18.5;
    h.positiveSpans = {{-1, 1}, {2, 1}};
    h.positiveBuckets = {first, 1};
    h.negativeSpans = {{0, 1}};
    h.negativeBuckets = {3};
    return h;
}

FloatHistogram custom()
{
    FloatHistogram h;
    h.schema = kCustomBucketsSchema;
    h.count = 5;
    h.sum = 4.5;
    h.positiveSpans = {{0, 3}};
    h.positiveBuckets = {1, 0, 4};
    h.customValues = {0.5, 1};
    return h;
}

FloatHistogram fractions()
{
    FloatHistogram h = exponential();
    h.count = 7.5;
    h.zeroCount = 1.5;
    return h;
}

/// All samples of `name`, oldest first, each as text.
std::vector<std::string> stored(const storage::Storage& store, const std::string& name)
{
    const auto querier = store.querier();
    const auto matcher = Matcher::create(Matcher::Type::Equal, "__name__", name);
    const auto found = querier->select({*matcher}, 0, 2 * kNowMs);
    std::vector<std::string> out;
    storage::Columns columns;
    for (const auto& series : *found) {
        if (!querier->read(series.ref, 0, 2 * kNowMs, columns)) return {"unreadable"};
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            const HistogramPtr h = columns.histograms.empty() ? nullptr : columns.histograms[i];
            std::string value = h ? h->toString() : std::to_string(columns.values[i]);
            if (!h && isStaleMarker(columns.values[i])) value = "stale";
            out.push_back(series.labels->toString() + " " + value + " @" + std::to_string(columns.times[i] - kNowMs));
        }
    }
    return out;
}

QByteArray shown(const std::vector<std::string>& lines)
{
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return QByteArray::fromStdString(out);
}

}  // namespace

class ReceiverTest : public QObject {
    Q_OBJECT

private:
    ManualClock m_clock{kNowMs};
    std::unique_ptr<storage::Storage> m_store;
    std::unique_ptr<Receiver> m_receiver;

    WriteOutcome send(Version version, const std::vector<SentSeries>& series,
                      const std::vector<SentMetadata>& metadata = {})
    {
        const auto request = readWriteRequest(m_bytes = test::writeRequestBytes(version, series, metadata), version);
        if (!request) qFatal("%s", request.error().message.c_str());
        return m_receiver->write(*request);
    }
    std::string m_bytes;

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void init()
    {
        storage::StorageOptions options;
        options.maxExemplars = 100;
        m_store = storage::Storage::open(options, m_clock).value();
        m_receiver = std::make_unique<Receiver>(*m_store, m_clock);
    }

    void stores_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("v1") << 0;
        QTest::newRow("v2") << 1;
    }

    void stores()
    {
        QFETCH(int, version);
        const SentSeries floats{{{"__name__", "m"}, {"b", "2"}, {"a", "1"}, {"empty", ""}},
                                {{kNowMs, 1.5}, {kNowMs + 10, 2.5}, {kNowMs + 20, staleMarker()}}};
        SentSeries histograms{{{"__name__", "h"}}};
        histograms.histograms = {{kNowMs, exponential(), false}, {kNowMs + 10, fractions(), true}};
        SentSeries bounds{{{"__name__", "c"}}};
        bounds.histograms = {{kNowMs, custom(), false}};
        SentSeries withExemplar{{{"__name__", "e"}}, {{kNowMs, 3}}};
        withExemplar.exemplars = {{kNowMs - 1, 2.5, {{"trace_id", "abc"}}}};

        const WriteOutcome done = send(static_cast<Version>(version), {floats, histograms, bounds, withExemplar});
        QCOMPARE(shown(done.refused), QByteArray());
        QCOMPARE(done.failed, std::string());
        QCOMPARE(done.samples, std::uint64_t{4});
        QCOMPARE(done.histograms, std::uint64_t{3});
        QCOMPARE(done.exemplars, std::uint64_t{1});
        QCOMPARE(m_receiver->counts().samples, std::uint64_t{7});
        QCOMPARE(shown(stored(*m_store, "m")), QByteArray("m{a=\"1\", b=\"2\"} 1.500000 @0\n"
                                                          "m{a=\"1\", b=\"2\"} 2.500000 @10\n"
                                                          "m{a=\"1\", b=\"2\"} stale @20"));
        QCOMPARE(shown(stored(*m_store, "h")),
                 shown({"h " + exponential().toString() + " @0", "h " + fractions().toString() + " @10"}));
        QCOMPARE(shown(stored(*m_store, "c")), shown({"c " + custom().toString() + " @0"}));
        const auto all = Matcher::create(Matcher::Type::Equal, "__name__", "e");
        const auto exemplars = m_store->exemplars({{*all}}, 0, 2 * kNowMs);
        QCOMPARE(exemplars.size(), std::size_t{1});
        QCOMPARE(exemplars[0].exemplars.at(0).labels.toString(), std::string("{trace_id=\"abc\"}"));
        QCOMPARE(exemplars[0].exemplars.at(0).tMs, kNowMs - 1);
    }

    /// The end of a series of histograms comes as a histogram whose sum is the marker.
    void staleHistogram()
    {
        SentSeries series{{{"__name__", "h"}}};
        FloatHistogram end;
        end.sum = staleMarker();
        series.histograms = {{kNowMs, exponential(), false}, {kNowMs + 10, end, false}};
        const WriteOutcome done = send(Version::V2, {series});
        QCOMPARE(done.histograms, std::uint64_t{2});
        QCOMPARE(shown(stored(*m_store, "h")), shown({"h " + exponential().toString() + " @0", "h stale @10"}));
    }

    /// Bits of a value arrive as they were sent.
    void keepsPayloads()
    {
        const double odd = std::bit_cast<double>(0x7ff8dead0000beefULL);
        QCOMPARE(send(Version::V1, {{{{"__name__", "m"}}, {{kNowMs, odd}, {kNowMs + 1, -0.0}}}}).samples,
                 std::uint64_t{2});
        const auto querier = m_store->querier();
        const auto found = querier->select({}, 0, 2 * kNowMs);
        storage::Columns columns;
        QVERIFY(querier->read(found->at(0).ref, 0, 2 * kNowMs, columns).has_value());
        QCOMPARE(std::bit_cast<std::uint64_t>(columns.values.at(0)), std::uint64_t{0x7ff8dead0000beefULL});
        QCOMPARE(std::bit_cast<std::uint64_t>(columns.values.at(1)), std::uint64_t{1} << 63);
    }

    void storesTheRest_data()
    {
        QTest::addColumn<QByteArray>("bad");
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<int>("invalid");
        QTest::newRow("no name") << QByteArray("noname") << QByteArray("invalid metric name or labels, got {a=\"1\"}")
                                 << 1;
        QTest::newRow("empty label name")
            << QByteArray("emptyname") << QByteArray("invalid metric name or labels") << 1;
        QTest::newRow("no text") << QByteArray("utf8") << QByteArray("invalid metric name or labels") << 1;
        QTest::newRow("label twice") << QByteArray("twice") << QByteArray("duplicated label a") << 1;
        QTest::newRow("no such symbol") << QByteArray("symbol") << QByteArray("outside of symbols table") << 1;
        QTest::newRow("half a pair") << QByteArray("odd") << QByteArray("invalid labelRefs length 3") << 1;
        QTest::newRow("nothing in it") << QByteArray("none")
                                       << QByteArray("TimeSeries must contain at least one sample") << 0;
        QTest::newRow("from the future") << QByteArray("future") << QByteArray("too far in the future") << 0;
        QTest::newRow("older") << QByteArray("older") << QByteArray("out of order sample (1 of 3 samples)") << 0;
        QTest::newRow("other value") << QByteArray("other") << QByteArray("duplicate sample for timestamp (1 of 3")
                                     << 0;
        QTest::newRow("histogram") << QByteArray("histogram") << QByteArray("8 observations found in buckets") << 0;
        QTest::newRow("spans") << QByteArray("spans") << QByteArray("positive side: spans require 9 buckets") << 0;
    }

    void storesTheRest()
    {
        QFETCH(QByteArray, bad);
        QFETCH(QByteArray, says);
        QFETCH(int, invalid);
        send(Version::V2, {{{{"__name__", "known"}}, {{kNowMs - 1000, 1}}}});
        SentSeries series{{{"__name__", "bad"}}, {{kNowMs, 1}}};
        if (bad == "noname") series.labels = {{"a", "1"}};
        if (bad == "emptyname") series.labels.emplace_back("", "x");
        if (bad == "utf8") series.labels.emplace_back("a", "\xff");
        if (bad == "twice") series.labels = {{"__name__", "bad"}, {"a", "1"}, {"a", "1"}};
        if (bad == "symbol") series.refs = {1, 99};
        if (bad == "odd") series.refs = {0, 1, 2};
        if (bad == "none") series.samples.clear();
        if (bad == "future") series.samples = {{kNowMs + 600'001, 1}};
        if (bad == "older") series = {{{"__name__", "known"}}, {{kNowMs - 2000, 1}}};
        if (bad == "other") series = {{{"__name__", "known"}}, {{kNowMs - 1000, 2}}};
        if (bad == "histogram" || bad == "spans") {
            FloatHistogram h = exponential();
            if (bad == "histogram") h.count += 1;
            if (bad == "spans") h.positiveSpans[0].length = 8;
            series.samples.clear();
            series.histograms = {{kNowMs, h, false}};
        }
        const WriteOutcome done = send(
            Version::V2, {{{{"__name__", "before"}}, {{kNowMs, 1}}}, series, {{{"__name__", "after"}}, {{kNowMs, 2}}}});
        QCOMPARE(done.failed, std::string());
        QCOMPARE(done.samples, std::uint64_t{2});
        QCOMPARE(done.histograms, std::uint64_t{0});
        QCOMPARE(done.refused.size(), std::size_t{1});
        QVERIFY2(shown(done.refused).contains(says), shown(done.refused));
        QCOMPARE(m_receiver->counts().invalidLabels, static_cast<std::uint64_t>(invalid));
        QCOMPARE(stored(*m_store, "before").size(), std::size_t{1});
        QCOMPARE(stored(*m_store, "after").size(), std::size_t{1});
        QCOMPARE(stored(*m_store, "bad").size(), std::size_t{0});
    }

    /// Samples of many series at the same times, request after request; a late one among them is refused alone.
    void storesHistory()
    {
        constexpr int kSeries = 5;
        constexpr int kSteps = 4;
        constexpr int kRequests = 6;
        for (int request = 0; request < kRequests; ++request) {
            std::vector<SentSeries> all;
            for (int series = 0; series < kSeries; ++series) {
                SentSeries one{{{"__name__", "m"}, {"i", std::to_string(series)}}};
                for (int step = 0; step < kSteps; ++step) {
                    const int at = request * kSteps + step;
                    one.samples.push_back({kNowMs - 100'000 + at * 1000, at + series * 100.0});
                }
                all.push_back(std::move(one));
            }
            if (request == 3) all[2].samples.back().value = 1e9;
            QCOMPARE(send(Version::V1, all).samples, std::uint64_t{kSeries * kSteps});
            if (request != 3) continue;
            all[2].samples.back().value = 0;
            const WriteOutcome again = send(Version::V1, all);
            QCOMPARE(again.samples, std::uint64_t{kSeries * kSteps - 1});
            QCOMPARE(shown(again.refused), QByteArray("duplicate sample for timestamp (1 of 20 samples)"));
        }
        const auto lines = stored(*m_store, "m");
        QCOMPARE(lines.size(), std::size_t{kSeries * kSteps * kRequests});
        QCOMPARE(lines[0], std::string("m{i=\"0\"} 0.000000 @-100000"));
        QCOMPARE(lines[30], std::string("m{i=\"1\"} 106.000000 @-94000"));
        QCOMPARE(lines[2 * 24 + 15], std::string("m{i=\"2\"} 1000000000.000000 @-85000"));
        QCOMPARE(lines.back(), std::string("m{i=\"4\"} 423.000000 @-77000"));
    }

    void keepsMetadata_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QByteArray>("metric");
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("help");
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, int version, const char* metric, int type, QByteArray help,
                            const char* unit, QByteArray says) {
            QTest::newRow(name) << version << QByteArray(metric) << type << help << QByteArray(unit) << says;
        };
        const QByteArray longText(4095, 'x');
        row("v1", 0, "m_total", 1, "All.", "seconds", "m_total counter All. seconds");
        row("v1: a histogram is named as its family", 0, "m", 3, "Sizes.", "", "m histogram Sizes. ");
        row("v1: no name", 0, "", 1, "All.", "", "");
        row("v1: no text", 0, "m", 1, "\xff", "", "");
        row("v1: a type of later", 0, "m", 99, "All.", "", "m unknown All. ");
        row("v2", 1, "m_total", 1, "All.", "seconds", "m_total counter All. seconds");
        row("v2: nothing said", 1, "m", 0, "", "", "");
        row("v2: buckets", 1, "m_bucket", 3, "Sizes.", "", "m histogram Sizes. ");
        row("v2: a summary's sum", 1, "m_sum", 5, "Sizes.", "", "m summary Sizes. ");
        row("v2: a sum of its own", 1, "m_sum", 2, "", "bytes", "m_sum gauge  bytes");
        row("v2: gauge histogram", 1, "m_gcount", 4, "Sizes.", "", "m gaugehistogram Sizes. ");
        row("v2: nothing but a suffix", 1, "_sum", 5, "Sizes.", "", "_sum summary Sizes. ");
        row("v2: whole characters of long texts", 1, "m", 2, longText + "\xc3\xa4", "", "m gauge " + longText + " ");
    }

    void keepsMetadata()
    {
        QFETCH(int, version);
        QFETCH(QByteArray, metric);
        QFETCH(int, type);
        QFETCH(QByteArray, help);
        QFETCH(QByteArray, unit);
        QFETCH(QByteArray, says);
        const SentMetadata said{type, help.toStdString(), unit.toStdString(), metric.toStdString()};
        SentSeries series{{{"__name__", metric.toStdString()}}, {{kNowMs, 1}}};
        series.metadata = {said};
        const WriteOutcome done = version == 0 ? send(Version::V1, {}, {said}) : send(Version::V2, {series});
        QCOMPARE(shown(done.refused), QByteArray());
        std::vector<std::string> lines;
        for (const auto& [name, one] : m_receiver->metadata().all()) {
            lines.push_back(name + " " + std::string(exposition::metricTypeName(one.type)) + " " + one.help + " " +
                            one.unit);
        }
        QCOMPARE(shown(lines), says);
    }

    void theNewestMetadataCounts()
    {
        send(Version::V1, {}, {{2, "Old.", "", "m"}});
        send(Version::V1, {}, {{1, "New.", "", "m"}});
        QCOMPARE(m_receiver->metadata().all().at("m").help, std::string("New."));
        QVERIFY(m_receiver->metadata().all().at("m").type == exposition::MetricType::Counter);
    }

    void refusesMetadataWithoutSymbol()
    {
        SentSeries series{{{"__name__", "m"}}, {{kNowMs, 1}}};
        series.metadata = {{1, "", "", "", 77}};
        const WriteOutcome done = send(Version::V2, {series, {{{"__name__", "n"}}, {{kNowMs, 1}}}});
        QCOMPARE(done.samples, std::uint64_t{1});
        QVERIFY2(shown(done.refused)
                     .startsWith("parsing metadata for series: metadata help_ref 77 outside of symbols table"),
                 shown(done.refused));
    }

    void startsAtZero_data()
    {
        QTest::addColumn<bool>("on");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("first");
        QTest::addColumn<QByteArray>("before");  ///< "" or the time of a sample that is there, less kNowMs
        QTest::addColumn<bool>("zero");
        const auto row = [](const char* name, bool on, qint64 start, qint64 first, const char* before, bool zero) {
            QTest::newRow(name) << on << start << first << QByteArray(before) << zero;
        };
        row("not asked for", false, -5000, 0, "", false);
        row("a new series", true, -5000, 0, "", true);
        row("without a start", true, -kNowMs, 0, "", false);
        row("at its sample", true, 0, 0, "", false);
        row("behind its sample", true, 1, 0, "", false);
        row("began anew", true, -5000, 0, "-6000", true);
        row("a sample is there", true, -5000, 0, "-5000", false);
        row("it goes on", true, -5000, 0, "-1000", false);
    }

    void startsAtZero()
    {
        QFETCH(bool, on);
        QFETCH(qint64, start);
        QFETCH(qint64, first);
        QFETCH(QByteArray, before);
        QFETCH(bool, zero);
        storage::StorageOptions options;
        options.outOfOrderMs = 600'000;  // no zero comes late
        for (const bool ofSamples : {false, true}) {
            m_store = storage::Storage::open(options, m_clock).value();
            m_receiver = std::make_unique<Receiver>(*m_store, m_clock, on);
            SentSeries floats{{{"__name__", "m"}}, {{kNowMs + first, 7}, {kNowMs + 9000, 8}}};
            SentSeries histograms{{{"__name__", "h"}}};
            histograms.histograms = {{kNowMs + first, exponential(), false}};
            for (SentSeries* one : {&floats, &histograms}) {
                (ofSamples ? one->sampleStartMs : one->startMs) = kNowMs + start;
                SentSeries old = *one;
                old.startMs = old.sampleStartMs = 0;
                if (!old.samples.empty()) old.samples = {{kNowMs + before.toLongLong(), 3}};
                if (!old.histograms.empty()) old.histograms[0].tMs = kNowMs + before.toLongLong();
                if (!before.isEmpty()) send(Version::V2, {old});
            }
            for (int again = 0; again < 2; ++again) {
                const WriteOutcome done = send(Version::V2, {floats, histograms});
                QCOMPARE(shown(done.refused), QByteArray());
                QCOMPARE(done.samples, std::uint64_t{2});
                QCOMPARE(done.histograms, std::uint64_t{1});
            }
            const std::size_t there = (zero ? 1U : 0U) + (before.isEmpty() ? 0U : 1U);
            const auto m = stored(*m_store, "m");
            const auto h = stored(*m_store, "h");
            QCOMPARE(m.size(), there + 2);
            QCOMPARE(h.size(), there + 1);
            if (!zero) continue;
            const std::size_t at = there - 1;
            QCOMPARE(m[at], "m 0.000000 @" + std::to_string(start));
            QCOMPARE(h[at], "h " + FloatHistogram().toString() + " @" + std::to_string(start));
        }
    }

    /// A sender that got no answer sends again.
    void againIsNoError()
    {
        SentSeries histograms{{{"__name__", "h"}}};
        histograms.histograms = {{kNowMs, exponential(), false}};
        const std::vector<SentSeries> all{{{{"__name__", "m"}}, {{kNowMs, 1}, {kNowMs + 1, 2}}}, histograms};
        for (int i = 0; i < 2; ++i) {
            const WriteOutcome done = send(Version::V2, all);
            QCOMPARE(shown(done.refused), QByteArray());
            QCOMPARE(done.samples, std::uint64_t{2});
            QCOMPARE(done.histograms, std::uint64_t{1});
        }
        QCOMPARE(stored(*m_store, "m").size(), std::size_t{2});
    }

    void manyReasonsAreFew()
    {
        std::vector<SentSeries> all(1000, SentSeries{{{"a", "1"}}, {{kNowMs, 1}}});
        const WriteOutcome done = send(Version::V1, all);
        QCOMPARE(done.refused.size(), std::size_t{21});
        QCOMPARE(done.refused.back(), std::string("and 980 more"));
        QCOMPARE(m_receiver->counts().invalidLabels, std::uint64_t{1000});
    }

    /// What was acknowledged is there when the process ends without another word.
    void acknowledgedIsJournaled()
    {
        const QTemporaryDir dir;
        const QTemporaryDir copy;
        storage::StorageOptions options;
        options.directory = dir.filePath("data").toStdString();
        options.commitIntervalMs = 3'600'000;
        m_store = storage::Storage::open(options, m_clock).value();
        m_receiver = std::make_unique<Receiver>(*m_store, m_clock);
        SentSeries histograms{{{"__name__", "h"}}};
        histograms.histograms = {{kNowMs, exponential(), false}};
        const WriteOutcome done = send(Version::V2, {{{{"__name__", "m"}}, {{kNowMs, 1}}}, histograms});
        QCOMPARE(done.samples, std::uint64_t{1});
        // The files as they stand now are what a killed process leaves.
        std::filesystem::copy(options.directory, copy.filePath("data").toStdString());
        options.directory = copy.filePath("data").toStdString();
        const auto after = storage::Storage::open(options, m_clock).value();
        QCOMPARE(shown(stored(*after, "m")), QByteArray("m 1.000000 @0"));
        QCOMPARE(shown(stored(*after, "h")), shown({"h " + exponential().toString() + " @0"}));
    }

    /// Nothing counts as stored while the journal cannot be written: the sender has to keep it.
    void notJournaledIsNotAcknowledged()
    {
        test::FaultyDisk disk;
        const QTemporaryDir dir;
        storage::StorageOptions options;
        options.directory = dir.filePath("data").toStdString();
        options.commitIntervalMs = 3'600'000;
        m_store = storage::Storage::open(options, m_clock).value();
        m_receiver = std::make_unique<Receiver>(*m_store, m_clock);
        const std::vector<SentSeries> series{{{{"__name__", "m"}}, {{kNowMs, 1}}}};
        disk.breakAt(test::FaultyDisk::kWrite, 0, test::FaultyDisk::Fault::Always);
        const WriteOutcome refused = send(Version::V2, series);
        QVERIFY(!refused.failed.empty());
        QCOMPARE(refused.samples, std::uint64_t{0});
        disk.heal();
        const WriteOutcome done = send(Version::V2, series);
        QCOMPARE(done.failed, std::string());
        QCOMPARE(done.samples, std::uint64_t{1});
        m_store.reset();
    }

    void readsNoGarbage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut") << QByteArray("\x0a\x05\x0a", 3);
        QTest::newRow("group") << QByteArray("\x0b", 1);
        QTest::newRow("varint without end") << QByteArray("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12);
        QTest::newRow("many series") << QByteArray("\x0a\x00", 2).repeated(2'000'050);
    }

    void readsNoGarbage()
    {
        QFETCH(QByteArray, bytes);
        for (const Version version : {Version::V1, Version::V2}) {
            const auto read = readWriteRequest({bytes.constData(), static_cast<std::size_t>(bytes.size())}, version);
            if (version == Version::V1) QVERIFY(!read.has_value());
        }
    }
};

QTEST_APPLESS_MAIN(ReceiverTest)
#include "receiver_test.moc"
