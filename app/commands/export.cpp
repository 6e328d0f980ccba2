#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>

#include "app/commands/commands.h"
#include "engine/api/params.h"
#include "engine/import/openmetrics_export.h"
#include "engine/promql/parser.h"

namespace watchglass::app {

namespace {

struct Wanted {
    std::vector<std::vector<Matcher>> sets;
    std::int64_t bounds[2] = {std::numeric_limits<std::int64_t>::min() + 1, std::numeric_limits<std::int64_t>::max()};
};

Result<Wanted> wantedOf(const Invocation& call)
{
    Wanted out;
    for (const std::string& text : call.selectors) {
        auto matchers = promql::parseMetricSelector(text);
        if (!matchers) {
            return fail(ErrorCode::InvalidInput, promql::describeParseError(matchers.error()), "--match " + text);
        }
        out.sets.push_back(std::move(*matchers));
    }
    if (out.sets.empty()) out.sets.emplace_back();
    for (const bool end : {false, true}) {
        const std::string& text = end ? call.end : call.start;
        if (text.empty()) continue;
        const auto time = api::parseTimeParam(text);
        if (!time) return fail(ErrorCode::InvalidInput, time.error().message, end ? "--end" : "--start");
        out.bounds[end] = *time;
    }
    return out;
}

Result<import::ExportCounts> exportTo(std::FILE* file, const Invocation& call)
{
    const auto wanted = wantedOf(call);
    if (!wanted) return tl::make_unexpected(wanted.error());
    const auto directory = storedData(call.engine);
    if (!directory) return tl::make_unexpected(directory.error());
    if (directory->empty()) return fail(ErrorCode::NotFound, "there is no data directory", defaultStoragePath());
    storage::StorageOptions options;
    options.directory = *directory;
    options.retentionMs = kForeverMs;
    options.maintainInBackground = false;
    const auto store = storage::Storage::open(std::move(options));
    if (!store) return tl::make_unexpected(store.error());
    const auto querier = (*store)->querier();
    return import::exportOpenMetrics(
        *querier, wanted->sets, wanted->bounds[0], wanted->bounds[1],
        [&](std::string_view text) { return std::fwrite(text.data(), 1, text.size(), file) == text.size(); });
}

}  // namespace

int runExport(const Invocation& call)
{
    std::FILE* file = call.out.empty() ? stdout : std::fopen(call.out.c_str(), "wbe");
    if (file == nullptr) {
        printError({ErrorCode::Io, std::string("cannot write the file: ") + std::strerror(errno), call.out});
        return 1;
    }
    auto done = exportTo(file, call);
    if ((call.out.empty() ? std::fflush(file) : std::fclose(file)) != 0 && done) {
        done = fail(ErrorCode::Io, std::string("cannot write: ") + std::strerror(errno), call.out);
    }
    if (!done) {
        printError(done.error());
        return 1;
    }
    std::fprintf(stderr, "%llu samples of %llu series\n", static_cast<unsigned long long>(done->samples),
                 static_cast<unsigned long long>(done->series));
    if (done->histograms == 0) return 0;
    std::fprintf(stderr, "watchglass: %llu native histograms were left out: OpenMetrics 1.0 has no words for them\n",
                 static_cast<unsigned long long>(done->histograms));
    return 0;
}

}  // namespace watchglass::app
