#include "engine/promql/memory_store.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace watchglass::promql {

class MemoryStore::View final : public storage::Querier {
public:
    explicit View(const std::map<Labels, std::shared_ptr<Samples>>& series)
    {
        m_series.reserve(series.size());
        for (const auto& [labels, samples] : series) {
            m_series.emplace_back(labels, samples);
            m_byRef.emplace(samples->ref, samples.get());
        }
    }

    [[nodiscard]] Result<std::vector<storage::SelectedSeries>> select(const std::vector<Matcher>& matchers,
                                                                      std::int64_t minMs,
                                                                      std::int64_t maxMs) const override
    {
        std::vector<storage::SelectedSeries> out;
        for (const auto& [labels, samples] : m_series) {
            if (samples->times.empty() || samples->times.front() > maxMs || samples->times.back() < minMs) continue;
            if (matchesAll(matchers, labels)) out.push_back({samples->ref, &labels});
        }
        return out;
    }

    [[nodiscard]] Result<void> read(storage::SeriesRef ref, std::int64_t minMs, std::int64_t maxMs,
                                    storage::Columns& out) const override
    {
        const Samples& samples = *m_byRef.at(ref);
        const auto from = std::lower_bound(samples.times.begin(), samples.times.end(), minMs);
        const auto to = std::upper_bound(from, samples.times.end(), maxMs);
        const auto cut = [&](const auto& all, auto& into) {
            const auto first = all.begin() + (all.empty() ? 0 : from - samples.times.begin());
            into.assign(first, all.empty() ? all.end() : first + (to - from));
        };
        out.times.assign(from, to);
        cut(samples.values, out.values);
        cut(samples.histograms, out.histograms);
        cut(samples.startTimes, out.startTimes);
        out.timesId = 0;
        return {};
    }

    [[nodiscard]] Result<std::vector<std::string>> labelNames(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                              std::int64_t maxMs) const override
    {
        std::set<std::string> names;
        const auto selected = select(matchers, minMs, maxMs);  // named: the loop must not outlive it
        for (const storage::SelectedSeries& series : *selected) {
            for (const LabelView label : *series.labels) names.emplace(label.name);
        }
        return std::vector<std::string>(names.begin(), names.end());
    }

    [[nodiscard]] Result<std::vector<std::string>> labelValues(std::string_view name,
                                                               const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                               std::int64_t maxMs) const override
    {
        std::set<std::string> values;
        const auto selected = select(matchers, minMs, maxMs);  // named: the loop must not outlive it
        for (const storage::SelectedSeries& series : *selected) {
            if (series.labels->has(name)) values.emplace(series.labels->get(name));
        }
        return std::vector<std::string>(values.begin(), values.end());
    }

private:
    std::vector<std::pair<Labels, std::shared_ptr<const Samples>>> m_series;  // in label order
    std::unordered_map<storage::SeriesRef, const Samples*> m_byRef;
};

bool MemoryStore::append(const Labels& labels, std::int64_t tMs, double value, HistogramPtr histogram,
                         std::int64_t startMs)
{
    std::shared_ptr<Samples>& samples = m_series[labels];
    if (!samples) {
        samples = std::make_shared<Samples>();
        samples->ref = ++m_lastRef;
    }
    if (!samples->times.empty() && samples->times.back() >= tMs) return false;
    samples->times.push_back(tMs);
    samples->values.push_back(value);
    const std::size_t count = samples->times.size();
    if (histogram || !samples->histograms.empty()) {
        samples->histograms.resize(count);
        const FloatHistogram* previous = count > 1 ? samples->histograms[count - 2].get() : nullptr;
        if (histogram && histogram->storedHint(previous) != histogram->counterResetHint) {
            FloatHistogram hinted = *histogram;
            hinted.counterResetHint = histogram->storedHint(previous);
            histogram = std::make_shared<const FloatHistogram>(std::move(hinted));
        }
        samples->histograms.back() = std::move(histogram);
    }
    if (startMs != 0 || !samples->startTimes.empty()) {
        samples->startTimes.resize(count);
        samples->startTimes.back() = startMs;
    }
    m_history.record(tMs);
    return true;
}

std::shared_ptr<const storage::Querier> MemoryStore::querier() const { return std::make_shared<View>(m_series); }

}  // namespace watchglass::promql
