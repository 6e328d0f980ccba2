// The window's program from its command line on: second starts, a directory that is held, a disk that is not there.

#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

#include "app/commands/commands.h"
#include "app/desktop/library.h"
#include "engine/base/log.h"
#include "tests/support/http_server.h"
#include "tests/support/program.h"
#include "ui/pages/banner.h"
#include "ui/pages/dashboard_page.h"
#include "ui/pages/import_dialog.h"
#include "ui/pages/main_window.h"

using namespace watchglass;
using namespace watchglass::app;
using watchglass::test::Program;

namespace {

/// A dashboard whose one panel has data as soon as the program scrapes itself.
QByteArray dashboard(const char* title)
{
    return QByteArray(R"json({"title": "TITLE", "schemaVersion": 39, "panels": [
      {"id": 1, "type": "stat", "title": "", "gridPos": {"x": 0, "y": 0, "w": 8, "h": 6},
       "targets": [{"refId": "A", "expr": "up{job='watchglass'}"}]}]})json")
        .replace("TITLE", title);
}

ui::MainWindow* window()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (auto* found = qobject_cast<ui::MainWindow*>(widget)) return found;
    }
    return nullptr;
}

std::string shownTitle()
{
    ui::DashboardPage* page = window() ? window()->currentDashboard() : nullptr;
    return page ? page->session().dashboard().title() : std::string();
}

QString bannerText()
{
    const auto* banner = window() ? window()->findChild<ui::Banner*>() : nullptr;
    return banner && banner->isVisible() ? banner->findChild<QLabel*>()->text() : QString();
}

QString errorText()
{
    const auto* box = window() ? window()->findChild<QMessageBox*>() : nullptr;
    return box ? box->text() : QString();
}

}  // namespace

class DesktopTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    int m_firstPanels = 0;  ///< times that a window of this program said that a panel has data

    /// Listens to every window before anything can happen in it: the engine comes later, through the event loop.
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        auto* shown = event->type() == QEvent::Show ? qobject_cast<ui::MainWindow*>(watched) : nullptr;
        if (shown) connect(shown, &ui::MainWindow::firstPanelShown, this, [this] { ++m_firstPanels; });
        return false;
    }

    QString path(const QString& name) const { return m_home.filePath(name); }

    Invocation call(const char* data, const char* file) const
    {
        Invocation out;
        out.engine.storagePath = path(data).toStdString();
        out.engine.hostMetrics = false;
        out.noTray = true;
        if (*file) out.files = {path(file).toStdString()};
        return out;
    }

    /// Runs the program with its window until each of `steps` has said that it is done, one after the other.
    /// False when one does not within 20 s.
    static bool run(const Invocation& invocation, const std::vector<std::function<bool()>>& steps)
    {
        constexpr int kTimeoutMs = 20'000;
        std::size_t next = 0;
        QTimer poll;
        QElapsedTimer elapsed;
        elapsed.start();
        connect(&poll, &QTimer::timeout, [&] {
            while (next < steps.size() && steps[next]()) {
                ++next;
                elapsed.restart();
            }
            if (next == steps.size() || elapsed.hasExpired(kTimeoutMs)) QApplication::quit();
        });
        poll.start(20);
        const int code = runGui(invocation);
        if (next < steps.size()) qWarning("step %zu was not reached", next);
        return code == 0 && next == steps.size();
    }

