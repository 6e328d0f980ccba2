// `watchglass import dashboard`, and files with several dashboards, on the command line.

#include <QDir>

#include "tests/support/free_port.h"
#include "tests/support/http_server.h"
#include "tests/support/program.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

constexpr const char* kDashboard = "{\"title\": \"Node Exporter Full\", \"schemaVersion\": 39, \"panels\": []}\n";

/// What grafana.com answers: dashboard 1860 with two revisions.
bool answer(const std::string& request, HttpServer::Connection& connection)
{
    if (request.starts_with("GET /base/api/dashboards/1860/revisions/latest/download ") ||
        request.starts_with("GET /base/api/dashboards/1860/revisions/27/download ")) {
        return connection.reply(kDashboard);
    }
    if (request.starts_with("GET /base/api/dashboards/7/")) {
        return connection.reply("[]");
    }
    if (request.starts_with("GET /base/api/dashboards/8/")) {
        return connection.reply("busy", "503 Service Unavailable");
    }
    return connection.reply("{}", "404 Not Found");
}

}  // namespace

class ImportDashboardTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
    }

    void savesWhatItDownloads_data()
    {
        QTest::addColumn<QStringList>("which");
        QTest::addColumn<QString>("file");
        const QString folder = QStringLiteral("share/watchglass/dashboards/");
        QTest::newRow("newest") << QStringList{"1860"} << folder + "grafana-com-1860.json";
        QTest::newRow("revision") << QStringList{"1860", "--revision", "27"} << folder + "grafana-com-1860-27.json";
        QTest::newRow("page") << QStringList{"https://grafana.com/grafana/dashboards/1860-node-exporter-full/"}
                              << folder + "grafana-com-1860.json";
        QTest::newRow("named") << QStringList{"1860", "--out", "mine.json"} << QStringLiteral("mine.json");
    }

    void savesWhatItDownloads()
    {
        QFETCH(QStringList, which);
        QFETCH(QString, file);
        QTemporaryDir home;
        if (which.contains("--out")) which.last() = home.filePath(which.last());
        HttpServer server(answer);
        Program program(home);
        QCOMPARE(program.run(QStringList{"import", "dashboard", "--url", url(server)} + which), 0);
        QCOMPARE(program.err(), QByteArray());
        QVERIFY2(program.out().contains("\"Node Exporter Full\": "), program.out());
        QFile saved(home.filePath(file));
        QVERIFY2(saved.open(QIODevice::ReadOnly), program.out());
        QCOMPARE(saved.readAll(), QByteArray(kDashboard));
    }

    void saysWhyNot_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("not published") << QStringLiteral("1") << QByteArray("there is no dashboard 1");
        QTest::newRow("no dashboard") << QStringLiteral("7") << QByteArray("dashboard 7: not a dashboard");
        QTest::newRow("server busy") << QStringLiteral("8") << QByteArray("status 503");
        QTest::newRow("no number") << QStringLiteral("x") << QByteArray("not the number of a dashboard");
        QTest::newRow("number and more") << QStringLiteral("1860x") << QByteArray("not the number of a dashboard");
    }

    void saysWhyNot()
    {
        QFETCH(QString, which);
        QFETCH(QByteArray, message);
        QTemporaryDir home;
        HttpServer server(answer);
        Program program(home);
        QCOMPARE(program.run({"import", "dashboard", "--url", url(server), which}), 1);
        QVERIFY2(program.err().contains(message), program.err());
        QVERIFY(!QFileInfo::exists(home.filePath("share/watchglass/dashboards")));
    }

    void offline()
    {
        QTemporaryDir home;
        Program program(home);
        const QString nobody = QStringLiteral("http://127.0.0.1:%1").arg(freePort());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(program.run({"import", "dashboard", "--url", nobody, "1860"}), 1);
        QVERIFY2(program.err().contains("cannot be had from " + nobody.toUtf8()), program.err());
        QVERIFY(timer.elapsed() < 10'000);
    }

    void checksAllOfAFile()
    {
        QTemporaryDir home;
        QDir(home.path()).mkpath("boards/default");
        writeFile(home.filePath("list.json"), R"([{"title":"A","panels":[]},{"title":"B","panels":[]}])");
        writeFile(home.filePath("boards/default/c.json"), R"({"title":"C","panels":[]})");
        writeFile(home.filePath("boards/default/other.json"), "{}");
        writeFile(home.filePath("provisioning.yaml"),
                  "apiVersion: 1\nproviders:\n- name: x\n  options: {path: /var/lib/grafana/boards}\n");
        Program list(home);
        QCOMPARE(list.run({"check", "dashboard", home.filePath("list.json")}), 0);
        QVERIFY2(list.out().contains("list.json#/0: \"A\"") && list.out().contains("list.json#/1: \"B\""), list.out());
        Program folder(home);
        QCOMPARE(folder.run({"check", "dashboard", home.filePath("boards"), home.filePath("provisioning.yaml")}), 0);
        QCOMPARE(folder.out().count("c.json: \"C\""), 2);
        writeFile(home.filePath("boards/default/broken.json"), "{\n \"panels\": ]}");
        Program broken(home);
        QCOMPARE(broken.run({"check", "dashboard", home.filePath("boards")}), 2);
        QVERIFY2(broken.err().contains("broken.json:2:12: not valid JSON"), broken.err());
        QVERIFY2(broken.out().contains("c.json: \"C\""), broken.out());  // the others are there
        Program nothing(home);
        QCOMPARE(nothing.run({"check", "dashboard", home.filePath("boards/default/other.json")}), 2);
        Program one(home);
        QCOMPARE(one.run({"render", home.filePath("list.json"), "--out", home.filePath("x.png")}), 1);
        QVERIFY2(one.err().contains("holds 2 dashboards"), one.err());
    }

private:
    static QString url(const HttpServer& server)
    {
        return QString::fromStdString("http://" + server.address() + "/base/");
    }
};

QTEST_GUILESS_MAIN(ImportDashboardTest)
#include "import_dashboard_test.moc"
