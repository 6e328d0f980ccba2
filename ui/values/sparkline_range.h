#pragma once

#include <utility>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Lowest and highest value that a sparkline has room for: the field's range with its bounds and what stands for no
/// value. A level line gets room above or below.
[[nodiscard]] std::pair<double, double> sparklineRange(const Field& field);

}  // namespace watchglass::ui
