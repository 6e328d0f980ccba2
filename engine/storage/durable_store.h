#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "engine/base/mutex.h"
#include "engine/storage/block.h"
#include "engine/storage/directory_lock.h"
#include "engine/storage/journal.h"
#include "engine/storage/querier.h"
#include "engine/storage/store.h"
#include "engine/storage/tombstone_log.h"

namespace watchglass::storage {

/// Storage in a directory: the head in memory, a journal of what is in it, and blocks of what was.
///
/// Every commit interval what was appended goes into the journal, in one transaction. When a period is over its
/// samples become a block, leave the head once no querier looks for them there, and the journals that the block
/// covers are deleted. When writing fails (full disk) everything goes on in memory, stats().trouble says so, and the
/// journal's thread tries again.
/// After a start the series are known at once; the samples of the journals follow, and who wants samples waits for
/// them. Threads: any; two of its own, one for the journal and one for the blocks, and one at the start.
class DurableStore final : public Storage {
public:
    [[nodiscard]] static Result<std::unique_ptr<Storage>> open(StorageOptions options, const Clock& clock);
    /// Writes what is pending.
    ~DurableStore() override;

    [[nodiscard]] Result<SeriesRef> series(const Labels& labels) override;
    AppendResult append(const SampleBatch& batch) override;
    [[nodiscard]] std::uint64_t forgetting() const override { return m_data->index.forgetting(); }
    [[nodiscard]] std::uint64_t seriesForgotten() const override { return m_data->index.forgetting(); }
    [[nodiscard]] bool keep(std::span<const SeriesRef> refs) override { return m_data->index.keep(refs); }
    void appendExemplars(std::vector<ExemplarSample> exemplars) override
    {
        m_data->exemplars.add(std::move(exemplars));
    }
    [[nodiscard]] std::vector<SeriesExemplars> exemplars(const std::vector<std::vector<Matcher>>& sets,
                                                         std::int64_t minMs, std::int64_t maxMs) const override
    {
        return m_data->exemplars.select(sets, minMs, maxMs);
    }
    [[nodiscard]] std::shared_ptr<const Querier> querier() const override;
    [[nodiscard]] const AppendHistory* history() const override { return &m_data->history; }
    [[nodiscard]] std::optional<std::int64_t> oldestMs() const override;
    [[nodiscard]] Result<void> flush() override;
    [[nodiscard]] StorageStats stats() const override;
    [[nodiscard]] std::string trouble() const override;
    [[nodiscard]] Result<void> deleteSeries(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                            std::int64_t maxMs) override;
    [[nodiscard]] Result<void> cleanTombstones() override;
    [[nodiscard]] Result<std::string> snapshot(bool skipHead, const SnapshotPart& addMore) override;
    [[nodiscard]] Result<HistoryCounts> addHistory(const History& history) override;

