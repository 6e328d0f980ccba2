#pragma once

#include <string>
#include <vector>

#include <QRectF>
#include <QString>

#include "ui/panels/bar_painter.h"

namespace watchglass::ui {

/// What all bars of a panel have in common.
struct BarGaugeLook {
    bool vertical = false;  ///< bars grow upwards
    BarMode mode = BarMode::Gradient;
    bool showUnfilled = true;
    bool showValue = true;
    std::string namePlacement;  ///< auto, top, left, hidden
    double leastSize = 16;      ///< of a tile across its bar
    double mostSize = 300;
    double nameSize = 0;   ///< set by hand; 0: as fits
    double valueSize = 0;  ///< set by hand; 0: as fits
    QString longestName;   ///< what sizes are made for
    QString longestValue;
};

/// Where the parts of one bar stand. Texts have a line of `lineHeight` from `top` on.
struct BarGaugeTile {
    QRectF tile;
    QRectF bar;  ///< the whole of it, filled or not
    QRectF name;
    QRectF value;  ///< behind a whole bar; without unfilled part it follows the bar's end
    bool nameBeside = false;
};

struct BarGaugeLayout {
    double nameSize = 0;  ///< 0: none is shown
    double valueSize = 0;
    std::vector<BarGaugeTile> tiles;
};

/// Lays `count` bars out in `size` as Grafana does.
[[nodiscard]] BarGaugeLayout layOutBarGauge(const BarGaugeLook& look, const QSizeF& size, std::size_t count);

}  // namespace watchglass::ui
