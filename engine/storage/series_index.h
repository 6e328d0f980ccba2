#pragma once

#include <deque>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/model/labels.h"
#include "engine/model/matcher.h"
#include "engine/storage/postings.h"
#include "engine/storage/ref_table.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// All series the process knows, whether their samples are in the head or in a block: labels -> ref, and
/// per label value the ascending list of refs ("postings").
///
/// Refs are dense, start at 1, and a series is never removed while the process runs, so that the Labels
/// handed out stay valid.
/// Threads: any; many readers or one writer at a time.
class SeriesIndex {
public:
    /// The ref of `labels`, new or old.
    SeriesRef add(Labels labels);
    /// The labels of a ref that add() returned. The reference stays valid as long as the index.
    [[nodiscard]] const Labels& labels(SeriesRef ref) const;
    [[nodiscard]] std::uint64_t size() const;

    /// Refs of the series that match all matchers (every series without matchers), ascending.
    [[nodiscard]] std::vector<SeriesRef> select(const std::vector<Matcher>& matchers) const;

    /// Sorted distinct label names of the given series.
    [[nodiscard]] std::vector<std::string> names(const std::vector<SeriesRef>& refs) const;
    /// Sorted distinct values of `name` among the given series.
    [[nodiscard]] std::vector<std::string> values(std::string_view name, const std::vector<SeriesRef>& refs) const;

private:
    using Refs = std::vector<SeriesRef>;
    struct LabelName {
        std::unordered_map<std::string_view, Postings> byValue;  ///< keys point into m_labels
        Postings all;                                            ///< every series that has the label
    };
    /// Where the label at some place of the last new series stands: the next series mostly has the same name there,
    /// often the same value, which spares the look-ups.
    struct Recent {
        LabelView label;
        LabelName* name = nullptr;
        Postings* value = nullptr;
    };

    [[nodiscard]] SeriesRef find(std::uint64_t hash, const Labels& labels) const;
    [[nodiscard]] const LabelName* find(std::string_view name) const;
    void post(const Labels& labels, SeriesRef ref);
    [[nodiscard]] Refs having(const LabelName& name, const Matcher& matcher) const;
    [[nodiscard]] Refs excluded(const LabelName& name, const Matcher& matcher) const;
    [[nodiscard]] Refs everything() const;

    // A plain shared_mutex: the annotated Mutex has no shared mode, and selects must not queue up.
    mutable std::shared_mutex m_mutex;
    std::deque<Labels> m_labels;                              ///< of ref i at i - 1
    RefTable m_refs;                                          ///< by Labels::hash()
    std::unordered_map<std::string_view, LabelName> m_names;  ///< keys point into m_labels
    std::vector<Recent> m_recent;                             ///< by place
};

}  // namespace watchglass::storage
