// Reading journal files: of an earlier run into index and head, and to see whether they are good.

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <thread>
#include <utility>

#include "engine/base/mutex.h"
#include "engine/base/thread_pool.h"
#include "engine/storage/journal.h"
#include "engine/storage/journal_codec.h"
#include "engine/storage/journal_file.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

/// Series numbers up to here have a place in a table: 8 bytes each.
constexpr std::int64_t kMostInTable = 100'000'000;

/// Rows that are decoded ahead: more are no faster, and take memory.
constexpr std::size_t kMostRows = 4;

/// One stored row, decoded: labels, or samples.
struct DecodedRow {
    struct Batch {
        std::int64_t tMs = 0;
        std::size_t refs = 0;  ///< where they begin; those of the batch before when it has the same
        std::size_t count = 0;
        std::size_t values = 0;  ///< where they begin
        bool ownTimes = false;   ///< from values on in `times`
        bool hasHistograms = false;
    };
    LabelRow labels;
    std::string labelTexts;  ///< that `labels` points into
    std::vector<Batch> batches;
    std::vector<SeriesRef> refs;  ///< names of the run that wrote it
    std::vector<double> values;
    std::vector<std::int64_t> times;       ///< as many as `values` when a batch has its own ones
    std::vector<HistogramPtr> histograms;  ///< likewise

    void clear()
    {
        labels.clear();
        labelTexts.clear();
        batches.clear();
        refs.clear();
        values.clear();
        times.clear();
        histograms.clear();
    }
    void add(const SampleBatch& batch)
    {
        Batch out{batch.tMs,     refs.size(),          batch.refs.size(),
                  values.size(), !batch.times.empty(), !batch.histograms.empty()};
        if (!batches.empty() && sameRefs(batches.back(), batch.refs)) {
            out.refs = batches.back().refs;
        } else {
            refs.insert(refs.end(), batch.refs.begin(), batch.refs.end());
        }
        values.insert(values.end(), batch.values.begin(), batch.values.end());
        if (out.ownTimes) {
            times.resize(out.values);
            times.insert(times.end(), batch.times.begin(), batch.times.end());
        }
        if (out.hasHistograms) {
            histograms.resize(out.values);
            histograms.insert(histograms.end(), batch.histograms.begin(), batch.histograms.end());
        }
        batches.push_back(out);
    }
    [[nodiscard]] bool sameRefs(const Batch& batch, std::span<const SeriesRef> of) const
    {
        return batch.count == of.size() &&
               std::equal(of.begin(), of.end(), refs.begin() + static_cast<std::ptrdiff_t>(batch.refs));
    }
};

/// Hands rows from the thread that decodes to the one that replays, and back to be filled again.
/// Threads: one that calls blank() and push(), one that calls next() and recycle().
class RowQueue {
public:
    /// A row to be filled; waits while many are on their way.
    [[nodiscard]] DecodedRow* blank()
    {
        MutexLock lock(m_mutex);
        m_changed.wait(m_mutex, [&]() WG_REQUIRES(m_mutex) { return !m_blank.empty(); });
        DecodedRow* const out = m_blank.back();
        m_blank.pop_back();
        return out;
    }
    void push(DecodedRow* row)
    {
        const MutexLock lock(m_mutex);
        m_filled.push_back(row);
        if (m_filled.size() == 1) m_changed.notify_one();  // else nobody waits for it
    }
    /// No more will come.
    void end() { push(nullptr); }
    /// The next row in order; null at the end.
    [[nodiscard]] DecodedRow* next()
    {
        MutexLock lock(m_mutex);
        m_changed.wait(m_mutex, [&]() WG_REQUIRES(m_mutex) { return !m_filled.empty(); });
        DecodedRow* const out = m_filled.front();
        m_filled.pop_front();
        return out;
    }
    void recycle(DecodedRow* row)
    {
        row->clear();
        const MutexLock lock(m_mutex);
        m_blank.push_back(row);
        if (m_blank.size() == 1) m_changed.notify_one();
    }

    RowQueue()
    {
        for (DecodedRow& row : m_rows) m_blank.push_back(&row);
    }

private:
    std::array<DecodedRow, kMostRows> m_rows;
    Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<DecodedRow*> m_blank WG_GUARDED_BY(m_mutex);
    std::deque<DecodedRow*> m_filled WG_GUARDED_BY(m_mutex);
};

