#include "engine/storage/db_tools.h"

#include <algorithm>
#include <set>

#include "engine/storage/block.h"
#include "engine/storage/directory_lock.h"
#include "engine/storage/files.h"
#include "engine/storage/journal.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/stored_tables.h"
#include "engine/storage/tombstone_log.h"

namespace watchglass::storage {

namespace {

namespace fs = std::filesystem;

std::shared_ptr<ColumnCache> noCache() { return std::make_shared<ColumnCache>(0); }

/// Collects what is wrong with one file.
class FileCheck {
public:
    FileCheck(const fs::path& path, std::vector<Damage>& out) : m_path(path), m_out(out) {}
    void add(std::string part, std::string message) const
    {
        m_out.push_back({m_path.filename().string(), std::move(part), std::move(message)});
    }
    void pages(Database& database) const
    {
        for (std::string& damage : database.damagedPages()) add("file", std::move(damage));
    }

private:
    const fs::path& m_path;
    std::vector<Damage>& m_out;
};

void checkBlock(const fs::path& path, std::vector<Damage>& out)
{
    const FileCheck check(path, out);
    SeriesIndex index;
    const auto block = Block::open(path, index, noCache());
    if (!block) return check.add("file", block.error().message);
    if (const std::string damage = (*block)->damage(); !damage.empty()) check.add("labels", damage);
    for (const SeriesRef ref : index.select({})) {
        Columns columns;
        if (auto read = (*block)->readAll(ref, columns); !read) {
            check.add("series " + index.labels(ref).toString(), read.error().message);
        }
    }
    auto database = Database::open(path, Database::Mode::Immutable);
    if (!database) return;
    // A series is read as long as one of two copies of its times, and of its place, is there.
    for (const std::string table : {"times", "places"}) {
        auto tables = Statement::prepare(*database, "SELECT 1 FROM sqlite_master WHERE name = '" + table + "'");
        if (!tables || !tables->step().value_or(false)) continue;
        const auto skipped = readRows(
            *database, "SELECT id, data FROM " + table + " WHERE id > ?1 ORDER BY id", [&](Statement& row) {
                if (const auto content = unpackBlob(row.blob(1)); !content)
                    check.add(table + " " + std::to_string(row.integer(0)), content.error().message);
            });
        if (!skipped) check.add(table, skipped.error().message);
    }
    check.pages(*database);
}

void checkRollupFile(const fs::path& path, std::vector<Damage>& out)
{
    const FileCheck check(path, out);
    const std::string name = path.filename().string();
    SeriesIndex index;
    const auto block = Block::open(path.parent_path() / ("block" + name.substr(name.find('-'))), index, noCache());
    if (!block || !(*block)->damage().empty()) return;  // what there is to say is said of the block
    const std::size_t before = out.size();
    checkRollups(**block, [&](const std::string& series, const std::string& what) {
        if (out.size() == before) check.add(series.empty() ? "file" : series, what);
    });
    if (auto database = Database::open(path, Database::Mode::Immutable)) check.pages(*database);
}

void checkJournal(const fs::path& path, std::vector<Damage>& out)
{
    const FileCheck check(path, out);
    const auto damage = checkJournalRows(path, [&](std::int64_t row) {
        check.add("journal row " + std::to_string(row), "does not match its checksum");
    });
    if (!damage) return check.add("file", damage.error().message);
    if (*damage > 0) check.add("file", std::to_string(*damage) + " rows or pages of labels and samples are damaged");
    if (auto database = Database::open(path, Database::Mode::Create)) check.pages(*database);
}

std::vector<Damage> checkAll(const fs::path& directory)
{
    std::vector<Damage> out;
    for (const fs::path& path : databasesOf(directory, "block-")) checkBlock(path, out);
    for (const fs::path& path : databasesOf(directory, "rollup-")) checkRollupFile(path, out);
    for (const fs::path& path : databasesOf(directory, "journal-")) checkJournal(path, out);
    for (const fs::path& path : databasesOf(directory, "tombstones")) {
        const FileCheck check(path, out);
        auto log = TombstoneLog::open(path);
        SeriesIndex index;
        TombstoneLog::Entries entries;
        if (!log) {
            check.add("file", log.error().message);
        } else if (auto read = log->read(index, entries); !read) {
            check.add("tombstones", read.error().message);
        }
    }
    return out;
}

Result<void> keepDamaged(const fs::path& path) { return copyDurably(path, path.string() + ".damaged"); }

/// What can be read of a block, under its own name.
Result<void> repairBlock(const fs::path& path)
{
    if (auto kept = keepDamaged(path); !kept) return kept;
    SeriesIndex index;
    const auto block = Block::open(path, index, noCache());
    if (!block) {
        removeDatabase(path);
        return {};
    }
    const auto written = writeBlock(path.parent_path(), index, (*block)->fromMs(), (*block)->toMs(),
                                    [&](SeriesRef ref, Columns& out) -> Result<void> {
                                        auto read = (*block)->readAll(ref, out);
                                        if (!read && read.error().code == ErrorCode::Io) return read;
                                        return {};
                                    });
    if (!written) return tl::make_unexpected(written.error());
    if (*written != path) removeDatabase(path);
    return {};
}

Result<void> repairTombstones(const fs::path& path)
{
    if (auto kept = keepDamaged(path); !kept) return kept;
    SeriesIndex index;
    TombstoneLog::Entries entries;
    if (auto log = TombstoneLog::open(path)) (void)log->read(index, entries);
    removeDatabase(path);
    auto log = TombstoneLog::open(path);
    if (!log) return tl::make_unexpected(log.error());
    return log->add(entries, index);
}

}  // namespace

Result<std::vector<Damage>> checkDirectory(const fs::path& directory)
{
    const auto lock = DirectoryLock::takeExisting(directory);
    if (!lock) return tl::make_unexpected(lock.error());
    return checkAll(directory);
}

Result<std::vector<Damage>> repairDirectory(const fs::path& directory)
{
    const auto lock = DirectoryLock::takeExisting(directory);
    if (!lock) return tl::make_unexpected(lock.error());
    std::vector<Damage> found = checkAll(directory);
    std::set<std::string> files;
    for (const Damage& damage : found) files.insert(damage.file);
    for (const std::string& file : files) {
        const fs::path path = directory / file;
        Result<void> done;
        if (file.starts_with("block-")) {
            done = repairBlock(path);
        } else if (file.starts_with("rollup-")) {
            removeDatabase(path);  // made anew of the block when the store runs
        } else if (file.starts_with("journal-")) {
            done = keepDamaged(path);
            if (done) done = salvageJournal(path);
        } else {
            done = repairTombstones(path);
        }
        if (!done) return tl::make_unexpected(done.error());
    }
    return found;
}

Result<DirectoryStats> directoryStats(const fs::path& directory)
{
    const auto lock = DirectoryLock::takeExisting(directory);
    if (!lock) return tl::make_unexpected(lock.error());
    DirectoryStats out;
    SeriesIndex index;
    std::shared_ptr<const Block> newest;
    for (const fs::path& path : databasesOf(directory, "block-")) {
        const auto block = Block::open(path, index, noCache());
        if (!block) continue;
        std::error_code ignored;
        out.blockBytes += fs::file_size(path, ignored);
        if ((*block)->rollups()) {
            out.rollupBytes += fs::file_size(rollupPath(path), ignored);
            ++out.rollups;
        }
        ++out.blocks;
        for (const SeriesRef ref : index.select({})) {
            Columns columns;
            if ((*block)->readAll(ref, columns)) out.blockSamples += columns.times.size();
        }
        if (!newest || (*block)->toMs() > newest->toMs()) newest = *block;
    }
    out.bytes = bytesIn(directory);
    out.series = index.size();
    std::map<std::string, std::set<std::string>> values;
    for (const SeriesRef ref : index.select({})) {
        const Labels& labels = index.labels(ref);
        const std::string metric(labels.metricName());
        ++out.seriesByMetric[metric];
        if (!newest->has(ref)) ++out.endedByMetric[metric];
        for (const LabelView label : labels) values[std::string(label.name)].emplace(label.value);
    }
    for (const auto& [name, set] : values) out.valuesByLabel[name] = set.size();
    return out;
}

}  // namespace watchglass::storage
