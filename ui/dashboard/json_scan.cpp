#include "ui/dashboard/json_scan.h"

#include <algorithm>

#include "engine/base/json.h"
#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Whether a name as it is spelled in the text, quotes included, means `name`.
bool means(std::string_view spelled, std::string_view name)
{
    const std::string_view inner = spelled.substr(1, spelled.size() - 2);
    if (inner.find('\\') == std::string_view::npos) return inner == name;
    const auto value = json::parse(spelled);
    return value && value->toString() == name;
}

}  // namespace

std::size_t JsonScan::skipBlanks(std::size_t at) const
{
    const std::size_t found = m_text.find_first_not_of(kBlanks, at);
    return found == std::string_view::npos ? m_text.size() : found;
}

std::size_t JsonScan::skipString(std::size_t at) const
{
    for (++at; at < m_text.size() && m_text[at] != '"'; ++at) {
        if (m_text[at] == '\\') ++at;
    }
    return std::min(at + 1, m_text.size());
}

std::size_t JsonScan::skipValue(std::size_t at) const
{
    std::size_t depth = 0;
    while (at < m_text.size()) {
        const char c = m_text[at];
        if (c == '"') {
            at = skipString(at);
        } else if (c == '{' || c == '[') {
            ++depth;
            ++at;
        } else if (c == '}' || c == ']') {
            if (depth == 0) return at;
            --depth;
            ++at;
        } else if (depth == 0 && (c == ',' || kBlanks.find(c) != std::string_view::npos)) {
            return at;
        } else {
            ++at;
            continue;
        }
        if (depth == 0) return at;
    }
    return at;
}

std::optional<TextSpan> JsonScan::root() const
{
    const std::size_t begin = skipBlanks(m_text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    if (begin >= m_text.size()) return std::nullopt;
    return TextSpan{begin, skipValue(begin)};
}

std::vector<JsonScan::Child> JsonScan::children(const TextSpan& container) const
{
    std::vector<Child> out;
    if (!isObject(container) && !isArray(container)) return out;
    std::size_t at = skipBlanks(container.begin + 1);
    while (at + 1 < container.end) {
        Child child;
        if (isObject(container)) {
            child.name = {at, skipString(at)};
            at = skipBlanks(skipBlanks(child.name.end) + 1);  // the colon
        }
        child.value = {at, skipValue(at)};
        if (child.value.end <= at || child.value.end > container.end) break;
        at = skipBlanks(child.value.end);
        out.push_back(child);
        if (at < container.end && m_text[at] == ',') at = skipBlanks(at + 1);
    }
    return out;
}

std::optional<JsonScan::Child> JsonScan::child(const TextSpan& container, std::string_view step) const
{
    const std::vector<Child> all = children(container);
    if (isArray(container)) {
        const auto number = itemNumber(step);
        return number && *number < all.size() ? std::optional(all[*number]) : std::nullopt;
    }
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
        if (means(it->name.of(m_text), step)) return *it;
    }
    return std::nullopt;
}

}  // namespace watchglass::ui
