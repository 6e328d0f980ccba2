#pragma once

#include <vector>

#include "ui/edit/option_entry.h"

namespace watchglass::ui {

// What can be set of a dashboard; places are within its object.

[[nodiscard]] std::vector<OptionEntry> generalEntries(bool v2);
[[nodiscard]] std::vector<OptionEntry> timeEntries(bool v2);
/// Of a variable, by what it is.
[[nodiscard]] std::vector<OptionEntry> variableEntries(const json::Value& variable);
[[nodiscard]] std::vector<OptionEntry> annotationEntries(const json::Value& annotation);
[[nodiscard]] std::vector<OptionEntry> linkEntries(const json::Value& link);

}  // namespace watchglass::ui
