#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tests/engine/exposition/cache_check.h"

namespace watchglass::exposition::testing {

/// Takes the input as scrapes of one target, divided by 0xFF bytes, and stops where the cache and the full parser
/// differ.
inline void compareScrapes(const std::uint8_t* data, std::size_t size, Format format)
{
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    CacheCheck check(format);
    for (;;) {
        const std::size_t end = rest.find('\xFF');
        if (!check.scrape(rest.substr(0, end)).empty()) std::abort();
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

}  // namespace watchglass::exposition::testing
