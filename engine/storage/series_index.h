#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/labels.h"
#include "engine/model/matcher.h"
#include "engine/storage/label_pairs.h"
#include "engine/storage/label_rows.h"
#include "engine/storage/ref_pages.h"
#include "engine/storage/ref_table.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// All series the process knows, whether their samples are in the head or in a block: labels -> ref, and
/// per label the ascending list of refs ("postings").
///
/// A series is kept as the numbers of its labels; its Labels are made when somebody asks for them first, and kept.
/// Refs are dense and start at 1. A series that nobody needs any more can be forgotten; its ref is never given again.
/// Threads: any; many readers or one writer at a time.
class SeriesIndex {
public:
    /// The ref of `labels`, new or old; 0 when there were 2^32 series.
    SeriesRef add(const Labels& labels);
    /// Appends the refs of the series of a row, new or old, to `refs`.
    void add(const LabelRow& row, std::vector<SeriesRef>& refs);
    /// What labels() returns stays valid as long as somebody holds this, taken before.
    using Hold = std::shared_ptr<const void>;
    [[nodiscard]] Hold hold() const;
    /// The labels of a series; none of one that was forgotten.
    [[nodiscard]] const Labels& labels(SeriesRef ref) const;
    /// Their packed form, without keeping them.
    [[nodiscard]] std::string packed(SeriesRef ref) const;
    /// Series that are known.
    [[nodiscard]] std::uint64_t size() const;
    /// The newest ref.
    [[nodiscard]] SeriesRef last() const;
    [[nodiscard]] bool knows(SeriesRef ref) const;

    /// Rises with each forget().
    [[nodiscard]] std::uint64_t forgetting() const { return m_forgetting.load(std::memory_order_acquire); }
    /// Forgets series, ascending, but those that were added, looked up or kept since the call before: somebody may be
    /// about to give them samples. Who reads goes on meanwhile; who adds waits. Returns how many there were.
    std::size_t forget(const std::vector<SeriesRef>& refs);
    /// Whether all of these are known; the next forget() leaves those that are.
    [[nodiscard]] bool keep(std::span<const SeriesRef> refs);

    /// The content of a row of a `labels` table with these series, by their refs or by ids of their own.
    [[nodiscard]] std::string row(std::span<const SeriesRef> refs, std::span<const std::int64_t> ids = {}) const;

    /// Refs of the series that match all matchers (every series without matchers), ascending.
    [[nodiscard]] std::vector<SeriesRef> select(const std::vector<Matcher>& matchers) const;
    /// Whether a series matches all matchers.
    [[nodiscard]] bool matches(SeriesRef ref, const std::vector<Matcher>& matchers) const;
    /// These series with their labels.
    [[nodiscard]] std::vector<SelectedSeries> withLabels(const std::vector<SeriesRef>& refs) const;

    /// Sorted distinct label names of the given series.
    [[nodiscard]] std::vector<std::string> names(const std::vector<SeriesRef>& refs) const;
    /// Sorted distinct values of `name` among the given series.
    [[nodiscard]] std::vector<std::string> values(std::string_view name, const std::vector<SeriesRef>& refs) const;

private:
    using Refs = std::vector<SeriesRef>;
    struct Series {
        static constexpr std::uint32_t kGone = ~std::uint32_t{0};
        const LabelPairs::Id* pairs = nullptr;  ///< sorted by name
        std::uint32_t count = kGone;            ///< of pairs
        mutable std::uint32_t labels = 0;       ///< place in the labels + 1; 0: nobody asked yet
        [[nodiscard]] std::span<const LabelPairs::Id> ids() const { return {pairs, count}; }
    };
    struct Part {
        std::string_view text;
        std::uint64_t hash;
    };
    /// What a forget() makes anew, without the series that go.
    struct Tables {
        LabelPairs pairs;
        Arena<LabelPairs::Id> ids;
        RefPages<Series> series;
        RefTable refs;  ///< by the hashes of the labels
        std::uint64_t size = 0;
        std::shared_ptr<std::deque<Labels>> labels = std::make_shared<std::deque<Labels>>();  ///< that were asked for

        void enter(SeriesRef ref, std::uint64_t hash, std::span<const LabelPairs::Id> ids);
    };

    /// Null for a series that is not known.
    [[nodiscard]] const Series* series(SeriesRef ref) const;
    [[nodiscard]] SeriesRef find(std::uint64_t hash, std::span<const Part> parts) const;
    [[nodiscard]] SeriesRef enter(std::uint64_t hash, std::span<const LabelPairs::Id> ids);
    /// The tables without those of `refs` that were not seen, which it counts.
    [[nodiscard]] std::unique_ptr<Tables> without(const Refs& refs, std::size_t& gone) const;
    void markSeen(SeriesRef ref) const;
    [[nodiscard]] bool wasSeen(SeriesRef ref) const;
    [[nodiscard]] std::string pack(const Series& series) const;
    [[nodiscard]] const Labels& expand(const Series& series) const;
    [[nodiscard]] Refs having(const LabelPairs::Name& name, const Matcher& matcher) const;
    [[nodiscard]] Refs excluded(const LabelPairs::Name& name, const Matcher& matcher) const;
    [[nodiscard]] Refs everything() const;

    std::mutex m_adding;  ///< whoever adds or forgets; taken before the other
    // A plain shared_mutex: the annotated Mutex has no shared mode, and selects must not queue up.
    mutable std::shared_mutex m_mutex;
    std::unique_ptr<Tables> m_tables = std::make_unique<Tables>();
    SeriesRef m_last = 0;
    SeriesRef m_lastBefore = 0;                 ///< at the last forget()
    mutable std::vector<std::uint64_t> m_seen;  ///< a bit per ref, set by many at once: since the last forget()
    std::atomic<std::uint64_t> m_forgetting = 0;
};

}  // namespace watchglass::storage
