#include "engine/import/prometheus_block.h"

#include <algorithm>
#include <numeric>

#include "engine/base/json.h"
#include "engine/import/big_endian_reader.h"
#include "engine/import/crc32c.h"
#include "engine/import/prometheus_chunk.h"

namespace watchglass::import {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kSegmentMagic = 0x85BD40DD;
constexpr std::uint32_t kTombstonesMagic = 0x0130BA30;
constexpr std::uint64_t kCrcBytes = 4;
/// A chunk of 120 floats is shorter; longer ones are read a second time.
constexpr std::uint64_t kUsualChunkBytes = 1536;

Result<std::string> readAll(const fs::path& path)
{
    const auto file = RandomFile::open(path);
    if (!file) return tl::make_unexpected(file.error());
    return file->readAll();
}

Result<std::vector<RandomFile>> openSegments(const fs::path& folder)
{
    std::vector<fs::path> paths;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.empty() && name.find_first_not_of("0123456789") == std::string::npos) paths.push_back(it->path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<RandomFile> out;
    for (const fs::path& path : paths) {
        auto file = RandomFile::open(path);
        if (!file) return tl::make_unexpected(file.error());
        const auto head = file->readSome(0, 5);
        if (!head) return tl::make_unexpected(head.error());
        BigEndianReader in(*head);
        if (in.be32() != kSegmentMagic) return fail(ErrorCode::Corrupt, "this is no file of chunks", path.string());
        if (in.byte() != 1)
            return fail(ErrorCode::InvalidInput, "a newer file of chunks cannot be read", path.string());
        out.push_back(std::move(*file));
    }
    return out;
}

template <class T>
std::vector<T> ordered(const std::vector<T>& from, const std::vector<std::size_t>& order)
{
    std::vector<T> out;
    if (from.empty()) return out;
    out.reserve(order.size());
    for (const std::size_t i : order) out.push_back(from[i]);
    return out;
}

}  // namespace

void sortSamples(storage::Columns& columns)
{
    const std::vector<std::int64_t>& times = columns.times;
    if (std::adjacent_find(times.begin(), times.end(), std::greater_equal<>()) == times.end()) return;
    std::vector<std::size_t> order(times.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    order.erase(
        std::unique(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return times[a] == times[b]; }),
        order.end());
    columns.values = ordered(columns.values, order);
    columns.histograms = ordered(columns.histograms, order);
    columns.times = ordered(columns.times, order);
}

Result<PrometheusBlock> PrometheusBlock::open(const fs::path& folder)
{
    const fs::path metaPath = folder / "meta.json";
    const auto text = readAll(metaPath);
    if (!text) return tl::make_unexpected(text.error());
    const auto meta = json::parse(*text);
    if (!meta) return fail(ErrorCode::Corrupt, "meta.json is damaged: " + meta.error().message, metaPath.string());
    if ((*meta)["version"].toInt() != 1) {
        return fail(ErrorCode::InvalidInput, "a block of another version than 1 cannot be read", metaPath.string());
    }
    auto index = PrometheusIndex::open(folder / "index");
    if (!index) return tl::make_unexpected(index.error());
    PrometheusBlock out(std::move(*index));
    out.m_folder = folder;
    out.m_minMs = (*meta)["minTime"].toInt();
    out.m_maxMs = (*meta)["maxTime"].toInt();
    for (const json::Value& parent : (*meta)["compaction"]["parents"].items()) {
        out.m_parents.push_back(parent["ulid"].toString());
    }
    for (const json::Value& hint : (*meta)["compaction"]["hints"].items()) {
        if (hint.toString() == "from-out-of-order") out.m_outOfOrder = true;
    }
    auto segments = openSegments(folder / "chunks");
    if (!segments) return tl::make_unexpected(segments.error());
    out.m_segments = std::move(*segments);
    if (auto read = out.readTombstones(); !read) return tl::make_unexpected(read.error());
    return out;
}

