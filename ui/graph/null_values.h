#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Where samples are further apart than they should be.
struct GapRule {
    double threshold = 0;        ///< the distance that is still no gap
    std::optional<double> from;  ///< nulls reach back to here
    std::optional<double> to;    ///< and on to here
};

/// The distance that is no gap in a frame of time series: what its fields ask for or the distance of the source's
/// samples (`stepMs`). None when fields disagree or nobody says.
[[nodiscard]] std::optional<double> gapThreshold(const Frame& frame);

/// The times with one more for every step that is missing; none when none is.
[[nodiscard]] std::optional<std::vector<double>> timesWithGaps(std::span<const double> times, const GapRule& rule);

/// The frame with rows of nulls where samples are missing, so that lines break there.
[[nodiscard]] Frame withGaps(const Frame& frame, std::optional<double> from = {}, std::optional<double> to = {});

/// Nulls between values that are less than `maxDistance` apart become undefined: lines run through them.
[[nodiscard]] Values bridgeShortGaps(const Values& times, const Values& values, double maxDistance);

/// Nulls become the number that the field's "no value" text is; the values as they are when it is none.
[[nodiscard]] Values nullsAsNoValue(const Field& field);

/// The step of a series as Grafana takes it, the distance of the last two times; the largest number without two.
[[nodiscard]] double lastStep(const Values& times);
/// Whether any of the times is given in milliseconds that matter.
[[nodiscard]] bool hasMilliseconds(const Values& times);

}  // namespace watchglass::ui
