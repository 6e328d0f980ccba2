#include "engine/hostmetrics/text_scan.h"

#include <algorithm>
#include <charconv>

#include "engine/base/go_float.h"

namespace watchglass::hostmetrics {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t'; }
bool isSpace(char c) { return isBlank(c) || c == '\n' || c == '\r'; }

template <class T>
std::optional<T> parseWhole(std::string_view text, int base)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

bool nextLine(std::string_view& text, std::string_view& line)
{
    if (text.empty()) return false;
    const std::size_t end = text.find('\n');
    line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return true;
}

std::string_view nextField(std::string_view& line)
{
    std::size_t begin = 0;
    while (begin < line.size() && isBlank(line[begin])) ++begin;
    std::size_t end = begin;
    while (end < line.size() && !isBlank(line[end])) ++end;
    const std::string_view field = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return field;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> parseUnsigned(std::string_view text, int base)
{
    return parseWhole<std::uint64_t>(trimmed(text), base);
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    text = trimmed(text);
    if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        return parseWhole<std::int64_t>(text.substr(2), 16);
    }
    return parseWhole<std::int64_t>(text, 10);
}

std::optional<double> parseNumber(std::string_view text) { return parseFloat(trimmed(text)); }

std::uint64_t nextUnsigned(std::string_view& line, int base)
{
    return parseUnsigned(nextField(line), base).value_or(0);
}

bool isNumber(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), isDigit); }

std::string_view numberAfter(std::string_view name, std::string_view prefix)
{
    if (name.substr(0, prefix.size()) != prefix) return {};
    name.remove_prefix(prefix.size());
    return isNumber(name) ? name : std::string_view();
}

}  // namespace watchglass::hostmetrics
