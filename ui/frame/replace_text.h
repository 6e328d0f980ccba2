#pragma once

#include <string>
#include <string_view>

namespace watchglass::ui {

/// The text with each `what`, from the left, replaced by `with`.
[[nodiscard]] std::string replaceAll(std::string text, std::string_view what, std::string_view with);

}  // namespace watchglass::ui
