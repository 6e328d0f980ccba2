#include "engine/model/regex.h"

#include <re2/re2.h>

#include <cctype>
#include <map>
#include <vector>

namespace watchglass {

namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

/// Rewrites what Go takes and RE2 does not; refuses what RE2 takes and Go does not.
Result<std::string> toRe2(std::string_view pattern)
{
    std::string out;
    out.reserve(pattern.size() + 8);
    bool inClass = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            if (pattern[i + 1] == 'C') {
                return fail(ErrorCode::InvalidInput, "error parsing regexp: invalid escape sequence: `\\C`",
                            std::to_string(i));
            }
            if (pattern[i + 1] == 'Q') {  // literal up to \E
                const std::size_t end = pattern.find("\\E", i + 2);
                const std::size_t length = end == std::string_view::npos ? pattern.size() - i : end + 2 - i;
                out.append(pattern.substr(i, length));
                i += length - 1;
                continue;
            }
            out += c;
            out += pattern[++i];
            continue;
        }
        if (c == '[') inClass = true;
        if (c == ']') inClass = false;
        if (!inClass && pattern.substr(i, 3) == "(?<" && i + 3 < pattern.size() && pattern[i + 3] != '=' &&
            pattern[i + 3] != '!') {
            out += "(?P<";
            i += 2;
            continue;
        }
        out += c;
    }
    return out;
}

/// RE2's word for an error as Go says it (regexp/syntax, ErrorCode).
std::string goWord(const std::string& re2Word)
{
    static const std::map<std::string, std::string> kWords{
        {"missing )", "missing closing )"},
        {"missing ]", "missing closing ]"},
        {"no argument for repetition operator", "missing argument to repetition operator"},
        {"bad repetition operator", "invalid nested repetition operator"},
        {"invalid repetition size", "invalid repeat count"},
        {"invalid perl operator", "invalid or unsupported Perl syntax"},
        {"invalid named capture group", "invalid named capture"},
        {"trailing \\", "trailing backslash at end of expression"},
    };
    const auto at = kWords.find(re2Word);
    return at == kWords.end() ? re2Word : at->second;
}

Result<std::shared_ptr<const re2::RE2>> compile(const std::string& pattern, std::string_view shown)
{
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(64 << 20);
    auto compiled = std::make_shared<const re2::RE2>(pattern, options);
    if (!compiled->ok()) {
        std::string detail = compiled->error();
        if (!compiled->error_arg().empty()) {
            const std::string suffix = ": " + compiled->error_arg();
            if (detail.ends_with(suffix)) detail.resize(detail.size() - suffix.size());
            detail = goWord(detail) + ": `" + compiled->error_arg() + "`";
        } else {
            detail = goWord(detail);
        }
        return fail(ErrorCode::InvalidInput, "error parsing regexp: " + detail, std::string(shown));
    }
    return compiled;
}

using Groups = std::vector<re2::StringPiece>;

void appendGroup(std::string& out, const Groups& groups, const re2::RE2& regex, std::string_view name)
{
    std::size_t index = groups.size();
    const bool numeric = !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
    if (numeric) {
        if (name.size() < 9) index = static_cast<std::size_t>(std::stoul(std::string(name)));
    } else {
        const std::map<std::string, int>& names = regex.NamedCapturingGroups();
        const auto it = names.find(std::string(name));
        if (it != names.end()) index = static_cast<std::size_t>(it->second);
    }
    if (index < groups.size() && groups[index].data()) out.append(groups[index].data(), groups[index].size());
}

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Go's Regexp.expand: "$" before anything that is no name stays as it is.
void expand(std::string& out, std::string_view text, const Groups& groups, const re2::RE2& regex)
{
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '$' || i + 1 >= text.size()) {
            out += text[i++];
            continue;
        }
        if (text[i + 1] == '$') {
            out += '$';
            i += 2;
            continue;
        }
        const bool braced = text[i + 1] == '{';
        const std::size_t from = i + (braced ? 2 : 1);
        std::size_t to = from;
        while (to < text.size() && isWord(text[to])) ++to;
        if (to == from || (braced && (to >= text.size() || text[to] != '}'))) {
            out += '$';
            ++i;
            continue;
        }
        appendGroup(out, groups, regex, text.substr(from, to - from));
        i = to + (braced ? 1 : 0);
    }
}

}  // namespace

Regex::Regex(std::string pattern, std::shared_ptr<const re2::RE2> compiled)
    : m_pattern(std::move(pattern)), m_compiled(std::move(compiled))
{
}

Result<Regex> Regex::anchored(std::string_view pattern)
{
    auto text = toRe2(pattern);
    if (!text) return tl::make_unexpected(text.error());
    // The pattern must be whole by itself: "a)(b" would pass inside the anchoring group.
    if (auto alone = compile(*text, pattern); !alone) return tl::make_unexpected(alone.error());
    auto compiled = compile("^(?s:" + *text + ")$", pattern);
    if (!compiled) return tl::make_unexpected(compiled.error());
    return Regex(std::string(pattern), std::move(*compiled));
}

Result<Regex> Regex::plain(std::string_view pattern)
{
    auto text = toRe2(pattern);
    if (!text) return tl::make_unexpected(text.error());
    auto compiled = compile(*text, pattern);
    if (!compiled) return tl::make_unexpected(compiled.error());
    return Regex(std::string(pattern), std::move(*compiled));
}

bool Regex::matches(std::string_view text) const { return re2::RE2::PartialMatch(piece(text), *m_compiled); }

bool Regex::expandFirst(std::string_view text, std::string_view replacement, std::string& out) const
{
    Groups groups(static_cast<std::size_t>(m_compiled->NumberOfCapturingGroups()) + 1);
    if (!m_compiled->Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                           static_cast<int>(groups.size()))) {
        return false;
    }
    expand(out, replacement, groups, *m_compiled);
    return true;
}

std::string Regex::replaceAll(std::string_view text, std::string_view replacement) const
{
    std::string out;
    Groups groups(static_cast<std::size_t>(m_compiled->NumberOfCapturingGroups()) + 1);
    std::size_t at = 0;
    std::size_t search = 0;
    std::size_t lastEnd = std::string_view::npos;
    while (search <= text.size() && m_compiled->Match(piece(text), search, text.size(), re2::RE2::UNANCHORED,
                                                      groups.data(), static_cast<int>(groups.size()))) {
        const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
        const std::size_t end = begin + groups[0].size();
        // An empty match right behind the last one is skipped, as in Go.
        const bool skip = begin == end && begin == lastEnd;
        if (!skip) {
            out.append(text.substr(at, begin - at));
            expand(out, replacement, groups, *m_compiled);
            at = end;
            lastEnd = end;
        }
        search = end > search ? end : search + 1;
        if (begin == end && search <= end) search = end + 1;
    }
    if (at < text.size()) out.append(text.substr(at));
    return out;
}

}  // namespace watchglass
