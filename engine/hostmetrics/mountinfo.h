#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace watchglass::hostmetrics {

/// One line of /proc/<pid>/mountinfo.
struct Mount {
    std::string device;
    std::string mountPoint;
    std::string type;
    std::string majorNumber;
    std::string minorNumber;
    bool readOnly = false;
};

/// Parses the table; lines that are not of its form are left out. "\040" and "\011" in mount points are decoded, other
/// escapes stay as they are, as in node_exporter (collector/filesystem_linux.go). Format: proc_pid_mountinfo(5).
[[nodiscard]] std::vector<Mount> parseMountinfo(std::string_view text);

/// Whether node_exporter's default filters leave this mount out: kernel file systems, container layers, /dev and so on.
[[nodiscard]] bool isIgnoredMount(const Mount& mount);

}  // namespace watchglass::hostmetrics
