#pragma once

#include <functional>
#include <vector>

#include "engine/api/router.h"
#include "engine/rules/group.h"

namespace watchglass::api {

/// Adds /api/v1/rules and /api/v1/alerts over a snapshot of the groups.
void addRuleRoutes(Router& router, std::function<std::vector<rules::GroupStatus>()> groups);

}  // namespace watchglass::api
