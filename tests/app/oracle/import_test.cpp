// History goes from the real Prometheus to Watchglass and back: a data directory that promtool and prometheus made, and
// text that promtool reads. Both programs answer the same.

#include "tests/app/oracle/reference.h"

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

    static Lines lines(const ApiClient& api, const std::string& path)
    {
        Lines out;
        const json::Value data = api.data(path);
        for (const json::Value& series : data["result"].items()) {
            out.push_back(seriesText(series["metric"]) + json::write(series["values"]) + json::write(series["value"]));
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
