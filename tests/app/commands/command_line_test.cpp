// --help and --version of every command, and calls that make no sense.

#include "tests/support/program.h"

using namespace watchglass::test;

class CommandLineTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;

private slots:
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
    }

    void explainsEveryCommand_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("option");
        const auto row = [](const QString& command, const char* option) {
            QTest::newRow(qPrintable("watchglass " + command))
                << command.split(' ', Qt::SkipEmptyParts) << QByteArray(option);
        };
        row("", "--theme");
        row("headless", "--once");
        row("serve", "--web.listen-address");
        row("query", "--url");
        row("query instant", "--time");
        row("query range", "--step");
        row("query series", "--match");
        row("query labels", "label");
        row("import openmetrics", "--storage.path");
        row("import prometheus", "directories");
        row("export", "--match");
        row("check", "dashboard");
        row("check config", "files");
        row("check rules", "files");
        row("check dashboard", "--format");
        row("render", "--panel");
    }

    void explainsEveryCommand()
    {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, option);
        for (const char* flag : {"--help", "-h"}) {
            Program help(m_home);
            QCOMPARE(help.run(command + QStringList{flag}), 0);
            QVERIFY2(help.out().contains(option), help.out());
            QCOMPARE(help.err(), QByteArray());
        }
        Program version(m_home);
        QCOMPARE(version.run(command + QStringList{"--version"}), 0);
        QCOMPARE(version.out(), QByteArray("watchglass " WG_VERSION "\n"));
    }

    void refusesWrongCalls_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const QString& arguments, const char* message) {
            QTest::newRow(qPrintable(arguments)) << arguments.split(' ') << QByteArray(message);
        };
        row("absent.json", "Path does not exist: absent.json");
        row("serve --nonsense", "--nonsense");
        row("serve --config.file absent.yml", "--config.file: File does not exist: absent.yml");
        row("serve --log.level loud", "--log.level: loud not in {debug,info,warn,error}");
        row("query", "expression is required");
        row("query range", "expression is required");
        row("query series", "selectors is required");
        row("check", "A subcommand is required");
        row("check rules", "files is required");
        row("render --out x.png", "dashboard is required");
        row("headless --theme blue", "--theme: blue not in {dark,light}");
        row("headless --var novalue", "--var: expected name=value, got \"novalue\"");
    }

    void refusesWrongCalls()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        Program program(m_home);
        program.process().setWorkingDirectory(m_home.path());
        QCOMPARE(program.run(arguments), 2);
        QVERIFY2(program.err().contains(message), program.err());
        QVERIFY2(program.err().contains("--help"), program.err());
    }

    void refusesBadValues()
    {
        Program retention(m_home);
        QCOMPARE(retention.run({"serve", "--in-memory", "--storage.retention", "long"}), 1);
        QVERIFY2(retention.err().contains("(--storage.retention)"), retention.err());
        Program sync(m_home);
        QCOMPARE(sync.run({"serve", "--in-memory", "--storage.sync", "off"}), 2);
        QVERIFY2(sync.err().contains("--storage.sync: off not in {normal,full}"), sync.err());
        Program address(m_home);
        QCOMPARE(address.run({"serve", "--in-memory", "--web.listen-address", "localhost"}), 1);
        QVERIFY2(address.err().contains("expected host:port, got \"localhost\""), address.err());
    }

    void saysThatThereIsNoDisplay()
    {
        Program program(m_home);
        auto environment = program.process().processEnvironment();
        environment.remove("QT_QPA_PLATFORM");
        program.process().setProcessEnvironment(environment);
        QCOMPARE(program.run({}), 1);
        QVERIFY2(program.err().contains("there is no display") && program.err().contains("headless"), program.err());
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
