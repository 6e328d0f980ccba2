#pragma once

#include <filesystem>
#include <vector>

namespace watchglass::ui {

/// The files below a folder that may hold dashboards (*.json, *.yaml, *.yml), in order of their names.
[[nodiscard]] std::vector<std::filesystem::path> dashboardFiles(const std::filesystem::path& folder);

/// Where a path of a provisioning file lies on this machine: as written, or below the folder of that file by its last
/// parts (inside a container the path is another). Empty when it is nowhere.
[[nodiscard]] std::filesystem::path provisionedPath(const std::filesystem::path& written,
                                                    const std::filesystem::path& provisioningFile);

}  // namespace watchglass::ui
