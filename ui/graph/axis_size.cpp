#include "ui/graph/axis_size.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

constexpr double kTickLength = 4;
constexpr double kTickGap = 5;
constexpr double kFontSize = 12;
constexpr double kMostShare = 0.4;  ///< of the graph's width that labels may take

}  // namespace

double valueAxisWidth(const std::vector<Tick>& ticks, double graphWidthPx, const TextRuler& ruler)
{
    if (ticks.empty()) return kTickLength;
    double widest = 0;
    for (const Tick& tick : ticks) {
        // Grafana measures what it writes for no label, the word itself.
        static const QString kNoLabel = QStringLiteral("null");
        widest = std::max(widest, ruler(tick.labelled ? tick.label : kNoLabel));
    }
    return std::ceil(kTickLength + kTickGap + std::min(widest, graphWidthPx * kMostShare));
}

double timeAxisHeight() { return kTickLength + kTickGap + kFontSize; }

}  // namespace watchglass::ui
