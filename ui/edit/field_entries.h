#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/edit/option_entry.h"

namespace watchglass::ui {

/// The options of fields that the schema gives no more than a default for, or none: how graphs are drawn, scales, what
/// is hidden, cells of tables. `base` is the place of the field's defaults.
[[nodiscard]] std::vector<OptionEntry> fieldStyleEntries(std::string_view type, const std::string& base);
/// Those that overrides alone have.
[[nodiscard]] std::vector<OptionEntry> overrideOnlyEntries(std::string_view type, const std::string& base);

}  // namespace watchglass::ui
