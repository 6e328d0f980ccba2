#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "engine/base/error.h"

namespace watchglass::app {

inline constexpr const char* kGrafanaComUrl = "https://grafana.com";

/// The text of a dashboard that grafana.com (or a server with the same download interface at `baseUrl`) publishes under
/// a number; revision 0 is the newest. Blocks; gives up after ten seconds without an answer and when `stop` is
/// requested.
/// Errors: NotFound for a number or revision that is not published, Io when the server cannot be reached, Limit for an
/// answer of more than 64 MiB, Cancelled.
[[nodiscard]] Result<std::string> downloadDashboard(std::int64_t id, std::int64_t revision = 0,
                                                    std::string baseUrl = kGrafanaComUrl, std::stop_token stop = {});

/// The same into a file: `target`, or a name of its own in it when that is a folder (one that ends in "/" is made).
/// What is no dashboard is not written. Errors: also those of Dashboard::open().
[[nodiscard]] Result<std::filesystem::path> downloadToFile(std::int64_t id, std::int64_t revision, std::string baseUrl,
                                                           std::filesystem::path target, std::stop_token stop = {});

}  // namespace watchglass::app
