#include "engine/storage/rollup_file.h"

#include "engine/base/log.h"
#include "engine/storage/block.h"
#include "engine/storage/bytes.h"
#include "engine/storage/files.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/rollup_codec.h"
#include "engine/storage/stored_tables.h"

namespace watchglass::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFormat = 3;
constexpr std::int64_t kOldestFormat = 2;                 // a format 1 has no checksum in meta
constexpr const char* kTables[] = {"hours", "minutes5"};  // as kRollupLengthsMs

/// Rows of some thousand bytes leave less room unused in small pages.
constexpr int kPageBytes = 1024;

std::size_t tableOf(std::int64_t lengthMs) { return lengthMs == kRollupLengthsMs[0] ? 0 : 1; }

Result<std::int64_t> fill(Database& database, const Block& block, const std::function<bool()>& goOn)
{
    std::string begin = "BEGIN";
    for (const char* table : kTables) {
        begin += ";CREATE TABLE " + std::string(table) + "(id INTEGER PRIMARY KEY, data BLOB)";
    }
    if (auto made = database.run(begin); !made) return tl::make_unexpected(made.error());
    std::vector<Statement> inserts;
    for (const char* table : kTables) {
        auto insert = Statement::prepare(database, "INSERT INTO " + std::string(table) + " VALUES(?1, ?2)");
        if (!insert) return tl::make_unexpected(insert.error());
        inserts.push_back(std::move(*insert));
    }
    std::int64_t series = 0;
    const auto visited = block.forEachSeries([&](std::int64_t id, const Columns& samples) -> Result<void> {
        if (!goOn()) return fail(ErrorCode::Cancelled, "the program ends");
        const bool none = !samples.histograms.empty() || samples.times.empty();
        ++series;
        for (const std::int64_t lengthMs : kRollupLengthsMs) {
            std::string content;
            putVarint(content, static_cast<std::uint64_t>(id));
            putVarint(content, static_cast<std::uint64_t>(lengthMs));
            if (!none) content += encodeBuckets(makeBuckets(samples, lengthMs));
            // Rows of an hour are read by the thousand and are a small part of the file.
            const std::string data = lengthMs == kRollupLengthsMs[0] ? storeBlob(content) : packBlob(content);
            Statement& insert = inserts[tableOf(lengthMs)];
            insert.reset();
            const auto done = insert.bind(1, id).bindBlob(2, data).step();
            if (!done) return tl::make_unexpected(done.error());
        }
        return {};
    });
    inserts.clear();
    if (!visited) return tl::make_unexpected(visited.error());
    const auto described = database.run(metaSql({{"format", kFormat},
                                                 {"fromMs", block.fromMs()},
                                                 {"toMs", block.toMs()},
                                                 {"series", series},
                                                 {"block", static_cast<std::int64_t>(block.identity())}}));
    if (!described) return tl::make_unexpected(described.error());
    if (auto done = database.run("COMMIT"); !done) return tl::make_unexpected(done.error());
    return series;
}

}  // namespace

fs::path rollupPath(const fs::path& block)
{
    const std::string name = block.filename().string();
    return block.parent_path() / ("rollup" + name.substr(name.find('-')));
}

Result<void> writeRollups(const Block& block, const std::function<bool()>& goOn)
{
    const fs::path path = rollupPath(block.path());
    const fs::path temporary = path.string() + ".tmp";
    std::error_code ignored;
    fs::remove(temporary, ignored);
    Result<void> done;
    {
        auto database = Database::build(temporary, kPageBytes);
        if (!database) return tl::make_unexpected(database.error());
        if (const auto filled = fill(*database, block, goOn); !filled) done = tl::make_unexpected(filled.error());
    }
    if (done) done = renameDurably(temporary, path);
    if (!done) fs::remove(temporary, ignored);
    return done;
}

