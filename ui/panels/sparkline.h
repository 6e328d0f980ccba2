#pragma once

#include <QImage>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

/// How a small graph without axes looks.
struct SparklineStyle {
    QColor line;
    QColor fill;
    double lineWidth = 1;
    bool smooth = false;
    std::int64_t fromMs = 0;  ///< what the width stands for; both 0: from the first value to the last
    std::int64_t toMs = 0;
    bool gradient = false;  ///< the fill fades to nothing at the bottom
};

/// The values of `field` over the time field of its frame, drawn to fill `size`. Null when there is nothing to draw.
[[nodiscard]] QImage sparkline(const Frame& frame, const Field& field, const QSize& size, double devicePixelRatio,
                               const SparklineStyle& style);

}  // namespace watchglass::ui
