#pragma once

#include <span>
#include <string_view>

#include "ui/graph/scale.h"

namespace watchglass::ui {

/// The smallest and largest finite value; NaNs when there is none. A logarithmic axis has no place for what is not
/// positive.
[[nodiscard]] Range extremesOf(std::span<const double> values, bool positiveOnly);

/// Whether a unit counts in 1024, so that round numbers are powers of two.
[[nodiscard]] bool isBinaryUnit(std::string_view unit);
/// Whether a unit shows true and false.
[[nodiscard]] bool isTruthUnit(std::string_view unit);

}  // namespace watchglass::ui
