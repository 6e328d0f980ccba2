#pragma once

#include <functional>
#include <span>
#include <string_view>

#include <QObject>

class QWidget;

namespace watchglass::ui {

/// What keys do on a dashboard. Those of panels are for the one under the pointer or with the focus.
enum class DashboardKey {
    ViewPanel,
    EditPanel,
    InspectPanel,
    SharePanel,
    ExplorePanel,
    ToggleLegend,
    DuplicatePanel,
    RemovePanel,
    Refresh,
    Kiosk,
    OpenRows,
    CloseRows,
    ShareDashboard,
    ExportDashboard,
    Search,
    SharedCrosshair,
    ZoomOut,
    UndoOrZoomOut,
    Earlier,
    Later,
    AbsoluteTime,
    Leave,
    Help,
};

/// A line of the sheet of shortcuts.
struct KeyLine {
    DashboardKey what;
    std::string_view group;
    std::string_view keys;  ///< as QKeySequence reads them, alternatives divided by a blank
    std::string_view text;
};

/// Grafana's keys, in the order of the sheet.
[[nodiscard]] std::span<const KeyLine> dashboardKeyLines();

/// Watches for the keys while `page` is shown in the active window.
void watchDashboardKeys(QWidget& page, const std::function<void(DashboardKey)>& pressed);

}  // namespace watchglass::ui
