#pragma once

#include <string>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/edit/dashboard_editor.h"
#include "ui/edit/grid_rules.h"

namespace watchglass::ui {

// What is done to the panels of a dashboard, as changes of its document. Panels are named by where they stand in the
// document (Panel::origin). Results are empty where there is nothing to do.

/// Why panels cannot be placed, added or removed in this document; "" when they can.
[[nodiscard]] std::string layoutObstacle(const Dashboard& dashboard);

/// A panel and where it goes.
struct Placement {
    std::string origin;
    GridPos pos;
};
/// Writes places down, of those panels only that stand elsewhere in the document.
[[nodiscard]] DocumentChanges placePanels(const Dashboard& dashboard, const std::vector<Placement>& places);

/// A new panel of a type in the place `pos`, with one empty query where the type has queries.
[[nodiscard]] DocumentChanges addPanel(const Dashboard& dashboard, const std::string& type, const GridPos& pos);
/// A new row at the top.
[[nodiscard]] DocumentChanges addRow(const Dashboard& dashboard, const GridPos& pos);
/// A copy of a panel with an id of its own.
[[nodiscard]] DocumentChanges duplicatePanel(const Dashboard& dashboard, const std::string& origin, const GridPos& pos);
/// Takes a panel out, or a folded row with what is in it.
[[nodiscard]] DocumentChanges removePanel(const Dashboard& dashboard, const std::string& origin);
/// Folds a row, which takes the panels below it in, or opens it and makes room for them.
[[nodiscard]] DocumentChanges foldRow(const Dashboard& dashboard, const std::string& origin, bool folded);
/// Puts a panel below those of a folded row, which stands at `row`.
[[nodiscard]] DocumentChanges moveIntoRow(const Dashboard& dashboard, const std::string& origin,
                                          const std::string& row);
/// Takes a row out and leaves its panels where they are; an open row's panels join the row above.
[[nodiscard]] DocumentChanges removeRowOnly(const Dashboard& dashboard, const std::string& origin);
/// Takes a row out with its panels.
[[nodiscard]] DocumentChanges removeRowWithPanels(const Dashboard& dashboard, const std::string& origin);

/// The smallest id that is larger than all ids of panels.
[[nodiscard]] std::int64_t nextPanelId(const Dashboard& dashboard);
/// "CPU", or "panel 4" for a panel without a title.
[[nodiscard]] std::string panelName(const Panel& panel);
/// The panel that stands at a place of the document; null when none does.
[[nodiscard]] const Panel* panelAt(const Dashboard& dashboard, const std::string& origin);

}  // namespace watchglass::ui
