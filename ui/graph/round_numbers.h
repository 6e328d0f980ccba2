#pragma once

#include <optional>
#include <span>

namespace watchglass::ui {

// Arithmetic of axes and buckets as uPlot and Grafana do it: multiples of a step without the noise of binary fractions,
// so that 3 * 0.1 is 0.3.

/// Without noise at the end: 17999.204999999998 is 17999.205.
[[nodiscard]] double withoutNoise(double value);
/// To that many decimals, halves away from zero.
[[nodiscard]] double roundToDecimals(double value, int decimals);
/// The multiple of `step` that is nearest, above or below.
[[nodiscard]] double roundTo(double value, double step);
[[nodiscard]] double roundUpTo(double value, double step);
[[nodiscard]] double roundDownTo(double value, double step);

/// The steps 1, 2, 2.5 and 5 x 10^n, ascending, and 2^n from 1 on.
[[nodiscard]] std::span<const double> decimalSteps();
[[nodiscard]] std::span<const double> binarySteps();
/// The decimals of a step of either list; none for other numbers.
[[nodiscard]] std::optional<int> decimalsOfStep(double step);
/// The place of the number in an ascending list that is nearest to `value`.
[[nodiscard]] std::size_t nearestIn(std::span<const double> ascending, double value);

/// A step and the pixels between two of its ticks.
struct FoundStep {
    double step = 0;
    double spacePx = 0;
};
/// The smallest of `steps` whose ticks stand `minSpacePx` apart on `lengthPx`. Steps too fine for the digits of the
/// ends are passed over. Zeros when there is none.
[[nodiscard]] FoundStep findStep(double min, double max, std::span<const double> steps, double lengthPx,
                                 double minSpacePx);

}  // namespace watchglass::ui
