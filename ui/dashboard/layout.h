#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ui/dashboard/panel.h"
#include "ui/dashboard/variable.h"

namespace watchglass::ui {

inline constexpr int kGridColumns = 24;
inline constexpr int kGridCellHeight = 30;  ///< pixels
inline constexpr int kGridGap = 8;          ///< pixels, both ways

/// A panel in its place. `panel.scope` holds the values of the repeats that it stands for.
struct PlacedPanel {
    Panel panel;
    GridPos pos;
    std::string key;  ///< unique and stable over layouts: "4", "4:instance=a"
};

/// Rectangle in pixels.
struct PixelRect {
    int x = 0;
    int y = 0;
    int w = 0;
    int h = 0;
    bool operator==(const PixelRect&) const = default;
};

/// Lays the panels out: clamps, gives places to panels without one, repeats rows and panels by their variables,
/// opens and closes rows, leaves out what conditions of schema v2 hide, compacts upwards. Nothing overlaps.
/// `rangeMs` is the length of the time range, for conditions on it; `hasData` says by key which panels had data, for
/// conditions on that. What those hide goes to `withheld`: it has to be asked all the same.
/// `collapsed` and `expanded` hold keys of rows that a person closed or opened, against what the file says.
[[nodiscard]] std::vector<PlacedPanel> layoutPanels(const std::vector<Panel>& panels, const VariableSet& variables,
                                                    const std::set<std::string>& collapsed = {},
                                                    const std::set<std::string>& expanded = {},
                                                    std::optional<std::int64_t> rangeMs = std::nullopt,
                                                    const std::map<std::string, bool>& hasData = {},
                                                    std::vector<PlacedPanel>* withheld = nullptr);

/// Where a grid place lies on a canvas of `width` pixels. Below 769 px everything is one column; the caller then
/// stacks the panels in order.
[[nodiscard]] PixelRect pixelRect(const GridPos& pos, int width);
/// Height of the whole dashboard in pixels.
[[nodiscard]] int layoutHeight(const std::vector<PlacedPanel>& placed);

}  // namespace watchglass::ui
