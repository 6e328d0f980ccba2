// `watchglass test promql`: which line of which script does not hold, how many do, and the exit code.

#include "tests/support/program.h"

using namespace watchglass::test;

class TestPromqlTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;

    QString script(const QString& name, const QByteArray& text) const
    {
        writeFile(m_home.filePath(name), text);
        return m_home.filePath(name);
    }

private slots:
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
    }

    void saysHowManyHold()
    {
        Program run(m_home);
        QCOMPARE(run.run({"test", "promql",
                          script("good.test", "load 1m\n  m 1+1x4\n\neval instant at 2m m\n  m 3\n\n"
                                              "eval instant at 2m sum_over_time(m[2m])\n  {} 5\n")}),
                 0);
        QCOMPARE(run.out(), QByteArray("2 passed, 0 failed\n"));
    }

    void namesTheLineThatDoesNot()
    {
        const QString bad = script("bad.test", "load 1m\n  m 1+1x4\n\neval instant at 2m m\n  m 4\n");
        Program run(m_home);
        QCOMPARE(run.run({"test", "promql", bad, m_home.filePath("absent.test")}), 1);
        QVERIFY2(run.out().contains(bad.toUtf8() + ":4: m: m at 120000 ms: expected 4, got 3\n"), run.out());
        QVERIFY2(run.out().endsWith("0 passed, 2 failed\n"), run.out());
        QVERIFY2(run.err().contains("absent.test"), run.err());
    }
};

QTEST_APPLESS_MAIN(TestPromqlTest)
#include "test_promql_test.moc"