    /// Turns finished periods into blocks, merges blocks and drops what retention ends; called once a minute.
    Result<void> maintain(const std::stop_token& stop = {});
    [[nodiscard]] Result<void> compact() override { return maintain(); }
    void setLimits(const StorageLimits& limits) override;

private:
    DurableStore(StorageOptions options, const Clock& clock, std::optional<DirectoryLock> lock);
    [[nodiscard]] Result<void> load();
    void loadBlocks();
    [[nodiscard]] Result<void> loadTombstones() WG_REQUIRES(m_writeMutex);
    void setAside(const std::filesystem::path& path, const Error& error);
    /// Puts what journals hold from `fromMs` on into the head, while the store is already open.
    void replay(std::vector<JournalReplay> journals, std::int64_t fromMs);
    /// Who reads, adds or changes samples waits until those of the journals are there.
    void awaitReplay() const { m_replayed.wait(false, std::memory_order_acquire); }
    /// Makes the journal of that generation the one that is written.
    [[nodiscard]] Result<void> useJournal(std::uint64_t generation) WG_REQUIRES(m_writeMutex);
    void queue(Pending pending) WG_REQUIRES(m_writeMutex);
    [[nodiscard]] Result<void> writeQueue() WG_REQUIRES(m_writeMutex);
    [[nodiscard]] Result<void> cutBlocks(const std::stop_token& stop) WG_REQUIRES(m_maintenance);
    [[nodiscard]] Result<void> writeBlocks(std::int64_t fromMs, std::int64_t endMs, const std::stop_token& stop)
        WG_REQUIRES(m_maintenance);
    [[nodiscard]] Result<void> mergeBlocks(const std::stop_token& stop) WG_REQUIRES(m_maintenance);
    [[nodiscard]] Result<void> mergeRun(BlockList run, std::int64_t span, const std::stop_token& stop)
        WG_REQUIRES(m_maintenance);
    void dropCovered() WG_REQUIRES(m_maintenance);
    /// Gives old blocks their rollups. Without them the samples answer: a failure is logged, and tried again.
    void addRollups(const std::stop_token& stop) WG_REQUIRES(m_maintenance);
    /// Writes a block anew without deleted samples.
    [[nodiscard]] Result<void> cleanBlock(const std::shared_ptr<const Block>& block) WG_REQUIRES(m_maintenance);
    [[nodiscard]] Result<void> fillSnapshot(const std::filesystem::path& folder, bool skipHead)
        WG_REQUIRES(m_maintenance);
    /// A history whose series are known to the index.
    struct HistoryWork {
        static constexpr std::uint32_t kNone = ~std::uint32_t{0};
        const History& history;
        std::vector<SeriesRef> refs;          ///< of the history's series
        std::vector<std::uint32_t> seriesOf;  ///< by ref: number in the history
    };
    static BlockSource withHistory(const HistoryWork& work, std::shared_ptr<const Block> stored, std::int64_t fromMs,
                                   std::int64_t toMs, HistoryCounts& counts);
    [[nodiscard]] Result<void> writeHistoryBlocks(const HistoryWork& work, std::int64_t firstMs, std::int64_t endMs,
                                                  HistoryCounts& counts) WG_REQUIRES(m_maintenance);
    [[nodiscard]] Result<void> appendHistory(const HistoryWork& work, std::int64_t fromMs, HistoryCounts& counts)
        WG_REQUIRES(m_maintenance);
    void applyRetention() WG_REQUIRES(m_maintenance);
    /// Forgets series of which nothing is stored any more, in two rounds: what somebody looked up in between stays.
    void forgetSeries() WG_REQUIRES(m_maintenance);
    enum Part : std::uint8_t { kJournal, kBlocks };
    void setTrouble(Part part, std::string trouble);
    void setTrouble(Part part, const Error& error) { setTrouble(part, error.message + " (" + error.where + ")"); }
    void flushAllTheTime(const std::stop_token& stop);
    void maintainAllTheTime(const std::stop_token& stop);
    void wait(const std::stop_token& stop, std::int64_t ms);
    [[nodiscard]] std::shared_ptr<const BlockList> blocks() const;
    void setBlocks(BlockList blocks) WG_REQUIRES(m_maintenance);
    [[nodiscard]] std::int64_t blocksEndMs() const;

    const StorageOptions m_options;
    const Clock& m_clock;
    std::optional<DirectoryLock> m_lock;  ///< none when the directory cannot be written
    std::shared_ptr<StoreData> m_data;
    /// Decoded columns of blocks: 64 MB are the last 6 h of 5,000 series at 15 s.
    std::shared_ptr<ColumnCache> m_columns = std::make_shared<ColumnCache>(64U << 20);

    std::atomic<std::int64_t> m_retentionMs{m_options.retentionMs};
    std::atomic<std::uint64_t> m_retentionBytes{m_options.retentionBytes};

    Mutex m_maintenance;  ///< one at a time changes the list of blocks; taken before m_writeMutex
    Mutex m_writeMutex;   ///< held while the journal or the tombstones are written, and never for long
    std::optional<Journal> m_journal WG_GUARDED_BY(m_writeMutex);
    std::uint64_t m_journalGeneration WG_GUARDED_BY(m_writeMutex) = 0;  ///< of m_journal
    std::uint64_t m_generation WG_GUARDED_BY(m_writeMutex) = 1;         ///< of the head
    std::optional<TombstoneLog> m_tombstones WG_GUARDED_BY(m_writeMutex);
    std::deque<Pending> m_unwritten WG_GUARDED_BY(m_writeMutex);  ///< what could not be written yet

    struct OldJournal {
        std::filesystem::path path;
        std::int64_t newestMs = 0;
    };
    std::vector<OldJournal> m_oldJournals WG_GUARDED_BY(m_writeMutex);
    /// Blocks whose rollups could not be written, by path, and why: said once.
    std::map<std::filesystem::path, std::string> m_noRollups WG_GUARDED_BY(m_maintenance);
    int m_forgetRounds WG_GUARDED_BY(m_maintenance) = 0;      ///< still to do since samples went
    bool m_headCovered WG_GUARDED_BY(m_maintenance) = false;  ///< blocks have what the head still holds
    /// Lists that were replaced: who holds one without the newest blocks still reads from the head what these cover.
    std::vector<std::weak_ptr<const BlockList>> m_oldLists WG_GUARDED_BY(m_maintenance);

    mutable Mutex m_stateMutex;
    std::shared_ptr<const BlockList> m_blocks WG_GUARDED_BY(m_stateMutex);
    std::array<std::string, 2> m_troubles WG_GUARDED_BY(m_stateMutex);  ///< by Part

    std::atomic<bool> m_replayed = true;

    Mutex m_wakeMutex;
    std::condition_variable_any m_wake;
    std::jthread m_replayer;
    std::jthread m_flusher;
    std::jthread m_maintainer;  // last members: end before what they use
};

}  // namespace watchglass::storage
