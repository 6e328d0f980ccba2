#pragma once

#include "app/command_line.h"
#include "engine/engine.h"

namespace watchglass::app {

/// Each runs one command to its end and returns the exit code: 0, 1 for a failure that a message on stderr
/// explains, 2 where check says so.
[[nodiscard]] int runServe(const Invocation& call);
[[nodiscard]] int runQuery(const Invocation& call);
[[nodiscard]] int runImport(const Invocation& call);
[[nodiscard]] int runImportDashboard(const Invocation& call);
[[nodiscard]] int runExport(const Invocation& call);
[[nodiscard]] int runCheckConfig(const Invocation& call);
[[nodiscard]] int runCheckRules(const Invocation& call);
[[nodiscard]] int runCheckDashboard(const Invocation& call);
[[nodiscard]] int runTestPromql(const Invocation& call);
[[nodiscard]] int runDb(const Invocation& call);

/// As a retention: what only reads or adds deletes nothing.
inline constexpr std::int64_t kForeverMs = 1000LL * 365 * 86'400'000;

/// Needs a GUI application object, on the offscreen platform.
[[nodiscard]] int runRender(const Invocation& call);
[[nodiscard]] int runHeadless(const Invocation& call);
[[nodiscard]] int runGui(const Invocation& call);

/// The engine's options of a command line. `defaultPath` is used when no data directory is given.
/// Errors: InvalidInput for a retention that is no duration.
[[nodiscard]] Result<EngineOptions> engineOptions(const EngineArguments& args,
                                                  const std::filesystem::path& defaultPath);

/// $XDG_DATA_HOME/watchglass, or ~/.local/share/watchglass; empty when neither can be told.
[[nodiscard]] std::filesystem::path defaultStoragePath();

/// The data directory that a command reads: --storage.path, or the usual one; empty when there is none yet, so that
/// reading makes no folder.
/// Errors: NotFound for a --storage.path that is not there.
[[nodiscard]] Result<std::filesystem::path> storedData(const EngineArguments& args);

/// Writes "watchglass: MESSAGE (WHERE)" to stderr.
void printError(const Error& error);

/// The whole file. Errors: Io, `where` is the path.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path);

}  // namespace watchglass::app
