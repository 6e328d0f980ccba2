#include "engine/storage/block.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/base/log.h"
#include "engine/storage/bytes.h"
#include "engine/storage/column_codec.h"
#include "engine/storage/files.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

constexpr std::int64_t kFormat = 5;
// From these formats on:
constexpr std::int64_t kSharesTimes = 4;
constexpr std::int64_t kInChunks = 5;

/// Series whose labels share a row: what a damaged row takes with it, and what zstd needs to be of use.
constexpr std::size_t kLabelsInRow = 1000;

Result<bool> fill(Database& database, const SeriesIndex& index, std::int64_t fromMs, std::int64_t toMs,
                  const BlockSource& source)
{
    const auto made = database.run("BEGIN; CREATE TABLE labels(id INTEGER PRIMARY KEY, data BLOB)");
    if (!made) return tl::make_unexpected(made.error());
    auto rows = SeriesRows::create(database);
    if (!rows) return tl::make_unexpected(rows.error());
    std::vector<SeriesRef> refs;
    std::vector<std::int64_t> ids;  // 1, 2, ...
    Columns columns;
    for (const SeriesRef ref : index.select({})) {
        columns.clear();
        if (auto read = source(ref, columns); !read) return tl::make_unexpected(read.error());
        if (columns.times.empty()) continue;
        refs.push_back(ref);
        ids.push_back(static_cast<std::int64_t>(refs.size()));
        if (auto added = rows->add(refs.size(), columns); !added) return tl::make_unexpected(added.error());
    }
    if (auto done = rows->finish(); !done) return tl::make_unexpected(done.error());
    auto labels = Statement::prepare(database, "INSERT INTO labels(data) VALUES(?1)");
    if (!labels) return tl::make_unexpected(labels.error());
    for (std::size_t from = 0; from < refs.size(); from += kLabelsInRow) {
        const std::size_t count = std::min(kLabelsInRow, refs.size() - from);
        const std::string data = packBlob(
            index.row(std::span(refs).subspan(from, count), std::span(ids).subspan(from, count)));
        labels->reset();
        if (const auto done = labels->bindBlob(1, data).step(); !done) return tl::make_unexpected(done.error());
        labels->reset();
    }
    const auto count = static_cast<std::int64_t>(refs.size());
    const auto described = database.run(metaSql({{"format", kFormat},
                                                 {"fromMs", fromMs},
                                                 {"toMs", toMs},
                                                 {"series", count},
                                                 {"content", static_cast<std::int64_t>(rows->identity())}}));
    if (!described) return tl::make_unexpected(described.error());
    if (auto done = database.run("COMMIT"); !done) return tl::make_unexpected(done.error());
    return !refs.empty();
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
        auto database = Database::build(temporary, kChunkPageBytes);
        if (!database) return tl::make_unexpected(database.error());
        const auto filled = fill(*database, index, fromMs, toMs, source);
        if (!filled) {
            std::filesystem::remove(temporary, error);
            return tl::make_unexpected(filled.error());
        }
        any = *filled;
    }
    if (!any) {
        std::filesystem::remove(temporary, error);
        return std::filesystem::path();
    }
    // The rollups that may be there are those of a block that goes: they must not outlive it.
    const std::filesystem::path rollups = rollupPath(path);
    if (std::filesystem::exists(rollups, error)) {
        removeDatabase(rollups);
        if (auto done = syncDirectory(directory); !done) return tl::make_unexpected(done.error());
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
    const auto meta = readMeta(*out->m_database);
    if (!meta) return tl::make_unexpected(meta.error());
    const bool known = meta->format >= 1 && meta->format <= kFormat;
    if (meta->good && !known) {
        return fail(ErrorCode::InvalidInput, "the block was written by a newer version of Watchglass", path.string());
    }
    if (!known || !meta->good || meta->numbers.size() < 3) {
        return fail(ErrorCode::Corrupt, "the block's description is damaged", path.string());
    }
    out->m_format = meta->format;
    out->m_fromMs = meta->numbers[1];
    out->m_toMs = meta->numbers[2];
    std::error_code unknownSize;
    out->m_identity = meta->numbers.size() > 4 ? static_cast<std::uint64_t>(meta->numbers[4])
                                               : std::filesystem::file_size(path, unknownSize);
    if (std::filesystem::exists(rollupPath(path), unknownSize)) {
        out->m_rollups = std::make_shared<RollupFile>(rollupPath(path), out->m_identity);
    }
    if (auto read = out->readIndex(index, *meta); !read) return tl::make_unexpected(read.error());
    if (out->m_format < kInChunks) {
        auto select = Statement::prepare(*out->m_database, "SELECT data FROM series WHERE id = ?1");
        if (!select) return tl::make_unexpected(select.error());
        out->m_select.emplace(std::move(*select));
    } else {
        auto chunks = ChunkReader::open(*out->m_database);
        if (!chunks) return tl::make_unexpected(chunks.error());
        out->m_chunks.emplace(std::move(*chunks));
    }
    return std::shared_ptr<const Block>(out);
}

