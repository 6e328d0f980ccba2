#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "ui/dashboard/variable.h"
#include "ui/frame/field_override.h"

namespace watchglass::ui {

/// A place in the 24-column grid. Rows are 30 px high with 8 px between; x and w may be fractional for repeats.
struct GridPos {
    double x = 0;
    double y = 0;
    double w = 12;
    double h = 8;
    bool operator==(const GridPos&) const = default;
};

/// One query of a panel.
struct Target {
    std::string refId;
    std::string expr;
    std::string legendFormat;
    std::string interval;  ///< "Min step"
    std::string format;    ///< time_series, table, heatmap
    std::int64_t intervalFactor = 1;
    bool instant = false;
    bool range = true;
    bool exemplar = false;
    bool hide = false;
    std::string datasource;      ///< uid or name as written; "" is the panel's
    std::string datasourceType;  ///< "" when not written
    json::Value model;           ///< the whole target
};

struct PanelLink {
    std::string title;
    std::string url;
    bool newWindow = false;
};

/// A panel in the current schema's terms, after migration. Strings are not interpolated.
struct Panel {
    std::int64_t id = 0;
    std::string type;          ///< current type: "timeseries" for an old "graph"
    std::string originalType;  ///< as written
    std::string title;
    std::string description;
    bool transparent = false;
    std::optional<GridPos> gridPos;  ///< as written (clamped); none: layout decides
    std::string datasource;
    std::string datasourceType;
    std::vector<Target> targets;
    json::Value options;  ///< migrated; the panel type's own, defaults filled in
    FieldConfigSource fieldConfig;
    json::Value transformations;  ///< array or null
    std::string interval;         ///< minimum interval
    std::optional<std::int64_t> maxDataPoints;
    std::string timeFrom;
    std::string timeShift;
    bool hideTimeOverride = false;
    std::vector<PanelLink> links;
    std::string repeat;  ///< variable name
    bool repeatVertical = false;
    int maxPerRow = 4;
    json::Value
        conditions;      ///< group of conditional rendering that decides whether it is there (isShown()); null: always
    std::string origin;  ///< JSON pointer of the panel in its document; "" for what migration made up
    std::string place;   ///< JSON pointer of the layout's item, row or tab (schema v2 only)
    std::string libraryPanel;  ///< name of a library panel whose body is not in the file
    json::Value model;         ///< the migrated panel, for whatever is not above

    // Rows, and tabs, which are rows of which one at a time is shown:
    bool collapsed = false;
    std::vector<Panel> children;      ///< panels of a collapsed row
    int depth = 0;                    ///< how many rows and tabs it is in (schema v2); what follows is in it
    bool hideHeader = false;          ///< it only holds its panels together
    std::string tabGroup;             ///< JSON pointer of the tabs that it is one of; "" for rows
    std::vector<Variable> variables;  ///< that count in it only

    /// Value of the repeat variable that this clone stands for; set by layout.
    std::vector<std::pair<std::string, std::string>> scope;

    [[nodiscard]] bool isRow() const { return type == "row"; }
    [[nodiscard]] bool isTab() const { return !tabGroup.empty(); }
};

/// Reads a panel whose JSON is in the current schema already (migratePanel() sees to that).
[[nodiscard]] Panel panelFromJson(const json::Value& panel);

}  // namespace watchglass::ui
