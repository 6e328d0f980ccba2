// What the program asks of a notification daemon, and what it does when the user uses or closes a notification.

#include "app/notify/desktop_notifier.h"

#include <QDBusPendingCall>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest/QtTest>

#include "engine/base/log.h"
#include "tests/app/notify/notification_daemon.h"

using namespace watchglass;
using namespace watchglass::app;
using test::NotificationDaemon;

namespace {

rules::AlertNotice notice(const std::string& name, bool resolved = false)
{
    rules::AlertNotice out;
    out.alert.labels = Labels{{"alertname", name}, {"severity", "critical"}};
    out.alert.state = resolved ? rules::AlertState::Inactive : rules::AlertState::Firing;
    if (resolved) out.alert.resolvedAtMs = 5;
    return out;
}

std::vector<rules::AlertNotice> flood(int from, int to, bool resolved = false)
{
    std::vector<rules::AlertNotice> out;
    for (int i = from; i < to; ++i) out.push_back(notice("Flood" + std::to_string(i), resolved));
    return out;
}

}  // namespace

class DesktopNotifierTest : public QObject {
    Q_OBJECT

private:
    /// Posts and waits until it has been passed on.
    static void post(DesktopNotifier& notifier, const std::vector<rules::AlertNotice>& notices)
    {
        QSignalSpy done(&notifier, &DesktopNotifier::firingChanged);
        notifier.post(notices);
        QVERIFY(done.wait());
    }

    /// Waits until all that the daemon has told is there: its answer comes after it.
    static void deliver()
    {
        const QDBusMessage ping = QDBusMessage::createMethodCall("org.freedesktop.Notifications", "/",
                                                                 "org.freedesktop.DBus.Peer", "Ping");
        const QDBusPendingCall call = QDBusConnection::sessionBus().asyncCall(ping);
        QTRY_VERIFY(call.isFinished());
    }

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void closesWhatWasUsed()
    {
        NotificationDaemon daemon;
        QVERIFY(daemon.isRegistered());
        DesktopNotifier notifier;
        QSignalSpy show(&notifier, &DesktopNotifier::showRequested);
        post(notifier, {notice("Alpha"), notice("Beta")});
        QTRY_COMPARE(daemon.summaries(), (QStringList{"Alpha", "Beta"}));
        QCOMPARE(daemon.displayed()[0].actions, (QStringList{"default", "Show", "show", "Show"}));
        QCOMPARE(daemon.displayed()[0].urgency, 2);

        daemon.useAction(daemon.displayed()[0].id);
        QTRY_COMPARE(daemon.summaries(), QStringList{"Beta"});
        QCOMPARE(show.size(), 1);
        QCOMPARE(show[0][0].toByteArray().toStdString(), notice("Alpha").alert.labels.packed());

        // The rules tell it again: it has been seen.
        post(notifier, {notice("Alpha"), notice("Beta")});
        QCOMPARE(daemon.asked(), (QStringList{"Alpha", "Beta"}));
        // Its end is news.
        post(notifier, {notice("Alpha", true)});
        QTRY_COMPARE(daemon.summaries(), (QStringList{"Beta", "Resolved: Alpha"}));
    }

    void bringsNoSummaryBackThatWasUsed_data()
    {
        QTest::addColumn<bool>("used");
        QTest::newRow("used") << true;
        QTest::newRow("closed") << false;
    }

