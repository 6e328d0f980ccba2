#pragma once

#include <QRegion>

#include "ui/plot/legend_layout.h"

class QPainter;

namespace watchglass::ui {

/// What a legend looks like at the moment.
struct LegendLook {
    QPointF scroll;    ///< how far it is scrolled
    int hovered = -1;  ///< an item
    QRegion part;      ///< what has to be painted; empty: everything

    [[nodiscard]] bool shows(const QRectF& box) const { return part.isEmpty() || part.intersects(box.toAlignedRect()); }
};

void paintLegend(QPainter& painter, const LegendLayout& layout, const LegendLook& look);

}  // namespace watchglass::ui
