#include <QDir>

#include "app/commands/commands.h"
#include "app/commands/offscreen.h"
#include "app/desktop/library.h"

namespace watchglass::app {

int runRender(const Invocation& call)
{
    auto options = engineOptions(call.engine, defaultStoragePath());
    if (!options) {
        printError(options.error());
        return 1;
    }
    // Only what is stored is drawn, unless the caller asks to collect first.
    options->hostMetrics = call.waitSeconds > 0 && call.engine.hostMetrics;
    if (call.waitSeconds > 0) {
        options->storagePath = call.engine.storagePath;
    } else if (auto directory = storedData(call.engine)) {
        options->storagePath = std::move(*directory);
    } else {
        printError(directory.error());
        return 1;
    }
    auto dashboard = loadDashboard(QString::fromStdString(call.files.front()));
    if (!dashboard) {
        printError(dashboard.error());
        return 1;
    }
    auto engine = Engine::start(std::move(*options));
    if (!engine) {
        printError(engine.error());
        return 1;
    }
    if (call.waitSeconds > 0) (void)waitUntil([] { return false; }, static_cast<int>(call.waitSeconds * 1000));
    const auto image = drawDashboard(**engine, std::move(*dashboard), call);
    const auto saved = image ? savePng(*image, QString::fromStdString(call.out))
                             : Result<void>(tl::make_unexpected(image.error()));
    if (!saved) {
        printError(saved.error());
        return 1;
    }
    std::printf("%s\n", QDir::current().absoluteFilePath(QString::fromStdString(call.out)).toUtf8().constData());
    return 0;
}

}  // namespace watchglass::app
