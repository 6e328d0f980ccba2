#include <cstdio>

#include "app/commands/commands.h"
#include "engine/api/params.h"
#include "engine/import/openmetrics_import.h"
#include "engine/import/prometheus_import.h"

namespace watchglass::app {

namespace {

Result<import::ImportCounts> importFrom(Command command, const std::string& from, storage::Storage& store)
{
    if (command == Command::ImportPrometheus) return import::importPrometheus(from, store);
    const auto text = readFile(from);
    if (!text) return tl::make_unexpected(text.error());
    auto done = import::importOpenMetrics(*text, store);
    if (!done) {
        Error error = done.error();
        error.where = error.where.empty() ? from : from + ", " + error.where;
        return tl::make_unexpected(std::move(error));
    }
    return done;
}

Result<void> tell(const std::string& from, const import::ImportCounts& done)
{
    std::printf("%s: %llu samples of %llu series", from.c_str(), static_cast<unsigned long long>(done.samples),
                static_cast<unsigned long long>(done.series));
    if (done.minMs) {
        std::printf(", %s to %s", api::formatRfc3339(*done.minMs).c_str(), api::formatRfc3339(*done.maxMs).c_str());
    }
    std::printf("\n");
    for (const std::string& note : done.notes) std::fprintf(stderr, "watchglass: %s\n", note.c_str());
    if (done.minMs && *done.minMs < SystemClock::instance().nowMs() - storage::StorageOptions().retentionMs) {
        std::fprintf(stderr, "watchglass: some samples are older than the usual 30 days: run with --storage.retention "
                             "to keep them\n");
    }
    if (done.refused == 0) return {};
    return fail(ErrorCode::InvalidInput,
                std::to_string(done.refused) +
                    " samples were refused: more than an hour ahead, or a second value at one time",
                from);
}

}  // namespace

int runImport(const Invocation& call)
{
    storage::StorageOptions options;
    options.directory = call.engine.storagePath.empty() ? defaultStoragePath()
                                                        : std::filesystem::path(call.engine.storagePath);
    options.retentionMs = kForeverMs;
    options.outOfOrderMs = kForeverMs;
    options.maintainInBackground = false;
    const auto store = storage::Storage::open(std::move(options));
    if (!store) {
        printError(store.error());
        return 1;
    }
    if (const std::string trouble = (*store)->stats().trouble; !trouble.empty()) {
        printError({ErrorCode::Io, trouble, {}});
        return 1;
    }
    bool good = true;
    for (const std::string& from : call.files) {
        const auto done = importFrom(call.command, from, **store);
        const Result<void> told = done ? tell(from, *done) : Result<void>(tl::make_unexpected(done.error()));
        if (told) continue;
        printError(told.error());
        good = false;
    }
    // History becomes blocks now: the next start would have to read it from the journal.
    if (const auto done = (*store)->flush(); !done) printError(done.error());
    if (const auto done = (*store)->compact(); !done) printError(done.error());
    return good ? 0 : 1;
}

}  // namespace watchglass::app
