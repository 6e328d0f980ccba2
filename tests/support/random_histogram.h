#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <vector>

#include "engine/model/histogram.h"

namespace watchglass::testing {

/// A counter of a native histogram as an application keeps one: observations come, buckets appear, the layout changes,
/// the counter starts anew.
class RandomHistogram {
public:
    explicit RandomHistogram(std::uint32_t seed) : m_random(seed) { restart(); }

    HistogramPtr next()
    {
        const int what = static_cast<int>(below(40));
        if (what == 0) restart();
        if (what == 1 && !m_custom && m_current.schema > -4) m_current.reduceTo(m_current.schema - 1);
        const std::size_t observations = below(6);
        for (std::size_t i = 0; i < observations; ++i) observe();
        if (what == 2) m_current.sum = std::numeric_limits<double>::quiet_NaN();
        return std::make_shared<const FloatHistogram>(m_current);
    }

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }

    void restart()
    {
        m_current = {};
        m_custom = below(3) == 0;
        m_whole = below(4) != 0;
        if (m_custom) {
            m_current.schema = kCustomBucketsSchema;
            for (std::size_t i = 1 + below(12); i > 0; --i) {
                m_current.customValues.push_back(m_current.customValues.empty() ? 0.005
                                                                                : m_current.customValues.back() * 2.5);
            }
            m_current.positiveSpans.push_back({0, static_cast<std::uint32_t>(m_current.customValues.size() + 1)});
            m_current.positiveBuckets.assign(m_current.customValues.size() + 1, 0);
            return;
        }
        m_current.schema = static_cast<std::int32_t>(below(9)) - 2;
        m_current.zeroThreshold = below(2) == 0 ? 0 : 1e-128;
        if (below(5) == 0) m_current.counterResetHint = CounterResetHint::Gauge;
        for (const bool positive : {true, false}) {
            auto& spans = positive ? m_current.positiveSpans : m_current.negativeSpans;
            auto& buckets = positive ? m_current.positiveBuckets : m_current.negativeBuckets;
            for (std::size_t i = below(4); i > 0; --i) {
                spans.push_back({static_cast<std::int32_t>(below(9)) - (spans.empty() ? 4 : 0),
                                 static_cast<std::uint32_t>(1 + below(7))});
                buckets.resize(buckets.size() + spans.back().length);
            }
        }
    }

    void observe()
    {
        const double weight = m_whole ? 1 : 0.1 * static_cast<double>(1 + below(30));
        auto& side = m_current.negativeBuckets.empty() || below(3) > 0 ? m_current.positiveBuckets
                                                                       : m_current.negativeBuckets;
        if (side.empty()) {
            if (!m_custom) m_current.zeroCount += weight;
        } else {
            side[below(side.size())] += weight;
        }
        m_current.count += weight;
        m_current.sum += weight * static_cast<double>(below(1000)) / 7;
    }

    std::mt19937 m_random;
    FloatHistogram m_current;
    bool m_custom = false;
    bool m_whole = true;
};

}  // namespace watchglass::testing
