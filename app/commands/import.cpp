#include "engine/import/openmetrics_import.h"

#include <cstdio>

#include "app/commands/commands.h"
#include "engine/api/params.h"

namespace watchglass::app {

namespace {

Result<void> importFile(const std::string& file, storage::Storage& store)
{
    const auto text = readFile(file);
    if (!text) return tl::make_unexpected(text.error());
    const auto done = import::importOpenMetrics(*text, store);
    if (!done) {
        Error error = done.error();
        error.where = error.where.empty() ? file : file + ", " + error.where;
        return tl::make_unexpected(std::move(error));
    }
    std::printf("%s: %llu samples of %llu series", file.c_str(), static_cast<unsigned long long>(done->samples),
                static_cast<unsigned long long>(done->series));
    if (done->minMs) {
        std::printf(", %s to %s", api::formatRfc3339(*done->minMs).c_str(), api::formatRfc3339(*done->maxMs).c_str());
    }
    std::printf("\n");
    if (done->minMs && *done->minMs < SystemClock::instance().nowMs() - storage::StorageOptions().retentionMs) {
        std::fprintf(stderr, "watchglass: some samples are older than the usual 30 days: run with --storage.retention "
                             "to keep them\n");
    }
    if (done->refused == 0) return {};
    return fail(ErrorCode::InvalidInput,
                std::to_string(done->refused) + " samples were refused: older than what is stored already, more than "
                                                "an hour ahead, or a second value at one time",
                file);
}

}  // namespace

int runImportOpenMetrics(const Invocation& call)
{
    storage::StorageOptions options;
    options.directory = call.engine.storagePath.empty() ? defaultStoragePath()
                                                        : std::filesystem::path(call.engine.storagePath);
    options.retentionMs = kForeverMs;
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
    for (const std::string& file : call.files) {
        if (const auto done = importFile(file, **store); !done) {
            printError(done.error());
            good = false;
        }
    }
    // History becomes blocks now: the next start would have to read it from the journal.
    if (const auto done = (*store)->flush(); !done) printError(done.error());
    if (const auto done = (*store)->compact(); !done) printError(done.error());
    return good ? 0 : 1;
}

}  // namespace watchglass::app
