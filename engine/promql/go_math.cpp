#include "engine/promql/go_math.h"

#include <algorithm>
#include <bit>
#include <cmath>

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

constexpr double kLn2 = 0.693147180559945309417232121458176568;
constexpr double kHalfPi = 1.57079632679489661923132169163975144;
constexpr double kLog10E = 0.434294481903251827651128918916605082;

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
        mantissa = goExp(fraction * goLog(x));
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

double goExp(double x)
{
    // The power of two is looked at before the mantissa is multiplied with it: 2^1024 is an overflow already, and
    // nothing subnormal comes out.
    constexpr double kLog2E = 1.4426950408889634;
    const double power = std::nearbyint(x * kLog2E);
    if (power >= 1024) return kInf;
    if (power <= -1023) return 0;
    return std::exp(x);
}

double goLog(double x)
{
    if (std::isnan(x) || x == kInf) return x;
    if (x < 0) return kNan;
    if (x == 0) return -kInf;
    // x = 2^k (1 + f) with f in [sqrt(1/2) - 1, sqrt(2) - 1), taken from the bits: subnormals count as normal ones.
    const auto bits = std::bit_cast<std::uint64_t>(x);
    auto k = static_cast<double>(static_cast<int>(bits >> 52) - 0x3FE);
    double f = std::bit_cast<double>((bits & 0x000F'FFFF'FFFF'FFFF) | 0x3FE0'0000'0000'0000);
    if (f < 0.70710678118654752440) {
        f *= 2;
        k -= 1;
    }
    f -= 1;
    // log(1 + f) = 2 atanh(s) by the polynomial of fdlibm (e_log.c), whose coefficients these are.
    const double s = f / (2 + f);
    const double s2 = s * s;
    const double s4 = s2 * s2;
    const double odd = s2 * (6.666666666666735130e-01 +
                             s4 * (2.857142874366239149e-01 +
                                   s4 * (1.818357216161805012e-01 + s4 * 1.479819860510658591e-01)));
    const double even = s4 *
                        (3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01));
    const double half = 0.5 * f * f;
    constexpr double kLn2High = 6.93147180369123816490e-01;
    constexpr double kLn2Low = 1.90821492927058770002e-10;
    return k * kLn2High - ((half - (s * (odd + even + half) + k * kLn2Low)) - f);
}

double goLog2(double x)
{
    int exponent = 0;
    const double fraction = std::frexp(x, &exponent);
    if (fraction == 0.5) return exponent - 1;
    if (!std::isfinite(x) || x == 0) return goLog(x);
    return goLog(fraction) * (1 / kLn2) + exponent;
}

double goLog10(double x) { return goLog(x) * kLog10E; }

double goAtan(double x)
{
    // Cephes' atan.c: a rational function below 0.66, what is above brought there by tan(a - b).
    const auto near = [](double t) {
        const double z = t * t;
        const double p =
            (((-8.750608600031904122785e-01 * z - 1.615753718733365076637e+01) * z - 7.500855792314704667340e+01) * z -
             1.228866684490136173410e+02) *
                z -
            6.485021904942025371773e+01;
        const double q = ((((z + 2.485846490142306297962e+01) * z + 1.650270098316988542046e+02) * z +
                           4.328810604912902668951e+02) *
                              z +
                          4.853903996359136964868e+02) *
                             z +
                         1.945506571482613964425e+02;
        return t * (z * p / q) + t;
    };
    constexpr double kMoreBits = 6.123233995736765886130e-17;  // what pi/2 is short of
    constexpr double kTan3Pi8 = 2.41421356237309504880;
    const double t = std::fabs(x);
    double angle = 0;
    if (!(t > 0.66)) {
        angle = near(t);
    } else if (t > kTan3Pi8) {
        angle = kHalfPi - near(1 / t) + kMoreBits;
    } else {
        angle = kHalfPi / 2 + near((t - 1) / (t + 1)) + 0.5 * kMoreBits;
    }
    return std::copysign(angle, x);
}

double goAtan2(double y, double x)
{
    if (std::isnan(y) || std::isnan(x) || y == 0 || x == 0 || std::isinf(y) || std::isinf(x)) return std::atan2(y, x);
    const double angle = goAtan(y / x);
    if (x > 0) return angle;
    return angle <= 0 ? angle + 2 * kHalfPi : angle - 2 * kHalfPi;
}

double goAsin(double x)
{
    const double t = std::fabs(x);
    if (x == 0) return x;
    if (!(t <= 1)) return kNan;
    const double other = std::sqrt(1 - t * t);
    return std::copysign(t > 0.7 ? kHalfPi - goAtan(other / t) : goAtan(t / other), x);
}

double goAcos(double x) { return kHalfPi - goAsin(x); }

double goSinh(double x) { return std::fabs(x) > 21 ? std::copysign(goExp(std::fabs(x)) * 0.5, x) : std::sinh(x); }

double goCosh(double x) { return std::fabs(x) > 21 ? goExp(std::fabs(x)) * 0.5 : std::cosh(x); }

}  // namespace watchglass::promql
