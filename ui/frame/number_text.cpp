#include "ui/frame/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "ui/frame/value_format.h"

namespace watchglass::ui {
namespace detail {

ShortestDigits shortestDigits(double value)
{
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific).ptr;
    ShortestDigits out;
    const char* at = buffer;
    for (; at != end && *at != 'e'; ++at) {
        if (*at != '.') out.digits += *at;
    }
    if (at != end) std::from_chars(at[1] == '+' ? at + 2 : at + 1, end, out.exponent);
    return out;
}

double jsRound(double value)
{
    const double floor = std::floor(value);
    return value - floor >= 0.5 ? floor + 1 : floor;
}

int writtenDecimals(double value)
{
    const std::string text = jsNumber(value);
    const auto point = text.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

double roundDecimals(double value, int decimals)
{
    if (!std::isfinite(value) || std::floor(value) == value) return value;
    const double power = std::pow(10, decimals);
    return jsRound(value * power * (1 + std::numeric_limits<double>::epsilon())) / power;
}

// As V8's DoubleToRadixCString does it, which decides how many digits of a fraction are shown. 16 being a power of
// two, the whole part comes out exact.
std::string jsHex(double value)
{
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value < 0 ? "-INFINITY" : "INFINITY";
    static constexpr char kDigits[] = "0123456789ABCDEF";
    const bool negative = value < 0;
    value = std::abs(value);
    double integer = std::floor(value);
    double fraction = value - integer;
    double delta = 0.5 * (std::nextafter(value, std::numeric_limits<double>::infinity()) - value);
    delta = std::max(std::numeric_limits<double>::denorm_min(), delta);

    std::string fractionDigits;
    if (fraction >= delta) {
        do {
            fraction *= 16;
            delta *= 16;
            const int digit = static_cast<int>(fraction);
            fractionDigits += kDigits[digit];
            fraction -= digit;
            const bool roundUp = fraction > 0.5 || (fraction == 0.5 && (digit & 1) != 0);
            if (!roundUp || fraction + delta <= 1) continue;
            while (true) {  // the carry runs left, over the point if need be
                if (fractionDigits.empty()) {
                    integer += 1;
                    break;
                }
                const char last = fractionDigits.back();
                fractionDigits.pop_back();
                const int lastDigit = last > '9' ? last - 'A' + 10 : last - '0';
                if (lastDigit + 1 < 16) {
                    fractionDigits += kDigits[lastDigit + 1];
                    break;
                }
            }
            break;
        } while (fraction >= delta);
    }

    std::string integerDigits;
    do {
        const double remainder = std::fmod(integer, 16);
        integerDigits += kDigits[static_cast<int>(remainder)];
        integer = (integer - remainder) / 16;
    } while (integer > 0);
    std::reverse(integerDigits.begin(), integerDigits.end());

    std::string out = negative ? "-" : "";
    out += integerDigits;
    if (!fractionDigits.empty()) out += '.' + fractionDigits;
    return out;
}

namespace {

/// Rounds the decimal digits to `count` of them, halves up. A carry out of the front lengthens the number.
void roundDigits(std::string& digits, int& exponent, std::size_t count)
{
    if (digits.size() <= count) {
        digits.append(count - digits.size(), '0');
        return;
    }
    const bool up = digits[count] >= '5';
    digits.resize(count);
    if (!up) return;
    for (std::size_t i = count; i-- > 0;) {
        if (digits[i] != '9') {
            ++digits[i];
            return;
        }
        digits[i] = '0';
    }
    digits.insert(digits.begin(), '1');
    digits.pop_back();
    ++exponent;
    if (count == 0) digits = "1";
}

}  // namespace

std::string jsExponential(double value, std::optional<int> decimals)
{
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    std::string digits;
    int exponent = 0;
    if (!decimals) {
        auto shortest = shortestDigits(value);
        digits = std::move(shortest.digits);
        exponent = shortest.exponent;
    } else {
        // All digits of the binary value: a tie must be a true tie.
        char buffer[1200];
        std::snprintf(buffer, sizeof buffer, "%.1100e", std::abs(value));
        const char* mark = std::strchr(buffer, 'e');
        for (const char* at = buffer; at != mark; ++at) {
            if (*at != '.') digits += *at;
        }
        exponent = std::atoi(mark + 1);
        roundDigits(digits, exponent, static_cast<std::size_t>(std::clamp(*decimals, 0, 100)) + 1);
    }
    std::string out = value < 0 ? "-" : "";
    out += digits[0];
    if (digits.size() > 1) out += '.' + digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
    return out;
}

std::string localeNumber(double value, int minDecimals, int maxDecimals)
{
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-∞" : "∞";
    auto [digits, exponent] = shortestDigits(value);
    // Digits kept: those before the point and maxDecimals behind it.
    const int keep = exponent + 1 + maxDecimals;
    if (keep < 0) {
        digits = "0";
        exponent = 0;
    } else if (static_cast<std::size_t>(keep) < digits.size()) {
        if (keep == 0) {
            const bool up = digits[0] >= '5';
            digits = up ? "1" : "0";
            exponent = up ? exponent + 1 : 0;
        } else {
            roundDigits(digits, exponent, static_cast<std::size_t>(keep));
        }
    }
    std::string whole;
    std::string fraction;
    for (int i = 0; i < static_cast<int>(digits.size()); ++i) {
        (i <= exponent ? whole : fraction) += digits[static_cast<std::size_t>(i)];
    }
    if (exponent < 0) fraction.insert(0, static_cast<std::size_t>(-exponent - 1), '0');
    if (exponent >= 0 && static_cast<int>(whole.size()) < exponent + 1) {
        whole.append(static_cast<std::size_t>(exponent + 1) - whole.size(), '0');
    }
    if (whole.empty()) whole = "0";
    while (static_cast<int>(fraction.size()) > minDecimals && !fraction.empty() && fraction.back() == '0') {
        fraction.pop_back();
    }
    if (static_cast<int>(fraction.size()) < minDecimals) {
        fraction.append(static_cast<std::size_t>(minDecimals) - fraction.size(), '0');
    }
    for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) whole.insert(static_cast<std::size_t>(at), ",");
    std::string out = std::signbit(value) ? "-" : "";
    out += whole;
    if (!fraction.empty()) out += '.' + fraction;
    return out;
}

}  // namespace detail

std::string jsNumber(double value)
{
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    if (value == 0) return "0";
    const auto [digits, exponent] = detail::shortestDigits(value);
    std::string out = value < 0 ? "-" : "";
    const int count = static_cast<int>(digits.size());
    if (exponent >= 21 || exponent < -6) {
        out += digits[0];
        if (count > 1) out += '.' + digits.substr(1);
        out += exponent < 0 ? "e-" : "e+";
        return out + std::to_string(std::abs(exponent));
    }
    if (exponent < 0) return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    if (count <= exponent + 1) return out + digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
    const auto point = static_cast<std::size_t>(exponent + 1);
    return out + digits.substr(0, point) + '.' + digits.substr(point);
}

}  // namespace watchglass::ui
