#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::promql {

/// Series held in plain columns: what test scripts load, and unit tests of the evaluator query.
///
/// Threads: writing from one thread while nobody reads. A querier sees the store as it was when it was made.
class MemoryStore final : public storage::Queryable {
public:
    /// Appends one sample. False when the series has one at the same or a later time already.
    bool append(const Labels& labels, std::int64_t tMs, double value) { return append(labels, tMs, value, nullptr, 0); }
    /// A histogram if it is not null (stored with its storedHint()), with the time at which counting began (0:
    /// unknown).
    bool append(const Labels& labels, std::int64_t tMs, double value, HistogramPtr histogram, std::int64_t startMs);
    void clear()
    {
        m_series.clear();
        m_history.record(storage::AppendHistory::kEverything);
    }

    [[nodiscard]] std::shared_ptr<const storage::Querier> querier() const override;
    [[nodiscard]] const storage::AppendHistory* history() const override { return &m_history; }

private:
    struct Samples {
        storage::SeriesRef ref = 0;
        std::vector<std::int64_t> times;
        std::vector<double> values;
        std::vector<HistogramPtr> histograms;  ///< empty until there is one
        std::vector<std::int64_t> startTimes;  ///< likewise
    };
    class View;

    storage::AppendHistory m_history;
    storage::SeriesRef m_lastRef = 0;                     ///< never given twice, not even after clear()
    std::map<Labels, std::shared_ptr<Samples>> m_series;  // shared with the views, which only read
};

}  // namespace watchglass::promql
