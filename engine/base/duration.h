#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass {

/// Parses a Prometheus duration such as "1h30m" or "250ms".
///
/// Units, largest first, each at most once: y (365 d), w, d, h, m, s, ms. "0" alone is allowed.
/// Returns the length in whole milliseconds.
/// Errors: InvalidInput for an empty text, an unknown, repeated or misplaced unit, a missing number,
/// or a total that does not fit 64 bits; `where` holds the byte offset of the first bad character.
/// Source: prometheus/common model/time.go, ParseDuration.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(std::string_view text);

/// The shortest text that parseDuration() reads back: "1h30m", "250ms", "0s". Weeks and years are
/// used only when they divide the whole. Negative lengths get a leading minus.
/// Source: prometheus/common model/time.go, Duration.String.
[[nodiscard]] std::string formatDuration(std::chrono::milliseconds length);

}  // namespace watchglass