Result<void> Block::readIndex(SeriesIndex& index, const Meta& meta)
{
    std::vector<SeriesRef> refs;
    const auto add = [&](const LabelRow& row) {
        refs.clear();
        index.add(row, refs);
        for (std::size_t i = 0; i < refs.size(); ++i) {
            m_entries.push_back({static_cast<std::uint32_t>(refs[i]), static_cast<std::uint32_t>(row.series[i].id)});
        }
    };
    if (m_format == 1) {
        auto series = Statement::prepare(*m_database, "SELECT id, labels FROM series");
        if (!series) return tl::make_unexpected(series.error());
        LabelRow row;
        for (;;) {
            const auto more = series->step();
            if (!more) return tl::make_unexpected(more.error());
            if (!*more) break;
            row.clear();
            if (!row.add(series->integer(0), series->blob(1)))
                return fail(ErrorCode::Corrupt, "the labels of a series are damaged", m_path.string());
            add(row);
        }
    } else {
        const auto read = readLabelRows(*m_database, add);
        if (!read) return tl::make_unexpected(read.error());
        if (read->series == 0) return fail(ErrorCode::Corrupt, "no labels can be read", m_path.string());
        const auto count = static_cast<std::uint64_t>(meta.numbers.size() > 3 ? meta.numbers[3] : 0);
        if (read->firstDamage || read->series != count) {
            m_damage = "samples of " + std::to_string(count - std::min(count, read->series)) +
                       " series cannot be read" +
                       (read->firstDamage ? ": " + read->firstDamage->message : std::string());
        }
    }
    const auto byRef = [](const Entry& a, const Entry& b) { return a.ref < b.ref; };
    if (!std::is_sorted(m_entries.begin(), m_entries.end(), byRef)) {
        std::sort(m_entries.begin(), m_entries.end(), byRef);
    }
    return {};
}

std::int64_t Block::idOf(SeriesRef ref) const
{
    if (m_entries.empty() || ref < m_entries.front().ref) return -1;
    // Refs mostly follow on each other: then the place is known without a search.
    const std::uint64_t guess = ref - m_entries.front().ref;
    const auto at = guess < m_entries.size() && m_entries[guess].ref == ref
                        ? m_entries.begin() + static_cast<std::ptrdiff_t>(guess)
                        : std::lower_bound(m_entries.begin(), m_entries.end(), ref,
                                           [](const Entry& entry, SeriesRef wanted) { return entry.ref < wanted; });
    if (at == m_entries.end() || at->ref != ref || m_unreadable.load(std::memory_order_relaxed)) return -1;
    if (m_anyBad.load(std::memory_order_relaxed)) {
        MutexLock lock(m_mutex);
        if (m_bad.contains(ref)) return -1;
    }
    return at->id;
}

std::string Block::damage() const
{
    MutexLock lock(m_mutex);
    return m_damage;
}

