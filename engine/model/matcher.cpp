#include "engine/model/matcher.h"

#include <algorithm>

namespace watchglass {

namespace {

bool isLiteral(std::string_view text) { return text.find_first_of("\\.+*?()|[]{}^$") == std::string_view::npos; }

/// Splits "a|b|c" when every part is literal; empty otherwise.
std::vector<std::string> literalAlternatives(std::string_view pattern)
{
    std::vector<std::string> out;
    for (;;) {
        const std::size_t bar = pattern.find('|');
        const std::string_view part = pattern.substr(0, bar);
        if (!isLiteral(part)) return {};
        out.emplace_back(part);
        if (bar == std::string_view::npos) break;
        pattern.remove_prefix(bar + 1);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

Matcher Matcher::equal(std::string name, std::string value)
{
    Matcher out(Type::Equal, std::move(name), std::move(value));
    out.m_literals = {out.m_value};
    return out;
}

Result<Matcher> Matcher::create(Type type, std::string name, std::string value)
{
    if (type == Type::Equal) return equal(std::move(name), std::move(value));
    Matcher out(type, std::move(name), std::move(value));
    if (!out.isRegex()) return out;

    auto regex = Regex::anchored(out.m_value);
    if (!regex) return tl::make_unexpected(regex.error());
    const std::string_view pattern = out.m_value;
    out.m_literals = literalAlternatives(pattern);
    if (!out.m_literals.empty()) {
        out.m_fast = Fast::Literals;
    } else if (pattern == ".*") {
        out.m_fast = Fast::Everything;
    } else if (pattern == ".+") {
        out.m_fast = Fast::NonEmpty;
    } else if (pattern.ends_with(".*") && isLiteral(pattern.substr(0, pattern.size() - 2))) {
        out.m_fast = Fast::Prefix;
        out.m_prefix = pattern.substr(0, pattern.size() - 2);
    }
    out.m_regex = std::move(*regex);
    return out;
}

const std::vector<std::string>& Matcher::noLiterals()
{
    static const std::vector<std::string> none;
    return none;
}

bool Matcher::matches(std::string_view labelValue) const
{
    switch (m_type) {
    case Type::Equal: return labelValue == m_value;
    case Type::NotEqual: return labelValue != m_value;
    default: break;
    }
    bool hit = false;
    switch (m_fast) {
    case Fast::Everything: hit = true; break;
    case Fast::NonEmpty: hit = !labelValue.empty(); break;
    case Fast::Literals: hit = std::binary_search(m_literals.begin(), m_literals.end(), labelValue); break;
    case Fast::Prefix: hit = labelValue.starts_with(m_prefix); break;
    case Fast::None: hit = m_regex->matches(labelValue); break;
    }
    return hit == (m_type == Type::Regex);
}

std::string Matcher::toString() const
{
    static constexpr std::string_view kOperators[] = {"=", "!=", "=~", "!~"};
    std::string out = isLegacyLabelName(m_name) ? m_name : goQuote(m_name);
    out += kOperators[static_cast<std::size_t>(m_type)];
    return out + goQuote(m_value);
}

bool matchesAll(const std::vector<Matcher>& matchers, const Labels& labels)
{
    return std::all_of(matchers.begin(), matchers.end(),
                       [&](const Matcher& matcher) { return matcher.matches(labels.get(matcher.name())); });
}

}  // namespace watchglass
