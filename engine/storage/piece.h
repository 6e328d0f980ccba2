#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// What a reader wants of one series: a time range, and nothing newer than its snapshot.
struct ReadRange {
    std::int64_t minMs = 0;
    std::int64_t maxMs = 0;
    std::uint64_t sequence = 0;  ///< rows written later are invisible
};

/// The open end of a group: rows of samples that share a time, one column per series, not yet encoded.
///
/// Invariants: a row's time and sequence are written before `rows` counts it; its values before the
/// head publishes its sequence. Rows never change afterwards, so readers need no lock.
/// Threads: one writer; any readers that skip rows newer than their snapshot.
struct Slab {
    Slab(std::shared_ptr<const std::vector<SeriesRef>> columnRefs, std::uint32_t rowCapacity);

    [[nodiscard]] std::size_t columns() const { return refs->size(); }
    [[nodiscard]] bool present(std::uint32_t row, std::size_t column) const
    {
        return full[row] || ((presence[row * words + column / 64] >> (column % 64)) & 1);
    }
    [[nodiscard]] const double* row(std::uint32_t index) const
    {
        return chunks[index >> chunkShift].get() + (index & ((1U << chunkShift) - 1)) * columns();
    }
    /// The values of the next row, which makes room for it. Writer only.
    [[nodiscard]] double* begin(std::uint32_t index);
    [[nodiscard]] double* row(std::uint32_t index) { return const_cast<double*>(std::as_const(*this).row(index)); }
    void collect(std::size_t column, const ReadRange& range, Columns& out) const;

    const std::shared_ptr<const std::vector<SeriesRef>> refs;
    const std::uint32_t capacity;
    const std::size_t words;  ///< of presence bits, per row
    std::unique_ptr<std::int64_t[]> times;
    std::unique_ptr<std::uint64_t[]> sequences;
    std::unique_ptr<bool[]> full;  ///< all columns present: the bits are not looked at
    std::unique_ptr<std::uint64_t[]> presence;
    const std::uint32_t chunkShift;                       ///< rows that are allocated together, as a power of 2
    std::unique_ptr<std::unique_ptr<double[]>[]> chunks;  ///< values row by row, as far as there are rows
    std::atomic<std::uint32_t> rows = 0;
};

/// A sealed slab: times once, each column encoded by itself. Immutable.
class Piece {
public:
    /// Encodes all rows of a slab that gets no more.
    [[nodiscard]] static std::shared_ptr<const Piece> seal(const Slab& slab);
    /// One piece with the rows of several of the same columns, which follow on each other; at most 128 rows.
    [[nodiscard]] static std::shared_ptr<const Piece> merge(std::span<const std::shared_ptr<const Piece>> pieces);

    [[nodiscard]] std::int64_t minMs() const { return m_minMs; }
    [[nodiscard]] std::int64_t maxMs() const { return m_maxMs; }
    [[nodiscard]] std::size_t sizeBytes() const
    {
        return m_bytes.size() + m_offsets.size() * 4 + m_times.size() * 8 + sizeof(*this);
    }

    void collect(std::size_t column, const ReadRange& range, Columns& out) const;
    /// Bring into the cache what collect() will read: first the one, then the other.
    void prefetchOffset(std::size_t column) const { __builtin_prefetch(m_offsets.data() + column); }
    void prefetchColumn(std::size_t column) const { __builtin_prefetch(m_bytes.data() + m_offsets[column]); }

    [[nodiscard]] std::uint32_t rows() const { return m_rows; }

private:
    class Builder;
    [[nodiscard]] bool readTimes(std::int64_t* out) const;

    std::int64_t m_minMs = 0;
    std::int64_t m_maxMs = 0;
    std::uint64_t m_lastSequence = 0;
    std::uint32_t m_rows = 0;
    std::vector<std::uint32_t> m_offsets;  ///< of each column in m_bytes
    std::string m_bytes;                   ///< times, sequences, columns
    std::vector<std::int64_t> m_times;     ///< decoded, in wide pieces only: shared by all columns
};

}  // namespace watchglass::storage
