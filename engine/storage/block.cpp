#include "engine/storage/block.h"

#include <algorithm>

#include "engine/storage/column_codec.h"
#include "engine/storage/files.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

constexpr std::int64_t kFormat = 1;

Result<bool> fill(Database& database, const SeriesIndex& index, std::int64_t fromMs, std::int64_t toMs,
                  const BlockSource& source)
{
    const auto made = database.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; BEGIN;"
                                   "CREATE TABLE meta(format INTEGER, fromMs INTEGER, toMs INTEGER);"
                                   "INSERT INTO meta VALUES(" +
                                   std::to_string(kFormat) + "," + std::to_string(fromMs) + "," + std::to_string(toMs) +
                                   ");"
                                   "CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB, data BLOB)");
    if (!made) return tl::make_unexpected(made.error());
    auto insert = Statement::prepare(database, "INSERT INTO series VALUES(?1, ?2, ?3)");
    if (!insert) return tl::make_unexpected(insert.error());
    bool any = false;
    Columns columns;
    for (SeriesRef ref = 1; ref <= index.size(); ++ref) {
        columns.clear();
        if (auto read = source(ref, columns); !read) return tl::make_unexpected(read.error());
        if (columns.times.empty()) continue;
        any = true;
        const std::string data = packBlob(encodeColumns(columns));
        insert->reset();
        const auto done = insert->bind(1, static_cast<std::int64_t>(ref))
                              .bindBlob(2, index.labels(ref).packed())
                              .bindBlob(3, data)
                              .step();
        if (!done) return tl::make_unexpected(done.error());
    }
    if (auto done = database.run("COMMIT"); !done) return tl::make_unexpected(done.error());
    return any;
}

/// Appends `from`, whose optional members may be there when those of `out` are not, and the other way round.
void appendColumns(Columns&& from, Columns& out)
{
    if (out.times.empty()) {
        out = std::move(from);
        return;
    }
    const auto append = [&](auto& to, auto& added) {
        if (to.empty() && added.empty()) return;
        to.resize(out.times.size());
        added.resize(from.times.size());
        to.insert(to.end(), added.begin(), added.end());
    };
    append(out.histograms, from.histograms);
    append(out.startTimes, from.startTimes);
    out.values.insert(out.values.end(), from.values.begin(), from.values.end());
    out.times.insert(out.times.end(), from.times.begin(), from.times.end());
}

}  // namespace

BlockSource headSource(const Head& head, Tombstones::Snapshot deleted, std::int64_t fromMs, std::int64_t toMs)
{
    return [&head, deleted = std::move(deleted),
            range = ReadRange{fromMs, toMs - 1, head.sequence()}](SeriesRef ref, Columns& out) -> Result<void> {
        if (!head.mayHave(ref, range)) return {};
        head.read(ref, range, out);
        if (const auto gone = deleted->find(ref); gone != deleted->end()) removeIntervals(gone->second, out);
        return {};
    };
}

BlockSource blockSource(std::vector<std::shared_ptr<const Block>> blocks, Tombstones::Snapshot deleted)
{
    return [blocks = std::move(blocks), deleted = std::move(deleted)](SeriesRef ref, Columns& out) -> Result<void> {
        for (const auto& block : blocks) {
            if (auto read = block->readAll(ref, out); !read) return read;
        }
        if (const auto gone = deleted->find(ref); gone != deleted->end()) removeIntervals(gone->second, out);
        return {};
    };
}

Result<std::filesystem::path> writeBlock(const std::filesystem::path& directory, const SeriesIndex& index,
                                         std::int64_t fromMs, std::int64_t toMs, const BlockSource& source)
{
    const std::filesystem::path path = directory /
                                       ("block-" + std::to_string(fromMs) + "-" + std::to_string(toMs) + ".db");
    const std::filesystem::path temporary = path.string() + ".tmp";
    std::error_code error;
    std::filesystem::remove(temporary, error);
    bool any = false;
    {
        auto database = Database::open(temporary, Database::Mode::Create);
        if (!database) return tl::make_unexpected(database.error());
        const auto filled = fill(*database, index, fromMs, toMs, source);
        if (!filled) {
            std::filesystem::remove(temporary, error);
            return tl::make_unexpected(filled.error());
        }
        any = *filled;
    }
    for (const char* rest : {"-wal", "-shm"}) std::filesystem::remove(temporary.string() + rest, error);
    if (!any) {
        std::filesystem::remove(temporary, error);
        return std::filesystem::path();
    }
    if (auto done = renameDurably(temporary, path); !done) return tl::make_unexpected(done.error());
    return path;
}

