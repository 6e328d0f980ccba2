#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace watchglass::ui::detail {

/// The shortest digits that read back to `value` (no point, no sign) and the decimal exponent of the first digit.
struct ShortestDigits {
    std::string digits;
    int exponent = 0;
};
[[nodiscard]] ShortestDigits shortestDigits(double value);

/// JavaScript's Math.round: halves go up.
[[nodiscard]] double jsRound(double value);

/// How many decimals a number is written with, counting as Grafana does: 0.125 has 3, 1.5e-9 has 4.
[[nodiscard]] int writtenDecimals(double value);

/// Rounds to `decimals`, halves away from zero even where binary fractions fall just short of them (1.005).
[[nodiscard]] double roundDecimals(double value, int decimals);

/// Number.prototype.toString(16) in upper case.
[[nodiscard]] std::string jsHex(double value);

/// Number.prototype.toExponential; without `decimals` as many digits as needed.
[[nodiscard]] std::string jsExponential(double value, std::optional<int> decimals);

/// Intl.NumberFormat("en-US"): groups of three, between `minDecimals` and `maxDecimals` decimals, halves away from
/// zero.
[[nodiscard]] std::string localeNumber(double value, int minDecimals, int maxDecimals);

}  // namespace watchglass::ui::detail
