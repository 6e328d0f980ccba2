#include "ui/widgets/recent_ranges.h"

#include <algorithm>

namespace watchglass::ui {

namespace {

constexpr std::size_t kMost = 4;

}  // namespace

RecentRanges& RecentRanges::instance()
{
    static RecentRanges ranges;
    return ranges;
}

void RecentRanges::add(const TimeRange& range)
{
    if (range.text.isRelative() || range.toMs <= range.fromMs) return;
    std::erase_if(m_ranges, [&](const TimeRange& one) { return one.fromMs == range.fromMs && one.toMs == range.toMs; });
    m_ranges.insert(m_ranges.begin(), absoluteRange(range.fromMs, range.toMs));
    if (m_ranges.size() > kMost) m_ranges.pop_back();
    Q_EMIT changed();
}

QStringList RecentRanges::saved() const
{
    QStringList out;
    for (const TimeRange& range : m_ranges) out += QStringLiteral("%1 %2").arg(range.fromMs).arg(range.toMs);
    return out;
}

void RecentRanges::restore(const QStringList& saved)
{
    m_ranges.clear();
    for (const QString& text : saved) {
        bool fromRead = false;
        bool toRead = false;
        const qint64 from = text.section(QLatin1Char(' '), 0, 0).toLongLong(&fromRead);
        const qint64 to = text.section(QLatin1Char(' '), 1, 1).toLongLong(&toRead);
        if (fromRead && toRead && from < to && m_ranges.size() < kMost) m_ranges.push_back(absoluteRange(from, to));
    }
}

}  // namespace watchglass::ui
