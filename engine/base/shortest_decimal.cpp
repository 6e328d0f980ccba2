#include "engine/base/shortest_decimal.h"

#include <fmt/format.h>

#include <charconv>

namespace watchglass {

ShortestDecimal shortestDecimal(double value)
{
    ShortestDecimal out;
#if FMT_VERSION >= 80000 && FMT_VERSION < 130000
    // Dragonbox as it is in fmt, whose own way of writing the digits costs more than finding them.
    const auto found = fmt::detail::dragonbox::to_decimal(value);
    out.digits = found.significand;
    out.exponent = found.exponent;
#else
    char text[40];
    const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    const char* at = text;
    for (; at < end && *at != 'e'; ++at) {
        if (*at != '.') out.digits = out.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    const int decimals = at - text > 1 ? static_cast<int>(at - text) - 2 : 0;
    ++at;
    std::from_chars(*at == '+' ? at + 1 : at, end, out.exponent);
    out.exponent -= decimals;
#endif
    normalize(out);
    return out;
}

}  // namespace watchglass
