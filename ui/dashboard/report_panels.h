#pragma once

#include <optional>
#include <string_view>

#include "ui/dashboard/report_tables.h"

namespace watchglass::ui {

/// Of an option of a panel whose value decides whether it is drawn; none for options that have no rule of their own.
[[nodiscard]] std::optional<Verdict> panelOptionVerdict(std::string_view type, std::string_view path,
                                                        const json::Value& value);

}  // namespace watchglass::ui
