#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"

namespace watchglass::app {

/// Switches on what Prometheus keeps behind --enable-feature, and off what is not named; each entry may be a list
/// with commas. A name that changes nothing here is logged.
void applyFeatures(const std::vector<std::string>& named, EngineOptions& options);

}  // namespace watchglass::app
