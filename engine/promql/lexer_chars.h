#pragma once

#include <cstdint>

namespace watchglass::promql {

/// ASCII only: other scripts' letters and digits never are part of a word or number
/// (prometheus issue 939).
constexpr bool isSpace(std::int32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool isDigit(std::int32_t c) { return c >= '0' && c <= '9'; }
constexpr bool isAlpha(std::int32_t c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool isAlphaNumeric(std::int32_t c) { return isAlpha(c) || isDigit(c); }
/// The first letters of step, range, max_of and min_of, which may stand inside brackets.
constexpr bool startsDurationKeyword(std::int32_t c)
{
    return c == 's' || c == 'S' || c == 'r' || c == 'R' || c == 'm' || c == 'M';
}

}  // namespace watchglass::promql