Result<std::shared_ptr<const Block>> Block::open(const std::filesystem::path& path, SeriesIndex& index,
                                                 std::shared_ptr<ColumnCache> cache)
{
    std::shared_ptr<Block> out(new Block);  // shared by the store and its queriers
    out->m_path = path;
    out->m_cacheId = cache->nextBlock();
    out->m_cache = std::move(cache);
    auto opened = Database::open(path, Database::Mode::Immutable);
    if (!opened) return tl::make_unexpected(opened.error());
    MutexLock lock(out->m_mutex);
    out->m_database = std::make_unique<Database>(std::move(*opened));
    auto meta = Statement::prepare(*out->m_database, "SELECT format, fromMs, toMs FROM meta");
    if (!meta) return tl::make_unexpected(meta.error());
    const auto has = meta->step();
    if (!has) return tl::make_unexpected(has.error());
    if (!*has) return fail(ErrorCode::Corrupt, "the block names no format", path.string());
    if (meta->integer(0) > kFormat) {
        return fail(ErrorCode::InvalidInput, "the block was written by a newer version of Watchglass", path.string());
    }
    out->m_fromMs = meta->integer(1);
    out->m_toMs = meta->integer(2);
    auto series = Statement::prepare(*out->m_database, "SELECT id, labels FROM series");
    if (!series) return tl::make_unexpected(series.error());
    for (;;) {
        const auto more = series->step();
        if (!more) return tl::make_unexpected(more.error());
        if (!*more) break;
        auto labels = Labels::fromStored(std::string(series->blob(1)));
        if (!labels) return fail(ErrorCode::Corrupt, "the labels of a series are damaged", path.string());
        out->m_ids[index.add(*labels)] = series->integer(0);
    }
    auto select = Statement::prepare(*out->m_database, "SELECT data FROM series WHERE id = ?1");
    if (!select) return tl::make_unexpected(select.error());
    out->m_select.emplace(std::move(*select));
    return std::shared_ptr<const Block>(out);
}

Result<Columns> Block::decode(std::int64_t id) const
{
    Result<std::string> content = fail(ErrorCode::Corrupt, "a series is missing", m_path.string());
    {
        MutexLock lock(m_mutex);
        m_select->reset();
        const auto found = m_select->bind(1, id).step();
        if (!found) return tl::make_unexpected(found.error());
        if (*found) content = unpackBlob(m_select->blob(0));
        m_select->reset();
    }
    Columns columns;
    if (!content || !decodeColumns(*content, columns)) {
        return fail(ErrorCode::Corrupt,
                    "a block is damaged: " + (content ? std::string("bad encoding") : content.error().message),
                    m_path.string());
    }
    return columns;
}

Result<void> Block::readAll(SeriesRef ref, Columns& out) const
{
    const auto id = m_ids.find(ref);
    if (id == m_ids.end()) return {};
    Result<Columns> decoded = decode(id->second);
    if (!decoded) return tl::make_unexpected(decoded.error());
    appendColumns(std::move(*decoded), out);
    return {};
}

Result<void> Block::read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const
{
    const auto id = m_ids.find(ref);
    if (id == m_ids.end()) return {};
    std::shared_ptr<const DecodedColumn> column = m_cache->find(m_cacheId, ref);
    if (!column) {
        Result<Columns> decoded = decode(id->second);
        if (!decoded) return tl::make_unexpected(decoded.error());
        column = m_cache->put(m_cacheId, ref, std::move(*decoded));
    }
    const std::vector<std::int64_t>& times = *column->times;
    const auto from = std::lower_bound(times.begin(), times.end(), minMs) - times.begin();
    const auto to = std::upper_bound(times.begin(), times.end(), maxMs) - times.begin();
    out.times.insert(out.times.end(), times.begin() + from, times.begin() + to);
    out.values.insert(out.values.end(), column->values.begin() + from, column->values.begin() + to);
    return {};
}

}  // namespace watchglass::storage
