#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <QString>
#include <QTimeZone>

#include "ui/graph/scale.h"

namespace watchglass::ui {

/// One mark on an axis. Marks without a label still have a grid line.
struct Tick {
    double value = 0;
    QString label;
    bool labelled = true;
};

struct ValueTicks {
    std::vector<Tick> ticks;  ///< labels empty: the caller formats them
    double step = 0;          ///< the round step that fits, also of axes that are not linear
    int decimals = -1;        ///< that tell two neighbouring ticks apart, before any unit scales them; -1: each its own
};

/// Round steps for a value axis.
struct TickRules {
    double lengthPx = 0;
    double minSpacingPx = 30;
    bool binary = false;        ///< steps are powers of two: units that count in 1024
    bool wholeNumbers = false;  ///< ticks of a linear axis that are not whole get no label
    bool alongX = false;        ///< of a horizontal axis: logarithmic ones label whole powers only
    bool truth = false;         ///< of a unit for true and false: ticks at 0 and 1
};

/// The least distance of ticks on a value axis of that length.
[[nodiscard]] double valueTickSpacing(double lengthPx);

/// Ticks at multiples of the smallest of the steps 1, 2, 2.5, 5 x 10^n that keeps the labels apart; at every digit of
/// every decade on a logarithmic axis, of which as many are labelled as fit. As uPlot picks them.
[[nodiscard]] ValueTicks valueTicks(const Range& range, const Scale& scale, const TickRules& rules);

struct TimeTicks {
    std::vector<Tick> ticks;
    double stepMs = 0;
    double spacePx = 0;  ///< between two ticks
};

/// How wide a text is drawn, in pixels.
using TextRuler = std::function<double(const QString&)>;

/// Ticks of a time axis at round local times with their labels, as many as fit side by side.
[[nodiscard]] TimeTicks timeTicks(std::int64_t fromMs, std::int64_t toMs, double lengthPx, const TextRuler& ruler,
                                  const QTimeZone& zone);

/// The label of `timeMs` on an axis with ticks every `stepMs` over `rangeMs`.
/// Source: Grafana's axis builder: HH:mm:ss.SSS, HH:mm:ss, HH:mm, MM/DD HH:mm, MM/DD, YYYY-MM, YYYY.
[[nodiscard]] QString timeLabel(std::int64_t timeMs, double stepMs, std::int64_t rangeMs, const QTimeZone& zone);

/// "2026-01-15 11:21:00": the full form of tooltips; with milliseconds when there are any.
[[nodiscard]] QString fullTimeLabel(std::int64_t timeMs, const QTimeZone& zone);

}  // namespace watchglass::ui
