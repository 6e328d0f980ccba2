#pragma once

#include <cstdint>
#include <string>

#include "engine/base/error.h"

namespace watchglass::app {

inline constexpr const char* kGrafanaComUrl = "https://grafana.com";

/// The text of a dashboard that grafana.com (or a server with the same download interface at `baseUrl`) publishes under
/// a number; revision 0 is the newest. Blocks; gives up after ten seconds without an answer.
/// Errors: NotFound for a number or revision that is not published, Io when the server cannot be reached, Limit for an
/// answer of more than 64 MiB.
[[nodiscard]] Result<std::string> downloadDashboard(std::int64_t id, std::int64_t revision = 0,
                                                    std::string baseUrl = kGrafanaComUrl);

}  // namespace watchglass::app
