#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "ui/frame/floor_log.h"
#include "ui/frame/short_text.h"

namespace watchglass::ui::detail {

/// The short texts of numbers that most labels and cells are made of, for the functions that make them by the thousand:
/// few steps that wait for each other, and no branch that depends on a digit.

/// Powers of ten that are doubles without a rest.
inline constexpr std::array kPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

struct DecadeOf {
    /// Grafana divides by this rounded logarithm of ten.
    double operator()(double value) const { return std::log(value) / 2.302585092994046; }
};

/// automaticDecimals()
inline int decimalsOf(double value)
{
    static const struct {
        FloorLog<DecadeOf> decade;
        double one = FloorLog<DecadeOf>::first(0);
        double ten = FloorLog<DecadeOf>::first(1);
        double hundred = FloorLog<DecadeOf>::first(2);
    } kAt;
    // Grafana adds one for numbers above 2.25 of a decade, but measures them a decade off, so that it always does.
    const double size = std::abs(value);
    if (size >= kAt.hundred || std::isnan(size)) return 0;
    if (static_cast<double>(static_cast<std::int64_t>(size)) == size) return 0;
    if (size >= kAt.ten) return 1;
    return size >= kAt.one ? 2 : 2 - kAt.decade(size);
}

/// Math.round() of what is far smaller than 2^63, without its sign.
inline std::uint64_t roundedSize(double value)
{
    constexpr double kBelowHalf = 0.49999999999999994;  // the only number that adding a half takes too far
    if (value >= 0) return static_cast<std::uint64_t>(static_cast<std::int64_t>(value + 0.5)) - (value == kBelowHalf);
    const double size = -value;
    const auto cut = static_cast<std::int64_t>(size);
    return static_cast<std::uint64_t>(cut + (size - static_cast<double>(cut) > 0.5 ? 1 : 0));
}

/// A number as whole units of its last place.
struct Rounded {
    std::uint64_t units = 0;
    std::size_t places = 0;
    bool negative = false;
};

inline constexpr int kMostPlaces = 20;          ///< ten to the more shows its exponent (see toFixed())
inline constexpr std::size_t kPlainPlaces = 5;  ///< with more, a number can need an exponent itself

/// False for numbers that need more care.
inline bool round(double value, std::optional<int> decimals, Rounded& out)
{
    constexpr double kMostUnits = 1e15;   // no two numbers of 15 digits share a double
    constexpr double kLeastShown = 1e-5;  // smaller numbers get an exponent
    const int places = decimals ? *decimals : decimalsOf(value);
    if (places < 0 || places > kMostPlaces) return false;
    const double factor = kPowers[static_cast<std::size_t>(places)];
    const double scaled = value * factor;
    if (!(std::abs(scaled) < kMostUnits)) return false;
    out.units = roundedSize(scaled);
    out.places = static_cast<std::size_t>(places);
    out.negative = scaled < 0 && out.units != 0;
    return out.places <= kPlainPlaces || out.units == 0 || static_cast<double>(out.units) >= factor * kLeastShown;
}

/// Numbers below a thousand as three characters each.
inline constexpr auto kTriples = [] {
    std::array<std::uint32_t, 1000> out{};
    for (std::uint32_t i = 0; i < 1000; ++i) {
        out[i] = ('0' + i / 100) | ('0' + i / 10 % 10) << 8 | ('0' + i % 10) << 16;
    }
    return out;
}();
inline constexpr std::uint64_t kShortEnd = 1'000'000;  ///< of the units that shortNumber() takes

/// `units` / 10^places with up to kPlainPlaces.
inline ShortText shortNumber(std::uint64_t units, std::size_t places)
{
    constexpr std::size_t kDigits = 6;
    const std::uint64_t thousands = units / 1000;
    const std::uint64_t digits = kTriples[thousands] | std::uint64_t{kTriples[units - thousands * 1000]} << 24;
    const std::size_t count = std::size_t{1} + (units >= 10) + (units >= 100) + (units >= 1'000) + (units >= 10'000) +
                              (units >= 100'000);
    const std::size_t shown = std::max(count, places + 1);
    const std::uint64_t text = digits >> 8 * (kDigits - shown);
    const std::size_t whole = shown - places;
    const std::uint64_t front = (std::uint64_t{1} << 8 * whole) - 1;
    const std::uint64_t point = std::uint64_t{'.'} << 8 * whole;
    const bool dotted = places > 0;
    return {dotted ? (text & front) | point | (text & ~front) << 8 : text, shown + (dotted ? 1 : 0)};
}

/// Puts toFixed() behind; false for longer numbers and those that need more care.
inline bool appendFixed(TextRow& out, double value, std::optional<int> decimals)
{
    Rounded number;
    if (!round(value, decimals, number) || number.units >= kShortEnd || number.places > kPlainPlaces) return false;
    if (number.negative) out.append("-");
    out.append(shortNumber(number.units, number.places));
    return true;
}

}  // namespace watchglass::ui::detail
