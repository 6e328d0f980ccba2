#include "engine/base/go_float.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace watchglass {

namespace {

/// Shortest decimal digits d1d2d3... and the exponent so that value = 0.d1d2d3... * 10^point.
struct Decimal {
    bool negative = false;
    char digits[24];
    int count = 0;
    int point = 0;
};

Decimal shortest(double value)
{
    Decimal out;
    out.negative = std::signbit(value);
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, std::fabs(value), std::chars_format::scientific).ptr;
    const char* at = text;
    for (; at < end && *at != 'e'; ++at) {
        if (*at != '.') out.digits[out.count++] = *at;
    }
    int exponent = 0;
    if (at < end) {
        ++at;
        const bool minus = *at == '-';
        std::from_chars(at + 1, end, exponent);
        if (minus) exponent = -exponent;
    }
    while (out.count > 1 && out.digits[out.count - 1] == '0') --out.count;
    out.point = exponent + 1;
    if (value == 0) out.point = 1;
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
    // In this range fmt writes no exponent either, and takes half the time of std::to_chars.
    if (magnitude >= 1e-4 && magnitude < 1e15) return fmt::format_to(to, FMT_COMPILE("{}"), value);
    if (magnitude >= 1e-6 && magnitude < 1e-4) return std::to_chars(to, end, value, std::chars_format::fixed).ptr;
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
