#include "engine/storage/column_chunks.h"

#include <algorithm>
#include <limits>

#include "engine/storage/bytes.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

/// What a leaf of SQLite's tree takes without a page of its own for the rest: payload of page - 35 bytes, of which four
/// are the header of the record (https://sqlite.org/fileformat2.html, "B-tree Cell Format").
constexpr std::size_t kChunkBytes = kChunkPageBytes - 35 - 4;

/// Places in a row: what a damaged row, of which there are two, takes with it.
constexpr std::uint64_t kPlacesInRow = 1000;

std::string encodePlaces(std::uint64_t row, const StreamPlace* from, std::size_t count)
{
    std::string out;
    putVarint(out, row);
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < count; ++i) {
        putSigned(out, static_cast<std::int64_t>(from[i].offset - end));
        putVarint(out, from[i].length);
        end = from[i].offset + from[i].length;
    }
    return out;
}

Result<std::vector<StreamPlace>> readCopy(Database& database, std::uint64_t row, bool second)
{
    auto select = Statement::prepare(database, "SELECT data FROM places WHERE id = ?1");
    if (!select) return tl::make_unexpected(select.error());
    const auto id = static_cast<std::int64_t>(row);
    const auto found = select->bind(1, second ? -id : id).step();
    if (!found) return tl::make_unexpected(found.error());
    if (!*found) return fail(ErrorCode::Corrupt, "its place is missing", database.path().string());
    const auto content = unpackBlob(select->blob(0));
    if (!content) return tl::make_unexpected(content.error());
    ByteReader in(*content);
    // The row says which it is: the key of a row has no checksum.
    bool right = in.varint() == row;
    std::vector<StreamPlace> out;
    std::uint64_t end = 0;
    while (right && !in.failed() && !in.atEnd()) {
        StreamPlace place;
        place.offset = end + static_cast<std::uint64_t>(in.signedVarint());
        const std::uint64_t length = in.varint();
        right = length <= std::numeric_limits<std::uint32_t>::max();
        place.length = static_cast<std::uint32_t>(length);
        end = place.offset + length;
        out.push_back(place);
    }
    if (right && !in.failed()) return out;
    return fail(ErrorCode::Corrupt, "its place is damaged", database.path().string());
}

}  // namespace

Result<ChunkWriter> ChunkWriter::create(Database& database)
{
    const auto made = database.run("CREATE TABLE columns(id INTEGER PRIMARY KEY, data BLOB);"
                                   "CREATE TABLE places(id INTEGER PRIMARY KEY, data BLOB)");
    if (!made) return tl::make_unexpected(made.error());
    auto columns = Statement::prepare(database, "INSERT INTO columns VALUES(?1, ?2)");
    if (!columns) return tl::make_unexpected(columns.error());
    auto places = Statement::prepare(database, "INSERT INTO places VALUES(?1, ?2)");
    if (!places) return tl::make_unexpected(places.error());
    return ChunkWriter(std::move(*columns), std::move(*places));
}

Result<void> ChunkWriter::add(std::uint64_t id, std::string_view bytes)
{
    if (m_where.size() < id) m_where.resize(id);
    m_where[id - 1] = {m_offset, static_cast<std::uint32_t>(bytes.size())};
    m_offset += bytes.size();
    m_held += bytes;
    std::size_t from = 0;
    for (; m_held.size() - from >= kChunkBytes; from += kChunkBytes) {
        if (auto done = writeChunk(std::string_view(m_held).substr(from, kChunkBytes)); !done) return done;
    }
    m_held.erase(0, from);
    return {};
}

Result<void> ChunkWriter::writeChunk(std::string_view bytes)
{
    const auto done = m_columns.bind(1, ++m_chunks).bindBlob(2, bytes).step();
    m_columns.reset();
    if (!done) return tl::make_unexpected(done.error());
    return {};
}

Result<void> ChunkWriter::finish()
{
    if (!m_held.empty()) {
        if (auto done = writeChunk(m_held); !done) return done;
        m_held.clear();
    }
    // All first copies, then all second ones: damage mostly hits neighbours.
    for (const std::int64_t sign : {1, -1}) {
        for (std::size_t from = 0; from < m_where.size(); from += kPlacesInRow) {
            const std::uint64_t row = from / kPlacesInRow + 1;
            const std::size_t count = std::min<std::size_t>(kPlacesInRow, m_where.size() - from);
            const std::string data = packBlob(encodePlaces(row, m_where.data() + from, count));
            const auto done = m_places.bind(1, sign * static_cast<std::int64_t>(row)).bindBlob(2, data).step();
            m_places.reset();
            if (!done) return tl::make_unexpected(done.error());
        }
    }
    return {};
}

Result<ChunkReader> ChunkReader::open(Database& database)
{
    auto columns = Statement::prepare(database, "SELECT id, data FROM columns WHERE id >= ?1 ORDER BY id");
    if (!columns) return tl::make_unexpected(columns.error());
    return ChunkReader(database, std::move(*columns));
}

Result<StreamPlace> ChunkReader::placeOf(std::uint64_t id)
{
    const std::uint64_t row = (id - 1) / kPlacesInRow + 1;
    auto known = m_rows.find(row);
    if (known == m_rows.end()) {
        auto read = readCopy(*m_database, row, false);
        if (!read) read = readCopy(*m_database, row, true);
        if (!read) return tl::make_unexpected(read.error());
        known = m_rows.emplace(row, std::move(*read)).first;
    }
    const std::size_t at = (id - 1) % kPlacesInRow;
    if (at >= known->second.size())
        return fail(ErrorCode::Corrupt, "its place is missing", m_database->path().string());
    return known->second[at];
}

Result<void> ChunkReader::read(std::uint64_t id, std::string& out)
{
    out.clear();
    if (id == 0) return fail(ErrorCode::Corrupt, "a series without a number", m_database->path().string());
    const auto place = placeOf(id);
    if (!place) return tl::make_unexpected(place.error());
    auto chunk = static_cast<std::int64_t>(place->offset / kChunkBytes + 1);
    std::size_t skip = place->offset % kChunkBytes;
    m_columns.reset();
    m_columns.bind(1, chunk);
    while (out.size() < place->length) {
        const auto found = m_columns.step();
        if (!found) return tl::make_unexpected(found.error());
        const std::string_view bytes = *found ? m_columns.blob(1) : std::string_view();
        if (!*found || m_columns.integer(0) != chunk || bytes.size() <= skip) {
            return fail(ErrorCode::Corrupt, "a part of the samples is missing", m_database->path().string());
        }
        out += bytes.substr(skip, place->length - out.size());
        skip = 0;
        ++chunk;
    }
    m_columns.reset();
    return {};
}

}  // namespace watchglass::storage
