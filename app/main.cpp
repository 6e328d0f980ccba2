#include <QApplication>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "app/command_line.h"
#include "app/commands/commands.h"
#include "app/desktop/stall_watch.h"

using namespace watchglass::app;

namespace {

/// What the offscreen platform says to every window is no news to anybody.
void printQtMessage(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (text.startsWith(QLatin1String("This plugin does not support"))) return;
    std::fprintf(stderr, "%s\n", qFormatLogMessage(type, context, text).toLocal8Bit().constData());
}

/// Commands that draw without a window use the platform that needs no display.
std::unique_ptr<QApplication> guiApplication(int& argc, char** argv, bool window, bool timed = false)
{
    if (!window) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qInstallMessageHandler(printQtMessage);
    }
    std::unique_ptr<QApplication> app;
    if (timed) {
        app = std::make_unique<TimedApplication>(argc, argv);
    } else {
        app = std::make_unique<QApplication>(argc, argv);
    }
    QApplication::setApplicationName(QStringLiteral("watchglass"));
    QApplication::setOrganizationName(QStringLiteral("watchglass"));
    QApplication::setApplicationDisplayName(QStringLiteral("Watchglass"));
    QApplication::setApplicationVersion(QStringLiteral(WG_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("watchglass"));
    std::setlocale(LC_NUMERIC, "C");
    return app;
}

}  // namespace

int main(int argc, char** argv)
{
    Invocation call;
    if (const auto done = parseCommandLine(argc, argv, call)) return *done;
    switch (call.command) {
    case Command::Serve: return runServe(call);
    case Command::Query: return runQuery(call);
    case Command::ImportOpenMetrics:
    case Command::ImportPrometheus: return runImport(call);
    case Command::ImportDashboard: return runImportDashboard(call);
    case Command::Export: return runExport(call);
    case Command::Db: return runDb(call);
    case Command::CheckConfig: return runCheckConfig(call);
    case Command::CheckRules: return runCheckRules(call);
    case Command::CheckDashboard: return runCheckDashboard(call);
    case Command::TestPromql: return runTestPromql(call);
    case Command::Headless: {
        const auto app = guiApplication(argc, argv, false);
        return runHeadless(call);
    }
    case Command::Render: {
        const auto app = guiApplication(argc, argv, false);
        return runRender(call);
    }
    case Command::Gui: break;
    }
    if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY") && !std::getenv("QT_QPA_PLATFORM")) {
        std::fprintf(stderr,
                     "watchglass: there is no display. Use `watchglass headless` for a picture of Host overview, or "
                     "`watchglass serve` for the engine and its HTTP API.\n");
        return 1;
    }
    const auto app = guiApplication(argc, argv, true, call.measureStalls > 0);
    return runGui(call);
}
