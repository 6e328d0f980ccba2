#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/base/thread_pool.h"
#include "engine/storage/storage.h"

namespace watchglass::promql {

/// The threads that read ahead for all queries of an engine: as many as there are other cores, from the first query on
/// that has much to read.
/// Threads: any.
class ReadPool {
public:
    /// Null where there is one core only.
    [[nodiscard]] ThreadPool* get();

private:
    std::once_flag m_once;
    std::unique_ptr<ThreadPool> m_pool;
};

/// Reads selected series one after the other; where there is much to read, other cores decode the next ones
/// meanwhile, a few batches ahead. What comes out does not depend on it.
/// Threads: one. The querier must be one that many threads may ask.
class ReadAhead {
public:
    /// `pool` may be null: nobody helps. `querier` and the labels of `series` must outlive this.
    ReadAhead(const storage::Querier& querier, std::vector<storage::SelectedSeries> series, std::int64_t minMs,
              std::int64_t maxMs, ReadPool* pool);
    /// Waits for those who are reading.
    ~ReadAhead();
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// The series that comes next; null behind the last one.
    [[nodiscard]] const storage::SelectedSeries* peek() const
    {
        return m_next < m_series.size() ? &m_series[m_next] : nullptr;
    }
    /// Leaves it out. Nobody helps from the first time on, unless somebody does already.
    void skip();
    /// Goes on to the next series and has its samples in columns(). Errors: those of Querier::read().
    [[nodiscard]] Result<void> next();
    /// May be changed, until the next call of next().
    [[nodiscard]] storage::Columns& columns() { return *m_columns; }

private:
    class Batches;

    [[nodiscard]] bool worthHelp() const;

    const storage::Querier& m_querier;
    const std::vector<storage::SelectedSeries> m_series;
    const std::int64_t m_minMs;
    const std::int64_t m_maxMs;
    ReadPool* const m_pool;
    std::size_t m_next = 0;
    std::uint64_t m_samples = 0;  ///< read so far
    bool m_skipped = false;
    storage::Columns m_own;
    storage::Columns* m_columns = &m_own;
    std::shared_ptr<Batches> m_batches;  ///< null while nobody helps; shared with the helpers
};

}  // namespace watchglass::promql