    void bringsNoSummaryBackThatWasUsed()
    {
        QFETCH(bool, used);
        NotificationDaemon daemon;
        DesktopNotifier notifier;
        QSignalSpy show(&notifier, &DesktopNotifier::showRequested);
        post(notifier, flood(0, 10));
        QTRY_COMPARE(daemon.summaries(), QStringList{"10 alerts firing"});
        const uint id = daemon.displayed()[0].id;
        used ? daemon.useAction(id) : daemon.closeByUser(id);
        QTRY_COMPARE(daemon.displayed().size(), std::size_t{0});
        QTRY_COMPARE(show.size(), used ? 1 : 0);
        if (used) QVERIFY(show[0][0].toByteArray().isEmpty());
        deliver();
        post(notifier, flood(0, 1, true));
        QCOMPARE(daemon.asked(), QStringList{"10 alerts firing"});
        post(notifier, flood(10, 11));
        QTRY_COMPARE(daemon.summaries(), QStringList{"10 alerts firing"});
        post(notifier, flood(1, 2, true));
        QTRY_COMPARE(daemon.summaries(), QStringList{"9 alerts firing"});
        post(notifier, flood(0, 11, true));
        QTRY_COMPARE(daemon.summaries(), QStringList{"All alerts resolved"});
    }

    /// What changes before the daemon has said how a notification is called replaces it all the same.
    void waitsForTheAnswerOfASlowDaemon()
    {
        NotificationDaemon daemon;
        DesktopNotifier notifier;
        daemon.holdAnswers();
        post(notifier, {notice("Alpha")});
        QTRY_COMPARE(daemon.summaries(), QStringList{"Alpha"});
        post(notifier, {notice("Alpha", true)});
        daemon.answer();
        QTRY_COMPARE(daemon.summaries(), QStringList{"Resolved: Alpha"});
    }

    void closesWhatWasUsedBeforeTheAnswer()
    {
        NotificationDaemon daemon;
        DesktopNotifier notifier;
        QSignalSpy show(&notifier, &DesktopNotifier::showRequested);
        post(notifier, flood(0, 10));
        QTRY_COMPARE(daemon.asked().size(), 1);
        const uint id = daemon.displayed()[0].id;
        post(notifier, flood(10, 11));
        QTRY_COMPARE(daemon.asked().size(), 2);
        daemon.holdAnswers();
        post(notifier, flood(11, 12));
        QTRY_COMPARE(daemon.asked().size(), 3);
        daemon.useAction(id);
        QTRY_COMPARE(show.size(), 1);
        daemon.answer();
        QTRY_COMPARE(daemon.displayed().size(), std::size_t{0});
    }

    void goesOnWithTheNextDaemon()
    {
        DesktopNotifier notifier;
        QSignalSpy show(&notifier, &DesktopNotifier::showRequested);
        {
            NotificationDaemon first;
            post(notifier, {notice("Alpha")});
            QTRY_COMPARE(first.summaries(), QStringList{"Alpha"});
        }
        post(notifier, {notice("Beta")});
        QTRY_VERIFY(!notifier.available());

        NotificationDaemon second;
        QTRY_VERIFY(notifier.available());
        second.useAction(1);  // of another program: ours are gone
        post(notifier, {notice("Gamma"), notice("Alpha", true)});
        QTRY_COMPARE(second.asked().size(), 2);
        QTRY_COMPARE(second.displayed().size(), std::size_t{2});
        QCOMPARE(show.size(), 0);
    }
};

int main(int argc, char** argv)
{
    // A bus without service files: nothing is started when a daemon is missing.
    const QString program = QStandardPaths::findExecutable("dbus-daemon");
    if (program.isEmpty()) {
        std::printf("SKIP: dbus-daemon is not installed\n");
        return 77;
    }
    QTemporaryDir home;
    QFile configuration(home.filePath("bus.conf"));
    if (!configuration.open(QIODevice::WriteOnly)) return 1;
    configuration.write(
        "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>"
        "<policy context='default'><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>"
        "<allow own='*'/></policy></busconfig>");
    configuration.close();
    QProcess bus;
    bus.start(program, {"--nofork", "--print-address", "--config-file=" + configuration.fileName()});
    while (!bus.canReadLine() && bus.waitForReadyRead(10'000)) {
    }
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus.readLine().trimmed());
    QCoreApplication application(argc, argv);
    DesktopNotifierTest test;
    const int failures = QTest::qExec(&test, argc, argv);
    bus.terminate();
    bus.waitForFinished();
    return failures;
}

#include "desktop_notifier_test.moc"
