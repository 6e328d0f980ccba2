#pragma once

#include <vector>

#include <QColor>
#include <QString>
#include <QStringList>

#include "ui/plot/line_pattern.h"

namespace watchglass::ui {

enum class LegendMode { List, Table, Hidden };
enum class LegendPlacement { Bottom, Right };

struct LegendItem {
    int series = 0;  ///< what the signals name
    QColor color;
    LinePattern pattern = LinePattern::Solid;  ///< of its mark
    QString name;
    QStringList texts;           ///< one per calculation, formatted
    std::vector<double> values;  ///< the same as numbers, for sorting
    bool hidden = false;
    bool rightAxis = false;

    friend bool operator==(const LegendItem&, const LegendItem&) = default;
};

/// Sorts by a calculation; -1 is the name. What is no number comes last.
void sortLegend(std::vector<LegendItem>& items, int column, Qt::SortOrder order);

/// What a click does to the hidden flags. Isolating the only visible one shows all again.
void isolateSeries(std::vector<bool>& hidden, std::size_t series);
void toggleSeries(std::vector<bool>& hidden, std::size_t series);

}  // namespace watchglass::ui
