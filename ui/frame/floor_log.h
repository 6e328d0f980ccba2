#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace watchglass::ui::detail {

/// The whole part of a number's logarithm, from tables: a logarithm takes longer than the rest of a text. `Log` gives
/// the logarithm as Grafana computes it, rounding errors included; where its whole part changes is searched once.
template <typename Log>
class FloorLog {
public:
    FloorLog()
    {
        for (std::size_t i = 1; i + 1 < kBinades; ++i) {
            const std::uint64_t first = std::uint64_t{i} << kMantissaBits;
            const std::uint64_t last = first | ((std::uint64_t{1} << kMantissaBits) - 1);
            m_low[i] = static_cast<std::int16_t>(at(first));
            m_next[i] = at(last) == m_low[i] ? std::numeric_limits<double>::infinity() : change(first, last, m_low[i]);
        }
    }

    /// Of a finite number above zero.
    [[nodiscard]] int operator()(double value) const
    {
        const std::size_t binade = std::bit_cast<std::uint64_t>(value) >> kMantissaBits;
        if (binade == 0) return static_cast<int>(std::floor(Log()(value)));
        return m_low[binade] + (value >= m_next[binade] ? 1 : 0);
    }

    /// The least number whose logarithm has that whole part; 0 <= whole < 64.
    [[nodiscard]] static double first(int whole)
    {
        // Floating numbers stand in the order of their bits.
        const std::uint64_t one = std::bit_cast<std::uint64_t>(1.0);
        return change(one - (std::uint64_t{1} << kMantissaBits), std::bit_cast<std::uint64_t>(1e300), whole - 1);
    }

private:
    static constexpr int kMantissaBits = 52;
    static constexpr std::size_t kBinades = 2048;

    static int at(std::uint64_t bits) { return static_cast<int>(std::floor(Log()(std::bit_cast<double>(bits)))); }
    /// The first number of a range whose logarithm has a whole part above `low`.
    static double change(std::uint64_t first, std::uint64_t last, int low)
    {
        while (first < last) {
            const std::uint64_t middle = first + (last - first) / 2;
            if (at(middle) <= low) {
                first = middle + 1;
            } else {
                last = middle;
            }
        }
        return std::bit_cast<double>(first);
    }

    std::array<std::int16_t, kBinades> m_low{};
    std::array<double, kBinades> m_next{};
};

}  // namespace watchglass::ui::detail
