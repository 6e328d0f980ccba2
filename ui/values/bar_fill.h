#pragma once

#include <optional>
#include <vector>

#include "ui/frame/display.h"

namespace watchglass::ui {

/// A colour of a gradient along a bar. Without a place it stands at the beginning or end of what is filled.
struct FillStop {
    Color color;
    std::optional<double> at;  ///< pixels from the bar's beginning
};

/// The colours of the filled part of a bar of `length` pixels: one for all of it, or a gradient. Thresholds begin to
/// show half way from the one before, and only those that the value has passed.
[[nodiscard]] std::vector<FillStop> barFill(const Field& field, const DisplayValue& value, double length,
                                            const VisualTheme& theme);

/// A cell of an LCD bar.
struct CellColors {
    bool lit = false;
    Color background;
    std::optional<Color> shade;  ///< of lit ones: at the rim
    Color border;
};
/// The cell for the value `place` when the bar shows `value`.
[[nodiscard]] CellColors cellColors(const DisplayProcessor& display, double place, double value);

/// Where a value stands between the ends, at most 1; 0 when that cannot be said.
[[nodiscard]] double valueShare(double value, double min, double max);

}  // namespace watchglass::ui
