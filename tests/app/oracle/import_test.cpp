// History goes from the real Prometheus to Watchglass and back: a data directory that promtool and prometheus made, and
// text that promtool reads. Both programs answer the same.

#include <QUrl>

#include <snappy.h>

#include "tests/app/oracle/reference.h"
#include "tests/support/raw_http.h"
#include "tests/support/remote_write.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

constexpr std::int64_t kStepMs = 30'000;
constexpr int kSteps = 2 * 60 * 9;  // nine hours: several blocks

/// A text of gauges, counters and fractions, with gaps and times that are no whole seconds.
QByteArray recordedText(std::int64_t fromMs)
{
    QByteArray out;
    for (const char* kind : {"level", "total_things", "odd"}) {
        out += QByteArray("# TYPE ") + kind + " gauge\n";
        for (int series = 0; series < 3; ++series) {
            double count = 0;
            for (int i = 0; i < kSteps; ++i) {
                count += (i * 7919 + series) % 13;
                if ((i + series) % 97 == 0 || (*kind == 'o' && i > 500 && i < 900)) continue;
                double value = *kind == 't' ? count : *kind == 'l' ? series : count / 7;
                const std::int64_t tMs = fromMs + i * kStepMs + series * 137;
                QByteArray number = QByteArray::number(value, 'g', 17);
                if (i == 300) number = "NaN";
                if (i == 301) number = "+Inf";
                out += QByteArray(kind) + "{job=\"recorded\",instance=\"i" + QByteArray::number(series) +
                       "\",text=\"a \\\"b\\\" \\\\ c\"} " + number + " " + QByteArray::number(tMs / 1000) + "." +
                       QByteArray::number(1000 + tMs % 1000).mid(1) + "\n";
            }
        }
    }
    return out + "# EOF\n";
}

/// Native histograms that grow, with a reset, new buckets and an end; integers and fractions.
std::vector<SentSeries> sentHistograms(std::int64_t fromMs)
{
    SentSeries integers{{{"__name__", "integers"}, {"job", "sent"}}};
    SentSeries fractions{{{"__name__", "fractions"}, {"job", "sent"}}};
    for (int i = 0; i < 300; ++i) {
        FloatHistogram h;
        h.schema = 2;
        h.zeroThreshold = i < 200 ? 0x1p-128 : 0.0013;
        const double grown = i % 150;
        h.zeroCount = 1 + grown;
        h.positiveSpans = {{-3, 2}, {4, 1}};
        h.positiveBuckets = {grown * 3, grown, 5 + grown * grown};
        if (i > 70) h.positiveSpans[1].length = 2;
        if (i > 70) h.positiveBuckets.push_back(7);
        h.negativeSpans = {{0, 1}};
        h.negativeBuckets = {grown / (1 + i % 2)};
        h.negativeBuckets[0] = std::floor(h.negativeBuckets[0]);
        h.count = h.zeroCount + h.negativeBuckets[0];
        for (const double bucket : h.positiveBuckets) h.count += bucket;
        h.sum = grown * 1.25 - i;
        const std::int64_t tMs = fromMs + i * 10'000 + (i % 3) * 7;
        integers.histograms.push_back({tMs, h, false});
        h.zeroCount += 0.5;
        h.count += 0.5;
        fractions.histograms.push_back({tMs, h, true});
    }
    FloatHistogram end;
    end.sum = staleMarker();
    integers.histograms.push_back({fromMs + 3'001'000, end, false});
    return {integers, fractions};
}

}  // namespace

class ImportTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    std::int64_t m_fromMs = (QDateTime::currentMSecsSinceEpoch() / 3'600'000 - 30) * 3'600'000;
    ApiClient m_reference;
    std::unique_ptr<Program> m_prometheus;

    QString path(const char* name) const { return m_home.filePath(name); }

    void runPromtool(const QString& text, const QString& directory)
    {
        Program promtool(m_home, kPromtool);
        promtool.start({"tsdb", "create-blocks-from", "openmetrics", text, directory});
        QVERIFY2(promtool.wait(120'000) == 0, promtool.err());
    }

    void startPrometheus()
    {
        const QString port = QString::number(freePort());
        writeFile(path("prometheus.yml"),
                  "global: {scrape_interval: 250ms, scrape_timeout: 200ms}\n"
                  "scrape_configs:\n- {job_name: self, static_configs: [{targets: ['127.0.0.1:" +
                      port.toLatin1() + "']}]}\n");
        m_prometheus = std::make_unique<Program>(m_home, kPrometheus);
        m_prometheus->start({"--config.file=" + path("prometheus.yml"), "--storage.tsdb.path=" + path("tsdb"),
                             "--web.listen-address=127.0.0.1:" + port, "--web.enable-admin-api"});
        m_reference = ApiClient("http://127.0.0.1:" + port.toStdString());
        QTRY_COMPARE_WITH_TIMEOUT(m_reference.get("/-/ready").status, 200L, 60'000);
    }

    static void send(const ApiClient& to, std::int64_t fromMs)
    {
        const std::string message = writeRequestBytes(remotewrite::Version::V1, sentHistograms(fromMs));
        std::string body;
        snappy::Compress(message.data(), message.size(), &body);
        const QUrl url(QString::fromStdString(to.base()));
        RawConnection connection(static_cast<std::uint16_t>(url.port()));
        connection.send("POST /api/v1/write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Encoding: "
                        "snappy\r\nContent-Type: application/x-protobuf\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
        const std::string answer = connection.readAll();
        QVERIFY2(answer.find(" 204 ") != std::string::npos, answer.c_str());
    }

    static Lines lines(const ApiClient& api, const std::string& path)
    {
        Lines out;
        const json::Value data = api.data(path);
        for (const json::Value& series : data["result"].items()) {
            out.push_back(seriesText(series["metric"]) + json::write(series["values"]) + json::write(series["value"]) +
                          json::write(series["histograms"]));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

private slots:
    void initTestCase()
    {
        for (const char* program : {kPrometheus, kPromtool}) {
            if (!QFile::exists(program)) QSKIP("the package prometheus is not installed");
        }
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        writeFile(path("recorded.om"), recordedText(m_fromMs));
        runPromtool(path("recorded.om"), path("tsdb"));
    }

    void cleanupTestCase() { m_prometheus.reset(); }

    /// Blocks, a deleted piece of one, and what is in the write-ahead log only.
    void importsADataDirectory()
    {
        startPrometheus();
        QTRY_VERIFY_WITH_TIMEOUT(!m_reference.value("count_over_time(up[1h]) > 8").empty(), 60'000);
        const auto seconds = [&](int minutes) { return std::to_string(m_fromMs / 1000 + minutes * 60); };
        QCOMPARE(m_reference
                     .post("/api/v1/admin/tsdb/delete_series?match[]=" + urlEncode("total_things{instance=\"i1\"}") +
                           "&start=" + seconds(100) + "&end=" + seconds(200))
                     .status,
                 204L);
        const std::string now = std::to_string(QDateTime::currentSecsSinceEpoch());
        // Prometheus 3 leaves out what stands where a window begins, and this one may be older.
        const auto between = [&](int minutes) { return std::to_string(m_fromMs / 1000 + minutes * 60 - 1); };
        const std::string range = "&start=" + between(-10) + "&end=" + between(600) + "&step=60";
        std::vector<std::string> questions = {"/api/v1/query?time=" + now +
                                              "&query=" + urlEncode("{__name__=~\".+\",job=~\".+\"}[1h]")};
        for (int hour = 0; hour < 9; ++hour) {
            questions.push_back("/api/v1/query?time=" + between(60 * (hour + 1)) +
                                "&query=" + urlEncode("{job=\"recorded\"}[1h]"));
        }
        for (const char* query : {"max by (__name__) ({job=\"recorded\"})", "count_over_time(total_things[10m])",
                                  "max_over_time(odd[5m])", "changes(level[1h])"}) {
            questions.push_back("/api/v1/query_range?query=" + urlEncode(query) + range);
        }
        std::vector<Lines> expected;
        for (const std::string& question : questions) expected.push_back(lines(m_reference, question));
        m_prometheus->process().terminate();
        QVERIFY(m_prometheus->process().waitForFinished());

        Program import(m_home);
        QVERIFY2(import.run({"import", "prometheus", path("tsdb"), "--storage.path", path("watchglass")}) == 0,
                 import.err());
        QVERIFY2(!import.err().contains("left out"), import.err());
        Served served(m_home);
        QVERIFY2(served.start({"--storage.path", path("watchglass"), "--no-host-metrics"}), served.program().err());
        for (std::size_t i = 0; i < questions.size(); ++i) {
            QVERIFY2(!expected[i].empty(), questions[i].c_str());
            const QByteArray difference = test::difference(expected[i], lines(served.api(), questions[i]));
            QVERIFY2(difference.isEmpty(),
                     (QByteArray::fromStdString(questions[i]) + difference.left(2000)).constData());
        }

        Program second(m_home);
        QCOMPARE(second.run({"import", "prometheus", path("tsdb"), "--storage.path", path("watchglass")}), 1);
        QVERIFY2(second.err().contains("process"), second.err());
    }

    /// Once more: everything is known, and nothing changes.
    void importsTwice()
    {
        Program first(m_home);
        QVERIFY2(first.run({"import", "prometheus", path("tsdb"), "--storage.path", path("watchglass")}) == 0,
                 first.err());
        Program before(m_home);
        QCOMPARE(before.run({"export", "--storage.path", path("watchglass"), "--match", "{job=\"recorded\"}"}), 0);
        Program again(m_home);
        QVERIFY2(again.run({"import", "prometheus", path("tsdb"), "--storage.path", path("watchglass")}) == 0,
                 again.err());
        Program after(m_home);
        QCOMPARE(after.run({"export", "--storage.path", path("watchglass"), "--match", "{job=\"recorded\"}"}), 0);
        QVERIFY(before.out().size() > 100'000);
        QVERIFY(before.out() == after.out());
    }

    /// Text in, text out, through promtool's blocks and back: the same lines.
    void exportsWhatPromtoolReads()
    {
        Program import(m_home);
        QVERIFY2(import.run({"import", "openmetrics", path("recorded.om"), "--storage.path", path("from-text")}) == 0,
                 import.err());
        Program out(m_home);
        QVERIFY2(out.run({"export", "--storage.path", path("from-text"), "--out", path("first.om")}) == 0, out.err());
        runPromtool(path("first.om"), path("tsdb-of-export"));
        Program back(m_home);
        QVERIFY2(back.run({"import", "prometheus", path("tsdb-of-export"), "--storage.path", path("back")}) == 0,
                 back.err());
        Program again(m_home);
        QVERIFY2(again.run({"export", "--storage.path", path("back"), "--out", path("second.om")}) == 0, again.err());
        QFile first(path("first.om"));
        QFile second(path("second.om"));
        QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
        const QByteArray text = first.readAll();
        QCOMPARE(text.count('\n'), recordedText(m_fromMs).count('\n') - 3);  // but the TYPE lines
        QVERIFY(text == second.readAll());

        const QByteArray start = QByteArray::number((m_fromMs + 3'600'000) / 1000);
        const QByteArray end = QByteArray::number((m_fromMs + 7'200'000) / 1000);
        Program part(m_home);
        QCOMPARE(part.run({"export", "--storage.path", path("back"), "--match", "level{instance=\"i1\"}", "--start",
                           start, "--end", end}),
                 0);
        QVERIFY2(part.err().contains("of 1 series"), part.err());
        QVERIFY(part.out().count('\n') > 100 && part.out().count('\n') < 123);
    }

    /// Chunks of native histograms, and records of them.
    void importsNativeHistograms()
    {
        const std::int64_t fromMs = QDateTime::currentMSecsSinceEpoch() - 3'100'000;
        const QString port = QString::number(freePort());
        writeFile(path("empty.yml"), "global: {}\n");
        m_prometheus = std::make_unique<Program>(m_home, kPrometheus);
        m_prometheus->start({"--config.file=" + path("empty.yml"), "--storage.tsdb.path=" + path("histograms"),
                             "--web.listen-address=127.0.0.1:" + port, "--web.enable-admin-api",
                             "--web.enable-remote-write-receiver", "--enable-feature=native-histograms"});
        m_reference = ApiClient("http://127.0.0.1:" + port.toStdString());
        QTRY_COMPARE_WITH_TIMEOUT(m_reference.get("/-/ready").status, 200L, 60'000);
        Served receiver(m_home);
        QVERIFY2(receiver.start({"--in-memory", "--no-host-metrics", "--web.enable-remote-write-receiver"}),
                 receiver.program().err());
        send(m_reference, fromMs);
        send(receiver.api(), fromMs);

        // Prometheus 2.42 gives the last histogram for all of a range, so that these are asked of a Watchglass that was
        // sent the same.
        const std::string range = "&step=10&start=" + std::to_string(fromMs / 1000) +
                                  "&end=" + std::to_string(fromMs / 1000 + 3'050);
        std::vector<std::pair<std::string, Lines>> questions;
        for (const char* query : {"histogram_count(integers)", "histogram_sum(integers)", "histogram_count(fractions)",
                                  "histogram_sum(fractions)"}) {
            const std::string question = "/api/v1/query_range?query=" + urlEncode(query) + range;
            questions.emplace_back(question, lines(m_reference, question));
        }
        const std::string all = "/api/v1/query?time=" + std::to_string(fromMs / 1000 + 3'050) +
                                "&query=" + urlEncode("{job=\"sent\"}[1h]");
        questions.emplace_back(all, lines(receiver.api(), all));
        for (const auto& [question, expected] : questions) QVERIFY2(!expected.empty(), question.c_str());
        const auto snapshot = json::parse(m_reference.post("/api/v1/admin/tsdb/snapshot").body);
        QVERIFY(snapshot.has_value());
        const QString folder = path("histograms/snapshots/") +
                               QString::fromStdString((*snapshot)["data"]["name"].toString());
        m_prometheus->process().terminate();
        QVERIFY(m_prometheus->process().waitForFinished());

        for (const QString& from : {path("histograms"), folder}) {
            const QString into = from == folder ? path("of-snapshot") : path("of-wal");
            Program import(m_home);
            QVERIFY2(import.run({"import", "prometheus", from, "--storage.path", into}) == 0, import.err());
            QVERIFY2(!import.err().contains("left out"), import.err());
            Served served(m_home);
            QVERIFY2(served.start({"--storage.path", into, "--no-host-metrics"}), served.program().err());
            for (const auto& [question, expected] : questions) {
                const QByteArray difference = test::difference(expected, lines(served.api(), question));
                QVERIFY2(difference.isEmpty(), (into.toUtf8() + question.c_str() + difference.left(3000)).constData());
            }
        }
    }

    void refusesWhatIsNoDataDirectory()
    {
        QDir(m_home.path()).mkdir("empty");
        Program import(m_home);
        QCOMPARE(import.run({"import", "prometheus", path("empty"), "--storage.path", path("nothing")}), 1);
        QVERIFY2(import.err().contains("no data directory of Prometheus"), import.err());
    }
};

QTEST_GUILESS_MAIN(ImportTest)
#include "import_test.moc"
