#include "engine/base/go_float.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "engine/base/shortest_decimal.h"

namespace watchglass {

namespace {

static_assert(std::endian::native == std::endian::little, "digits are written from words, lowest byte first");

/// Shortest decimal digits d1d2d3... and the exponent so that value = 0.d1d2d3... * 10^point.
struct Decimal {
    bool negative = false;
    char digits[kMostDigits];
    int count = 1;
    int point = 1;
};

/// Of a finite number above zero.
ShortestDecimal digitsOf(double magnitude)
{
    ShortestDecimal out;
    return shortDecimal(magnitude, out) ? out : shortestDecimal(magnitude);
}

Decimal shortest(double value)
{
    Decimal out;
    out.negative = std::signbit(value);
    out.digits[0] = '0';
    if (value == 0) return out;
    const ShortestDecimal found = digitsOf(std::fabs(value));
    const DigitWords words = digitWords(found);
    std::memcpy(out.digits, &words.first, 8);
    std::memcpy(out.digits + 8, &words.second, 8);
    out.digits[16] = words.last;
    out.count = found.count;
    out.point = found.count + found.exponent;
    return out;
}

bool appendSpecial(std::string& out, double value)
{
    if (std::isnan(value)) {
        out += "NaN";
    } else if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
    } else {
        return false;
    }
    return true;
}

void appendPlain(std::string& out, const Decimal& d)
{
    if (d.negative) out += '-';
    if (d.point <= 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-d.point), '0');
        out.append(d.digits, static_cast<std::size_t>(d.count));
        return;
    }
    const int whole = d.count < d.point ? d.count : d.point;
    out.append(d.digits, static_cast<std::size_t>(whole));
    if (d.count < d.point) {
        out.append(static_cast<std::size_t>(d.point - d.count), '0');
    } else if (d.count > d.point) {
        out += '.';
        out.append(d.digits + whole, static_cast<std::size_t>(d.count - whole));
    }
}

/// Opens a gap of one character in front of byte `at` of a word (at most 7) and puts the decimal point there; the
/// word's last byte falls out.
std::uint64_t withPoint(std::uint64_t word, int at)
{
    const std::uint64_t before = (std::uint64_t{1} << (8 * at)) - 1;
    return (word & before) | std::uint64_t{'.'} << (8 * at) | (word & ~before) << 8;
}

/// Of a number between 1e-6 and 1e15 that is not whole. Writes all digits, which is faster than as many as there are.
char* writePlain(char* to, double value)
{
    if (std::signbit(value)) *to++ = '-';
    const ShortestDecimal found = digitsOf(std::fabs(value));
    const DigitWords words = digitWords(found);
    const auto put = [&](std::ptrdiff_t at, const auto& bytes) { std::memcpy(to + at, &bytes, sizeof bytes); };
    const int point = found.count + found.exponent;
    if (point <= 0) {
        put(0, std::uint64_t{0x3030303030302E30ULL});  // "0.000000"
        to += 2 - point;
        put(0, words.first);
        put(8, words.second);
        put(16, words.last);
        return to + found.count;
    }
    const std::uint64_t shifted = words.second << 8;
    if (point < 8) {
        put(0, withPoint(words.first, point));
        put(8, shifted | words.first >> 56);
    } else {
        put(0, words.first);
        put(8, withPoint(words.second, point - 8));
    }
    put(16, static_cast<char>(words.second >> 56));
    put(17, words.last);
    return to + found.count + 1;
}

void appendExponent(std::string& out, const Decimal& d)
{
    if (d.negative) out += '-';
    out += d.digits[0];
    if (d.count > 1) {
        out += '.';
        out.append(d.digits + 1, static_cast<std::size_t>(d.count - 1));
    }
    int exponent = d.point - 1;
    out += 'e';
    out += exponent < 0 ? '-' : '+';
    if (exponent < 0) exponent = -exponent;
    if (exponent < 10) out += '0';
    char text[8];
    out.append(text, std::to_chars(text, text + sizeof text, exponent).ptr);
}

std::optional<double> parseHex(std::string_view text)
{
    const std::string owned(text);
    char* end = nullptr;
    const double value = std::strtod(owned.c_str(), &end);
    // Go wants an exponent behind a hexadecimal mantissa.
    if (end != owned.c_str() + owned.size() || owned.find_first_of("pP") == std::string::npos) return std::nullopt;
    return value;
}

}  // namespace

std::string formatFloat(double value)
{
    std::string out;
    if (!appendSpecial(out, value)) appendPlain(out, shortest(value));
    return out;
}

std::string formatFloatG(double value)
{
    std::string out;
    if (appendSpecial(out, value)) return out;
    const Decimal d = shortest(value);
    const int exponent = d.point - 1;
    if (exponent < -4 || exponent >= 6) {
        appendExponent(out, d);
    } else {
        appendPlain(out, d);
    }
    return out;
}

std::string formatFloatE(double value)
{
    std::string out;
    if (!appendSpecial(out, value)) appendExponent(out, shortest(value));
    return out;
}

char* writeFloatJson(char* to, double value)
{
    char* const end = to + kLongestFloatJson;
    // Integers need no search for the shortest digits.
    if (value == std::trunc(value) && std::fabs(value) < 1e15 && !(value == 0 && std::signbit(value))) {
        return std::to_chars(to, end, static_cast<long long>(value)).ptr;
    }
    const double magnitude = std::fabs(value);
    if (magnitude >= 1e-6 && magnitude < 1e15) return writePlain(to, value);
    std::string text;
    if (!appendSpecial(text, value)) {
        const Decimal d = shortest(value);
        if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21)) {
            appendExponent(text, d);
        } else {
            appendPlain(text, d);
        }
    }
    return std::copy(text.begin(), text.end(), to);
}

void appendFloatJson(std::string& out, double value)
{
    char text[kLongestFloatJson];
    out.append(text, writeFloatJson(text, value));
}

std::string formatFloatJson(double value)
{
    std::string out;
    appendFloatJson(out, value);
    return out;
}

std::optional<double> parseFloat(std::string_view text, bool* rangeError)
{
    if (rangeError) *rangeError = false;
    std::string_view body = text;
    bool negative = false;
    if (!body.empty() && (body[0] == '+' || body[0] == '-')) {
        negative = body[0] == '-';
        body.remove_prefix(1);
    }
    if (body.empty() || body[0] == '+' || body[0] == '-') return std::nullopt;
    if (body.size() > 1 && body[0] == '0' && (body[1] == 'x' || body[1] == 'X')) {
        const auto value = parseHex(body);
        if (!value) return std::nullopt;
        return negative ? -*value : *value;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value);
    if (error == std::errc::result_out_of_range && end == body.data() + body.size()) {
        // Too large or too small: strtod tells which.
        value = std::strtod(std::string(body).c_str(), nullptr);
        if (rangeError) *rangeError = std::isinf(value);
    } else if (error != std::errc{} || end != body.data() + body.size()) {
        return std::nullopt;
    } else if (std::isnan(value) && body.size() != 3) {
        return std::nullopt;  // from_chars takes "nan(chars)"
    } else if (std::isnan(value)) {
        return std::nan("1");  // one bit pattern whatever the sign: Go's NaN
    }
    return negative ? -value : value;
}

}  // namespace watchglass
