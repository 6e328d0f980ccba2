#include "ui/plot/legend_items.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

void sortLegend(std::vector<LegendItem>& items, int column, Qt::SortOrder order)
{
    const auto value = [column](const LegendItem& item) {
        const auto c = static_cast<std::size_t>(column);
        return c < item.values.size() ? item.values[c] : std::nan("");
    };
    std::stable_sort(items.begin(), items.end(), [&](const LegendItem& a, const LegendItem& b) {
        if (column < 0) {
            const int compared = QString::localeAwareCompare(a.name, b.name);
            return order == Qt::AscendingOrder ? compared < 0 : compared > 0;
        }
        const double left = value(a);
        const double right = value(b);
        if (std::isnan(left) || std::isnan(right)) return !std::isnan(left) && std::isnan(right);
        return order == Qt::AscendingOrder ? left < right : left > right;
    });
}

void isolateSeries(std::vector<bool>& hidden, std::size_t series)
{
    const bool alone = !hidden[series] && std::count(hidden.begin(), hidden.end(), false) == 1;
    for (std::size_t i = 0; i < hidden.size(); ++i) hidden[i] = !alone && i != series;
}

void toggleSeries(std::vector<bool>& hidden, std::size_t series) { hidden[series] = !hidden[series]; }

}  // namespace watchglass::ui
