#pragma once

#include <cstdint>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::storage {

/// An ascending list of refs, kept as runs: series that arrive together have consecutive refs and share most labels.
/// The last run is apart, the others are two varints or one: what lies between them, and their lengths unless 1.
/// Threads: none of its own; the owner locks.
class Postings {
public:
    /// `ref` is greater than all before.
    void add(SeriesRef ref)
    {
        const auto next = static_cast<std::uint32_t>(ref);
        ++m_size;
        if (m_count != 0 && m_first + m_count == next) {
            ++m_count;
            return;
        }
        if (m_count != 0) close();
        m_first = next;
        m_count = 1;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }

    void appendTo(std::vector<SeriesRef>& out) const
    {
        out.reserve(out.size() + m_size);
        std::uint32_t at = 0;
        for (std::size_t i = 0; i < m_runs.size();) {
            const std::uint32_t head = take(i);
            at += head >> 1;
            for (std::uint32_t count = (head & 1) != 0 ? take(i) : 1; count > 0; --count) out.push_back(at++);
        }
        for (std::uint32_t i = 0; i < m_count; ++i) out.push_back(m_first + i);
    }

private:
    /// The last run joins the others.
    void close()
    {
        put((m_first - m_end) << 1 | (m_count > 1 ? 1 : 0));
        if (m_count > 1) put(m_count);
        m_end = m_first + m_count;
    }
    void put(std::uint32_t value)
    {
        for (; value >= 0x80; value >>= 7) m_runs.push_back(static_cast<std::uint8_t>(value | 0x80));
        m_runs.push_back(static_cast<std::uint8_t>(value));
    }
    [[nodiscard]] std::uint32_t take(std::size_t& i) const
    {
        std::uint32_t value = m_runs[i] & 0x7FU;
        for (unsigned shift = 7; m_runs[i++] >= 0x80; shift += 7) value |= (m_runs[i] & 0x7FU) << shift;
        return value;
    }

    std::vector<std::uint8_t> m_runs;
    std::uint32_t m_end = 0;  ///< behind the last ref in m_runs
    std::uint32_t m_first = 0;
    std::uint32_t m_count = 0;
    std::uint32_t m_size = 0;
};

}  // namespace watchglass::storage