/// Reads the labels of a file into the queue. Returns how many rows are damaged.
Result<std::uint64_t> decodeLabels(Database& database, std::int64_t format, RowQueue& queue)
{
    const auto labels = readJournalLabels(database, format, [&](LabelRow& row) {
        DecodedRow* const out = queue.blank();
        std::swap(out->labels, row);
        // The texts live as long as this call only.
        std::size_t size = 0;
        for (const std::string_view pair : out->labels.pairs) size += pair.size();
        out->labelTexts.reserve(size);
        for (std::string_view& pair : out->labels.pairs) {
            const std::size_t at = out->labelTexts.size();
            out->labelTexts += pair;
            pair = std::string_view(out->labelTexts).substr(at, pair.size());
        }
        queue.push(out);
    });
    if (!labels) return tl::make_unexpected(labels.error());
    return labels->damagedRows;
}

/// Likewise its samples.
Result<std::uint64_t> decodeSamples(Database& database, RowQueue& queue)
{
    std::uint64_t damaged = 0;
    BlobReader blobs;
    PendingDecoder decoder;
    const auto skipped = readRows(database, "SELECT id, data FROM journal WHERE id > ?1 ORDER BY id",
                                  [&](Statement& row) {
                                      const auto content = blobs.read(row.blob(1));
                                      DecodedRow* const out = queue.blank();
                                      const auto add = [&](const SampleBatch& batch) { out->add(batch); };
                                      // What stands before a mistake in a row is good.
                                      if (!content || !decoder.decode(*content, add)) ++damaged;
                                      queue.push(out);
                                  });
    if (!skipped) return tl::make_unexpected(skipped.error());
    return damaged + *skipped;
}

/// Has a thread of its own decode rows that `take` gets in their order: either takes about as long as the other.
template <class Decode, class Take>
Result<std::uint64_t> decodeBeside(Decode&& decode, Take&& take)
{
    RowQueue queue;
    Result<std::uint64_t> damaged;
    {
        const std::jthread decoder([&] {
            nameThisThread("wg-decode");
            damaged = decode(queue);
            queue.end();
        });
        while (DecodedRow* const row = queue.next()) {
            take(*row);
            queue.recycle(row);
        }
    }
    return damaged;
}

/// Puts decoded samples into the head.
class Replay {
public:
    Replay(const JournalRefs& now, Head& head, std::int64_t minMs) : m_now(now), m_head(head)
    {
        m_bounds.minMs = minMs;
    }

    void take(DecodedRow& row)
    {
        std::size_t mapped = 0;  // refs that are already those of this run
        for (const DecodedRow::Batch& batch : row.batches) {
            const std::span refs = std::span(row.refs).subspan(batch.refs, batch.count);
            if (batch.refs + batch.count > mapped) {
                for (SeriesRef& ref : refs) ref = m_now[ref];
                m_allKnown = std::find(refs.begin(), refs.end(), 0) == refs.end();
                mapped = batch.refs + batch.count;
            }
            takeSamples(row, batch, refs);
        }
    }
    [[nodiscard]] std::uint64_t samples() const { return m_samples; }
    [[nodiscard]] std::optional<std::int64_t> newestMs() const { return m_newestMs; }

private:
    void takeSamples(const DecodedRow& row, const DecodedRow::Batch& batch, std::span<const SeriesRef> refs)
    {
        SampleBatch out{batch.tMs, refs, std::span(row.values).subspan(batch.values, batch.count)};
        if (batch.ownTimes) out.times = std::span(row.times).subspan(batch.values, batch.count);
        if (batch.hasHistograms) out.histograms = std::span(row.histograms).subspan(batch.values, batch.count);
        const bool all = m_allKnown &&
                         (batch.ownTimes ? std::all_of(out.times.begin(), out.times.end(),
                                                       [&](std::int64_t tMs) { return tMs >= m_bounds.minMs; })
                                         : batch.tMs >= m_bounds.minMs);
        if (!all) out = known(out);
        if (out.refs.empty()) return;
        const std::int64_t newest = out.times.empty() ? out.tMs : *std::max_element(out.times.begin(), out.times.end());
        m_newestMs = std::max(m_newestMs.value_or(newest), newest);
        m_samples += m_head.replay(out, m_bounds).appended;
    }

