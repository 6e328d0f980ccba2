#pragma once

#include <string>
#include <vector>

#include <QColor>
#include <QString>

#include "ui/graph/scale.h"
#include "ui/panels/panel_data.h"

namespace watchglass::ui {

enum class BarStacking { None, Normal, Percent, Overlaid };

/// The bars of one field.
struct BarSeries {
    QString name;
    QColor color;
    std::vector<double> values;    ///< one per category; NaN: no bar
    std::vector<QColor> colors;    ///< of single bars; empty: all as `color`
    std::vector<QString> texts;    ///< formatted values
    const Field* field = nullptr;  ///< points into PanelData::frames
    bool hidden = false;
    bool inLegend = true;
};

/// Bars over categories. Values and their stacks stand on one axis.
struct BarChartModel {
    std::vector<QString> categories;
    std::vector<BarSeries> series;
    BarStacking stacking = BarStacking::None;

    /// From where to where a bar reaches; both NaN when there is none. Negative values stack downwards.
    struct Span {
        double from = 0;
        double to = 0;
    };
    [[nodiscard]] Span span(std::size_t series, std::size_t category) const;
    /// What all visible bars cover, zero included.
    [[nodiscard]] Range extremes() const;
    /// Of bars above zero only, for logarithmic axes; NaN when there is none.
    [[nodiscard]] Range positiveExtremes() const;
};

/// Joins the frames by `options.xField`, else by the first text field, else by the first time field, and takes every
/// number field as a series.
[[nodiscard]] BarChartModel barChartModel(const PanelData& data);

/// Counts the values of all number fields in buckets: `bucketSize`, else about `bucketCount` of a round size;
/// `combine` makes one series of all.
[[nodiscard]] BarChartModel histogramModel(const PanelData& data);

}  // namespace watchglass::ui
