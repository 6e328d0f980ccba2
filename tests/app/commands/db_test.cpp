// `watchglass db` on a directory that `watchglass import` made.

#include "tests/support/served.h"

using namespace watchglass;
using namespace watchglass::test;

class DbTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    QString m_data;

    struct Answer {
        int code = 0;
        QByteArray out;
        QByteArray err;
    };
    Answer db(const QStringList& more) const
    {
        Program program(m_home);
        const int code = program.run(QStringList{"db"} + more + QStringList{"--storage.path", m_data});
        return {code, program.out(), program.err()};
    }
    QStringList blocks() const { return QDir(m_data).entryList({"block-*.db"}, QDir::Files, QDir::Name); }
    QByteArray total() const
    {
        Program program(m_home);
        program.run({"query", "sum(sum_over_time(kind[5d]))", "--time", "1700300000", "--storage.path", m_data});
        return program.out().trimmed().split(' ').constLast();
    }

private slots:
    /// Three days of one sample a minute and series, in blocks.
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        m_data = m_home.filePath("data");
        QByteArray text = "# TYPE kind gauge\n";
        for (const char* of : {"a", "b"}) {
            for (int i = 0; i < 4320; ++i) {
                text += QByteArray("kind{of=\"") + of + "\"} 1 " + QByteArray::number(1'700'000'000 + 60 * i) + '\n';
            }
        }
        const QString file = m_home.filePath("kind.om");
        writeFile(file, text + "# EOF\n");
        Program program(m_home);
        QVERIFY2(program.run({"import", "openmetrics", file, "--storage.path", m_data}) == 0, program.err());
        QCOMPARE(total(), QByteArray("8640"));
    }

    void tellsWhatIsThere()
    {
        const Answer text = db({"stats"});
        QVERIFY2(text.code == 0 && text.out.contains(" samples of 2 series"), text.out + text.err);
        const QJsonObject json = QJsonDocument::fromJson(db({"stats", "--format", "json"}).out).object();
        QCOMPARE(json["series"].toInt(), 2);
        QVERIFY(json["blockSamples"].toInt() > 8000);  // the newest ones are in the journal
        QCOMPARE(json["seriesByMetric"][0]["name"].toString(), QString("kind"));
        QVERIFY(json["bytesPerSample"].toDouble() > 0);
    }

    void compacts()
    {
        const auto before = blocks().size();
        const Answer done = db({"compact"});
        QVERIFY2(done.code == 0 && done.out.contains("bytes before"), done.out + done.err);
        QVERIFY(!blocks().isEmpty() && blocks().size() <= before);
        QCOMPARE(total(), QByteArray("8640"));
    }

    void compactsWithRollupsOfAnAge()
    {
        const auto rollups = [&](const QString& age) {
            const Answer done = db({"compact", "--storage.rollup-age", age});
            return done.code == 0 ? QDir(m_data).entryList({"rollup-*.db"}).size() : -1;
        };
        QCOMPARE(rollups("soon"), -1);
        QCOMPARE(rollups("0"), 0);
        QVERIFY(rollups("1s") > 0);
    }

    void findsAndRepairsDamage()
    {
        const Answer good = db({"check"});
        QVERIFY2(good.code == 0 && good.out == "all checksums hold\n", good.out + good.err);
        const QString block = m_data + "/" + blocks().constLast();
        QFile file(block);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        // Where there is something: pages have room that nothing uses.
        qsizetype at = 0;
        for (qsizetype i = 0; i + 64 <= bytes.size(); i += 64) {
            if (bytes.mid(i, 64).count('\0') < bytes.mid(at, 64).count('\0')) at = i;
        }
        for (qsizetype i = at; i < at + 64; ++i) bytes[i] = static_cast<char>(~bytes[i]);
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();

        const Answer bad = db({"check"});
        QCOMPARE(bad.code, 2);
        QVERIFY2(bad.out.contains(blocks().constLast().toUtf8()) && bad.out.contains("watchglass db repair"), bad.out);
        const QJsonArray json = QJsonDocument::fromJson(db({"check", "--format", "json"}).out).array();
        QVERIFY(!json.isEmpty() && json[0]["file"].toString().endsWith(QFileInfo(block).fileName()));
        const Answer repaired = db({"repair"});
        QVERIFY2(repaired.code == 0, repaired.err);
        QVERIFY(!QDir(m_data).entryList({"*.damaged"}).isEmpty());
        const Answer after = db({"check"});
        QVERIFY2(after.code == 0, after.out);
    }

    void refusesWhatIsNoDirectory()
    {
        Program program(m_home);
        QCOMPARE(program.run({"db", "check", "--storage.path", m_home.filePath("nowhere")}), 1);
        QVERIFY2(program.err().startsWith("watchglass: there is no data directory"), program.err());
        Program action(m_home);
        QVERIFY(action.run({"db", "polish"}) != 0);
        QVERIFY2(!action.err().isEmpty(), action.err());
    }

    void leavesAUsedDirectoryAlone()
    {
        Served served(m_home);
        QVERIFY2(served.start({"--storage.path", m_data, "--no-host-metrics"}), served.program().err());
        for (const char* what : {"check", "stats", "compact", "repair"}) {
            const Answer refused = db({what});
            QVERIFY2(refused.code == 1 && refused.err.contains("another Watchglass"), refused.out + refused.err);
        }
        served.program().process().terminate();
        QCOMPARE(served.program().wait(), 0);
    }
};

QTEST_GUILESS_MAIN(DbTest)
#include "db_test.moc"
