#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

std::string childPath(std::string_view path, std::string_view name)
{
    std::string out(path);
    out += '/';
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::string childPath(std::string_view path, std::size_t index)
{
    return std::string(path) + '/' + std::to_string(index);
}

}  // namespace watchglass::ui
