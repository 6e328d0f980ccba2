#include <algorithm>
#include <filesystem>

#include <fnmatch.h>

#include "engine/config/config.h"

namespace watchglass::config {

bool isFilePattern(std::string_view pattern)
{
    const std::size_t slash = pattern.rfind('/');
    const std::string_view folder = slash == std::string_view::npos ? std::string_view() : pattern.substr(0, slash);
    const std::string_view name = slash == std::string_view::npos ? pattern : pattern.substr(slash + 1);
    return folder.find('*') == std::string_view::npos && pattern.find_first_of("?[") == std::string_view::npos &&
           !name.empty();
}

std::vector<std::string> expandFilePatterns(const std::vector<std::string>& patterns)
{
    namespace fs = std::filesystem;
    std::vector<std::string> out;
    const auto add = [&](const std::string& path) {
        if (std::find(out.begin(), out.end(), path) == out.end()) out.push_back(path);
    };
    for (const std::string& pattern : patterns) {
        std::error_code ignored;
        const fs::path path(pattern);
        if (pattern.find('*') == std::string::npos) {
            if (fs::exists(path, ignored)) add(pattern);
            continue;
        }
        const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
        std::vector<std::string> found;
        for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end; it.increment(ignored)) {
            const std::string name = it->path().filename().string();
            if (::fnmatch(path.filename().c_str(), name.c_str(), 0) == 0) {
                found.push_back(path.has_parent_path() ? (path.parent_path() / name).string() : name);
            }
        }
        std::sort(found.begin(), found.end());
        for (const std::string& file : found) add(file);
    }
    return out;
}

}  // namespace watchglass::config
