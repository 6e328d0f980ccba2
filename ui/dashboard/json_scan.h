#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace watchglass::ui {

/// A stretch of a text.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    [[nodiscard]] std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// Finds values in the text of a JSON document without reading it all into a tree. The text must be valid JSON
/// (json::parse() takes it); every function returns nothing otherwise where it notices.
/// Threads: immutable; the text must outlive it.
class JsonScan {
public:
    explicit JsonScan(std::string_view text) : m_text(text) {}

    /// A member of an object or an item of an array.
    struct Child {
        TextSpan name;  ///< with its quotes; empty for items
        TextSpan value;
        [[nodiscard]] std::size_t begin() const { return name.end > name.begin ? name.begin : value.begin; }
    };

    /// The whole document's value.
    [[nodiscard]] std::optional<TextSpan> root() const;
    /// What a container holds, in its order; empty for everything else.
    [[nodiscard]] std::vector<Child> children(const TextSpan& container) const;
    /// One step into a container: the last member of that name (as look-ups in a json::Value have it), or an item by
    /// its number.
    [[nodiscard]] std::optional<Child> child(const TextSpan& container, std::string_view step) const;
    [[nodiscard]] bool isObject(const TextSpan& value) const { return m_text[value.begin] == '{'; }
    [[nodiscard]] bool isArray(const TextSpan& value) const { return m_text[value.begin] == '['; }

private:
    [[nodiscard]] std::size_t skipBlanks(std::size_t at) const;
    [[nodiscard]] std::size_t skipString(std::size_t at) const;
    [[nodiscard]] std::size_t skipValue(std::size_t at) const;

    std::string_view m_text;
};

}  // namespace watchglass::ui
