#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"

class QRegularExpression;

namespace watchglass::ui {

/// A regular expression as dashboards write them: `/pattern/flags`, or a bare pattern that must match the whole text.
/// JavaScript's syntax, lookaheads included, on PCRE2 with its limits against runaway matching.
/// Threads: immutable.
class JsRegex {
public:
    /// Reads `/pattern/gimsuy`; a bare pattern is anchored at both ends.
    /// Errors: InvalidInput with what is wrong and where.
    [[nodiscard]] static Result<JsRegex> fromDashboard(std::string_view text);
    /// A bare pattern, not anchored.
    [[nodiscard]] static Result<JsRegex> plain(std::string_view pattern, bool global = false);

    [[nodiscard]] bool matches(std::string_view text) const;

    struct Match {
        std::vector<std::optional<std::string>> groups;  ///< [0] is the whole match
        std::optional<std::string> text;                 ///< named groups "text" and "value"
        std::optional<std::string> value;
    };
    /// The first match, or all of them with the g flag.
    [[nodiscard]] std::vector<Match> matchAll(std::string_view text) const;
    /// The named groups of the first match in the order of their places; none without a match or without names.
    [[nodiscard]] std::vector<std::pair<std::string, std::optional<std::string>>> namedGroups(
        std::string_view text) const;
    [[nodiscard]] bool isGlobal() const { return m_global; }
    /// The pattern as JavaScript would show it, and its flags.
    [[nodiscard]] const std::string& source() const { return m_source; }
    [[nodiscard]] const std::string& flags() const { return m_flags; }

    /// String.prototype.replace with `$1`, `$&`, `$$`, `$<name>`; every match with the g flag, else the first.
    [[nodiscard]] std::string replace(std::string_view text, std::string_view replacement) const;

private:
    [[nodiscard]] static Result<JsRegex> compile(std::string_view pattern, std::string_view flags);

    std::shared_ptr<const QRegularExpression> m_regex;  // immutable, shared by copies
    bool m_global = false;
    std::string m_source;
    std::string m_flags;
};

/// A text for a regular expression that must mean it literally.
[[nodiscard]] std::string escapeRegex(std::string_view text);

}  // namespace watchglass::ui
