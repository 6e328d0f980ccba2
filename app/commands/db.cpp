#include "engine/storage/db_tools.h"

#include <algorithm>
#include <cstdio>

#include "app/commands/commands.h"
#include "engine/annotations/annotation_store.h"
#include "engine/base/duration.h"
#include "engine/base/json.h"

namespace watchglass::app {

namespace {

constexpr std::size_t kTop = 10;

using Counts = std::map<std::string, std::uint64_t>;

std::vector<std::pair<std::string, std::uint64_t>> largest(const Counts& counts)
{
    std::vector<std::pair<std::string, std::uint64_t>> out(counts.begin(), counts.end());
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    if (out.size() > kTop) out.resize(kTop);
    return out;
}

void printCounts(const char* title, const Counts& counts)
{
    std::printf("%s\n", title);
    for (const auto& [name, count] : largest(counts)) {
        std::printf("  %10llu  %s\n", static_cast<unsigned long long>(count), name.c_str());
    }
}

json::Value countsJson(const Counts& counts)
{
    json::Value out = json::Value::array();
    for (const auto& [name, count] : largest(counts)) {
        json::Value one = json::Value::object();
        one.set("name", name);
        one.set("value", static_cast<std::int64_t>(count));
        out.append(std::move(one));
    }
    return out;
}

int report(const Error& error)
{
    printError(error);
    return 1;
}

using DirectoryTool = Result<std::vector<storage::Damage>>(const std::filesystem::path&);

/// What both say of a directory.
Result<std::vector<storage::Damage>> ofAll(const std::filesystem::path& directory, DirectoryTool& samples,
                                           DirectoryTool& annotations)
{
    auto out = samples(directory);
    if (!out) return out;
    auto more = annotations(directory);
    if (!more) return more;
    out->insert(out->end(), more->begin(), more->end());
    return out;
}

/// 0 for a good directory, 2 for a damaged one.
int showDamage(const std::vector<storage::Damage>& damage, bool asJson, const char* end)
{
    if (asJson) {
        json::Value out = json::Value::array();
        for (const storage::Damage& one : damage) {
            json::Value entry = json::Value::object();
            entry.set("file", one.file);
            entry.set("part", one.part);
            entry.set("message", one.message);
            out.append(std::move(entry));
        }
        std::printf("%s\n", json::write(out).c_str());
    } else {
        for (const storage::Damage& one : damage) {
            std::printf("%s: %s: %s\n", one.file.c_str(), one.part.c_str(), one.message.c_str());
        }
        std::printf("%s\n", damage.empty() ? "all checksums hold" : end);
    }
    return damage.empty() ? 0 : 2;
}

int showStats(const storage::DirectoryStats& stats, std::size_t annotations, bool asJson)
{
    if (asJson) {
        json::Value out = json::Value::object();
        out.set("bytes", static_cast<std::int64_t>(stats.bytes));
        out.set("blocks", static_cast<std::int64_t>(stats.blocks));
        out.set("blockBytes", static_cast<std::int64_t>(stats.blockBytes));
        out.set("rollups", static_cast<std::int64_t>(stats.rollups));
        out.set("rollupBytes", static_cast<std::int64_t>(stats.rollupBytes));
        out.set("blockSamples", static_cast<std::int64_t>(stats.blockSamples));
        out.set("bytesPerSample", stats.bytesPerSample());
        out.set("series", static_cast<std::int64_t>(stats.series));
        out.set("annotations", static_cast<std::int64_t>(annotations));
        out.set("seriesByMetric", countsJson(stats.seriesByMetric));
        out.set("valuesByLabel", countsJson(stats.valuesByLabel));
        out.set("endedByMetric", countsJson(stats.endedByMetric));
        std::printf("%s\n", json::write(out).c_str());
        return 0;
    }
    std::printf("%llu bytes, of which %llu in %llu blocks: %llu samples of %llu series, %.3f bytes a sample\n",
                static_cast<unsigned long long>(stats.bytes), static_cast<unsigned long long>(stats.blockBytes),
                static_cast<unsigned long long>(stats.blocks), static_cast<unsigned long long>(stats.blockSamples),
                static_cast<unsigned long long>(stats.series), stats.bytesPerSample());
    std::printf("rollups of %llu blocks: %llu bytes\n", static_cast<unsigned long long>(stats.rollups),
                static_cast<unsigned long long>(stats.rollupBytes));
    std::printf("%zu annotations\n", annotations);
    printCounts("series by metric", stats.seriesByMetric);
    printCounts("values by label", stats.valuesByLabel);
    printCounts("series that the newest block no longer has, by metric", stats.endedByMetric);
    return 0;
}

int compact(const std::filesystem::path& path, const std::string& rollupAge)
{
    const auto age = parseDuration(rollupAge);
    if (!age) return report({ErrorCode::InvalidInput, age.error().message, "--storage.rollup-age"});
    storage::StorageOptions options;
    options.directory = path;
    options.retentionMs = kForeverMs;
    options.rollupAgeMs = age->count();
    options.maintainInBackground = false;
    const auto store = storage::Storage::open(std::move(options));
    if (!store) return report(store.error());
    const std::uint64_t before = (*store)->stats().bytesOnDisk;
    if (const auto done = (*store)->compact(); !done) return report(done.error());
    if (const auto done = (*store)->cleanTombstones(); !done) return report(done.error());
    const storage::StorageStats after = (*store)->stats();
    std::printf("%llu bytes before, %llu in %llu blocks and the journal now\n", static_cast<unsigned long long>(before),
                static_cast<unsigned long long>(after.bytesOnDisk), static_cast<unsigned long long>(after.blocks));
    return 0;
}

}  // namespace

int runDb(const Invocation& call)
{
    const auto path = storedData(call.engine);
    if (!path) return report(path.error());
    if (path->empty()) return report({ErrorCode::NotFound, "there is no data directory", {}});
    const bool asJson = call.format == "json";
    switch (call.dbAction) {
    case DbAction::Check: {
        const auto damage = ofAll(*path, storage::checkDirectory, annotations::AnnotationStore::check);
        return damage ? showDamage(*damage, asJson, "`watchglass db repair` keeps what can be read")
                      : report(damage.error());
    }
    case DbAction::Repair: {
        const auto damage = ofAll(*path, storage::repairDirectory, annotations::AnnotationStore::repair);
        if (!damage) return report(damage.error());
        (void)showDamage(*damage, asJson, "what can be read is kept, the damaged files are *.damaged");
        return 0;
    }
    case DbAction::Stats: {
        const auto stats = storage::directoryStats(*path);
        if (!stats) return report(stats.error());
        const auto annotations = annotations::AnnotationStore::count(*path);
        return annotations ? showStats(*stats, *annotations, asJson) : report(annotations.error());
    }
    case DbAction::Compact: return compact(*path, call.engine.rollupAge);
    }
    return 1;
}

}  // namespace watchglass::app
