#pragma once

#include <string>
#include <vector>

#include "ui/edit/option_entry.h"

namespace watchglass::ui {

// What can be set of a dashboard; places are within its object.

[[nodiscard]] std::vector<OptionEntry> generalEntries(bool v2);
[[nodiscard]] std::vector<OptionEntry> timeEntries(bool v2, const std::vector<std::string>& zones = {});
/// Of a variable, by what it is.
[[nodiscard]] std::vector<OptionEntry> variableEntries(const json::Value& variable);
[[nodiscard]] std::vector<OptionEntry> annotationEntries(const json::Value& annotation);
[[nodiscard]] std::vector<OptionEntry> linkEntries(const json::Value& link);
/// The same where schema v2 has them.
[[nodiscard]] std::vector<OptionEntry> variableEntriesV2(const json::Value& variable);
[[nodiscard]] std::vector<OptionEntry> annotationEntriesV2(const json::Value& annotation);

/// New ones, of a classic dashboard or of schema v2.
[[nodiscard]] json::Value blankVariable(bool v2);
[[nodiscard]] json::Value blankAnnotation(bool v2);
[[nodiscard]] json::Value blankLink(bool v2);

}  // namespace watchglass::ui
