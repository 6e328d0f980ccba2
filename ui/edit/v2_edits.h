#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/dashboard/layout.h"
#include "ui/edit/dashboard_editor.h"
#include "ui/edit/grid_rules.h"

namespace watchglass::ui {

// What is done to the layout of a dashboard of schema v2, as changes of its document: grids, automatic grids, rows and
// tabs, within each other. Panels and rows are named by what puts them there (Panel::place). Results are empty where
// there is nothing to do.

/// A panel that is new on the grid: its key there, the element's name, and the item that it is a copy of.
struct V2Arrival {
    std::string key;
    std::string element;
    json::Value item;
};
/// Writes down where things stand on the grid: `items` after something with `key` was moved, resized or came. A panel
/// goes to the layout that it is in now; in an automatic grid it gets a turn and not a place. A row goes before or
/// after others of its layout.
[[nodiscard]] DocumentChanges placeInV2(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout,
                                        const std::vector<GridItem>& items, const std::string& key,
                                        const std::optional<V2Arrival>& arrival = std::nullopt);
/// Puts a panel at the end of a folded row or of a tab that is not shown, which stands at `place`; `items` are where
/// the others stand then. Nothing where that has no layout of panels yet.
[[nodiscard]] DocumentChanges moveIntoV2(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout,
                                         const std::vector<GridItem>& items, const std::string& key,
                                         const std::string& place);
/// Whether an automatic grid sizes the panel.
[[nodiscard]] bool isInAutoGrid(const Dashboard& dashboard, const Panel& panel);

/// The name of an element that is not there yet, and the change that adds it: of a type, or as a copy of a panel.
[[nodiscard]] std::string newElementName(const Dashboard& dashboard);
[[nodiscard]] DocumentChange addElement(const Dashboard& dashboard, const std::string& type);
[[nodiscard]] DocumentChange copyElement(const Dashboard& dashboard, const Panel& panel);

/// Takes an item out of its layout, and its element when no other item shows it.
[[nodiscard]] DocumentChanges removeFromV2(const Dashboard& dashboard, const std::string& place);
/// A new row at the top of the dashboard or of the active tab: before the others, or around all there is.
[[nodiscard]] DocumentChanges addRowToV2(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout);
/// Moves the active tab of a strip among the others.
[[nodiscard]] DocumentChanges moveTabInV2(const Dashboard& dashboard, const PlacedPanel& strip, int by);
/// Folds or opens a row.
[[nodiscard]] DocumentChanges foldRowOfV2(const Dashboard& dashboard, const std::string& place, bool folded);
/// Takes a row or tab out; its panels go to the row before or after it, or go too.
[[nodiscard]] DocumentChanges removeRowOfV2(const Dashboard& dashboard, const std::string& place, bool withPanels);

}  // namespace watchglass::ui
