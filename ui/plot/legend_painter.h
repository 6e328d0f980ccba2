#pragma once

#include "ui/plot/legend_layout.h"

class QPainter;

namespace watchglass::ui {

/// What a legend looks like at the moment.
struct LegendLook {
    QPointF scroll;    ///< how far it is scrolled
    int hovered = -1;  ///< an item
};

void paintLegend(QPainter& painter, const LegendLayout& layout, const LegendLook& look);

}  // namespace watchglass::ui
