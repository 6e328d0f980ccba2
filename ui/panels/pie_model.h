#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QColor>
#include <QString>

#include "ui/panels/reduced_values.h"

namespace watchglass::ui {

/// A part of a pie.
struct PieSlice {
    QString name;
    QColor color;
    QString value;    ///< with its unit
    QString percent;  ///< of the visible slices' sum, with as many decimals as the field has
    double number = 0;
    double share = 0;  ///< 0 to 1; 0 when hidden
    double start = 0;  ///< where it begins, in parts of the circle, clockwise from the top
    bool hidden = false;
    std::size_t source = 0;  ///< index of the value it shows
};

/// The slices in the order of the legend: `sort` is "desc" (what "" means), "asc" or "none". Values below zero and
/// missing ones take no part of the circle.
[[nodiscard]] std::vector<PieSlice> pieSlices(const std::vector<ReducedValue>& values, const std::string& sort,
                                              const std::function<bool(const QString&)>& isHidden);

/// The slice at a place: `turn` in parts of the circle. -1: none.
[[nodiscard]] int sliceAt(const std::vector<PieSlice>& slices, double turn);

}  // namespace watchglass::ui
