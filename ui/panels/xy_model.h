#pragma once

#include <vector>

#include <QColor>
#include <QString>

#include "ui/panels/panel_data.h"
#include "ui/plot/plot_layout.h"

namespace watchglass::ui {

/// Points of two fields of one frame. Vectors are as long as the frame; NaN: no point.
struct XySeries {
    QString name;
    QColor color;
    std::size_t frame = 0;
    const Field* x = nullptr;
    const Field* y = nullptr;
    const Field* colorField = nullptr;
    const Field* sizeField = nullptr;
    std::vector<const Field*> rest;  ///< further fields, for the tooltip
    std::vector<double> xs;
    std::vector<double> ys;
    std::vector<double> sizes;   ///< diameters; empty: all are `size`
    std::vector<QColor> colors;  ///< empty: all are `color`
    double size = 5;
    bool points = true;
    bool lines = false;
    bool square = false;
    double lineWidth = 2;
    double strokeWidth = 1;
    double fillOpacity = 0.5;
    std::vector<double> dashes;
    int axis = 0;
    bool inLegend = true;
    bool inTooltip = true;
    bool hidden = false;  ///< switched off in the legend

    [[nodiscard]] double sizeAt(std::size_t row) const { return sizes.empty() ? size : sizes[row]; }
    [[nodiscard]] const QColor& colorAt(std::size_t row) const { return colors.empty() ? color : colors[row]; }
};

/// What an XY chart draws.
struct XyModel {
    std::shared_ptr<const std::vector<Frame>> frames;  ///< what the series point into; shared with the panel's data
    std::vector<XySeries> series;
    PlotModel plot;  ///< axes without series: layoutXy() adds the ranges
    RangeRules xRules;
};

/// Series by the options' mapping: each further number of a frame over its first (auto), or as told (manual).
/// Source: Grafana's public/app/plugins/panel/xychart/utils.ts, prepSeries.
[[nodiscard]] XyModel xyModel(const PanelData& data);

/// Where axes and points of the series that are not hidden stand.
[[nodiscard]] PlotLayout layoutXy(XyModel& model, const QSizeF& size);

}  // namespace watchglass::ui
