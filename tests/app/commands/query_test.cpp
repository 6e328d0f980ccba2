// `watchglass query` over the stored data and over a server.

#include "tests/support/served.h"

using namespace watchglass;
using namespace watchglass::test;

class QueryTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    QString m_data;

    /// A data directory with two series at 1700000000 and later, made by `watchglass import`.
    QString imported()
    {
        const QString path = m_home.filePath("imported");
        if (QDir(path).exists()) return path;
        const QString file = m_home.filePath("kind.om");
        writeFile(file, "# TYPE kind gauge\nkind{of=\"a\",x=\"\u00f6\"} 3 1700000000\n"
                        "kind{of=\"a\",x=\"\u00f6\"} 0.5 1700000015\nkind{of=\"b, c\"} -2 1700000000\n# EOF\n");
        Program program(m_home);
        if (program.run({"import", "openmetrics", file, "--storage.path", path}) != 0)
            qFatal("%s", program.err().data());
        return path;
    }
    QStringList stored(const QStringList& more) const { return QStringList{"query", "--storage.path", m_data} + more; }

private slots:
    /// A store with the series demo{zone="a,b"} and demo{zone="c"}.
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        m_data = m_home.filePath("data");
        const QString folder = m_home.filePath("text");
        QVERIFY(QDir().mkpath(folder));
        writeFile(folder + "/demo.prom", "demo{zone=\"a,b\"} 1.5\ndemo{zone=\"c\"} NaN\n");
        Served served(m_home);
        QVERIFY2(
            served.start({"--storage.path", m_data, "--host.interval", "0.5", "--host.textfile-directory", folder}),
            served.program().err());
        QTRY_VERIFY_WITH_TIMEOUT(served.api().value("count_over_time(demo{zone=\"c\"}[5m])") >= "2", 20'000);

        Program asked(m_home);
        const QString url = QString::fromStdString(served.api().base());
        QCOMPARE(asked.run({"query", "sort(demo)", "--url", url + "/"}), 0);
        QVERIFY2(asked.out().contains("zone=\"a,b\""), asked.out());
        Program profiled(m_home);
        QCOMPARE(profiled.run({"query", "count(demo)", "--url", url, "--profile"}), 0);
        QVERIFY2(profiled.out().endsWith("    demo\n"), profiled.out());
        Program refused(m_home);
        QCOMPARE(refused.run({"query", "sum(", "--url", url}), 1);
        QVERIFY2(refused.err().contains("1:5: parse error"), refused.err());

        // The running one holds the directory: the message says how to ask it.
        Program locked(m_home);
        QCOMPARE(locked.run(stored({"demo"})), 1);
        QVERIFY2(locked.err().contains("another Watchglass") && locked.err().contains("--url"), locked.err());
        served.program().process().terminate();
        QCOMPARE(served.program().wait(), 0);
    }

    void printsATable()
    {
        Program program(m_home);
        QCOMPARE(program.run(stored({"demo"})), 0);
        const QList<QByteArray> lines = program.out().trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines[0].startsWith("demo{") && lines[0].endsWith("  1.5"), lines[0]);
        QVERIFY2(lines[1].contains("zone=\"c\"") && lines[1].endsWith("  NaN"), lines[1]);
    }

    void printsCsv()
    {
        Program program(m_home);
        QCOMPARE(program.run(stored({"sum by (zone) (demo)", "--format", "csv", "--time", "2026-01-01T00:00:00Z"})), 0);
        QCOMPARE(program.out(), QByteArray("metric,time,value\n"));
        Program now(m_home);
        QCOMPARE(now.run(stored({"sum by (zone) (demo)", "--format", "csv"})), 0);
        QVERIFY2(now.out().contains("\n\"{zone=\"\"a,b\"\"}\",20"), now.out());
    }

    void printsJson()
    {
        Program program(m_home);
        QCOMPARE(program.run(stored({"vector(3)", "--format", "json", "--time", "1700000000"})), 0);
        const auto parsed = json::parse(program.out().toStdString());
        QVERIFY2(parsed.has_value(), program.out());
        QCOMPARE((*parsed)["result"].at(0)["value"].at(1).toString(), std::string("3"));
        QCOMPARE((*parsed)["result"].at(0)["value"].at(0).toInt(), std::int64_t{1'700'000'000});
    }

    void profiles()
    {
        const QStringList at{"--time", "1700000016", "--storage.path", imported()};
        Program text(m_home);
        QCOMPARE(text.run(QStringList{"query", "sum(kind) * 2", "--profile"} + at), 0);
        const QList<QByteArray> lines = text.out().split('\n');
        QVERIFY2(lines.size() == 8 && lines[0] == "{}  2023-11-14T22:13:36Z  -3" && lines[1].isEmpty(), text.out());
        const auto words = [&](int line) { return lines[line].simplified().split(' ').mid(2).join(' '); };
        QCOMPARE(words(2), QByteArray("series points selected samples expression"));
        QVERIFY2(words(3).endsWith("1 1 - - sum(kind) * 2"), lines[3]);
        QVERIFY2(words(4).endsWith("1 1 - - sum(kind)") && lines[4].contains("   sum(kind)"), lines[4]);
        QVERIFY2(words(5).endsWith("2 2 2 3 kind"), lines[5]);

        Program data(m_home);
        QCOMPARE(data.run(QStringList{"query", "instant", "kind", "--profile", "--format", "json"} + at), 0);
        const auto parsed = json::parse(data.out().toStdString());
        QVERIFY2(parsed.has_value(), data.out());
        QCOMPARE(parsed->get("stats.profile")["samplesRead"].toInt(), std::int64_t{3});
        QCOMPARE((*parsed)["result"].items().size(), std::size_t{2});

        Program plain(m_home);
        QCOMPARE(plain.run(QStringList{"query", "kind", "--format", "json"} + at), 0);
        QVERIFY2(!plain.out().contains("profile"), plain.out());
        Program csv(m_home);
        QCOMPARE(csv.run(QStringList{"query", "kind", "--format", "csv", "--profile"} + at), 1);
        QVERIFY2(csv.err().contains("a profile has no csv form (--profile)"), csv.err());
    }

    void evaluatesRanges()
    {
        Program program(m_home);
        QCOMPARE(program.run(stored({"time()", "--start", "1700000000", "--end", "1700000030", "--step", "15s"})), 0);
        QCOMPARE(program.out(), QByteArray("{}  2023-11-14T22:13:20Z  1700000000\n"
                                           "{}  2023-11-14T22:13:35Z  1700000015\n"
                                           "{}  2023-11-14T22:13:50Z  1700000030\n"));
    }

    void namesItsKinds()
    {
        const QStringList at{"--time", "1700000016"};
        for (const QStringList& kind : {QStringList{"query"}, QStringList{"query", "instant"}}) {
            Program program(m_home);
            QCOMPARE(program.run(kind + QStringList{"sort(kind)", "--storage.path", imported()} + at), 0);
            QCOMPARE(program.out(), QByteArray("kind{of=\"b, c\"}      2023-11-14T22:13:36Z  -2\n"
                                               "kind{of=\"a\", x=\"\u00f6\"}  2023-11-14T22:13:36Z  0.5\n"));
        }
        Program range(m_home);
        QCOMPARE(range.run({"query", "range", "sum(kind)", "--storage.path", imported(), "--start",
                            "2023-11-14T22:13:20Z", "--end", "1700000030", "--step", "15", "--format", "csv"}),
                 0);
        QCOMPARE(range.out(), QByteArray("metric,time,value\n{},2023-11-14T22:13:20Z,1\n"
                                         "{},2023-11-14T22:13:35Z,-1.5\n{},2023-11-14T22:13:50Z,-1.5\n"));
        Program usual(m_home);
        QCOMPARE(usual.run({"query", "range", "time()", "--end", "1700000500", "--start", "1700000000"}), 0);
        QCOMPARE(usual.out().count('\n'), 251);  // a 250th of the range
    }

    void listsSeriesAndLabels()
    {
        const auto ask = [this](const QStringList& arguments) {
            Program program(m_home);
            const int code = program.run(QStringList{"query"} + arguments + QStringList{"--storage.path", imported()});
            return code == 0 ? program.out() : QByteArray("exit ") + QByteArray::number(code);
        };
        QCOMPARE(ask({"series", "{of=\"a\"}"}), QByteArray("kind{of=\"a\", x=\"\u00f6\"}\n"));
        QCOMPARE(ask({"series", "--match", "kind", "--format", "csv"}),
                 QByteArray("__name__,of,x\nkind,a,\u00f6\nkind,\"b, c\",\n"));
        QCOMPARE(ask({"series", "kind", "--start", "1700000100"}), QByteArray());
        QCOMPARE(ask({"labels"}), QByteArray("__name__\nof\nx\n"));
        QCOMPARE(ask({"labels", "of", "--match", "kind{x=\"\"}"}), QByteArray("b, c\n"));
        QCOMPARE(ask({"labels", "of", "--format", "json"}), QByteArray("[\n  \"a\",\n  \"b, c\"\n]\n"));
    }

    void importsOnlyWhatIsWhole()
    {
        const auto import = [this](const QByteArray& text) {
            const QString file = m_home.filePath("x.om");
            writeFile(file, text);
            Program program(m_home);
            const int code = program.run({"import", "openmetrics", file, "--storage.path", m_home.filePath("x")});
            return QByteArray::number(code) + ' ' + program.out() + program.err();
        };
        QVERIFY(import("a 1\n# EOF\n").contains("1 watchglass: a sample without a timestamp ("));
        QVERIFY(import("a 1 1\n").contains("data does not end with # EOF"));
        const QByteArray good = import("a 1 1700000000\na 2 1700000001.5\n# EOF\n");
        QVERIFY2(good.startsWith("0 ") && good.contains("2 samples of 1 series, 2023-11-14T22:13:20Z to "), good);
        const QByteArray older = import("a 3 1600000000\n# EOF\n");
        QVERIFY2(older.startsWith("0 ") && older.contains("run with --storage.retention to keep them"), older);
        const QByteArray twice = import("a 1 1700000000\na 7 1700000001.5\n# EOF\n");
        QVERIFY2(twice.startsWith("1 ") && twice.contains("1 samples were refused"), twice);
    }

    void explainsFailures_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("parse error") << stored({"up =="}) << QByteArray("1:6: parse error: unexpected end of input");
        QTest::newRow("type error") << stored({"rate(demo)"}) << QByteArray("expected type range vector");
        QTest::newRow("bad time") << stored({"1", "--time", "soon"}) << QByteArray("soon");
        QTest::newRow("bad step") << stored({"1", "--start", "1", "--end", "2", "--step", "0"})
                                  << QByteArray("the step must be positive (--step)");
        QTest::newRow("end before start")
            << stored({"1", "--start", "2", "--end", "1"}) << QByteArray("the end is before the start (--end)");
        QTest::newRow("bad selector") << QStringList{"query", "series", "--storage.path", m_data, "up{"}
                                      << QByteArray("1:4: parse error: unexpected end of input inside braces");
        QTest::newRow("no directory") << QStringList{"query", "1", "--storage.path", m_home.filePath("nowhere")}
                                      << QByteArray("there is no data directory (" + m_home.path().toUtf8());
        QTest::newRow("no server") << QStringList{"query", "1", "--url", "http://127.0.0.1:1"}
                                   << QByteArray(" connect to server (http://127.0.0.1:1");  // words of libcurl
    }

    void explainsFailures()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        Program program(m_home);
        QCOMPARE(program.run(arguments), 1);
        QVERIFY2(program.err().startsWith("watchglass: ") && program.err().contains(message), program.err());
        QCOMPARE(program.out(), QByteArray());
    }

    /// Reading makes no folder.
    void leavesNothingBehind()
    {
        const QTemporaryDir fresh;
        Program program(fresh);
        QCOMPARE(program.run({"query", "1 + 1"}), 0);
        QVERIFY2(program.out().endsWith("  2\n"), program.out());
        QVERIFY(QDir(fresh.path()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(QueryTest)
#include "query_test.moc"
