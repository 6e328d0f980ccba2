#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"

namespace watchglass::ui {

struct TextSpan;

/// The text of a JSON document that is edited in place: what an edit does not speak of keeps every byte, be it the
/// order of members, a number's spelling, indentation, repeated names or the end of the file.
///
/// Places are JSON pointers (RFC 6901); a repeated name means its last member, as in json::Value. What is put in takes
/// on the indentation of its surroundings. Threads: as safe as a std::string.
class DocumentText {
public:
    /// Errors: InvalidInput for what is no JSON; `where` is "line:column".
    [[nodiscard]] static Result<DocumentText> fromText(std::string text);

    [[nodiscard]] const std::string& text() const { return m_text; }
    /// "line:column" of the value at `pointer`, from 1, columns in bytes; "" when there is none.
    [[nodiscard]] std::string where(std::string_view pointer) const;

    /// Replaces the value at `pointer`; a member that is not there is appended to its object, an item one past the end
    /// (or "-") to its array. Putting the value that stands there changes nothing.
    /// Errors: NotFound when what should hold it is not there or holds nothing.
    [[nodiscard]] Result<void> set(std::string_view pointer, const json::Value& value);
    /// Takes a member or an item out. Errors: NotFound.
    [[nodiscard]] Result<void> remove(std::string_view pointer);
    /// Puts the items of an array in another order: `order[i]` is the number that item i has had. Every item keeps its
    /// bytes. Errors: NotFound; InvalidInput when `order` does not name each item once.
    [[nodiscard]] Result<void> arrange(std::string_view pointer, const std::vector<std::size_t>& order);
    /// Has the value at `pointer` become `value`, writing only what differs: members that stay keep their place and
    /// their bytes, new ones follow them. Errors: NotFound.
    [[nodiscard]] Result<void> become(std::string_view pointer, const json::Value& value);

private:
    [[nodiscard]] std::optional<TextSpan> find(std::string_view pointer) const;
    explicit DocumentText(std::string text) : m_text(std::move(text)) {}

    /// The text of the value at `at`, which reads as `before`, when it becomes `after`.
    [[nodiscard]] std::string merged(const TextSpan& at, const json::Value& before, const json::Value& after) const;

    /// Blanks at the begin of the line that holds `at`.
    [[nodiscard]] std::string indentationAt(std::size_t at) const;
    /// `value` as text for a place whose line begins with `indentation`.
    [[nodiscard]] std::string written(const json::Value& value, const std::string& indentation) const;

    std::string m_text;
};

}  // namespace watchglass::ui
