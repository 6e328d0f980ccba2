#include "engine/promql/eval_math.h"

#include <algorithm>

namespace watchglass::promql {

double goMax(double a, double b)
{
    if (a == kInf || b == kInf) return kInf;
    if (std::isnan(a) || std::isnan(b)) return kNan;
    if (a == 0 && b == 0) return std::signbit(a) ? b : a;
    return a > b ? a : b;
}

double goMin(double a, double b)
{
    if (a == -kInf || b == -kInf) return -kInf;
    if (std::isnan(a) || std::isnan(b)) return kNan;
    if (a == 0 && b == 0) return std::signbit(a) ? a : b;
    return a < b ? a : b;
}

namespace {

bool isOddInteger(double x)
{
    if (std::fabs(x) >= 9007199254740992.0) return false;  // 2^53: every float from here on is even
    double whole = 0;
    const double fraction = std::modf(x, &whole);
    return fraction == 0 && std::fmod(std::fabs(whole), 2.0) == 1;
}

}  // namespace

double goPow(double x, double y)
{
    if (y == 0 || x == 1) return 1;
    if (y == 1) return x;
    if (std::isnan(x) || std::isnan(y)) return kNan;
    if (x == 0) {
        if (y < 0) return std::signbit(x) && isOddInteger(y) ? -kInf : kInf;
        return std::signbit(x) && isOddInteger(y) ? x : 0;
    }
    if (std::isinf(y)) {
        if (x == -1) return 1;
        return (std::fabs(x) < 1) == (y > 0) ? 0 : kInf;
    }
    if (std::isinf(x)) {
        if (x < 0) return isOddInteger(y) ? std::copysign(y < 0 ? 0.0 : kInf, -1.0) : (y < 0 ? 0.0 : kInf);
        return y < 0 ? 0 : kInf;
    }
    if (y == 0.5) return std::sqrt(x);
    if (y == -0.5) return 1 / std::sqrt(x);

    double whole = 0;
    double fraction = std::modf(std::fabs(y), &whole);
    if (fraction != 0 && x < 0) return kNan;
    if (whole >= 9.223372036854775808e18) {
        // Too large an exponent to square through: only the limit is left.
        if (x == -1) return 1;
        return (std::fabs(x) < 1) == (y > 0) ? 0 : kInf;
    }

    double mantissa = 1;
    std::int64_t exponent = 0;
    if (fraction != 0) {
        if (fraction > 0.5) {
            fraction -= 1;
            whole += 1;
        }
        mantissa = std::exp(fraction * std::log(x));
    }
    int baseExponent = 0;
    double base = std::frexp(x, &baseExponent);
    std::int64_t squareExponent = baseExponent;
    for (auto bits = static_cast<std::int64_t>(whole); bits != 0; bits >>= 1) {
        if (squareExponent < -(1 << 12) || squareExponent > (1 << 12)) {
            // The result over- or underflows whatever the remaining bits are.
            exponent += squareExponent;
            break;
        }
        if ((bits & 1) != 0) {
            mantissa *= base;
            exponent += squareExponent;
        }
        base *= base;
        squareExponent *= 2;
        if (base < 0.5) {
            base += base;
            --squareExponent;
        }
    }
    if (y < 0) {
        mantissa = 1 / mantissa;
        exponent = -exponent;
    }
    return std::ldexp(mantissa, static_cast<int>(std::clamp<std::int64_t>(exponent, -100'000, 100'000)));
}

std::int64_t goInt64(double value)
{
    if (!(value >= -9.223372036854775808e18 && value < 9.223372036854775808e18)) {
        return std::numeric_limits<std::int64_t>::min();
    }
    return static_cast<std::int64_t>(value);
}

double quantileOfSorted(double q, const double* sorted, std::size_t count)
{
    if (count == 0 || std::isnan(q)) return kNan;
    if (q < 0) return -kInf;
    if (q > 1) return kInf;
    const auto n = static_cast<double>(count);
    const double rank = q * (n - 1);
    const double lower = std::fmax(0, std::floor(rank));
    const double upper = std::fmin(n - 1, lower + 1);
    const double weight = rank - std::floor(rank);
    return sorted[static_cast<std::size_t>(lower)] * (1 - weight) + sorted[static_cast<std::size_t>(upper)] * weight;
}

void sortNanFirst(double* values, std::size_t count)
{
    double* const firstNumber = std::partition(values, values + count, [](double v) { return std::isnan(v); });
    std::sort(firstNumber, values + count);
}

double quantileInPlace(double q, std::vector<double>& values)
{
    sortNanFirst(values.data(), values.size());
    return quantileOfSorted(q, values.data(), values.size());
}

}  // namespace watchglass::promql
