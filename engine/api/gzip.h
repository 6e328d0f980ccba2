#pragma once

#include <string>
#include <string_view>

namespace watchglass::api {

/// gzip at the fastest level; "" when zlib fails.
[[nodiscard]] std::string gzip(std::string_view data);

}  // namespace watchglass::api
