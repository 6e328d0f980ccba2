#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/labels.h"
#include "engine/model/regex.h"

namespace watchglass {

/// Selects series by one label: `=`, `!=`, `=~`, `!~`. An absent label has the value "".
/// Threads: immutable after creation; matches() is safe from many threads.
class Matcher {
public:
    enum class Type : std::uint8_t { Equal, NotEqual, Regex, NotRegex };

    /// Errors: InvalidInput when a regular expression does not compile.
    [[nodiscard]] static Result<Matcher> create(Type type, std::string name, std::string value);
    /// `name="value"`, which cannot fail.
    [[nodiscard]] static Matcher equal(std::string name, std::string value);

    [[nodiscard]] Type type() const { return m_type; }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const std::string& value() const { return m_value; }
    [[nodiscard]] bool isRegex() const { return m_type == Type::Regex || m_type == Type::NotRegex; }
    [[nodiscard]] bool isNegative() const { return m_type == Type::NotEqual || m_type == Type::NotRegex; }

    [[nodiscard]] bool matches(std::string_view labelValue) const;
    /// Whether a series without the label is selected.
    [[nodiscard]] bool matchesEmpty() const { return matches({}); }

    /// The only values that a positive matcher can match, sorted, when they are literal: `a`, `a|b|c`. Empty
    /// when unknown and for negative matchers. Lets an index look values up instead of testing each.
    [[nodiscard]] const std::vector<std::string>& literals() const { return isNegative() ? noLiterals() : m_literals; }

    /// `name=~"value"`, the value quoted as Go does.
    [[nodiscard]] std::string toString() const;

    bool operator==(const Matcher& other) const
    {
        return m_type == other.m_type && m_name == other.m_name && m_value == other.m_value;
    }

private:
    Matcher(Type type, std::string name, std::string value)
        : m_type(type), m_name(std::move(name)), m_value(std::move(value))
    {
    }

    static const std::vector<std::string>& noLiterals();

    Type m_type;
    std::string m_name;
    std::string m_value;
    std::optional<Regex> m_regex;
    std::vector<std::string> m_literals;
    enum class Fast : std::uint8_t { None, Everything, NonEmpty, Literals, Prefix } m_fast = Fast::None;
    std::string m_prefix;  ///< with Fast::Prefix: the text before a final ".*"
};

/// Whether the labels satisfy every matcher.
[[nodiscard]] bool matchesAll(const std::vector<Matcher>& matchers, const Labels& labels);

}  // namespace watchglass
