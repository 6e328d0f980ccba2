#pragma once

#include "ui/frame/data_link.h"
#include "ui/panels/panel_widget.h"

namespace watchglass::ui {

/// Follows the links of a clicked value: the only one at once, of several the one that is picked from a menu.
/// False when there is none.
bool followLinks(PanelWidget& panel, const DataPoint& point);

}  // namespace watchglass::ui
