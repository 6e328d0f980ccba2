#pragma once

#include <string>

#include "engine/config/config.h"
#include "engine/config/yaml.h"

namespace watchglass::config {

/// Reads `global`, which checkSection() has passed.
[[nodiscard]] Result<GlobalConfig> readGlobal(
    const yaml::Node& node, const std::function<std::optional<std::string>(const std::string&)>& environment);

/// Reads one scrape_configs entry, which checkSection() has passed, and fills in the global values.
[[nodiscard]] Result<ScrapeConfig> readScrapeConfig(const yaml::Node& node, const GlobalConfig& global,
                                                    const std::string& folder);

}  // namespace watchglass::config
