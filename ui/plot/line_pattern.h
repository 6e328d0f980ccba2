#pragma once

#include <cstdint>

namespace watchglass::ui {

/// How the line of a series is broken, in graphs and in the marks that stand for it.
enum class LinePattern : std::uint8_t {
    Solid,
    Dashes,
    Dots,  ///< dashes with round ends
};

}  // namespace watchglass::ui
