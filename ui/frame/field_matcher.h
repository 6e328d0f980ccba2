#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/frame/field_override.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

/// A FieldMatcher made ready to be asked about many fields: its pattern is compiled once.
class PreparedFieldMatcher {
public:
    explicit PreparedFieldMatcher(const FieldMatcher& matcher);

    /// Fields must have their display names.
    [[nodiscard]] bool matches(const Field& field, const Frame& frame) const;

    /// Whether the answer needs the field's display name.
    [[nodiscard]] bool asksForName(const Field& field) const;

private:
    [[nodiscard]] bool hasName(const Field& field) const;
    [[nodiscard]] bool matchesPattern(const std::string& text) const { return m_regex && m_regex->matches(text); }
    [[nodiscard]] bool matchesValue(const Field& field) const;

    std::string m_id;
    json::Value m_options;
    std::set<std::string, std::less<>> m_names;
    bool m_exclude = false;
    std::optional<JsRegex> m_regex;  ///< none: no pattern, or one that does not compile
};

}  // namespace watchglass::ui
