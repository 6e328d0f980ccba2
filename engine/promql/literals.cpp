#include "engine/promql/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

#include "engine/base/go_float.h"
#include "engine/base/utf8.h"
#include "engine/model/labels.h"
#include "engine/promql/lexer_chars.h"

namespace watchglass::promql {
namespace {

/// Go's rule: an underscore stands between two digits, or between a base prefix and a digit.
bool underscoresAllowed(std::string_view text)
{
    bool hex = false;
    bool afterDigit = false;
    std::size_t i = 0;
    if (text.size() >= 2 && text[0] == '0') {
        const char base = static_cast<char>(text[1] | 0x20);
        if (base == 'x' || base == 'o' || base == 'b') {
            hex = base == 'x';
            afterDigit = true;
            i = 2;
        }
    }
    for (; i < text.size(); ++i) {
        const char c = text[i];
        const char lower = static_cast<char>(c | 0x20);
        const bool digit = isDigit(c) || (hex && lower >= 'a' && lower <= 'f');
        if (c == '_') {
            if (!afterDigit || i + 1 == text.size()) {
                return false;
            }
            afterDigit = false;
        } else {
            if (!digit && i > 0 && text[i - 1] == '_') {
                return false;
            }
            afterDigit = digit;
        }
    }
    return true;
}

/// As Go's strconv.ParseInt(text, 0, 64): the base comes from the prefix.
std::optional<std::int64_t> parseInteger(std::string_view text)
{
    int base = 10;
    if (text.size() > 1 && text[0] == '0') {
        const char prefix = static_cast<char>(text[1] | 0x20);
        base = prefix == 'x' ? 16 : prefix == 'o' || isDigit(text[1]) ? 8 : prefix == 'b' ? 2 : 10;
        if (base != 10) {
            text.remove_prefix(isDigit(text[1]) ? 1 : 2);
        }
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || text[0] == '-' || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

auto numberError(std::string_view text, std::string_view what)
{
    return fail(ErrorCode::InvalidInput,
                "error parsing number: strconv.ParseFloat: parsing " + goQuote(text) + ": " + std::string(what));
}

struct Unit {
    std::string_view name;
    std::uint64_t ns;
};

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::array kUnits{
    Unit{"y", 365 * 86'400 * kSecondNs},
    Unit{"w", 7 * 86'400 * kSecondNs},
    Unit{"d", 86'400 * kSecondNs},
    Unit{"h", 3'600 * kSecondNs},
    Unit{"m", 60 * kSecondNs},
    Unit{"s", kSecondNs},
    Unit{"ms", 1'000'000},
};

auto durationError(std::string message) { return fail(ErrorCode::InvalidInput, std::move(message)); }

}  // namespace

Result<double> parseNumberLiteral(std::string_view text)
{
    std::string plain(text);
    if (text.find('_') != std::string_view::npos) {
        if (!underscoresAllowed(text)) {
            return numberError(text, "invalid syntax");
        }
        plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
    }
    if (const auto whole = parseInteger(plain)) {
        return static_cast<double>(*whole);
    }
    bool tooLarge = false;
    const auto value = parseFloat(plain, &tooLarge);
    if (!value) {
        return numberError(text, "invalid syntax");
    }
    if (tooLarge) {
        return numberError(text, "value out of range");
    }
    return *value;
}

Result<double> parseDurationLiteral(std::string_view text)
{
    constexpr std::uint64_t kMaxNs = std::numeric_limits<std::int64_t>::max();
    std::uint64_t total = 0;
    std::size_t nextUnit = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
        std::uint64_t count = 0;
        const auto [numberEnd, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
        const auto unitEnd = std::find_if(numberEnd, rest.data() + rest.size(), [](char c) { return isDigit(c); });
        const std::string_view name(numberEnd, static_cast<std::size_t>(unitEnd - numberEnd));
        if (error != std::errc{} || name.empty()) {
            return durationError("not a valid duration string: " + goQuote(text));
        }
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                       [&](const Unit& candidate) { return candidate.name == name; });
        if (unit == kUnits.end()) {
            return durationError("unknown unit " + goQuote(name) + " in duration " + goQuote(text));
        }
        const auto index = static_cast<std::size_t>(unit - kUnits.begin());
        if (index < nextUnit) {
            return durationError("not a valid duration string: " + goQuote(text));
        }
        nextUnit = index + 1;
        std::uint64_t part = 0;
        if (__builtin_mul_overflow(count, unit->ns, &part) || __builtin_add_overflow(total, part, &total) ||
            total > kMaxNs) {
            return durationError("duration out of range");
        }
        rest.remove_prefix(static_cast<std::size_t>(unitEnd - rest.data()));
    }
    // Go's Duration.Seconds(): the two parts apart, so that the rounding is the same.
    return static_cast<double>(total / kSecondNs) + static_cast<double>(total % kSecondNs) / 1e9;
}

std::string unquoteLiteral(std::string_view text)
{
    const char quote = text.front();
    text = text.substr(1, text.size() - 2);
    if (quote == '`' || text.find('\\') == std::string_view::npos) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size());
    const auto number = [&](std::size_t from, std::size_t count, int base) {
        std::uint32_t value = 0;
        std::from_chars(text.data() + from, text.data() + from + count, value, base);
        return value;
    };
    std::size_t i = 0;
    while (i < text.size()) {
        if (text[i] != '\\') {
            out += text[i++];
            continue;
        }
        const char c = text[i + 1];
        i += 2;
        switch (c) {
        case 'a': out += '\a'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'v': out += '\v'; break;
        case 'x':
            out += static_cast<char>(number(i, 2, 16));
            i += 2;
            break;
        case 'u':
        case 'U': {
            const std::size_t digits = c == 'u' ? 4 : 8;
            appendUtf8(out, number(i, digits, 16));
            i += digits;
            break;
        }
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
            out += static_cast<char>(number(i - 1, 3, 8));
            i += 2;
            break;
        default: out += c;  // the backslash or the quote
        }
    }
    return out;
}

}  // namespace watchglass::promql
