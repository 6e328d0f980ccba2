#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/dashboard/panel.h"
#include "ui/dashboard/variable.h"

namespace watchglass::ui {

inline constexpr int kGridColumns = 24;
inline constexpr int kGridCellHeight = 30;  ///< pixels
inline constexpr int kGridGap = 8;          ///< pixels, both ways

/// A set of variables that nobody changes any more: shared by a layout, its session and running queries.
using SharedVariables = std::shared_ptr<const VariableSet>;

/// What stands in a place.
enum class PlacedKind : std::uint8_t {
    Panel,
    Row,        ///< the header of a row
    Tabs,       ///< a strip of tabs; `panel` is the active one
    Variables,  ///< the line with the variables of a row or tab, which is `panel`
};

/// A row or tab that has to be open for something to be seen.
struct OpenStep {
    std::string key;   ///< of the row or tab
    std::string tabs;  ///< PlacedPanel::key of the strip; "" for rows
    bool operator==(const OpenStep&) const = default;
};

/// One tab of a strip.
struct PlacedTab {
    Panel panel;
    std::string key;
    SharedVariables variables;  ///< null: the dashboard's
};

/// A panel in its place. `panel.scope` holds the values of the repeats that it stands for.
struct PlacedPanel {
    Panel panel;
    GridPos pos;
    std::string key;  ///< unique and stable over layouts: "4", "4:instance=a"
    PlacedKind kind = PlacedKind::Panel;
    SharedVariables variables = {};       ///< those that count here; null: the dashboard's
    bool waits = false;                   ///< variables around it have not been looked up yet
    std::vector<OpenStep> path = {};      ///< rows and tabs around it, the outermost first
    std::vector<PlacedTab> tabs = {};     ///< of a strip
    std::size_t activeTab = 0;            ///< of a strip
    std::string section = {};             ///< of a line of variables: the key of its row or tab
    std::vector<std::string> names = {};  ///< of a line of variables: those that it shows
};

/// A row or tab that has variables of its own, as it stands for one value of its repeats.
struct Section {
    std::string key;  ///< of the row or tab
    std::vector<std::string> names;
    SharedVariables variables;  ///< its own over those around it
    std::vector<std::pair<std::string, std::string>> scope;
    bool waits = false;  ///< variables around it have not been looked up yet
};

/// What decides about a layout beside the dashboard.
struct LayoutInput {
    std::set<std::string> collapsed = {};          ///< keys of rows that a person closed, against what holds for all
    std::set<std::string> expanded = {};           ///< or opened
    std::map<std::string, std::string> tabs = {};  ///< the tab that a person chose, by the key of the strip
    /// Own variables of rows and tabs as they were looked up and chosen, by the key of the row or tab.
    std::map<std::string, SharedVariables> sections = {};
    std::optional<std::int64_t> rangeMs = {};  ///< length of the time range, for conditions on it
    std::map<std::string, bool> hasData = {};  ///< by key of the panel, for conditions on that
    bool everything = false;                   ///< what is in closed rows and other tabs too, one below the other
    std::optional<bool> rowsOpen = {};         ///< that a person opened or closed all rows, whatever the file says
};

struct Layout {
    std::vector<PlacedPanel> panels;
    std::vector<PlacedPanel> withheld;  ///< panels that their own data hides: they have to be asked all the same
    std::vector<Section> sections;      ///< outer ones first
};

/// Lays the panels out: clamps, gives places to panels without one, repeats rows, tabs and panels by their variables,
/// opens and closes rows, shows one tab of each strip (the first, unless a person chose), leaves out what conditions of
/// schema v2 hide, compacts upwards. Nothing overlaps.
[[nodiscard]] Layout layOut(const std::vector<Panel>& panels, const VariableSet& variables,
                            const LayoutInput& input = {});
/// Its panels alone.
[[nodiscard]] std::vector<PlacedPanel> layoutPanels(const std::vector<Panel>& panels, const VariableSet& variables,
                                                    const LayoutInput& input = {});

/// Rectangle in pixels.
struct PixelRect {
    int x = 0;
    int y = 0;
    int w = 0;
    int h = 0;
    bool operator==(const PixelRect&) const = default;
};

/// Where a grid place lies on a canvas of `width` pixels. Below 769 px everything is one column; the caller then
/// stacks the panels in order.
[[nodiscard]] PixelRect pixelRect(const GridPos& pos, int width);
/// Height of the whole dashboard in pixels.
[[nodiscard]] int layoutHeight(const std::vector<PlacedPanel>& placed);

}  // namespace watchglass::ui
