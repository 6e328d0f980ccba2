#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// Member by which a panel of the view says where in the document it stands, as a JSON pointer (RFC 6901).
inline constexpr std::string_view kOriginMember = "__watchglassOrigin";

/// Member by which a panel or a row of schema v2 says what in the layout puts it there: an item, a row or a tab.
inline constexpr std::string_view kPlaceMember = "__watchglassPlace";

/// `path` with one more step: a member's name or an item's number.
[[nodiscard]] std::string childPath(std::string_view path, std::string_view name);
[[nodiscard]] std::string childPath(std::string_view path, std::size_t index);

/// The steps of a JSON pointer, `~0` and `~1` resolved.
[[nodiscard]] std::vector<std::string> pointerSteps(std::string_view pointer);
/// The number of an item that a step gives.
[[nodiscard]] std::optional<std::size_t> itemNumber(std::string_view step);
/// The value at a JSON pointer, or a null value.
[[nodiscard]] const json::Value& valueAt(const json::Value& document, std::string_view pointer);

}  // namespace watchglass::ui
