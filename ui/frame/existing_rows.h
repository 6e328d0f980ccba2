#pragma once

#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// The rows of a frame but those in which the source never sent anything beside a time (Values::isSparse()): Grafana
/// lists only samples that are there.
[[nodiscard]] std::vector<std::size_t> existingRows(const Frame& frame);

/// The frames with those rows only.
[[nodiscard]] std::vector<Frame> withExistingRows(std::vector<Frame> frames);

}  // namespace watchglass::ui
