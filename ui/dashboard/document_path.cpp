#include "ui/dashboard/document_path.h"

#include <charconv>

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

std::vector<std::string> pointerSteps(std::string_view pointer)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        const char c = pointer[i];
        if (c == '/') {
            out.emplace_back();
        } else if (out.empty()) {
            out.emplace_back(1, c);  // no pointer: one step that names nothing
        } else if (c == '~' && i + 1 < pointer.size() && (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
            out.back() += pointer[++i] == '0' ? '~' : '/';
        } else {
            out.back() += c;
        }
    }
    return out;
}

std::optional<std::size_t> itemNumber(std::string_view step)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), number);
    if (error != std::errc() || end != step.data() + step.size()) return std::nullopt;
    return number;
}

const json::Value& valueAt(const json::Value& document, std::string_view pointer)
{
    static const json::Value kNone;
    const json::Value* at = &document;
    for (const std::string& step : pointerSteps(pointer)) {
        const auto number = at->isArray() ? itemNumber(step) : std::nullopt;
        if (at->isArray() && !number) return kNone;
        at = number ? &at->at(*number) : &(*at)[step];
    }
    return *at;
}

}  // namespace watchglass::ui
