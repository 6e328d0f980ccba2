#pragma once

#include <string_view>

#include "engine/base/json.h"
#include "ui/dashboard/import_report.h"

namespace watchglass::ui {

/// A verdict and what to say beside it.
struct Verdict {
    Honoured honoured = Honoured::Yes;
    std::string_view note;
};

/// Values that change nothing when they are not read: empty, false, zero, null.
[[nodiscard]] bool saysNothing(const json::Value& value);

/// Of members of the dashboard object, of `timepicker` and of a panel that have no rule of their own. For keys that
/// nobody knows: not drawn, unless the value says nothing.
[[nodiscard]] Verdict dashboardKeyVerdict(std::string_view name, const json::Value& value);
[[nodiscard]] Verdict timePickerVerdict(std::string_view name, const json::Value& value);
[[nodiscard]] Verdict panelKeyVerdict(std::string_view name, const json::Value& value);
/// Of what panels of Grafana's Angular days had and their successors have not; `type` is the panel's as written.
[[nodiscard]] Verdict oldPanelVerdict(std::string_view type, std::string_view name, const json::Value& value);

}  // namespace watchglass::ui
