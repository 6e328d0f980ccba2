#include "engine/promql/read_ahead.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <optional>

#include "engine/base/mutex.h"

namespace watchglass::promql {

namespace {

constexpr std::size_t kBatch = 8;
/// How many samples must be left, going by those before, for threads to be woken: some 2 ms of reading.
constexpr std::uint64_t kWorthHelp = 400'000;

}  // namespace

ThreadPool* ReadPool::get()
{
    std::call_once(m_once, [this] {
        const unsigned cores = std::thread::hardware_concurrency();
        if (cores > 1) m_pool = std::make_unique<ThreadPool>("wg-read", cores - 1);
    });
    return m_pool.get();
}

/// The series from `first` on in batches: a ring of them, read by whoever comes first and taken in order.
class ReadAhead::Batches : public std::enable_shared_from_this<Batches> {
public:
    Batches(const ReadAhead& owner, std::size_t first, ThreadPool& pool)
        : m_owner(owner), m_first(first), m_count((owner.m_series.size() - first + kBatch - 1) / kBatch), m_pool(pool),
          m_ring(2 * (pool.size() + 1))
    {
    }

    /// Asks one more thread to read, unless all are there.
    void call()
    {
        {
            const MutexLock lock(m_mutex);
            if (m_jobs >= m_pool.size() || m_claimed >= m_count) return;
            ++m_jobs;
        }
        m_pool.post([self = shared_from_this()](const std::stop_token&) { self->help(); });
    }

    /// The columns of a series, once they are read. Series must be asked for in their order.
    Result<storage::Columns*> at(std::size_t series)
    {
        const std::size_t batch = (series - m_first) / kBatch;
        const std::size_t within = (series - m_first) % kBatch;
        Slot& slot = m_ring[batch % m_ring.size()];
        if (within == 0) await(batch, slot);
        if (within + 1 > slot.good) return tl::make_unexpected(*slot.error);
        return &slot.columns[within];
    }

    /// Nobody reads for the owner from here on.
    void stop()
    {
        const MutexLock lock(m_mutex);
        m_stopped = true;
        m_changed.wait(m_mutex, [this]() WG_REQUIRES(m_mutex) { return m_reading == 0; });
    }

private:
    struct Slot {
        std::array<storage::Columns, kBatch> columns;
        std::size_t good = 0;        ///< how many could be read
        std::optional<Error> error;  ///< of the one behind them
        std::size_t readyFor = 0;    ///< number of the batch it holds, from 1 on
    };

    /// Waits until a batch is there, and reads it if nobody has begun to.
    void await(std::size_t batch, Slot& slot)
    {
        bool mine = false;
        {
            const MutexLock lock(m_mutex);
            m_taken = batch;
            mine = m_claimed == batch;
            if (mine) ++m_claimed;
        }
        if (batch > 0) call();  // there is room for one more
        if (mine) return read(batch);
        const MutexLock lock(m_mutex);
        m_changed.wait(m_mutex, [&]() WG_REQUIRES(m_mutex) { return slot.readyFor == batch + 1; });
    }

    void help()
    {
        while (const std::optional<std::size_t> batch = claim()) {
            read(*batch);
            const MutexLock lock(m_mutex);
            --m_reading;
            m_ring[*batch % m_ring.size()].readyFor = *batch + 1;
            m_changed.notify_all();
        }
    }

    /// A batch for a helper; none sends it away.
    std::optional<std::size_t> claim()
    {
        const MutexLock lock(m_mutex);
        if (m_stopped || m_claimed == m_count || m_claimed >= m_taken + m_ring.size()) {
            --m_jobs;
            return std::nullopt;
        }
        ++m_reading;
        return m_claimed++;
    }

    void read(std::size_t batch)
    {
        Slot& slot = m_ring[batch % m_ring.size()];
        slot.good = 0;
        slot.error.reset();
        const std::size_t from = m_first + batch * kBatch;
        const std::size_t to = std::min(from + kBatch, m_owner.m_series.size());
        for (std::size_t i = from; i < to; ++i) {
            const auto done = m_owner.m_querier.read(m_owner.m_series[i].ref, m_owner.m_minMs, m_owner.m_maxMs,
                                                     slot.columns[i - from]);
            if (!done) {
                slot.error = done.error();
                return;
            }
            ++slot.good;
        }
    }

    const ReadAhead& m_owner;  ///< looked at while m_reading, or by itself
    const std::size_t m_first;
    const std::size_t m_count;
    ThreadPool& m_pool;
    std::vector<Slot> m_ring;  ///< a slot belongs to who claimed its batch until it is ready, then to the owner

    Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::size_t m_claimed WG_GUARDED_BY(m_mutex) = 0;  ///< batches that somebody reads or has read
    std::size_t m_taken WG_GUARDED_BY(m_mutex) = 0;    ///< the batch that the owner is at
    unsigned m_jobs WG_GUARDED_BY(m_mutex) = 0;
    unsigned m_reading WG_GUARDED_BY(m_mutex) = 0;
    bool m_stopped WG_GUARDED_BY(m_mutex) = false;
};

ReadAhead::ReadAhead(const storage::Querier& querier, std::vector<storage::SelectedSeries> series, std::int64_t minMs,
                     std::int64_t maxMs, ReadPool* pool)
    : m_querier(querier), m_series(std::move(series)), m_minMs(minMs), m_maxMs(maxMs), m_pool(pool)
{
}

ReadAhead::~ReadAhead()
{
    if (m_batches) m_batches->stop();
}

bool ReadAhead::worthHelp() const
{
    return m_pool != nullptr && !m_skipped && m_next == kBatch &&
           m_samples / kBatch * (m_series.size() - m_next) > kWorthHelp;
}

void ReadAhead::skip()
{
    if (m_batches) (void)m_batches->at(m_next);  // batches are taken in order
    m_skipped = true;
    ++m_next;
}

Result<void> ReadAhead::next()
{
    if (!m_batches && worthHelp()) {
        if (ThreadPool* pool = m_pool->get()) {
            m_batches = std::make_shared<Batches>(*this, m_next, *pool);
            for (unsigned i = 0; i < pool->size(); ++i) m_batches->call();
        }
    }
    if (m_batches) {
        const auto columns = m_batches->at(m_next);
        if (!columns) return tl::make_unexpected(columns.error());
        m_columns = *columns;
    } else {
        if (auto read = m_querier.read(m_series[m_next].ref, m_minMs, m_maxMs, m_own); !read) return read;
        m_samples += m_own.values.size();
    }
    ++m_next;
    return {};
}

}  // namespace watchglass::promql
