#pragma once

#include <string_view>
#include <vector>

namespace watchglass::ui {

/// A panel type as people know it.
struct PanelTypeName {
    std::string_view id;
    std::string_view name;
};

/// The types that can be chosen for a panel: those that are drawn, in Grafana's order.
[[nodiscard]] std::vector<PanelTypeName> choosablePanelTypes();
/// "Time series"; the id for types that are not known.
[[nodiscard]] std::string_view panelTypeName(std::string_view id);

}  // namespace watchglass::ui
