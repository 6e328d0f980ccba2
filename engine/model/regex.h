#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace re2 {
class RE2;
}

namespace watchglass {

/// A regular expression as Go's regexp package understands it, on RE2.
///
/// Differences of RE2 to Go are levelled here: `(?<x>...)` is accepted, `\C` refused.
/// Threads: immutable; matching from many threads at once is safe.
class Regex {
public:
    /// Prometheus's form for matchers and relabelling: anchored at both ends, dot matches newline.
    /// Errors: InvalidInput with Go's wording "error parsing regexp: ...".
    [[nodiscard]] static Result<Regex> anchored(std::string_view pattern);
    /// As written: not anchored, dot does not match newline (templates' `match`, `reReplaceAll`).
    [[nodiscard]] static Result<Regex> plain(std::string_view pattern);

    [[nodiscard]] bool matches(std::string_view text) const;

    /// Expands `$1`, `${1}`, `$name`, `${name}`, `$$` in `replacement` for the first match of `text`, as Go's
    /// Regexp.Expand does. No match: returns false and leaves `out` alone.
    [[nodiscard]] bool expandFirst(std::string_view text, std::string_view replacement, std::string& out) const;

    /// Replaces every match, as Go's Regexp.ReplaceAllString does.
    [[nodiscard]] std::string replaceAll(std::string_view text, std::string_view replacement) const;

    /// The pattern as given by the caller.
    [[nodiscard]] const std::string& pattern() const { return m_pattern; }

private:
    Regex(std::string pattern, std::shared_ptr<const re2::RE2> compiled);

    std::string m_pattern;
    std::shared_ptr<const re2::RE2> m_compiled;  // immutable, shared by copies
};

}  // namespace watchglass
