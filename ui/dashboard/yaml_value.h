#pragma once

#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"

namespace watchglass::ui {

/// The documents of a YAML text as JSON values; texts that look like numbers in quotes stay texts.
/// Errors: InvalidInput, `where` is "line:column".
[[nodiscard]] Result<std::vector<json::Value>> yamlValues(std::string_view text);

}  // namespace watchglass::ui