    /// The samples of known series that are not in blocks already.
    SampleBatch known(const SampleBatch& batch)
    {
        m_refs.clear();
        m_values.clear();
        m_times.clear();
        m_histograms.clear();
        for (std::size_t i = 0; i < batch.refs.size(); ++i) {
            const std::int64_t tMs = batch.times.empty() ? batch.tMs : batch.times[i];
            if (batch.refs[i] == 0 || tMs < m_bounds.minMs) continue;
            m_refs.push_back(batch.refs[i]);
            m_values.push_back(batch.values[i]);
            if (!batch.times.empty()) m_times.push_back(tMs);
            if (!batch.histograms.empty()) m_histograms.push_back(batch.histograms[i]);
        }
        return {batch.tMs, m_refs, m_values, m_times, m_histograms};
    }

    const JournalRefs& m_now;
    Head& m_head;
    Bounds m_bounds;
    bool m_allKnown = false;  ///< the series of the newest refs
    std::uint64_t m_samples = 0;
    std::optional<std::int64_t> m_newestMs;
    // Of one batch.
    std::vector<SeriesRef> m_refs;
    std::vector<double> m_values;
    std::vector<std::int64_t> m_times;
    std::vector<HistogramPtr> m_histograms;
};

}  // namespace

void JournalRefs::set(std::int64_t id, SeriesRef ref)
{
    if (id < 0) return;
    const auto place = static_cast<std::size_t>(id);
    if (id > kMostInTable) {
        m_far[place] = ref;
        return;
    }
    if (place >= m_now.size()) m_now.resize(place + 1 + place / 2);
    m_now[place] = ref;
}

SeriesRef JournalRefs::far(SeriesRef id) const
{
    const auto found = m_far.find(id);
    return found == m_far.end() ? 0 : found->second;
}

Result<JournalReplay> JournalReplay::open(const std::filesystem::path& path, SeriesIndex& index)
{
    auto opened = Database::open(path, Database::Mode::Create);  // recovers the WAL of a run that was killed
    if (!opened) return tl::make_unexpected(opened.error());
    JournalReplay out(std::move(*opened));
    if (auto entered = out.enter(index); !entered) return tl::make_unexpected(entered.error());
    return out;
}

Result<void> JournalReplay::enter(SeriesIndex& index)
{
    {
        auto tables = Statement::prepare(*m_database, "SELECT count(*) FROM sqlite_master");
        if (!tables) return tl::make_unexpected(tables.error());
        const auto counted = tables->step();
        if (!counted) return tl::make_unexpected(counted.error());
        if (tables->integer(0) == 0) return {};
    }
    const auto format = journalFormat(*m_database);
    if (!format) return tl::make_unexpected(format.error());
    std::vector<SeriesRef> refs;
    const auto damaged = decodeBeside([&](RowQueue& queue) { return decodeLabels(*m_database, *format, queue); },
                                      [&](const DecodedRow& row) {
                                          refs.clear();
                                          index.add(row.labels, refs);
                                          for (std::size_t i = 0; i < refs.size(); ++i)
                                              m_refs.set(row.labels.series[i].id, refs[i]);
                                      });
    if (!damaged) return tl::make_unexpected(damaged.error());
    m_damagedRows = *damaged;
    m_format = *format;
    return {};
}

Result<ReplayResult> JournalReplay::samples(Head& head, std::int64_t minMs)
{
    if (m_format == 0) return ReplayResult();
    Replay replay(m_refs, head, minMs);
    const auto damaged = decodeBeside([&](RowQueue& queue) { return decodeSamples(*m_database, queue); },
                                      [&](DecodedRow& row) { replay.take(row); });
    if (!damaged) return tl::make_unexpected(damaged.error());
    return ReplayResult{replay.samples(), m_damagedRows + *damaged, replay.newestMs()};
}

Result<std::uint64_t> checkJournalRows(const std::filesystem::path& path,
                                       const std::function<void(std::int64_t row)>& bad)
{
    auto database = Database::open(path, Database::Mode::Create);
    if (!database) return tl::make_unexpected(database.error());
    const auto format = journalFormat(*database);
    if (!format) return tl::make_unexpected(format.error());
    const auto labels = readJournalLabels(*database, *format, [](const LabelRow&) {});
    if (!labels) return tl::make_unexpected(labels.error());
    BlobReader blobs;
    const auto skipped = readRows(*database, "SELECT id, data FROM journal WHERE id > ?1 ORDER BY id",
                                  [&](Statement& row) {
                                      const auto content = blobs.read(row.blob(1));
                                      const bool good = content && decodePending(*content, [](const SampleBatch&) {});
                                      if (!good) bad(row.integer(0));
                                  });
    if (!skipped) return tl::make_unexpected(skipped.error());
    return labels->damagedRows + *skipped;
}

}  // namespace watchglass::storage