Result<void> RollupFile::open() const
{
    if (!m_opened) {
        m_opened = true;
        m_damaged = true;  // until it is found good
        auto database = Database::open(m_path, Database::Mode::Immutable);
        if (!database) return tl::make_unexpected(database.error());
        const auto meta = readMeta(*database);
        if (!meta) return tl::make_unexpected(meta.error());
        if (meta->good && meta->format > kFormat) {
            m_damaged = false;
            return fail(ErrorCode::InvalidInput, "the rollups were written by a newer version of Watchglass",
                        m_path.string());
        }
        const bool good = meta->good && meta->format >= kOldestFormat && meta->format <= kFormat &&
                          meta->numbers.size() == 5;
        if (!good || static_cast<std::uint64_t>(meta->numbers[4]) != m_identity) {
            return fail(ErrorCode::Corrupt, "these are not the rollups of the block", m_path.string());
        }
        m_database = std::make_unique<Database>(std::move(*database));
        for (std::size_t i = 0; i < m_select.size(); ++i) {
            auto select = Statement::prepare(*m_database,
                                             "SELECT data FROM " + std::string(kTables[i]) + " WHERE id = ?1");
            if (!select) return tl::make_unexpected(select.error());
            m_select[i].emplace(std::move(*select));
        }
        m_damaged = false;
    }
    if (!m_select[1]) return fail(ErrorCode::NotFound, "the rollups cannot be read", m_path.string());
    return {};
}

Result<std::string> RollupFile::content(std::int64_t id, std::int64_t lengthMs) const
{
    Result<std::string> content = fail(ErrorCode::Corrupt, "the rollups of a series are missing", m_path.string());
    {
        MutexLock lock(m_mutex);
        if (auto opened = open(); !opened) return tl::make_unexpected(opened.error());
        Statement& select = *m_select[tableOf(lengthMs)];
        const auto found = select.bind(1, id).step();
        if (found && *found) content = unpackBlob(select.blob(0));
        select.reset();
        if (!found) return tl::make_unexpected(found.error());
    }
    if (!content) return content;
    // The row says whose buckets it has: the key of a row has no checksum.
    ByteReader in(*content);
    const bool right = in.varint() == static_cast<std::uint64_t>(id) &&
                       in.varint() == static_cast<std::uint64_t>(lengthMs);
    if (!right) return fail(ErrorCode::Corrupt, "the rollups are of another series", m_path.string());
    if (in.atEnd()) return fail(ErrorCode::NotFound, "the series has no rollups", m_path.string());
    return content->substr(content->size() - in.left());
}

bool RollupFile::read(std::int64_t id, std::int64_t lengthMs, RollupKind kind, std::int64_t minMs, std::int64_t maxMs,
                      RollupColumns& out) const
{
    const Result<std::string> bytes = content(id, lengthMs);
    BucketColumns buckets;
    if (bytes && decodeBuckets(*bytes, lengthMs, kind, buckets)) {
        if (kind == RollupKind::Increase && !buckets.hasFalls) return false;
        if (kind == RollupKind::Sum && !buckets.hasSums) return false;
        appendBuckets(buckets, kind, minMs, maxMs, out);
        return true;
    }
    if (!bytes && bytes.error().code == ErrorCode::NotFound) return false;
    MutexLock lock(m_mutex);
    if (!m_reported) {
        logError("storage", m_path.string() + ": rollups cannot be read, the samples are read instead: " +
                                (bytes ? std::string("bad encoding") : bytes.error().message));
    }
    m_reported = true;
    m_damaged = bytes || bytes.error().code != ErrorCode::InvalidInput;
    return false;
}

Result<BucketColumns> RollupFile::readAll(std::int64_t id, std::int64_t lengthMs) const
{
    const Result<std::string> bytes = content(id, lengthMs);
    if (!bytes) return tl::make_unexpected(bytes.error());
    BucketColumns out;
    if (!decodeAllBuckets(*bytes, lengthMs, out)) {
        return fail(ErrorCode::Corrupt, "the rollups of a series are damaged: bad encoding", m_path.string());
    }
    return out;
}

void checkRollups(const Block& block, const std::function<void(const std::string&, const std::string&)>& bad)
{
    const std::shared_ptr<const RollupFile> rollups = block.rollups();
    if (!rollups) return;
    const auto done = block.forEachSeries([&](std::int64_t id, const Columns& samples) -> Result<void> {
        const bool none = !samples.histograms.empty() || samples.times.empty();
        for (const std::int64_t lengthMs : kRollupLengthsMs) {
            const auto stored = rollups->readAll(id, lengthMs);
            if (!stored && none && stored.error().code == ErrorCode::NotFound) continue;
            if (!stored) {
                bad("series " + std::to_string(id), stored.error().message);
            } else if (none || encodeBuckets(*stored) != encodeBuckets(makeBuckets(samples, lengthMs))) {
                bad("series " + std::to_string(id), "the rollups are not those of the samples");
            }
        }
        return {};
    });
    if (!done) bad("", done.error().message);
}

bool RollupFile::damaged() const
{
    MutexLock lock(m_mutex);
    return m_damaged;
}

}  // namespace watchglass::storage
