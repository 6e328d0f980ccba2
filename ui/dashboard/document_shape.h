#pragma once

#include <optional>
#include <string>

#include "ui/dashboard/dashboard_form.h"

namespace watchglass::ui {

/// Why a document cannot be the dashboard that it is meant to be.
struct ShapeProblem {
    std::string pointer;  ///< JSON pointer of the member in the document: "/panels/3/targets"
    std::string message;  ///< "expected a list, found a number"
};

/// The first member that holds another kind of value than dashboards have there: reading passes over such a member as
/// if it was not written, which is not what somebody who writes it means. Null stands for anything.
[[nodiscard]] std::optional<ShapeProblem> shapeProblem(const DashboardPart& part);

}  // namespace watchglass::ui