private slots:
    void initTestCase()
    {
        if (test::watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        Log::instance().setStderr(false);
        qApp->installEventFilter(this);
        qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", path("config").toUtf8());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        test::writeFile(path("first.json"), dashboard("First"));
        test::writeFile(path("second.json"), dashboard("Second"));
        QVERIFY(QDir().mkpath(path("data")));
    }

    void aSecondStartHandsItsFileOver()
    {
        Program second(m_home);
        second.process().setWorkingDirectory(m_home.path());
        Program third(m_home);
        const bool done = run(
            call("data", "first.json"),
            {[] { return shownTitle() == "First"; },
             [&] {
                 window()->showMinimized();
                 // Relative names: of the folder that the second one was started in.
                 second.start({"--storage.path", "data", "second.json"});
                 return true;
             },
             [] { return shownTitle() == "Second"; }, [&] { return second.process().state() == QProcess::NotRunning; },
             [&] {
                 if (window()->isMinimized()) return false;
                 window()->showMinimized();
                 third.start({"--storage.path", path("data")});
                 return true;
             },
             [&] { return third.process().state() == QProcess::NotRunning; }, [] { return !window()->isMinimized(); }});
        QVERIFY(done);
        QCOMPARE(second.wait(), 0);
        QVERIFY2(second.err().isEmpty(), second.err());
        QCOMPARE(third.wait(), 0);
    }

    void theSocketOfACrashIsNoObstacle()
    {
        {
            Program first(m_home);
            first.start({"--storage.path", path("data"), "--no-tray"});
            const auto sockets = [this] { return QDir(m_home.path()).entryList({"watchglass-*"}, QDir::System); };
            QTRY_COMPARE_WITH_TIMEOUT(sockets().size(), 1, 20'000);
            first.process().kill();
            QCOMPARE(first.wait(), -1);
            QCOMPARE(sockets().size(), 1);
        }
        Program second(m_home);
        QVERIFY(
            run(call("data", "first.json"), {[] { return shownTitle() == "First"; },
                                             [&] {
                                                 second.start({"--storage.path", path("data"), path("second.json")});
                                                 return true;
                                             },
                                             [] { return shownTitle() == "Second"; },
                                             [&] { return second.process().state() == QProcess::NotRunning; }}));
        QCOMPARE(second.wait(), 0);
    }

    void otherDirectoriesHaveOtherWindows()
    {
        Program other(m_home);
        QVERIFY(run(call("data", "first.json"),
                    {[] { return shownTitle() == "First"; },
                     [&] {
                         other.start({"--storage.path", path("other"), "--measure-start", path("second.json")});
                         return true;
                     },
                     [&] { return other.process().state() == QProcess::NotRunning; }}));
        QCOMPARE(other.wait(), 0);
        QVERIFY2(other.out().startsWith("first panel with data after "), other.out() + other.err());
    }

    void namesTheHolderOfTheDirectory()
    {
        Program holder(m_home);
        holder.start(
            {"serve", "--no-host-metrics", "--storage.path", path("held"), "--web.listen-address", "127.0.0.1:0"});
        QVERIFY(holder.says("listening on"));
        QString text;
        QVERIFY(run(call("held", "first.json"), {[&] { return !(text = errorText()).isEmpty(); }}));
        QVERIFY2(text.contains("another Watchglass uses this data directory (process " +
                               QString::number(holder.process().processId()) + ")"),
                 qPrintable(text));
        QVERIFY2(text.contains(path("held")), qPrintable(text));
        QCOMPARE(holder.process().state(), QProcess::Running);
    }

    void goesOnWithoutADiskAndSaysSo()
    {
        test::writeFile(path("file"), "no folder");
        QString text;
        m_firstPanels = 0;
        QVERIFY(run(call("file/data", "first.json"),
                    {[&] { return !(text = bannerText()).isEmpty(); }, [] { return shownTitle() == "First"; },
                     [&] { return m_firstPanels > 0; }}));
        QVERIFY2(text.startsWith("Nothing is kept on disk at the moment: cannot write there: Not a directory"),
                 qPrintable(text));
        QVERIFY2(text.contains(path("file/data")), qPrintable(text));
    }

    void hasNoBannerWhenAllIsWell()
    {
        QString text("unset");
        QVERIFY(run(call("data", "first.json"), {[] { return shownTitle() == "First"; },
                                                 [&] {
                                                     text = bannerText();
                                                     return true;
                                                 }}));
        QCOMPARE(text, QString());
    }

    void importsFromGrafanaCom()
    {
        std::atomic<int> asked = 0;
        test::HttpServer site([&](const std::string& request, test::HttpServer::Connection& connection) {
            ++asked;
            const bool known = request.starts_with("GET /api/dashboards/1860/revisions/37/download ");
            return connection.reply(known ? dashboard("From afar").toStdString() : "{}",
                                    known ? "200 OK" : "404 Not Found");
        });
        qputenv("XDG_DATA_HOME", path("share").toUtf8());
        QCoreApplication::setOrganizationName("watchglass");
        QCoreApplication::setApplicationName("watchglass");
        const auto setSite = [](const std::string& address) {
            QSettings().setValue("grafanaComUrl", QString::fromStdString("http://" + address));
        };
        setSite(site.address());
        const auto dialog = [] { return window() ? window()->findChild<ui::ImportDialog*>() : nullptr; };
        const auto ask = [dialog](const char* what) {
            dialog()->findChild<QLineEdit*>()->setText(what);
            for (auto* button : dialog()->findChildren<QPushButton*>())
                if (button->text() == "Load") button->click();
        };
        const auto message = [dialog] {
            QString text;
            for (const auto* label : dialog() ? dialog()->findChildren<QLabel*>() : QList<QLabel*>())
                if (label->textInteractionFlags() & Qt::TextSelectableByMouse && label->isVisible())
                    text = label->text();
            return text;
        };
        QString unknown;
        QString offline;
        QString nonsense;
        const bool done = run(call("data", "first.json"),
                              {[] { return shownTitle() == "First"; },
                               [&] {
                                   QMetaObject::invokeMethod(window(), "importDashboard");
                                   return true;
                               },
                               [&] { return dialog() != nullptr; },
                               [&] {
                                   ask("node exporter");
                                   nonsense = message();
                                   ask("4711");
                                   return true;
                               },
                               [&] { return !dialog()->isWaiting() && !(unknown = message()).isEmpty(); },
                               [&] {
                                   setSite("127.0.0.1:1");
                                   ask("1860");
                                   return true;
                               },
                               [&] { return !dialog()->isWaiting() && !(offline = message()).isEmpty(); },
                               [&] {
                                   setSite(site.address());
                                   ask("https://grafana.com/grafana/dashboards/1860-node/revisions/37");
                                   return true;
                               },
                               [] { return shownTitle() == "From afar"; }, [&] { return dialog() == nullptr; }});
        QSettings().remove("grafanaComUrl");
        qunsetenv("XDG_DATA_HOME");
        QVERIFY2(done, qPrintable(unknown + offline));
        QCOMPARE(asked.load(), 2);
        QVERIFY2(nonsense.startsWith("This is neither"), qPrintable(nonsense));
        QCOMPARE(unknown, QString("there is no dashboard 4711"));
        QVERIFY2(offline.startsWith("dashboards cannot be had from http://127.0.0.1:1: "), qPrintable(offline));
        QVERIFY(QFile::exists(path("share/watchglass/dashboards/grafana-com-1860-37.json")));
    }

    void aFileOf500MegabytesIsNotRead()
    {
        QFile file(path("huge.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("{\"panels\": [") > 0);
        QVERIFY(file.resize(500'000'000));  // takes no room: the rest is a hole
        file.close();
        const auto dashboard = loadDashboard(path("huge.json"));
        QVERIFY(!dashboard);
        QCOMPARE(dashboard.error().code, ErrorCode::Limit);
        QCOMPARE(QString::fromStdString(dashboard.error().where), path("huge.json"));
    }

    void namesAFileThatIsNoDashboard()
    {
        test::writeFile(path("broken.json"), "{\n \"panels\": [ {]\n}");
        QString text;
        QVERIFY(run(call("data", "broken.json"), {[&] { return !(text = errorText()).isEmpty(); }}));
        QVERIFY2(text.contains("expected a member name in quotes") && text.contains(path("broken.json") + ":2:15"),
                 qPrintable(text));
    }
};

QTEST_MAIN(DesktopTest)
#include "desktop_test.moc"
