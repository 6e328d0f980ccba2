#include "engine/promql/test_script.h"

#include <QtTest/QtTest>

#include <QDir>
#include <QFile>

using namespace watchglass::promql;

namespace {

std::string readFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace

class TestScriptTest : public QObject {
    Q_OBJECT

private slots:
    void ownScriptsPass_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WG_SCRIPT_DIR));
        for (const QString& name : folder.entryList({QStringLiteral("*.test")})) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        }
    }

    void ownScriptsPass()
    {
        QFETCH(QString, path);
        const ScriptReport report = runTestScript(readFile(path));
        for (const ScriptFailure& failure : report.failures) {
            qWarning("%s:%d: %s", qPrintable(path), failure.line, failure.message.c_str());
        }
        QVERIFY(report.passed > 0);
        QCOMPARE(report.failed, 0);
    }

    void wrongExpectationsFail_data()
    {
        QTest::addColumn<QByteArray>("expectation");
        QTest::newRow("wrong value") << QByteArray("eval instant at 0 m\n  m{a=\"1\"} 2\n  m{a=\"2\"} 2\n");
        QTest::newRow("missing series") << QByteArray("eval instant at 0 m\n  m{a=\"1\"} 1\n");
        QTest::newRow("series that is not there")
            << QByteArray("eval instant at 0 m\n  m{a=\"1\"} 1\n  m{a=\"2\"} 2\n  m{a=\"3\"} 3\n");
        QTest::newRow("expected nothing") << QByteArray("eval instant at 0 m\n");
        QTest::newRow("other name") << QByteArray("eval instant at 0 m{a=\"1\"}\n  {a=\"1\"} 1\n");
        QTest::newRow("order") << QByteArray(
            "eval instant at 0 sort(m)\n  expect ordered\n  m{a=\"2\"} 2\n  m{a=\"1\"} 1\n");
        QTest::newRow("no failure") << QByteArray("eval instant at 0 m\n  expect fail\n");
        QTest::newRow("other failure") << QByteArray("eval instant at 0 m + on() m\n  expect fail msg: nothing\n");
        QTest::newRow("no warning") << QByteArray("eval instant at 0 m{a=\"1\"}\n  expect warn\n  m{a=\"1\"} 1\n");
        QTest::newRow("unwanted info") << QByteArray(
            "eval instant at 1m rate(m{a=\"1\"}[2m])\n  expect no_info\n  {a=\"1\"} 0\n");
        QTest::newRow("hole in a range") << QByteArray(
            "eval range from 0 to 1m step 1m m{a=\"1\"}\n  m{a=\"1\"} 1 _\n");
        QTest::newRow("scalar") << QByteArray("eval instant at 0 1 + 1\n  3\n");
        QTest::newRow("string") << QByteArray("eval instant at 0 \"a\"\n  expect string \"b\"\n");
        QTest::newRow("does not parse") << QByteArray("eval instant at 0 m{\n");
        QTest::newRow("unknown command") << QByteArray("evil instant at 0 m\n");
        QTest::newRow("out of order") << QByteArray("load 1m\n  m{a=\"1\"} 1\n");
    }

    void wrongExpectationsFail()
    {
        QFETCH(QByteArray, expectation);
        const QByteArray script = "load 1m\n  m{a=\"1\"} 1 1\n  m{a=\"2\"} 2 2\n\n" + expectation;
        const ScriptReport report = runTestScript(script.toStdString());
        QCOMPARE(report.failed, 1);
        QCOMPARE(report.passed, 0);
    }
};

QTEST_APPLESS_MAIN(TestScriptTest)
#include "test_script_test.moc"
