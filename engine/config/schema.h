#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/config/yaml.h"

namespace watchglass::config {

/// Checks a section and all below it against the table of known fields: unknown and repeated fields, types of
/// values, null entries in lists of sections, and the rules every HTTP client section, relabel rule, static group
/// and discovery section obeys. Appends a line to `warnings` for each field that is known and not honoured.
/// `path` is the prefix of the field paths in warnings ("" at the top).
/// Errors: InvalidInput in Prometheus's words.
[[nodiscard]] Result<void> checkSection(const yaml::Node& node, std::string_view section, const std::string& path,
                                        std::vector<std::string>& warnings);

/// "10MB" in bytes; units of 1024 with or without the i. Errors: InvalidInput ("units: unknown unit X in 10X").
[[nodiscard]] Result<std::uint64_t> parseSize(std::string_view text);
/// The reverse, as Go's units.Base2Bytes prints a size: "1GiB512MiB".
[[nodiscard]] std::string formatSize(std::uint64_t bytes);

}  // namespace watchglass::config
