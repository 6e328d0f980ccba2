#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::test {

/// A SampleSink that keeps everything, by the series' text, and can be waited for.
class FakeSink final : public storage::SampleSink {
public:
    std::size_t maxSeries = 1'000'000;
    bool keepsRefs = true;  ///< what keep() answers

    Result<storage::SeriesRef> series(const Labels& labels) override
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_refs.find(labels); found != m_refs.end()) return found->second;
        if (m_names.size() >= maxSeries) return fail(ErrorCode::Limit, "too many series");
        m_names.push_back(labels.toString());
        m_refs.emplace(labels, m_names.size());
        return m_names.size();
    }

    storage::AppendResult append(const storage::SampleBatch& batch) override
    {
        storage::AppendResult out;
        {
            const std::lock_guard lock(m_mutex);
            for (std::size_t i = 0; i < batch.refs.size(); ++i) {
                auto& samples = m_samples[m_names.at(batch.refs[i] - 1)];
                const Sample sample{batch.times.empty() ? batch.tMs : batch.times[i], batch.values[i]};
                if (!samples.empty() && samples.back().tMs > sample.tMs) {
                    ++out.outOfOrder;
                } else if (!samples.empty() && samples.back().tMs == sample.tMs) {
                    ++out.duplicate;
                } else {
                    samples.push_back(sample);
                    ++out.appended;
                }
            }
            for (const storage::StartZero& start : batch.starts) {
                m_starts.push_back(m_names.at(start.ref - 1) + " " + std::to_string(start.tMs) +
                                   (start.histogram ? " histogram" : ""));
            }
            ++m_batches;
        }
        m_changed.notify_all();
        return out;
    }

    bool keep(std::span<const storage::SeriesRef> /*refs*/) override { return keepsRefs; }

    [[nodiscard]] std::vector<Sample> samples(const std::string& series) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_samples.find(series);
        return found == m_samples.end() ? std::vector<Sample>() : found->second;
    }
    /// "12", "stale", "none": the newest sample.
    [[nodiscard]] std::string last(const std::string& series) const
    {
        const auto all = samples(series);
        if (all.empty()) return "none";
        if (isStaleMarker(all.back().value)) return "stale";
        const double value = all.back().value;
        return value == static_cast<double>(static_cast<long long>(value))
                   ? std::to_string(static_cast<long long>(value))
                   : std::to_string(value);
    }
    [[nodiscard]] std::vector<std::string> names() const
    {
        const std::lock_guard lock(m_mutex);
        return m_names;
    }

    /// Where series began, as batches said it: "m{} 5000", " histogram" behind those of histograms.
    [[nodiscard]] std::vector<std::string> starts() const
    {
        const std::lock_guard lock(m_mutex);
        return m_starts;
    }

    /// Whether `condition` comes true within `limit`; asked after each batch.
    template <class Condition>
    [[nodiscard]] bool waitFor(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(20))
    {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (true) {
            std::size_t seen = 0;
            {
                const std::lock_guard lock(m_mutex);
                seen = m_batches;
            }
            if (condition()) return true;
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait_until(lock, end, [&] { return m_batches != seen; })) return false;
        }
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_batches = 0;
    std::vector<std::string> m_names;
    std::vector<std::string> m_starts;
    std::unordered_map<Labels, storage::SeriesRef> m_refs;
    std::map<std::string, std::vector<Sample>> m_samples;
};

}  // namespace watchglass::test
