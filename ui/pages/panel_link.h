#pragma once

#include <string>

#include "ui/dashboard/time_range.h"
#include "ui/dashboard/variable.h"

namespace watchglass::ui {

/// What a link or command leads to.
struct SharedView {
    std::string title;     ///< of the dashboard
    std::string uid;       ///< of the dashboard
    std::string location;  ///< of the dashboard's file
    VariableSet variables;
    TimeRange range;            ///< text and moments
    bool lockTime = false;      ///< moments instead of "now-1h"
    std::int64_t panelId = -1;  ///< -1: the whole dashboard
};

/// The command that draws the view, ready for a shell.
[[nodiscard]] std::string renderCommand(const SharedView& view, const std::string& file);

/// The path and query under which a Grafana with the same dashboard shows the view; "" when the dashboard has no uid.
[[nodiscard]] std::string grafanaPath(const SharedView& view);

}  // namespace watchglass::ui
