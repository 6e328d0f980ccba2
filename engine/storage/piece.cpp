#include "engine/storage/piece.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <span>

#include "engine/base/assert.h"
#include "engine/storage/int_codec.h"
#include "engine/storage/value_codec.h"

namespace watchglass::storage {

namespace {

// First byte of a column: which rows it has.
constexpr char kAllRows = 0;
constexpr char kSomeRows = 1;  // a bitmap follows
constexpr char kNoRows = 2;

/// From this many columns on, times stay decoded beside the encoded ones: a byte a column at most.
constexpr std::size_t kWideColumns = 16;

/// Bytes of values that are allocated together, at least: rows of wide groups come one by one, so that what a slab will
/// have once it is full is not held from the start.
constexpr std::size_t kChunkBytes = 4096;

std::uint32_t chunkShiftFor(std::size_t columns)
{
    const std::size_t rows = (kChunkBytes + columns * 8 - 1) / (columns * 8);
    return static_cast<std::uint32_t>(std::countr_zero(std::bit_ceil(rows)));
}

/// Longest slab, hence the size of the decode buffers.
constexpr std::size_t kMaxRows = 128;

}  // namespace

Slab::Slab(std::shared_ptr<const std::vector<SeriesRef>> columnRefs, std::uint32_t rowCapacity)
    : refs(std::move(columnRefs)), capacity(rowCapacity), words((refs->size() + 63) / 64),
      times(std::make_unique<std::int64_t[]>(capacity)), sequences(std::make_unique<std::uint64_t[]>(capacity)),
      full(std::make_unique<bool[]>(capacity)), presence(std::make_unique<std::uint64_t[]>(capacity * words)),
      chunkShift(chunkShiftFor(std::max<std::size_t>(refs->size(), 1))),
      chunks(std::make_unique<std::unique_ptr<double[]>[]>((capacity >> chunkShift) + 1))
{
    WG_ASSERT(capacity >= 1 && capacity <= kMaxRows);
}

double* Slab::begin(std::uint32_t index)
{
    auto& chunk = chunks[index >> chunkShift];
    if (!chunk) {
        const std::uint32_t first = index >> chunkShift << chunkShift;
        const std::size_t held = std::min(1U << chunkShift, capacity - first);
        chunk = std::make_unique_for_overwrite<double[]>(held * columns());
    }
    return row(index);
}

void Slab::collect(std::size_t column, const ReadRange& range, Columns& out) const
{
    const std::uint32_t count = rows.load(std::memory_order_acquire);
    for (std::uint32_t at = 0; at < count; ++at) {
        if (sequences[at] > range.sequence) break;
        if (times[at] < range.minMs || times[at] > range.maxMs || !present(at, column)) continue;
        out.times.push_back(times[at]);
        out.values.push_back(row(at)[column]);
    }
}

class Piece::Builder {
public:
    explicit Builder(std::size_t columns) : m_piece(std::make_shared<Piece>()), m_columns(columns)
    {
        m_piece->m_offsets.reserve(columns);
    }

