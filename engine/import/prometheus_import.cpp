#include "engine/import/prometheus_import.h"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "engine/import/prometheus_block.h"
#include "engine/import/prometheus_wal.h"

namespace watchglass::import {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMinTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMaxTime = std::numeric_limits<std::int64_t>::max();

/// Blocks, and a store in memory with what the write-ahead log has.
class PrometheusHistory final : public storage::History {
public:
    PrometheusHistory(std::vector<PrometheusBlock> blocks, std::unique_ptr<storage::Storage> head)
        : m_blocks(std::move(blocks)), m_head(std::move(head)), m_querier(m_head->querier())
    {
    }

    /// Brings the series of all parts together.
    Result<void> index()
    {
        for (std::size_t b = 0; b < m_blocks.size(); ++b) {
            const auto& series = m_blocks[b].series();
            for (std::size_t i = 0; i < series.size(); ++i) {
                entryOf(series[i].labels)
                    .inBlocks.push_back({static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(i)});
            }
            m_blocks[b].forgetLabels();
        }
        const auto inHead = m_querier->select({}, kMinTime + 1, kMaxTime);
        if (!inHead) return tl::make_unexpected(inHead.error());
        for (const storage::SelectedSeries& series : *inHead) entryOf(*series.labels).inHead = series.ref;
        return {};
    }

    [[nodiscard]] std::size_t size() const override { return m_entries.size(); }
    [[nodiscard]] const Labels& labels(std::size_t series) const override { return *m_entries[series].labels; }

    [[nodiscard]] Result<void> read(std::size_t series, std::int64_t minMs, std::int64_t maxMs,
                                    storage::Columns& out) const override
    {
        const Entry& entry = m_entries[series];
        for (const auto& [block, number] : entry.inBlocks) {
            const PrometheusBlock& from = m_blocks[block];
            if (from.minMs() > maxMs || from.maxMs() < minMs) continue;
            const auto read = from.read(number, minMs, maxMs, out);
            if (read) continue;
            if (read.error().code == ErrorCode::Io) return read;
            if (++m_damaged == 1) m_damage = read.error().message + " (" + read.error().where + ")";
        }
        if (entry.inHead != 0) {
            storage::Columns own;
            if (auto read = m_querier->read(entry.inHead, minMs, maxMs, own); !read) return read;
            if (!own.histograms.empty() || !out.histograms.empty()) {
                out.histograms.resize(out.times.size());
                own.histograms.resize(own.times.size());
            }
            out.times.insert(out.times.end(), own.times.begin(), own.times.end());
            out.values.insert(out.values.end(), own.values.begin(), own.values.end());
            out.histograms.insert(out.histograms.end(), own.histograms.begin(), own.histograms.end());
        }
        sortSamples(out);
        return {};
    }

    /// What could not be read, or "".
    [[nodiscard]] std::string damage() const
    {
        if (m_damaged == 0) return {};
        return "samples of " + std::to_string(m_damaged) + " series of a block were left out: " + m_damage;
    }

    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const override
    {
        std::optional<std::int64_t> out;
        const auto consider = [&](std::int64_t minMs, std::int64_t maxMs) {
            if (maxMs < fromMs) return;
            const std::int64_t next = std::max(fromMs, minMs);
            out = out ? std::min(*out, next) : next;
        };
        for (const PrometheusBlock& block : m_blocks) consider(block.minMs(), block.maxMs() - 1);
        const storage::StorageStats head = m_head->stats();
        if (head.minMs && head.maxMs) consider(*head.minMs, *head.maxMs);
        return out;
    }
    [[nodiscard]] std::int64_t maxMs() const override
    {
        std::int64_t out = m_head->stats().maxMs.value_or(kMinTime);
        for (const PrometheusBlock& block : m_blocks) out = std::max(out, block.maxMs() - 1);
        return out;
    }

private:
    struct Entry {
        const Labels* labels = nullptr;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> inBlocks;  ///< block, and series in it
        storage::SeriesRef inHead = 0;
    };

    Entry& entryOf(const Labels& labels)
    {
        const auto [at, fresh] = m_byLabels.try_emplace(labels, m_entries.size());
        if (fresh) m_entries.push_back({&at->first, {}, 0});
        return m_entries[at->second];
    }

    std::vector<PrometheusBlock> m_blocks;
    std::unique_ptr<storage::Storage> m_head;
    std::shared_ptr<const storage::Querier> m_querier;
    std::unordered_map<Labels, std::size_t> m_byLabels;
    std::vector<Entry> m_entries;
    mutable std::uint64_t m_damaged = 0;  ///< times that a series of a block could not be read
    mutable std::string m_damage;
};

/// All blocks that can be read, oldest first, without those that another one was made of.
std::vector<PrometheusBlock> openBlocks(const fs::path& directory, std::vector<std::string>& notes)
{
    std::vector<PrometheusBlock> out;
    std::set<std::string> parents;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        std::error_code ignored;
        // Unfinished ones have an extension: ".tmp-for-creation".
        if (it->path().has_extension() || !fs::exists(it->path() / "meta.json", ignored)) continue;
        auto block = PrometheusBlock::open(it->path());
        if (!block) {
            notes.push_back("a block was left out: " + block.error().message + " (" + block.error().where + ")");
            continue;
        }
        parents.insert(block->parents().begin(), block->parents().end());
        out.push_back(std::move(*block));
    }
    std::erase_if(out, [&](const PrometheusBlock& b) { return parents.contains(b.folder().filename().string()); });
    std::sort(out.begin(), out.end(), [](const PrometheusBlock& a, const PrometheusBlock& b) {
        return std::pair(a.minMs(), a.maxMs()) < std::pair(b.minMs(), b.maxMs());
    });
    return out;
}

}  // namespace

Result<ImportCounts> importPrometheus(const fs::path& dataDirectory, storage::Storage& store)
{
    std::vector<std::string> notes;
    std::vector<PrometheusBlock> blocks = openBlocks(dataDirectory, notes);
    std::error_code ignored;
    if (blocks.empty() && notes.empty() && !fs::exists(dataDirectory / "wal", ignored)) {
        return fail(ErrorCode::NotFound, "this is no data directory of Prometheus: it has neither blocks nor a wal",
                    dataDirectory.string());
    }
    std::int64_t blocksEndMs = kMinTime;
    for (const PrometheusBlock& block : blocks) {
        if (!block.isOutOfOrder()) blocksEndMs = std::max(blocksEndMs, block.maxMs());
    }
    storage::StorageOptions options;
    options.outOfOrderMs = kMaxTime / 2;
    auto head = storage::Storage::open(std::move(options));
    if (!head) return tl::make_unexpected(head.error());
    WalImport wal(**head, blocksEndMs);
    if (auto read = wal.run(dataDirectory); !read) return tl::make_unexpected(read.error());
    notes.insert(notes.end(), wal.notes().begin(), wal.notes().end());

    PrometheusHistory history(std::move(blocks), std::move(*head));
    if (auto indexed = history.index(); !indexed) return tl::make_unexpected(indexed.error());
    auto out = importHistory(history, store);
    if (!out) return out;
    out->notes = std::move(notes);
    if (std::string damage = history.damage(); !damage.empty()) out->notes.push_back(std::move(damage));
    return out;
}

}  // namespace watchglass::import
