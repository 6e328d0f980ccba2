#pragma once

#include <string>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/layout.h"
#include "ui/edit/grid_rules.h"

namespace watchglass::ui {

/// A layout of schema v2 that holds panels, and not rows or tabs.
struct V2Leaf {
    enum class Kind { Grid, AutoGrid, GridRow };

    std::string list;                 ///< JSON pointer of its items
    std::string header;               ///< of the row or tab whose header stands right above it; "" for none
    std::vector<std::string> around;  ///< rows with headers and tabs that it is in
    Kind kind = Kind::Grid;

    // As it stands on the grid of the view:
    std::string headerKey;              ///< PlacedPanel::key of the header, or of the variables below it
    bool folded = false;                ///< nothing of it is shown
    std::vector<std::string> members;   ///< keys of the panels, in the order of the document
    std::vector<std::string> pointers;  ///< of their items
};

/// All of them in the order in which they are shown.
[[nodiscard]] std::vector<V2Leaf> v2Leaves(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout);
/// The cell of the grid below a leaf's header, or where its first panel stands.
[[nodiscard]] int v2Top(const std::vector<V2Leaf>& leaves, std::size_t index, const std::vector<GridItem>& items,
                        const std::string& butNot = {});
/// The open leaf that a panel at this height is in; leaves.size() when all are folded.
[[nodiscard]] std::size_t v2LeafAt(const std::vector<V2Leaf>& leaves, const std::vector<GridItem>& items, int y,
                                   const std::string& butNot = {});

/// The list that an item, a row or a tab is in, and its number there.
[[nodiscard]] std::pair<std::string, std::size_t> v2ListOf(const std::string& place);

}  // namespace watchglass::ui