    /// Rows first, then each column.
    void rows(std::span<const std::int64_t> times, std::span<const std::int64_t> sequences)
    {
        m_piece->m_rows = static_cast<std::uint32_t>(times.size());
        m_piece->m_minMs = times.front();
        m_piece->m_maxMs = times.back();
        m_piece->m_lastSequence = static_cast<std::uint64_t>(sequences.back());
        m_bytes.reserve(m_columns * times.size() * 2);
        encodeInts(times, m_bytes);
        encodeInts(sequences, m_bytes);
        if (m_columns >= kWideColumns) m_piece->m_times.assign(times.begin(), times.end());
    }
    /// `bits` is looked at when not every row has a value.
    void column(std::span<const double> values, const std::bitset<kMaxRows>& bits)
    {
        m_piece->m_offsets.push_back(static_cast<std::uint32_t>(m_bytes.size()));
        const std::uint32_t rows = m_piece->m_rows;
        if (values.empty()) {
            m_bytes += kNoRows;
            return;
        }
        m_bytes += values.size() == rows ? kAllRows : kSomeRows;
        if (values.size() != rows) {
            const std::size_t at = m_bytes.size();
            m_bytes.resize(at + (rows + 7) / 8);
            for (std::uint32_t row = 0; row < rows; ++row) {
                if (bits[row]) m_bytes[at + row / 8] |= static_cast<char>(1U << (row % 8));
            }
        }
        encodeValues(values, m_bytes);
    }
    [[nodiscard]] std::shared_ptr<const Piece> build()
    {
        m_piece->m_bytes = std::string(m_bytes);  // just as long as needed
        return std::move(m_piece);
    }

private:
    std::shared_ptr<Piece> m_piece;
    std::size_t m_columns;
    std::string m_bytes;
};

std::shared_ptr<const Piece> Piece::seal(const Slab& slab)
{
    const std::uint32_t rows = slab.rows.load(std::memory_order_relaxed);
    const std::size_t columns = slab.columns();
    WG_ASSERT(rows > 0);
    std::array<std::int64_t, kMaxRows> sequences;
    for (std::uint32_t row = 0; row < rows; ++row) sequences[row] = static_cast<std::int64_t>(slab.sequences[row]);
    Builder builder(columns);
    builder.rows({slab.times.get(), rows}, {sequences.data(), rows});

    const bool allFull = std::all_of(slab.full.get(), slab.full.get() + rows, [](bool full) { return full; });
    // Eight columns at a time: a cache line of each row is read once.
    constexpr std::size_t kStripe = 8;
    std::array<std::array<double, kMaxRows>, kStripe> stripe;
    for (std::size_t first = 0; first < columns; first += kStripe) {
        const std::size_t width = std::min(kStripe, columns - first);
        std::array<std::uint32_t, kStripe> counts{};
        for (std::uint32_t row = 0; row < rows; ++row) {
            const double* from = slab.row(row) + first;
            for (std::size_t i = 0; i < width; ++i) {
                if (allFull || slab.present(row, first + i)) stripe[i][counts[i]++] = from[i];
            }
        }
        for (std::size_t i = 0; i < width; ++i) {
            std::bitset<kMaxRows> bits;
            if (counts[i] != rows && counts[i] != 0) {
                for (std::uint32_t row = 0; row < rows; ++row) bits[row] = slab.present(row, first + i);
            }
            builder.column({stripe[i].data(), counts[i]}, bits);
        }
    }
    return builder.build();
}

std::shared_ptr<const Piece> Piece::merge(std::span<const std::shared_ptr<const Piece>> pieces)
{
    const std::size_t columns = pieces.front()->m_offsets.size();
    std::array<std::int64_t, kMaxRows> times;
    std::array<std::int64_t, kMaxRows> sequences;
    std::size_t rows = 0;
    for (const auto& piece : pieces) {
        WG_ASSERT(piece->m_offsets.size() == columns && rows + piece->m_rows <= kMaxRows);
        ByteReader in(std::string_view{piece->m_bytes});
        const bool good = decodeInts(in, {times.data() + rows, piece->m_rows}) &&
                          decodeInts(in, {sequences.data() + rows, piece->m_rows});
        WG_ASSERT(good);
        if (!good) return nullptr;
        rows += piece->m_rows;
    }
    Builder builder(columns);
    builder.rows({times.data(), rows}, {sequences.data(), rows});
    std::array<double, kMaxRows> values;
    for (std::size_t column = 0; column < columns; ++column) {
        std::bitset<kMaxRows> bits;
        std::size_t count = 0;
        std::size_t before = 0;
        for (const auto& piece : pieces) {
            ByteReader in(std::string_view{piece->m_bytes}.substr(piece->m_offsets[column]));
            const char kind = static_cast<char>(in.byte());
            const std::string_view some = kind == kSomeRows ? in.take((piece->m_rows + 7) / 8) : std::string_view();
            std::size_t there = 0;
            for (std::uint32_t row = 0; row < piece->m_rows && kind != kNoRows; ++row) {
                const bool has = kind == kAllRows || ((some[row / 8] >> (row % 8)) & 1) != 0;
                bits[before + row] = has;
                there += has ? 1 : 0;
            }
            const bool good = there == 0 || decodeValues(in, {values.data() + count, there});
            WG_ASSERT(good);
            if (!good) return nullptr;
            count += there;
            before += piece->m_rows;
        }
        builder.column({values.data(), count}, bits);
    }
    return builder.build();
}

void Piece::collect(std::size_t column, const ReadRange& range, Columns& out) const
{
    if (m_maxMs < range.minMs || m_minMs > range.maxMs) return;
    const std::string_view bytes = m_bytes;
    ByteReader in(bytes.substr(m_offsets[column]));
    const char kind = static_cast<char>(in.byte());
    if (kind == kNoRows) return;
    const std::string_view bits = kind == kSomeRows ? in.take((m_rows + 7) / 8) : std::string_view();
    const bool allVisible = m_lastSequence <= range.sequence;
    std::array<std::int64_t, kMaxRows> decodedTimes;
    const std::int64_t* times = m_times.data();
    if (m_times.empty()) {
        times = decodedTimes.data();
        if (!readTimes(decodedTimes.data())) return;
    }
    if (kind == kAllRows && allVisible && m_minMs >= range.minMs && m_maxMs <= range.maxMs) {
        const std::size_t before = out.values.size();
        out.values.resize(before + m_rows);
        const bool whole = decodeValues(in, {out.values.data() + before, m_rows});
        WG_ASSERT(whole);
        if (!whole) {
            out.values.resize(before);
            return;
        }
        out.times.insert(out.times.end(), times, times + m_rows);
        return;
    }

    std::size_t count = m_rows;
    if (kind == kSomeRows) {
        count = 0;
        for (std::uint32_t row = 0; row < m_rows; ++row) count += (bits[row / 8] >> (row % 8)) & 1;
    }
    std::array<std::int64_t, kMaxRows> sequences;
    std::array<double, kMaxRows> values;
    bool good = decodeValues(in, {values.data(), count});
    if (!allVisible) {
        ByteReader shared(bytes);
        std::array<std::int64_t, kMaxRows> skipped;
        good = good && decodeInts(shared, {skipped.data(), m_rows}) && decodeInts(shared, {sequences.data(), m_rows});
    }
    WG_ASSERT(good);
    if (!good) return;

    std::size_t next = 0;
    for (std::uint32_t row = 0; row < m_rows; ++row) {
        if (kind == kSomeRows && ((bits[row / 8] >> (row % 8)) & 1) == 0) continue;
        const double value = values[next++];
        if (!allVisible && static_cast<std::uint64_t>(sequences[row]) > range.sequence) break;
        if (times[row] < range.minMs || times[row] > range.maxMs) continue;
        out.times.push_back(times[row]);
        out.values.push_back(value);
    }
}

bool Piece::readTimes(std::int64_t* out) const
{
    ByteReader shared(std::string_view{m_bytes});
    const bool good = decodeInts(shared, {out, m_rows});
    WG_ASSERT(good);
    return good;
}

}  // namespace watchglass::storage
