#pragma once

#include <optional>

namespace watchglass::ui {

enum class ScaleKind { Linear, Log, Symlog };

/// How values map to distances along an axis.
struct Scale {
    ScaleKind kind = ScaleKind::Linear;
    double logBase = 10;         ///< 2 or 10
    double linearThreshold = 1;  ///< symlog is linear between -threshold and +threshold

    /// The position of `value` in units in which the axis is even. NaN for what a log axis cannot show.
    [[nodiscard]] double forward(double value) const;
    [[nodiscard]] double inverse(double position) const;
};

struct Range {
    double min = 0;
    double max = 0;
};

/// What decides the range of a value axis.
struct RangeRules {
    std::optional<double> hardMin;  ///< the axis ends here, even if values lie beyond
    std::optional<double> hardMax;
    std::optional<double> softMin;  ///< the axis reaches at least to here
    std::optional<double> softMax;
    bool centeredZero = false;
    bool wholeNumbers = false;  ///< no decimals are shown, so the ends must not need them
    bool percent = false;       ///< of stacks: from 0 to 1 unless something else is said
    bool truth = false;         ///< of a unit for true and false: always from 0 to 1
    Scale scale;
};

/// The range that shows values between dataMin and dataMax: padded by 10 %, with round ends, reaching to zero when
/// zero is nearer than the padding. NaNs mean that there are no values: no range then, unless the rules fix it.
/// Source: uPlot's rangeNum and rangeLog as Grafana's scale builder calls them.
[[nodiscard]] std::optional<Range> axisRange(double dataMin, double dataMax, const RangeRules& rules);

}  // namespace watchglass::ui
