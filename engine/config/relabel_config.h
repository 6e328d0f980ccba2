#pragma once

#include "engine/base/error.h"
#include "engine/config/yaml.h"
#include "engine/relabel/relabel.h"

namespace watchglass::config {

/// Reads a rule of relabel_configs and checks it, so that compiling it succeeds later.
/// Errors: InvalidInput in Prometheus's words.
[[nodiscard]] Result<relabel::RelabelConfig> readRelabelConfig(const yaml::Node& node,
                                                               relabel::NameScheme names = relabel::NameScheme::Utf8);

}  // namespace watchglass::config
