#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/config/yaml.h"

namespace watchglass::config {

/// Rules that go beyond field types, by section name of the schema. Called for each section after its fields were
/// checked, so that typed readers cannot fail. Errors: InvalidInput in Prometheus's words.
[[nodiscard]] Result<void> checkRules(const yaml::Node& node, std::string_view section);

/// The rules of an HTTP client (prometheus/common config/http_config.go, Validate), `node` being the section that
/// inlines it.
[[nodiscard]] Result<void> checkHttpClient(const yaml::Node& node);

/// The message for a null item in a list of sections or rules.
[[nodiscard]] std::string_view nullItemMessage(std::string_view section, std::string_view field);

/// `"a:1/x" is not a valid hostname` (config.CheckTargetAddress).
[[nodiscard]] Result<void> checkTargetAddress(std::string_view address);

}  // namespace watchglass::config
