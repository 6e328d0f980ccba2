#pragma once

#include <QString>
#include <bit>

#include "engine/promql/query_engine.h"

namespace watchglass::test {

/// "" when both are the same, else where they differ.
inline QString difference(const promql::QueryResult& a, const promql::QueryResult& b)
{
    if (a.grid != b.grid) return QStringLiteral("other steps");
    if (a.series.size() != b.series.size()) {
        return QStringLiteral("%1 series instead of %2").arg(b.series.size()).arg(a.series.size());
    }
    for (std::size_t i = 0; i < a.series.size(); ++i) {
        const promql::ResultSeries& x = a.series[i];
        const promql::ResultSeries& y = b.series[i];
        const QString name = QString::fromStdString(x.labels.toString());
        if (x.labels != y.labels) return name + " is " + QString::fromStdString(y.labels.toString());
        for (std::uint32_t step = 0; step < a.grid.steps; ++step) {
            if (x.has(step) != y.has(step)) return name + QStringLiteral(": presence at step %1").arg(step);
            if (!x.has(step)) continue;
            const FloatHistogram* h = x.histogramAt(step);
            const FloatHistogram* other = y.histogramAt(step);
            if ((h == nullptr) != (other == nullptr)) return name + QStringLiteral(": kind at step %1").arg(step);
            const bool same = h != nullptr
                                  ? h->sameAs(*other) && h->counterResetHint == other->counterResetHint
                                  : std::bit_cast<quint64>(x.values[step]) == std::bit_cast<quint64>(y.values[step]);
            if (!same) return name + QStringLiteral(": value at step %1").arg(step);
        }
    }
    return {};
}

}  // namespace watchglass::test
