// The tray icon in real trays: trayer for the old protocol (XEmbed), StatusNotifierItem for the new one.

#include "app/desktop/tray.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>

#include <QScreen>

#include "tests/app/tray/status_notifier_watcher.h"
#include "tests/support/desktop_session.h"
#include "tests/support/http_server.h"
#include "tests/support/program.h"

using namespace watchglass;
using test::DesktopSession;
using test::Program;

namespace {

constexpr int kWaitMs = 30'000;
constexpr QRgb kFiring = qRgb(0xe0, 0x22, 0x6e);
constexpr QRgb kRim = qRgb(0xff, 0x88, 0x33);

bool isNear(QRgb a, QRgb b)
{
    constexpr int kSlack = 24;
    return std::abs(qRed(a) - qRed(b)) < kSlack && std::abs(qGreen(a) - qGreen(b)) < kSlack &&
           std::abs(qBlue(a) - qBlue(b)) < kSlack;
}

bool shows(const QImage& image, QRgb color)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            if (qAlpha(pixel) > 200 && isNear(pixel, color)) return true;
        }
    }
    return false;
}

QImage screenshot() { return QGuiApplication::primaryScreen()->grabWindow(0).toImage(); }

}  // namespace

class TrayTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;

private slots:
    /// Before the other: whether there is a StatusNotifierItem tray is decided once in a process.
    void isDrawnInAnXEmbedTray()
    {
        if (QStandardPaths::findExecutable("trayer").isEmpty()) QSKIP("trayer is not installed");
        // Made before there is a tray, as when both start with the session.
        app::Tray tray;
        QVERIFY(!QSystemTrayIcon::isSystemTrayAvailable());
        QProcess trayer;
        trayer.setStandardErrorFile(QProcess::nullDevice());
        trayer.start("trayer", {"--edge", "top", "--widthtype", "request", "--height", "32"});
        QTRY_VERIFY_WITH_TIMEOUT(QSystemTrayIcon::isSystemTrayAvailable(), kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(shows(screenshot(), kRim), kWaitMs);
        QVERIFY(!shows(screenshot(), kFiring));
        tray.setFiring(2);
        QTRY_VERIFY_WITH_TIMEOUT(shows(screenshot(), kFiring), kWaitMs);
        tray.setFiring(0);
        QTRY_VERIFY_WITH_TIMEOUT(!shows(screenshot(), kFiring) && shows(screenshot(), kRim), kWaitMs);
        trayer.kill();
        trayer.waitForFinished();
    }

    void followsAlertsAsAStatusNotifierItem()
    {
        if (test::watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        const test::StatusNotifierWatcher watcher;
        QVERIFY(watcher.isRegistered());
        std::atomic<int> broken = 0;
        const test::HttpServer target([&](const std::string&, test::HttpServer::Connection& connection) {
            return connection.reply("broken{part=\"a\"} " + std::to_string(broken.load()) + "\nbroken{part=\"b\"} " +
                                    std::to_string(broken.load()) + "\n");
        });
        test::writeFile(m_home.filePath("rules.yml"),
                        "groups:\n- {name: g, rules: [{alert: Broken, expr: broken > 0}]}\n");
        test::writeFile(m_home.filePath("prometheus.yml"),
                        QByteArray::fromStdString("global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
                                                  "rule_files: [rules.yml]\n"
                                                  "scrape_configs:\n- job_name: j\n  static_configs: [{targets: ['" +
                                                  target.address() + "']}]\n"));
        Program program(m_home);
        auto environment = program.process().processEnvironment();
        for (const char* name : {"DISPLAY", "DBUS_SESSION_BUS_ADDRESS"})
            environment.insert(name, qEnvironmentVariable(name));
        environment.insert("QT_QPA_PLATFORM", "xcb");
        program.process().setProcessEnvironment(environment);
        program.start({"--config.file", m_home.filePath("prometheus.yml"), "--in-memory", "--no-host-metrics"});

        QTRY_COMPARE_WITH_TIMEOUT(watcher.items().size(), 1, kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(shows(watcher.icon(), kRim), kWaitMs);
        QVERIFY(!shows(watcher.icon(), kFiring));
        QCOMPARE(watcher.toolTip(), QString("Watchglass: no alert fires"));
        broken = 1;
        QTRY_COMPARE_WITH_TIMEOUT(watcher.toolTip(), QString("Watchglass: 2 alerts fire"), kWaitMs);
        QVERIFY(shows(watcher.icon(), kFiring));
        broken = 0;
        QTRY_COMPARE_WITH_TIMEOUT(watcher.toolTip(), QString("Watchglass: no alert fires"), kWaitMs);
        QVERIFY(!shows(watcher.icon(), kFiring));
    }
};

int main(int argc, char** argv)
{
    if (const QString missing = DesktopSession::missing(); !missing.isEmpty()) {
        std::printf("SKIP: %s is not installed\n", qPrintable(missing));
        return 77;
    }
    const DesktopSession session;
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TrayTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tray_test.moc"
