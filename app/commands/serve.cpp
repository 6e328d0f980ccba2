#include <cerrno>
#include <csignal>
#include <cstdio>

#include "app/commands/commands.h"
#include "app/commands/features.h"
#include "engine/base/code_pages.h"
#include "engine/base/log.h"

namespace watchglass::app {

int runServe(const Invocation& call)
{
    // Blocked before any thread starts, so that only the loop below sees them.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    EngineArguments args = call.engine;
    if (args.listenAddress.empty()) args.listenAddress = "127.0.0.1:9090";
    auto options = engineOptions(args, defaultStoragePath());
    if (!options) {
        printError(options.error());
        return 1;
    }
    applyFeatures(args.features, *options);
    auto engine = Engine::start(std::move(*options));
    if (!engine) {
        printError(engine.error());
        return 1;
    }
    logInfo("serve", "listening on " + args.listenAddress + " (port " + std::to_string((*engine)->httpPort()) + ")");
    bool settled = false;
    for (;;) {
        // The first scrapes are through by then, and what only a start needs has run.
        const timespec untilSettled{20, 0};
        const int signal = settled ? sigwaitinfo(&signals, nullptr) : sigtimedwait(&signals, nullptr, &untilSettled);
        if (signal < 0 && errno == EAGAIN) {
            settled = true;
            releaseCodePages();
        }
        if (signal < 0) continue;
        if (signal != SIGHUP) break;
        (void)(*engine)->reload();  // says in the log how it went
    }
    logInfo("serve", "shutting down");
    return 0;
}

}  // namespace watchglass::app
