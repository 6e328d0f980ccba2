#pragma once

#include <cstdint>
#include <deque>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/labels.h"
#include "engine/model/matcher.h"
#include "engine/storage/label_pairs.h"
#include "engine/storage/label_rows.h"
#include "engine/storage/ref_table.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// All series the process knows, whether their samples are in the head or in a block: labels -> ref, and
/// per label the ascending list of refs ("postings").
///
/// A series is kept as the numbers of its labels; its Labels are made when somebody asks for them first, and kept.
/// Refs are dense, start at 1, and a series is never removed while the process runs, so that the Labels
/// handed out stay valid.
/// Threads: any; many readers or one writer at a time.
class SeriesIndex {
public:
    /// The ref of `labels`, new or old.
    SeriesRef add(const Labels& labels);
    /// Appends the refs of the series of a row, new or old, to `refs`.
    void add(const LabelRow& row, std::vector<SeriesRef>& refs);
    /// The labels of a ref that add() returned. The reference stays valid as long as the index.
    [[nodiscard]] const Labels& labels(SeriesRef ref) const;
    /// Their packed form, without keeping them.
    [[nodiscard]] std::string packed(SeriesRef ref) const;
    [[nodiscard]] std::uint64_t size() const;
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
        const LabelPairs::Id* pairs;       ///< sorted by name
        std::uint32_t count = 0;           ///< of pairs
        mutable std::uint32_t labels = 0;  ///< place in m_labels + 1; 0: nobody asked yet
        [[nodiscard]] std::span<const LabelPairs::Id> ids() const { return {pairs, count}; }
    };
    struct Part {
        std::string_view text;
        std::uint64_t hash;
    };

    [[nodiscard]] SeriesRef find(std::uint64_t hash, std::span<const Part> parts) const;
    SeriesRef enter(std::uint64_t hash, std::span<const LabelPairs::Id> ids);
    [[nodiscard]] std::string pack(const Series& series) const;
    [[nodiscard]] const Labels& expand(const Series& series) const;
    [[nodiscard]] Refs having(const LabelPairs::Name& name, const Matcher& matcher) const;
    [[nodiscard]] Refs excluded(const LabelPairs::Name& name, const Matcher& matcher) const;
    [[nodiscard]] Refs everything() const;

    // A plain shared_mutex: the annotated Mutex has no shared mode, and selects must not queue up.
    mutable std::shared_mutex m_mutex;
    LabelPairs m_pairs;
    Arena<LabelPairs::Id> m_ids;
    std::deque<Series> m_series;          ///< of ref i at i - 1
    RefTable m_refs;                      ///< by the hashes of the labels
    mutable std::deque<Labels> m_labels;  ///< that somebody asked for
};

}  // namespace watchglass::storage
