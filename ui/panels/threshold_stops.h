#pragma once

#include <vector>

#include <QColor>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// A colour from `position` on (0 to 1 in the field's range).
struct ColorStop {
    double position = 0;
    QColor color;
};

/// The field's thresholds as places in its range, ascending; the first stands at 0. Thresholds outside are left out.
[[nodiscard]] std::vector<ColorStop> thresholdStops(const Field& field);

/// The colour of the place `position` (0 to 1) in the field's colour mode: thresholds or a continuous scheme.
[[nodiscard]] QColor colorAt(const Field& field, double position);

[[nodiscard]] bool hasContinuousColor(const Field& field);

/// The ends of the field's range, 0 and 100 where nothing is known.
[[nodiscard]] double rangeLow(const Field& field);
[[nodiscard]] double rangeHigh(const Field& field);

/// The place of `value` in the range, cut to 0 to 1; 0 for NaN.
[[nodiscard]] double shareOf(const Field& field, double value);

/// `a` to `b` by `t`.
[[nodiscard]] QColor blended(const QColor& a, const QColor& b, double t);

}  // namespace watchglass::ui
