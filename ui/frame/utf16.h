#pragma once

#include <cstddef>
#include <string_view>

namespace watchglass::ui {

/// How long JavaScript finds a UTF-8 text: in units of UTF-16.
[[nodiscard]] inline std::size_t utf16Length(std::string_view text)
{
    std::size_t out = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        // Continuation bytes count nothing, the first byte of four counts two.
        if ((byte & 0xc0U) != 0x80U) out += byte >= 0xf0U ? 2 : 1;
    }
    return out;
}

}  // namespace watchglass::ui
