#include <sys/signalfd.h>
#include <unistd.h>

#include <QApplication>
#include <QDir>
#include <QSocketNotifier>
#include <csignal>

#include "app/commands/commands.h"
#include "app/commands/offscreen.h"
#include "app/desktop/library.h"
#include "engine/base/log.h"

namespace watchglass::app {

namespace {

constexpr double kDefaultWaitSeconds = 8;  ///< a few scrapes, so that rates have something to show

}  // namespace

int runHeadless(const Invocation& call)
{
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int one : {SIGINT, SIGTERM}) sigaddset(&blocked, one);
    pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
    const int signalFd = signalfd(-1, &blocked, SFD_CLOEXEC);
    bool stop = false;
    QSocketNotifier notifier(signalFd, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, qApp, [&stop] { stop = true; });

    EngineArguments args = call.engine;
    auto options = engineOptions(args, defaultStoragePath());
    if (!options) {
        printError(options.error());
        return 1;
    }
    options->hostIntervalMs = std::min<std::int64_t>(options->hostIntervalMs, 2000);
    const QString location = call.files.empty() ? QString::fromLatin1(kHostOverview)
                                                : QString::fromStdString(call.files.front());
    auto dashboard = loadDashboard(location);
    if (!dashboard) {
        printError(dashboard.error());
        return 1;
    }
    auto engine = Engine::start(std::move(*options));
    if (!engine) {
        printError(engine.error());
        return 1;
    }
    if (const std::string trouble = (*engine)->storageTrouble(); !trouble.empty()) {
        std::fprintf(stderr, "watchglass: nothing is kept on disk: %s\n", trouble.c_str());
    }
    std::fprintf(stderr, "watchglass: the engine runs; collecting for a few seconds before the picture is drawn\n");
    const double wait = call.waitSeconds > 0 ? call.waitSeconds : kDefaultWaitSeconds;
    (void)waitUntil([&] { return stop; }, static_cast<int>(wait * 1000));
    if (stop) return 0;
    Invocation picture = call;
    if (!picture.fromGiven) {
        picture.fromGiven = true;  // minutes, not hours: the program has just been started
        picture.from = "now-2m";
        picture.to = "now";
    }
    const auto image = drawDashboard(**engine, std::move(*dashboard), picture);
    const QString path = call.out.empty() ? QDir::temp().filePath(QStringLiteral("watchglass-%1.png").arg(getpid()))
                                          : QString::fromStdString(call.out);
    const auto saved = image ? savePng(*image, path) : Result<void>(tl::make_unexpected(image.error()));
    if (!saved) {
        printError(saved.error());
        return 1;
    }
    std::printf("%s\n", QDir::current().absoluteFilePath(path).toUtf8().constData());
    std::fflush(stdout);
    if (call.once) return 0;
    std::fprintf(stderr, "watchglass: the engine goes on until Ctrl-C\n");
    while (!stop) (void)waitUntil([&] { return stop; }, 3'600'000);
    return 0;
}

}  // namespace watchglass::app