void Block::noteDamage(SeriesRef ref, const Error& error) const
{
    logError("storage", "left out from now on: " + error.message + " (" + error.where + ")");
    MutexLock lock(m_mutex);
    if (m_damage.empty()) m_damage = error.message;
    if (error.code == ErrorCode::Io) {
        m_unreadable = true;
    } else {
        m_bad.insert(ref);
        m_anyBad = true;
    }
}

/// A series as it stands in the file; empty when it is not there.
Result<std::string> Block::stored(std::int64_t id) const
{
    std::string out;
    if (m_format >= kInChunks) {
        if (auto read = m_chunks->read(static_cast<std::uint64_t>(id), out); !read)
            return tl::make_unexpected(read.error());
        return out;
    }
    m_select->reset();
    const auto found = m_select->bind(1, id).step();
    if (!found) return tl::make_unexpected(found.error());
    if (*found) out = m_select->blob(0);
    m_select->reset();
    return out;
}

Result<Block::Decoded> Block::decode(std::int64_t id) const
{
    const auto damaged = [&](const std::string& how) {
        return fail(ErrorCode::Corrupt, "a block is damaged: series " + std::to_string(id) + ": " + how,
                    m_path.string());
    };
    std::string packed;
    {
        MutexLock lock(m_mutex);
        auto found = stored(id);
        if (!found) return tl::make_unexpected(found.error());
        packed = std::move(*found);
    }
    if (packed.empty()) return damaged("a series is missing");
    BlobReader blob;
    const auto content = blob.read(packed);
    if (!content) return damaged(content.error().message);
    Decoded out;
    ByteReader in(*content);
    // The row says whose samples it has: the key of a row has no checksum.
    if (m_format > 1 && (in.varint() != static_cast<std::uint64_t>(id) || in.failed())) return damaged("bad encoding");
    if (m_format < kSharesTimes) {
        if (!decodeColumns(in.take(in.left()), out.columns)) return damaged("bad encoding");
        return out;
    }
    const std::optional<std::uint64_t> timesRow = decodeStoredColumns(in, m_format >= kInChunks, out.columns);
    if (!timesRow) return damaged("bad encoding");
    if (*timesRow == 0) return out;
    MutexLock lock(m_mutex);
    auto times = m_timesRows.read(*m_database, *timesRow);
    if (!times) return damaged(times.error().message);
    if (times->times->size() != out.columns.values.size()) return damaged("its times are those of others");
    out.times = std::move(*times);
    return out;
}

Result<Columns> Block::decodeWhole(std::int64_t id) const
{
    Result<Decoded> decoded = decode(id);
    if (!decoded) return tl::make_unexpected(decoded.error());
    if (decoded->times.times) decoded->columns.times = *decoded->times.times;
    return std::move(decoded->columns);
}

Result<void> Block::readAll(SeriesRef ref, Columns& out) const
{
    const std::int64_t id = idOf(ref);
    if (id < 0) return {};
    Result<Columns> decoded = decodeWhole(id);
    if (!decoded) return tl::make_unexpected(decoded.error());
    appendColumns(std::move(*decoded), out);
    return {};
}

Result<ColumnSlice> Block::read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs) const
{
    const std::int64_t id = idOf(ref);
    if (id < 0) return ColumnSlice();
    std::shared_ptr<const DecodedColumn> column = m_cache->find(m_cacheId, ref);
    if (!column) {
        Result<Decoded> decoded = decode(id);
        if (!decoded) {
            noteDamage(ref, decoded.error());
            return tl::make_unexpected(decoded.error());
        }
        column = m_cache->put(m_cacheId, ref, std::move(decoded->columns), std::move(decoded->times));
    }
    const std::vector<std::int64_t>& times = *column->times;
    const auto from = std::lower_bound(times.begin(), times.end(), minMs) - times.begin();
    const auto to = std::upper_bound(times.begin(), times.end(), maxMs) - times.begin();
    return ColumnSlice{std::move(column), static_cast<std::size_t>(from), static_cast<std::size_t>(to)};
}

}  // namespace watchglass::storage
