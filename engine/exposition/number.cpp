#include "engine/exposition/number.h"

#include <cmath>

#include "engine/base/go_float.h"
#include "engine/model/labels.h"

namespace watchglass::exposition {

namespace {

constexpr double kPowersOfTen[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

inline unsigned digitOf(char c) { return static_cast<unsigned char>(c) - unsigned{'0'}; }

}  // namespace

Result<double> parseNumber(std::string_view text)
{
    if (text.find_first_of("pP_") != std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "unsupported character in float");
    }
    bool rangeError = false;
    // Go takes a sign before "inf" but not before "nan".
    const bool signedNan = text.size() > 1 && (text[0] == '+' || text[0] == '-') && (text[1] == 'n' || text[1] == 'N');
    const auto value = signedNan ? std::nullopt : parseFloat(text, &rangeError);
    if (!value || rangeError) {
        return fail(ErrorCode::InvalidInput, "strconv.ParseFloat: parsing " + goQuote(text.substr(0, 256)) + ": " +
                                                 (value ? "value out of range" : "invalid syntax"));
    }
    return *value;
}

bool parseSimpleDecimal(const char*& at, const char* end, double& value)
{
    const char* p = at;
    const bool negative = p < end && *p == '-';
    if (negative) ++p;
    std::uint64_t mantissa = 0;
    const char* start = p;
    // More than 18 digits are refused below; the wrapped mantissa is never used then.
    while (p < end && digitOf(*p) < 10) mantissa = mantissa * 10 + digitOf(*p++);
    std::ptrdiff_t digits = p - start;
    std::ptrdiff_t exponent = 0;
    if (p < end && *p == '.') {
        const char* fraction = ++p;
        while (p < end && digitOf(*p) < 10) mantissa = mantissa * 10 + digitOf(*p++);
        exponent = fraction - p;
        digits += p - fraction;
    }
    if (digits == 0 || digits > 18) return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        ++p;
        const bool minus = p < end && *p == '-';
        if (p < end && (*p == '+' || *p == '-')) ++p;
        const char* first = p;
        std::ptrdiff_t power = 0;
        while (p < end && digitOf(*p) < 10 && power < 1000) power = power * 10 + static_cast<int>(digitOf(*p++));
        if (first == p) return false;
        exponent += minus ? -power : power;
    }
    // 2^53 and 10^22 are the last integers and powers of ten below which every one is an exact double.
    if (mantissa >> 53 != 0 || exponent > 22 || exponent < -22) return false;
    double result = static_cast<double>(mantissa);
    if (exponent < 0) {
        result /= kPowersOfTen[-exponent];
    } else if (exponent > 0) {
        result *= kPowersOfTen[exponent];
    }
    value = negative ? -result : result;
    at = p;
    return true;
}

std::string formatOpenMetricsFloat(double value)
{
    std::string text = formatFloatG(value);
    if (std::isfinite(value) && text.find_first_of("e.") == std::string::npos) text += ".0";
    return text;
}

}  // namespace watchglass::exposition
