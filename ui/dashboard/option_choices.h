#pragma once

#include <string_view>

#include "engine/base/json.h"

namespace watchglass::ui {

/// Whether the option at `path` of a panel type holds one of its choices; true for options without a list of them.
[[nodiscard]] bool isChoice(std::string_view type, std::string_view path, const json::Value& value);
/// The same for an option of a graph's fields ("drawStyle").
[[nodiscard]] bool isGraphChoice(std::string_view path, const json::Value& value);
[[nodiscard]] bool isColorMode(std::string_view mode);

}  // namespace watchglass::ui
