#pragma once

#include <string_view>

namespace watchglass::testing {

/// Whether a text holds numbers of more than `digits` digits: counts and lengths that are legal and only slow.
inline bool hasLongNumbers(std::string_view text, int digits = 3)
{
    int run = 0;
    for (const char c : text) {
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        if (run > digits) return true;
    }
    return false;
}

}  // namespace watchglass::testing
