#include "ui/graph/round_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/frame/value_format.h"

namespace watchglass::ui {

namespace {

constexpr int kExponents = 32;  ///< decimal steps reach from 1e-32 to 5e31
constexpr int kBinaryExponents = 53;
constexpr std::size_t kNoise = 6;  ///< this many nines or zeros in a row are no digits
constexpr int kMostDigits = 17;

bool isWhole(double value) { return std::isfinite(value) && value == std::trunc(value); }

/// JavaScript's Math.round().
double rounded(double value) { return std::floor(value + 0.5); }

/// Decimals before six nines or zeros in a row; none when there are no such.
std::optional<int> cleanDecimals(const std::string& digits)
{
    const auto dot = digits.find('.');
    if (dot == std::string::npos) return std::nullopt;
    for (std::size_t i = dot + 1; i + kNoise <= digits.size(); ++i) {
        const char c = digits[i];
        if (c != '9' && c != '0') continue;
        if (digits.find_first_not_of(c, i) >= i + kNoise) return static_cast<int>(i - dot - 1);
    }
    return std::nullopt;
}

double parsed(const std::string& text)
{
    double out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

struct Steps {
    std::vector<double> decimal;
    std::vector<double> binary;
    std::unordered_map<double, int> decimals;
};

const Steps& steps()
{
    static const Steps all = [] {
        Steps out;
        for (int exponent = -kExponents; exponent < kExponents; ++exponent) {
            for (const char* mantissa : {"1", "2", "2.5", "5"}) {
                const double step = parsed(std::string(mantissa) + 'e' + std::to_string(exponent));
                const int own = mantissa[1] == '.' ? 1 : 0;
                out.decimal.push_back(step);
                out.decimals[step] = (exponent >= 0 ? 0 : -exponent) + (exponent >= own ? 0 : own);
            }
        }
        for (int exponent = -kBinaryExponents; exponent < kBinaryExponents; ++exponent) {
            const double step = std::exp2(exponent);
            if (exponent >= 0) out.binary.push_back(step);
            out.decimals.try_emplace(step, exponent >= 0 ? 0 : -exponent);
        }
        return out;
    }();
    return all;
}

/// Digits before the point of what JavaScript makes of a number in 32 bits.
int wholeDigits(double value)
{
    constexpr double kWrap = 4'294'967'296.0;
    double wrapped = std::fmod(std::trunc(value), kWrap);
    if (wrapped < 0) wrapped += kWrap;
    if (wrapped >= kWrap / 2) wrapped -= kWrap;
    wrapped = std::abs(wrapped);
    return wrapped < 1 ? 1 : static_cast<int>(std::log10(wrapped)) + 1;
}

}  // namespace

double withoutNoise(double value)
{
    if (isWhole(value) || !std::isfinite(value) || decimalsOfStep(value)) return value;
    const std::string text = jsNumber(value);
    const auto exponent = text.find('e');
    const auto decimals = cleanDecimals(text.substr(0, exponent));
    if (!decimals) return value;
    if (exponent == std::string::npos) return roundToDecimals(value, *decimals);
    const double mantissa = withoutNoise(parsed(text.substr(0, exponent)));
    return parsed(jsNumber(mantissa) + text.substr(exponent));
}

double roundToDecimals(double value, int decimals)
{
    if (isWhole(value) || !std::isfinite(value)) return value;
    const double power = std::pow(10, decimals);
    return rounded(value * power * (1 + std::numeric_limits<double>::epsilon())) / power;
}

double roundTo(double value, double step)
{
    return withoutNoise(roundToDecimals(withoutNoise(value / step), 0) * step);
}

double roundUpTo(double value, double step) { return withoutNoise(std::ceil(withoutNoise(value / step)) * step); }

double roundDownTo(double value, double step) { return withoutNoise(std::floor(withoutNoise(value / step)) * step); }

std::span<const double> decimalSteps() { return steps().decimal; }

std::span<const double> binarySteps() { return steps().binary; }

std::optional<int> decimalsOfStep(double step)
{
    const auto found = steps().decimals.find(step);
    return found == steps().decimals.end() ? std::nullopt : std::optional(found->second);
}

std::size_t nearestIn(std::span<const double> ascending, double value)
{
    const auto above = std::lower_bound(ascending.begin(), ascending.end(), value);
    if (above == ascending.begin()) return 0;
    const auto index = static_cast<std::size_t>(above - ascending.begin());
    if (above == ascending.end()) return index - 1;
    return value - ascending[index - 1] <= *above - value ? index - 1 : index;
}

FoundStep findStep(double min, double max, std::span<const double> candidates, double lengthPx, double minSpacePx)
{
    const double delta = max - min;
    if (!(lengthPx > 0) || !(delta > 0) || candidates.empty()) return {};
    const int digits = std::max(wholeDigits(min), wholeDigits(max));
    for (std::size_t i = nearestIn(candidates, minSpacePx / lengthPx * delta); i < candidates.size(); ++i) {
        const double step = candidates[i];
        const double space = lengthPx * step / delta;
        const int decimals = step < 5 ? decimalsOfStep(step).value_or(0) : 0;
        if (space >= minSpacePx && digits + decimals <= kMostDigits) return {step, space};
    }
    return {};
}

}  // namespace watchglass::ui