Result<void> PrometheusBlock::readTombstones()
{
    const fs::path path = m_folder / "tombstones";
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {};
    const auto bytes = readAll(path);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const auto damaged = [&](const char* what) {
        return fail(ErrorCode::Corrupt, std::string("the list of what was deleted is damaged: ") + what, path.string());
    };
    if (bytes->size() < 5 + kCrcBytes) return damaged("it is too short");
    const std::string_view all(*bytes);
    BigEndianReader head(all.substr(0, 5));
    if (head.be32() != kTombstonesMagic || head.byte() != 1) return damaged("it begins like none");
    const std::string_view content = all.substr(5, all.size() - 5 - kCrcBytes);
    if (BigEndianReader(all.substr(all.size() - kCrcBytes)).be32() != crc32c(content)) {
        return damaged("it has another checksum");
    }
    for (BigEndianReader in(content); !in.done();) {
        const std::uint64_t ref = in.uvarint();
        const std::int64_t minMs = in.varint();
        const std::int64_t maxMs = in.varint();
        if (in.failed()) return damaged("it ends early");
        if (minMs <= maxMs) storage::addInterval(m_deleted[ref], {minMs, maxMs});
    }
    return {};
}

Result<void> PrometheusBlock::read(std::size_t series, std::int64_t minMs, std::int64_t maxMs,
                                   storage::Columns& out) const
{
    const PrometheusIndex::Series& wanted = m_index.series()[series];
    const auto chunks = m_index.chunks(wanted);
    if (!chunks) return tl::make_unexpected(chunks.error());
    storage::Columns own;
    for (const PrometheusIndex::Chunk& chunk : *chunks) {
        if (chunk.minMs > maxMs || chunk.maxMs < minMs) continue;
        if (auto read = readChunk(chunk.ref, own); !read) return read;
    }
    sortSamples(own);
    if (const auto gone = m_deleted.find(wanted.ref); gone != m_deleted.end()) {
        storage::removeIntervals(gone->second, own);
    }
    for (std::size_t i = 0; i < own.times.size(); ++i) {
        if (own.times[i] < minMs || own.times[i] > maxMs) continue;
        if (!own.histograms.empty()) {
            out.histograms.resize(out.times.size());
            out.histograms.push_back(std::move(own.histograms[i]));
        } else if (!out.histograms.empty()) {
            out.histograms.emplace_back();
        }
        out.times.push_back(own.times[i]);
        out.values.push_back(own.values[i]);
    }
    return {};
}

Result<void> PrometheusBlock::readChunk(std::uint64_t ref, storage::Columns& out) const
{
    const std::uint64_t segment = ref >> 32;
    if (segment >= m_segments.size()) {
        return fail(ErrorCode::Corrupt, "a file of chunks is missing", (m_folder / "chunks").string());
    }
    const RandomFile& file = m_segments[segment];
    const std::uint64_t offset = ref & 0xFFFFFFFFU;
    auto bytes = file.readSome(offset, kUsualChunkBytes);
    if (!bytes) return tl::make_unexpected(bytes.error());
    BigEndianReader in(*bytes);
    const std::uint64_t length = in.uvarint();
    const std::uint64_t head = bytes->size() - in.rest().size();
    const std::uint64_t total = head + 1 + length + kCrcBytes;
    if (in.failed() || length > file.size()) return fail(ErrorCode::Corrupt, "a chunk has no length", file.path());
    if (total > bytes->size()) {
        bytes = file.read(offset, total);
        if (!bytes) return tl::make_unexpected(bytes.error());
    }
    const std::string_view content = std::string_view(*bytes).substr(head, 1 + length);
    if (BigEndianReader(std::string_view(*bytes).substr(head + 1 + length)).be32() != crc32c(content)) {
        return fail(ErrorCode::Corrupt, "a chunk has another checksum", file.path());
    }
    auto decoded = decodeChunk(static_cast<ChunkEncoding>(content[0]), content.substr(1), out);
    if (!decoded) decoded.error().where = file.path();
    return decoded;
}

}  // namespace watchglass::import
