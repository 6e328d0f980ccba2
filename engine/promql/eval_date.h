#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass::promql {

/// "hour", "day_of_week", "days_in_month" and the like.
[[nodiscard]] bool isDateFunction(std::string_view name);

/// The part of the UTC date that the function names. Any number of seconds is allowed: beyond the years that
/// 64 bits hold, the arithmetic wraps as Go's time package does.
[[nodiscard]] double datePart(std::string_view function, std::int64_t unixSeconds);

}  // namespace watchglass::promql
