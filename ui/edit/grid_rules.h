#pragma once

#include <string>
#include <vector>

#include "ui/dashboard/panel.h"

namespace watchglass::ui {

/// A panel or row on the grid that is edited, in whole cells.
struct GridItem {
    std::string key;  ///< PlacedPanel::key
    int x = 0;
    int y = 0;
    int w = 1;
    int h = 1;
    bool operator==(const GridItem&) const = default;
};

[[nodiscard]] GridItem gridItem(std::string key, const GridPos& pos);
[[nodiscard]] GridPos gridPos(const GridItem& item);

/// Moves an item as a drag in Grafana does: what it meets goes above it where there is room and below otherwise, then
/// everything falls upwards. Places out of the grid are clamped. Unknown keys change nothing.
[[nodiscard]] std::vector<GridItem> moveItem(std::vector<GridItem> items, const std::string& key, int x, int y);
/// Gives an item another size; what it meets goes below it.
[[nodiscard]] std::vector<GridItem> resizeItem(std::vector<GridItem> items, const std::string& key, int w, int h);
/// Lets everything fall upwards, in the order of reading, until nothing overlaps.
[[nodiscard]] std::vector<GridItem> compacted(std::vector<GridItem> items);

}  // namespace watchglass::ui
