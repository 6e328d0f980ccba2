#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <QColor>
#include <QString>
#include <QTimeZone>

#include "ui/graph/scale.h"
#include "ui/plot/column_envelope.h"
#include "ui/plot/line_pattern.h"

namespace watchglass::ui {

enum class DrawStyle { Line, Bars, Points };
enum class ShowPoints { Auto, Always, Never };
enum class FillGradient { None, Opacity, Hue, Scheme };
enum class AxisSide { Left, Right, Hidden };
enum class StackMode { None, Normal, Percent };

/// One line, area or row of bars, ready to be drawn. The samples belong to somebody else: `owner` keeps them alive.
struct PlotSeries {
    QString name;
    QColor color;
    std::shared_ptr<const void> owner;
    const double* times = nullptr;   ///< ascending, milliseconds since 1970, as frames keep them
    const double* values = nullptr;  ///< NaN: no value
    std::size_t count = 0;

    int axis = 0;         ///< index into PlotModel::axes
    bool hidden = false;  ///< switched off in the legend
    bool inLegend = true;
    bool inTooltip = true;
    bool drawn = true;  ///< false: its values are shown by something else, like candles
    DrawStyle style = DrawStyle::Line;
    StepMode step = StepMode::None;
    bool smooth = false;  ///< points are joined by a curve that has no peak of its own
    double lineWidth = 1;
    double fillOpacity = 0;  ///< 0 to 1
    FillGradient gradient = FillGradient::None;
    ShowPoints points = ShowPoints::Auto;
    double pointSize = 5;        ///< diameter
    std::vector<double> dashes;  ///< lengths of dashes and gaps in pixels; empty: solid
    LinePattern pattern = LinePattern::Solid;
    int stackGroup = -1;  ///< series of the same group and axis are stacked in their order; -1: not stacked
    StackMode stack = StackMode::None;
    std::int64_t gapMs = 0;  ///< samples further apart are not joined; 0: always joined
    bool bridgeNan = false;
    int fillBelowTo = -1;  ///< index of the series down to which the fill reaches; -1: the zero line
    double barWidthFactor = 0.6;
    int barAlignment = 0;  ///< -1 before, 0 centred on, 1 after its time

    std::function<QColor(double)> colorAt;  ///< the colour of a value, for FillGradient::Scheme
    std::function<QString(double)> format;  ///< a value with its unit
};

struct PlotAxis {
    AxisSide side = AxisSide::Left;
    QString name;
    RangeRules rules;
    bool grid = true;
    bool border = false;
    bool binary = false;                         ///< the unit counts in 1024
    QColor color;                                ///< of labels; invalid: the text colour
    std::function<QString(double, int)> format;  ///< the label of a value with that many decimals; -1: as fits
};

/// A limit that is drawn over the whole width.
struct PlotThreshold {
    int axis = 0;
    double from = 0;  ///< the line stands here; an area reaches from here ...
    double to = 0;    ///< ... to here
    QColor color;
    bool line = false;
    bool dashed = false;
    bool area = false;
};

/// A moment or span that is marked over the whole height.
struct PlotMark {
    std::int64_t fromMs = 0;
    std::int64_t toMs = 0;  ///< equal to fromMs for a moment
    QColor color;
    QString text;
    std::int64_t id = 0;  ///< of an annotation that can be changed; 0: this one cannot
};

/// A single value that is drawn as a diamond, measured by the first axis: an example behind the samples.
struct PlotExemplar {
    double timeMs = 0;
    double value = 0;
    QColor color;
    std::vector<std::pair<QString, QString>> rows;  ///< what its tooltip says: names and values
};

/// An x axis of numbers instead of times.
struct PlotNumberAxis {
    QString name;
    bool grid = true;
    bool binary = false;                         ///< the unit counts in 1024
    std::function<QString(double, int)> format;  ///< the label of a value with that many decimals; -1: as fits
    Scale scale;
};

/// Composite marks of four values each, and bars below them: what candlesticks are drawn from. All columns are as long
/// as `times`; those that are not there are null.
struct PlotCandles {
    std::shared_ptr<const void> owner;
    const double* times = nullptr;
    const double* open = nullptr;
    const double* high = nullptr;
    const double* low = nullptr;
    const double* close = nullptr;
    const double* volume = nullptr;
    std::size_t count = 0;
    int priceAxis = 0;
    int volumeAxis = 0;
    bool asBars = false;        ///< lines with ticks at both sides instead of boxes
    bool againstClose = false;  ///< coloured by the close before, boxes hollow when they rise
    QColor up;
    QColor down;
    QColor flat;
    double volumeOpacity = 0.5;
};

/// All that a graph shows.
struct PlotModel {
    std::vector<PlotSeries> series;
    std::vector<PlotAxis> axes;
    std::vector<PlotThreshold> thresholds;
    std::vector<PlotMark> marks;
    std::vector<PlotExemplar> exemplars;
    std::optional<PlotCandles> candles;
    /// Set where x counts something else than time: `times` of series, fromMs and toMs are then such numbers.
    std::optional<PlotNumberAxis> numbers;
    double fromMs = 0;
    double toMs = 0;
    QTimeZone zone = QTimeZone::utc();
    bool timeAxis = true;
    /// The range follows the clock: it ends up to a pixel later, so that from one refresh to the next all that is drawn
    /// moves by the same whole number of pixels. Points on whole pixels would each take their step at another time.
    bool live = false;
    double nowMs = 0;     ///< of a live range: what the clock says when it is fromMs to toMs
    bool aligned = true;  ///< points stand on whole pixels, as uPlot puts them
};

}  // namespace watchglass::ui
