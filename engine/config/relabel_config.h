#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/config/yaml.h"

namespace watchglass::config {

/// One rule of relabel_configs as written, defaults filled in; checked, so that compiling it succeeds.
struct RelabelConfig {
    std::vector<std::string> sourceLabels;
    std::string separator = ";";
    std::string regex = "(.*)";
    std::uint64_t modulus = 0;
    std::string targetLabel;
    std::string replacement = "$1";
    std::string action = "replace";  ///< lower case

    bool operator==(const RelabelConfig&) const = default;
};

/// Reads and checks a rule (prometheus model/relabel/relabel.go, Validate).
/// Errors: InvalidInput in Prometheus's words.
[[nodiscard]] Result<RelabelConfig> readRelabelConfig(const yaml::Node& node);

}  // namespace watchglass::config
