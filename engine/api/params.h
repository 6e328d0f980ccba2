#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::api {

/// Unix seconds with a fraction, or RFC 3339; returns milliseconds. Prometheus's own bounds
/// (-292273086-05-16T16:47:06Z and 292277025-08-18T07:12:54.999999999Z) are taken as the ends of the scale.
/// Errors: InvalidInput, `cannot parse "x" to a valid timestamp`.
[[nodiscard]] Result<std::int64_t> parseTimeParam(std::string_view text);

/// Seconds as a float, or a Prometheus duration; returns milliseconds.
/// Errors: InvalidInput, `cannot parse "x" to a valid duration`.
[[nodiscard]] Result<std::int64_t> parseDurationParam(std::string_view text);

/// A count as Go's strconv.Atoi reads it; "" is 0, which means no limit.
/// Errors: InvalidInput worded as Prometheus words it.
[[nodiscard]] Result<std::size_t> parseLimitParam(std::string_view text);

/// Milliseconds as RFC 3339 in UTC with up to nine digits of fraction, as Go prints a time in JSON.
[[nodiscard]] std::string formatRfc3339(std::int64_t ms);

/// The API's time in seconds: at most three decimals ("1435781451.781", "1435781451").
void appendSeconds(std::string& out, std::int64_t ms);

}  // namespace watchglass::api
