#pragma once

#include <vector>

#include <QRectF>
#include <QSizeF>

#include "ui/graph/ticks.h"
#include "ui/plot/plot_data.h"

namespace watchglass::ui {

struct AxisLayout {
    AxisSide side = AxisSide::Hidden;
    Range range;
    Scale scale;
    QRectF box;  ///< where ticks and labels go, beside the plot
    std::vector<Tick> ticks;
    QString name;
    QColor color;
    bool grid = false;
    bool border = false;
};

/// Where everything of a graph stands, in device-independent pixels, and how values map to it.
struct PlotLayout {
    QSizeF size;
    QRectF plot;
    std::vector<AxisLayout> axes;  ///< as PlotModel::axes
    std::vector<Tick> timeTicks;
    bool numbers = false;  ///< along x, not times
    QString timeName;      ///< of an x axis of numbers
    bool timeGrid = true;
    double fromMs = 0;
    double toMs = 0;
    bool timeAxis = true;
    Scale timeScale;  ///< of an x axis of numbers

    [[nodiscard]] double span() const { return toMs > fromMs ? toMs - fromMs : 1; }
    [[nodiscard]] double xOf(double timeMs) const;
    [[nodiscard]] double timeAt(double x) const;
    [[nodiscard]] double yOf(int axis, double value) const;
    [[nodiscard]] double valueAt(int axis, double y) const;
};

/// Lays axes out around the plot as Grafana does: axes are as wide as their widest label, sides without an axis get
/// 8 pixels of air, labels keep their distance. Font: textFont(12).
/// `ratio`: device pixels to one of `size`, which the range of a live model is in step with.
[[nodiscard]] PlotLayout layoutPlot(const PlotModel& model, const PlotData& data, const QSizeF& size, double ratio = 1);

/// Where the pixel begins that a moment falls into on its way over the screen. What follows the clock begins there, so
/// that all of it takes its steps together.
[[nodiscard]] double steppedTime(double timeMs, double pixelMs);

/// Moves the range and the ticks of a live model's layout to where they are `elapsedMs` later.
void moveTimes(PlotLayout& layout, const PlotModel& model, double elapsedMs, double ratio);

}  // namespace watchglass::ui
