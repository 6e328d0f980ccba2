// "Show" on the notifications of a real daemon leads to the alert; many alerts come as one notification.

#include <QtWidgets/QApplication>
#include <QtWidgets/QTextBrowser>

#include "app/commands/commands.h"
#include "engine/base/log.h"
#include "tests/support/desktop_session.h"
#include "tests/support/program.h"
#include "ui/pages/alerts_page.h"
#include "ui/pages/main_window.h"

using namespace watchglass;
using namespace watchglass::app;
using test::DesktopSession;

namespace {

DesktopSession* g_session = nullptr;

QByteArray rule(const QByteArray& name, const QByteArray& severity)
{
    return "  - {alert: " + name + ", expr: vector(1), labels: {severity: " + severity + "}}\n";
}

ui::MainWindow* window()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (auto* found = qobject_cast<ui::MainWindow*>(widget)) return found;
    }
    return nullptr;
}

/// What the Alerts page shows in detail; "" while it is not on the screen.
QString shownAlert()
{
    const auto* page = window() ? window()->findChild<ui::AlertsPage*>() : nullptr;
    return page && page->isVisible() ? page->findChild<QTextBrowser*>()->toPlainText() : QString();
}

bool isAlertsPageShown()
{
    const auto* page = window() ? window()->findChild<ui::AlertsPage*>() : nullptr;
    return page && page->isVisible();
}

bool areDisplayed(int count) { return DesktopSession::dunstctl({"count", "displayed"}) == QByteArray::number(count); }

}  // namespace

class ShowTest : public QObject {
    Q_OBJECT

private:
    /// Runs the program with these rules until each of `steps` has said that it is done. False after 30 s in one.
    static bool run(const QByteArray& rules, const std::vector<std::function<bool()>>& steps)
    {
        test::writeFile(g_session->path("rules.yml"), "groups:\n- name: g\n  interval: 1s\n  rules:\n" + rules);
        Invocation call;
        call.engine.inMemory = true;
        call.engine.hostMetrics = false;
        call.engine.ruleFiles = {g_session->path("rules.yml").toStdString()};
        call.noTray = true;
        constexpr int kTimeoutMs = 30'000;
        std::size_t next = 0;
        QTimer poll;
        QElapsedTimer elapsed;
        elapsed.start();
        connect(&poll, &QTimer::timeout, [&] {
            if (next < steps.size() && steps[next]()) {
                ++next;
                elapsed.restart();
            }
            if (next == steps.size() || elapsed.hasExpired(kTimeoutMs)) QApplication::quit();
        });
        poll.start(50);
        const int code = runGui(call);
        if (next < steps.size())
            qWarning("step %zu was not reached; the page shows \"%s\"", next, qPrintable(shownAlert()));
        return code == 0 && next == steps.size();
    }

    /// Chooses the first action of the notification on top, while the window is out of sight.
    static bool show()
    {
        window()->hide();
        (void)DesktopSession::dunstctl({"action", "0"});
        return true;
    }

private slots:
    void initTestCase()
    {
        Log::instance().setStderr(false);
        QTRY_COMPARE_WITH_TIMEOUT(DesktopSession::dunstctl({"is-paused"}), QByteArray("false"), 10'000);
    }

    void cleanup()
    {
        (void)DesktopSession::dunstctl({"close-all"});
        QTRY_VERIFY(areDisplayed(0));
    }

    /// Two notifications: dunst has the critical one on top. The one that was used is gone, the other stays.
    void leadsToTheAlert()
    {
        QVERIFY(run(rule("Beta", "info") + rule("Alpha", "critical"),
                    {[] { return areDisplayed(2); }, [] { return !isAlertsPageShown() && show(); },
                     [] { return window()->isVisible() && shownAlert().contains("Alpha"); },
                     [] { return areDisplayed(1); }}));
    }

    void comesAsOneSummaryOfAFlood()
    {
        QByteArray rules;
        for (int i = 0; i < 10; ++i) rules += rule("Flood" + QByteArray::number(i), i == 7 ? "critical" : "warning");
        QVERIFY(run(rules, {[] { return areDisplayed(1); }, [] { return show(); },
                            [] { return window()->isVisible() && isAlertsPageShown(); }}));
        (void)DesktopSession::dunstctl({"close-all"});
        const QByteArray history = DesktopSession::dunstctl({"history"});
        QVERIFY2(history.contains("10 alerts firing"), history.constData());
        QVERIFY2(history.contains("Flood0\\nFlood1\\n") && history.contains("and 4 more rules"), history.constData());
        QVERIFY2(!history.contains("\"Flood0\""), history.constData());
    }
};

int main(int argc, char** argv)
{
    if (const QString missing = DesktopSession::missing(); !missing.isEmpty()) {
        std::printf("SKIP: %s is not installed\n", qPrintable(missing));
        return 77;
    }
    DesktopSession session;
    g_session = &session;
    QApplication application(argc, argv);
    ShowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "show_test.moc"
