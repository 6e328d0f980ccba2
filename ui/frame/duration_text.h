#pragma once

#include <optional>
#include <string_view>

#include "ui/frame/value_format.h"

namespace watchglass::ui::detail {

/// "1 hour, 2 minutes": the largest unit and `decimals` more. `unitMs` is the length of the value's own unit.
[[nodiscard]] FormattedValue durationWords(double value, std::optional<int> decimals, double unitMs,
                                           std::string_view zeroSuffix);
/// "26:03:04"
[[nodiscard]] FormattedValue hoursMinutesSeconds(double value);
/// "1 d 02:03:04"
[[nodiscard]] FormattedValue daysHoursMinutesSeconds(double value);
/// "01h:02m:03s:004ms" of milliseconds
[[nodiscard]] FormattedValue clock(double ms, std::optional<int> decimals);

}  // namespace watchglass::ui::detail
