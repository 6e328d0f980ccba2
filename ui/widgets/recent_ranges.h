#pragma once

#include <QObject>
#include <QStringList>
#include <vector>

#include "ui/dashboard/time_range.h"

namespace watchglass::ui {

/// The absolute ranges that were chosen last in a time picker, the newest first, as Grafana lists them: four. All
/// pickers of the program share one list, which its owner keeps over restarts. Threads: GUI thread only.
class RecentRanges final : public QObject {
    Q_OBJECT

public:
    static RecentRanges& instance();

    [[nodiscard]] const std::vector<TimeRange>& ranges() const { return m_ranges; }
    /// Relative ranges are not remembered; one that is known moves to the front.
    void add(const TimeRange& range);

    /// As texts for a file of settings, and back; what cannot be read is left out.
    [[nodiscard]] QStringList saved() const;
    void restore(const QStringList& saved);

signals:
    void changed();

private:
    std::vector<TimeRange> m_ranges;
};

}  // namespace watchglass::ui
