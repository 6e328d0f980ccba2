#pragma once

#include <cstdint>
#include <vector>

#include <QString>
#include <QTimeZone>

#include "ui/plot/scale.h"

namespace watchglass::ui {

/// One mark on an axis. Marks without a label still have a grid line.
struct Tick {
    double value = 0;
    QString label;
    bool labelled = true;
};

struct ValueTicks {
    std::vector<Tick> ticks;  ///< labels empty: the caller formats them
    double step = 0;          ///< distance of two ticks of a linear axis, else 0
    int decimals = 0;         ///< that tell two neighbouring ticks apart, before any unit scales them; -1: each its own
};

/// Round steps for a value axis.
struct TickRules {
    double lengthPx = 0;
    double minSpacingPx = 30;
    bool binary = false;   ///< steps are powers of two: units that count in 1024
    int maxDecimals = -1;  ///< steps that need more decimals are passed over; -1: no limit
};

/// Ticks at multiples of the smallest of the steps 1, 2, 2.5, 5 x 10^n that keeps the labels apart; at every digit of
/// every decade on a logarithmic axis, of which as many are labelled as fit. As uPlot picks them.
[[nodiscard]] ValueTicks valueTicks(const Range& range, const Scale& scale, const TickRules& rules);

/// Ticks of a time axis at round local times with their labels. `minSpacingPx` comes from timeLabelWidth() plus air.
[[nodiscard]] std::vector<Tick> timeTicks(std::int64_t fromMs, std::int64_t toMs, double lengthPx, double minSpacingPx,
                                          const QTimeZone& zone);

/// The label of `timeMs` on an axis with ticks every `stepMs` over `rangeMs`.
/// Source: Grafana's axis builder: HH:mm:ss.SSS, HH:mm:ss, HH:mm, MM/DD HH:mm, MM/DD, YYYY-MM, YYYY.
[[nodiscard]] QString timeLabel(std::int64_t timeMs, std::int64_t stepMs, std::int64_t rangeMs, const QTimeZone& zone);

/// "2026-01-15 11:21:00": the full form of tooltips; with milliseconds when there are any.
[[nodiscard]] QString fullTimeLabel(std::int64_t timeMs, const QTimeZone& zone);

}  // namespace watchglass::ui
