#include <sys/socket.h>
#include <unistd.h>

#include <QApplication>
#include <QSettings>
#include <QSocketNotifier>
#include <csignal>

#include "app/commands/commands.h"
#include "app/desktop/desktop_app.h"
#include "ui/theme/theme.h"

namespace watchglass::app {

namespace {

int g_signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    (void)!write(g_signalPipe[1], &byte, 1);
}

/// SIGINT and SIGTERM end the program like the menu does.
void quitOnSignals(QObject* parent)
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, g_signalPipe) != 0) return;
    auto* notifier = new QSocketNotifier(g_signalPipe[0], QSocketNotifier::Read, parent);
    QObject::connect(notifier, &QSocketNotifier::activated, qApp, &QApplication::quit);
    struct sigaction action {};
    action.sa_handler = onSignal;
    for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

}  // namespace

int runGui(const Invocation& call)
{
    auto options = engineOptions(call.engine, defaultStoragePath());
    if (!options) {
        printError(options.error());
        return 1;
    }
    const QString theme = call.theme.empty() ? QSettings().value(QStringLiteral("theme")).toString()
                                             : QString::fromStdString(call.theme);
    ui::applyTheme(*qApp, theme == QLatin1String("light") ? ui::ThemeKind::Light : ui::ThemeKind::Dark);

    // One name for the directory, whatever folder the program was started in.
    std::error_code ignored;
    SingleInstance instance(
        QString::fromStdString(std::filesystem::weakly_canonical(options->storagePath, ignored).string()));
    QStringList files;
    for (const std::string& file : call.files) files << QString::fromStdString(file);
    if (!options->storagePath.empty() && instance.handOver(files)) return 0;

    quitOnSignals(qApp);
    DesktopApp app(call, std::move(*options));
    QObject::connect(&instance, &SingleInstance::activated, &app, [&app](const QStringList& more) {
        app.raiseWindow();
        app.openFiles(more);
    });
    return QApplication::exec();
}

}  // namespace watchglass::app
