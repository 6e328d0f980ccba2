#pragma once

#include <optional>

#include "ui/panels/log_model.h"

namespace watchglass::ui {

/// Where a line of one answer stands in the next: the one with the same time and text, of several the same in turn.
[[nodiscard]] std::optional<std::size_t> sameLine(const LogModel& before, std::size_t row, const LogModel& now);

/// Where a line of that time belongs, whether there is one or not; at most the number of rows.
[[nodiscard]] std::size_t placeOfTime(const LogModel& model, double timeMs);

}  // namespace watchglass::ui
