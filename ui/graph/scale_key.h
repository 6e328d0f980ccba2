#pragma once

#include <string>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Fields with equal keys share a value axis: unit, bounds, placement, scale and label are the same.
[[nodiscard]] std::string scaleKey(const Field& field);

}  // namespace watchglass::ui
