#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::exposition {

/// Reads a sample value or an OpenMetrics timestamp: Go's ParseFloat without underscores and hexadecimal mantissas.
/// Errors: InvalidInput in Go's words; also for a number that overflows.
[[nodiscard]] Result<double> parseNumber(std::string_view text);

/// Reads plain decimals up to 18 digits, whose result is exact by one multiplication or division of two exact
/// doubles. On success `at` stands behind the number. False, and `at` untouched, for everything else: the general
/// parser decides then. Never reads at or behind `end`.
[[nodiscard]] bool parseSimpleDecimal(const char*& at, const char* end, double& value);

/// Text of a float as OpenMetrics writes bucket bounds and quantiles: "1.0", "0.5", "1e+06", "+Inf".
[[nodiscard]] std::string formatOpenMetricsFloat(double value);

}  // namespace watchglass::exposition
