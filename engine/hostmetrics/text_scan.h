#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchglass::hostmetrics {

/// Takes the next line off `text`, without its newline. False at the end.
[[nodiscard]] bool nextLine(std::string_view& text, std::string_view& line);

/// Takes the next run of non-blanks off `line`; empty at the end. Blanks are spaces and tabs.
[[nodiscard]] std::string_view nextField(std::string_view& line);

/// `text` without white space (newlines too) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The whole of `text`, white space at its ends apart, as a number. parseInteger() knows 0x and signs.
[[nodiscard]] std::optional<std::uint64_t> parseUnsigned(std::string_view text, int base = 10);
[[nodiscard]] std::optional<std::int64_t> parseInteger(std::string_view text);
[[nodiscard]] std::optional<double> parseNumber(std::string_view text);

/// The next field as an unsigned number, 0 when there is none: kernel tables only grow on the right.
[[nodiscard]] std::uint64_t nextUnsigned(std::string_view& line, int base = 10);

[[nodiscard]] inline bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Whether `text` is one or more decimal digits.
[[nodiscard]] bool isNumber(std::string_view text);

/// What follows `prefix` in `name` when that is a number: numberAfter("cpu12", "cpu") is "12", of "cpufreq" empty.
[[nodiscard]] std::string_view numberAfter(std::string_view name, std::string_view prefix);

}  // namespace watchglass::hostmetrics
