#pragma once

#include <cstdint>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::storage {

/// An ascending list of refs, kept as runs: series that arrive together have consecutive refs and share most labels.
/// Threads: none of its own; the owner locks.
class Postings {
public:
    /// `ref` is greater than all before.
    void add(SeriesRef ref)
    {
        if (!m_runs.empty() && m_runs.back().first + m_runs.back().count == ref) {
            ++m_runs.back().count;
        } else {
            m_runs.push_back({static_cast<std::uint32_t>(ref), 1});
        }
        ++m_size;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }

    void appendTo(std::vector<SeriesRef>& out) const
    {
        out.reserve(out.size() + m_size);
        for (const Run& run : m_runs) {
            for (std::uint32_t i = 0; i < run.count; ++i) out.push_back(run.first + i);
        }
    }

private:
    struct Run {
        std::uint32_t first;
        std::uint32_t count;
    };
    std::vector<Run> m_runs;
    std::size_t m_size = 0;
};

}  // namespace watchglass::storage
