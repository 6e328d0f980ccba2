#include "ui/dashboard/dashboard_folder.h"

#include <algorithm>

namespace watchglass::ui {

namespace fs = std::filesystem;

std::vector<fs::path> dashboardFiles(const fs::path& folder)
{
    std::vector<fs::path> out;
    std::error_code ignored;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, ignored);
    for (; !ignored && at != fs::recursive_directory_iterator(); at.increment(ignored)) {
        const fs::path extension = at->path().extension();
        const bool fits = extension == ".json" || extension == ".yaml" || extension == ".yml";
        std::error_code unreadable;
        if (fits && at->is_regular_file(unreadable)) out.push_back(at->path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

fs::path provisionedPath(const fs::path& written, const fs::path& provisioningFile)
{
    std::error_code ignored;
    if (written.is_absolute() && fs::exists(written, ignored)) return written;
    const fs::path beside = provisioningFile.parent_path();
    // The longest tail of the path that is there.
    for (fs::path tail = written.relative_path(); !tail.empty();) {
        for (const fs::path& base : {beside, beside / ".."}) {
            if (fs::exists(base / tail, ignored)) return (base / tail).lexically_normal();
        }
        fs::path shorter;
        for (auto part = std::next(tail.begin()); part != tail.end(); ++part) shorter /= *part;
        tail = shorter;
    }
    return {};
}

}  // namespace watchglass::ui
