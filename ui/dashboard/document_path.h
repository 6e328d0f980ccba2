#pragma once

#include <string>
#include <string_view>

namespace watchglass::ui {

/// Member by which a panel of the view says where in the document it stands, as a JSON pointer (RFC 6901).
inline constexpr std::string_view kOriginMember = "__watchglassOrigin";

/// `path` with one more step: a member's name or an item's number.
[[nodiscard]] std::string childPath(std::string_view path, std::string_view name);
[[nodiscard]] std::string childPath(std::string_view path, std::size_t index);

}  // namespace watchglass::ui
