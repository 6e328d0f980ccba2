#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/commands/commands.h"
#include "engine/base/duration.h"
#include "engine/base/log.h"
#include "engine/config/schema.h"

namespace watchglass::app {

namespace {

LogLevel levelOf(const std::string& name)
{
    if (name == "debug") return LogLevel::Debug;
    if (name == "warn") return LogLevel::Warning;
    if (name == "error") return LogLevel::Error;
    return LogLevel::Info;
}

/// Reads a duration that is given into `ms`, and into the flags that the API shows.
Result<void> readDuration(const std::string& text, const char* flag, const char* usual, std::int64_t& ms,
                          EngineOptions& options)
{
    options.flags[flag] = text.empty() ? usual : text;
    if (text.empty()) return {};
    const auto length = parseDuration(text);
    if (!length || length->count() <= 0) {
        return fail(ErrorCode::InvalidInput, length ? "the duration must be positive" : length.error().message,
                    std::string("--") + flag);
    }
    ms = length->count();
    return {};
}

Result<void> readQueryOptions(const EngineArguments& args, EngineOptions& options)
{
    if (auto read = readDuration(args.queryTimeout, "query.timeout", "2m", options.query.timeoutMs, options); !read)
        return read;
    options.query.maxSamples = args.maxSamples;
    options.maxQueries = args.maxQueries;
    options.corsOrigin = args.corsOrigin;
    options.flags["query.max-samples"] = std::to_string(args.maxSamples);
    options.flags["query.max-concurrency"] = std::to_string(args.maxQueries);
    options.flags["web.cors.origin"] = args.corsOrigin;
    return readDuration(args.lookbackDelta, "query.lookback-delta", "5m", options.query.lookbackMs, options);
}

}  // namespace

std::filesystem::path defaultStoragePath()
{
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data == '/') {
        return std::filesystem::path(data) / "watchglass";
    }
    if (const char* home = std::getenv("HOME"); home && *home == '/') {
        return std::filesystem::path(home) / ".local" / "share" / "watchglass";
    }
    return {};
}

Result<std::filesystem::path> storedData(const EngineArguments& args)
{
    const std::filesystem::path path = args.storagePath.empty() ? defaultStoragePath()
                                                                : std::filesystem::path(args.storagePath);
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return path;
    if (args.storagePath.empty()) return std::filesystem::path();
    return fail(ErrorCode::NotFound, "there is no data directory", path.string());
}

Result<EngineOptions> engineOptions(const EngineArguments& args, const std::filesystem::path& defaultPath)
{
    EngineOptions options;
    Log::instance().setLevel(levelOf(args.logLevel));
    if (!args.retention.empty()) {
        const auto retention = parseDuration(args.retention);
        if (!retention) {
            return fail(ErrorCode::InvalidInput, retention.error().message, "--storage.retention");
        }
        options.retentionMs = retention->count();
        options.flags["storage.retention"] = args.retention;
    }
    if (!args.retentionSize.empty()) {
        const auto size = config::parseSize(args.retentionSize);
        if (!size) return fail(ErrorCode::InvalidInput, size.error().message, "--storage.tsdb.retention.size");
        options.retentionBytes = *size;
        options.flags["storage.tsdb.retention.size"] = args.retentionSize;
    }
    const auto rollupAge = parseDuration(args.rollupAge);
    if (!rollupAge) return fail(ErrorCode::InvalidInput, rollupAge.error().message, "--storage.rollup-age");
    options.rollupAgeMs = rollupAge->count();
    options.flags["storage.rollup-age"] = args.rollupAge;
    options.syncEveryCommit = args.storageSync == "full";
    options.flags["storage.sync"] = args.storageSync;
    if (auto read = readQueryOptions(args, options); !read) return tl::make_unexpected(read.error());
    options.configFile = args.configFile;
    options.ruleFiles = args.ruleFiles;
    if (!args.inMemory) {
        options.storagePath = args.storagePath.empty() ? defaultPath : std::filesystem::path(args.storagePath);
    }
    options.hostMetrics = args.hostMetrics;
    options.hostIntervalMs = static_cast<std::int64_t>(args.hostIntervalSeconds * 1000);
    options.host.textfileDirectory = args.textfileDirectory;
    options.listenAddress = args.listenAddress;
    options.adminApi = args.adminApi;
    options.flags["web.enable-admin-api"] = args.adminApi ? "true" : "false";
    options.remoteWriteReceiver = args.remoteWriteReceiver;
    options.flags["web.enable-remote-write-receiver"] = args.remoteWriteReceiver ? "true" : "false";
    options.externalUrl = args.webExternalUrl;
    options.flags["config.file"] = args.configFile;
    options.flags["storage.path"] = options.storagePath.string();
    options.flags["web.listen-address"] = args.listenAddress;
    options.flags["web.external-url"] = args.webExternalUrl;
    options.flags["log.level"] = args.logLevel;
    return options;
}

void printError(const Error& error)
{
    std::fprintf(stderr, "watchglass: %s%s\n", error.message.c_str(),
                 error.where.empty() ? "" : (" (" + error.where + ")").c_str());
}

Result<std::string> readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in) return fail(ErrorCode::Io, "cannot read the file", path.string());
    return text.str();
}

}  // namespace watchglass::app
