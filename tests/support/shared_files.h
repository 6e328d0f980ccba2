#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace watchglass::testing {

/// Folder of the data that lies beside the source tree (`../shared`), or WATCHGLASS_SHARED. Empty when absent: the test
/// then skips by name.
inline std::filesystem::path sharedFolder()
{
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (const char* set = std::getenv("WATCHGLASS_SHARED")) return set;
    for (fs::path at = fs::read_symlink("/proc/self/exe", ignored); at.has_relative_path(); at = at.parent_path()) {
        if (fs::exists(at.parent_path() / "shared" / "corpus", ignored)) return at.parent_path() / "shared";
    }
    return {};
}

inline std::string readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace watchglass::testing
