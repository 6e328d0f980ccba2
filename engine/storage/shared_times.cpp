#include "engine/storage/shared_times.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/storage/column_codec.h"
#include "engine/storage/int_codec.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/value_codec.h"

namespace watchglass::storage {

namespace {

/// So many series later nobody is expected to have the same times any more.
constexpr std::size_t kMostWaiting = 64;

std::string encodeTimes(const std::vector<std::int64_t>& times)
{
    std::string out;
    encodeInts(times, out);
    return out;
}

}  // namespace

std::uint64_t hashOfTimes(const std::vector<std::int64_t>& times)
{
    return hashBytes({reinterpret_cast<const char*>(times.data()), times.size() * sizeof(std::int64_t)});
}

Result<SeriesRows> SeriesRows::create(Database& database)
{
    const auto made = database.run("CREATE TABLE times(id INTEGER PRIMARY KEY, data BLOB)");
    if (!made) return tl::make_unexpected(made.error());
    auto columns = ChunkWriter::create(database);
    if (!columns) return tl::make_unexpected(columns.error());
    auto times = Statement::prepare(database, "INSERT INTO times VALUES(?1, ?2)");
    if (!times) return tl::make_unexpected(times.error());
    return SeriesRows(std::move(*columns), std::move(*times));
}

Result<void> SeriesRows::add(std::uint64_t id, const Columns& columns)
{
    if (!columns.histograms.empty()) return write(id, 0, 0, encodeColumns(columns));
    std::string values = encode(columns.values);
    const std::uint64_t hash = hashOfTimes(columns.times);
    const auto known = m_rowOf.find(hash);
    if (known != m_rowOf.end()) return write(id, columns.times.size(), known->second, values);

    const auto same = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting& other) {
        return other.hash == hash && other.times == columns.times;
    });
    if (same == m_waiting.end()) {
        m_waiting.push_back({id, hash, columns.times, std::move(values)});
        if (m_waiting.size() <= kMostWaiting) return {};
        auto done = writeAlone(m_waiting.front());
        m_waiting.pop_front();
        return done;
    }
    std::string row;
    putVarint(row, m_rows.size() + 1);
    putVarint(row, columns.times.size());
    m_rows.push_back(packBlob(row + encodeTimes(columns.times)));
    m_rowOf.emplace(hash, m_rows.size());
    auto first = write(same->id, same->times.size(), m_rows.size(), same->values);
    m_waiting.erase(same);
    return first ? write(id, columns.times.size(), m_rows.size(), values) : first;
}

/// In the smaller of frames and planes.
std::string SeriesRows::encode(const std::vector<double>& values)
{
    std::string frames(1, static_cast<char>(kFrames));
    encodeValues(values, frames);
    std::string planes(1, static_cast<char>(kPlanes));
    return m_planes->encode(values, planes) && planes.size() < frames.size() ? planes : frames;
}

Result<void> SeriesRows::writeAlone(const Waiting& one)
{
    return write(one.id, one.times.size(), 0, encodeTimes(one.times) + one.values);
}

/// `count` 0: `rest` says all.
Result<void> SeriesRows::write(std::uint64_t id, std::size_t count, std::uint64_t timesRow, std::string_view rest)
{
    std::string content;
    putVarint(content, id);
    if (count > 0) {
        putVarint(content, count);
        putVarint(content, timesRow);
    }
    content += rest;
    const std::string data = storeBlob(content);
    m_identity = hashBytes(std::to_string(m_identity) + std::to_string(hashBytes(data)));
    return m_columns.add(id, data);
}

Result<void> SeriesRows::finish()
{
    for (const Waiting& one : m_waiting) {
        if (auto done = writeAlone(one); !done) return done;
    }
    m_waiting.clear();
    if (auto done = m_columns.finish(); !done) return done;
    // All first copies, then all second ones: damage mostly hits neighbours.
    for (const std::int64_t sign : {1, -1}) {
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const auto done = m_times.bind(1, sign * static_cast<std::int64_t>(i + 1)).bindBlob(2, m_rows[i]).step();
            m_times.reset();
            if (!done) return tl::make_unexpected(done.error());
        }
    }
    return {};
}

namespace {

Result<std::vector<std::int64_t>> readCopy(Database& database, std::uint64_t row, bool second)
{
    auto select = Statement::prepare(database, "SELECT data FROM times WHERE id = ?1");
    if (!select) return tl::make_unexpected(select.error());
    const auto id = static_cast<std::int64_t>(row);
    const auto found = select->bind(1, second ? -id : id).step();
    if (!found) return tl::make_unexpected(found.error());
    if (!*found) return fail(ErrorCode::Corrupt, "its times are missing", database.path().string());
    const auto content = unpackBlob(select->blob(0));
    if (!content) return tl::make_unexpected(content.error());
    ByteReader in(*content);
    // The row says which it is: the key of a row has no checksum.
    const bool right = in.varint() == row;
    const std::uint64_t count = in.varint();
    std::vector<std::int64_t> times;
    if (right && !in.failed() && count / kFrameLength <= in.left()) {
        times.resize(count);
        if (decodeInts(in, times)) return times;
    }
    return fail(ErrorCode::Corrupt, "its times are damaged", database.path().string());
}

}  // namespace

Result<SharedTimes> TimesRows::read(Database& database, std::uint64_t row)
{
    Known& known = m_known[row];
    if (auto times = known.times.lock()) return SharedTimes{std::move(times), known.hash};
    auto read = readCopy(database, row, false);
    if (!read) read = readCopy(database, row, true);
    if (!read) return tl::make_unexpected(read.error());
    auto times = std::make_shared<const std::vector<std::int64_t>>(std::move(*read));
    known = {times, hashOfTimes(*times)};
    return SharedTimes{std::move(times), known.hash};
}

}  // namespace watchglass::storage
