#pragma once

#include <cstdint>
#include <limits>

namespace watchglass::promql {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInf = std::numeric_limits<double>::infinity();

/// Go's math.Max and math.Min: infinities beat NaN, +0 is greater than -0.
[[nodiscard]] double goMax(double a, double b);
[[nodiscard]] double goMin(double a, double b);

/// Go's math.Pow: repeated squaring on the mantissa, which libm's pow differs from in the last bits.
[[nodiscard]] double goPow(double x, double y);

/// Go's math.Exp on amd64: infinite from 2^1023.5 on, 0 below 2^-1022.5.
[[nodiscard]] double goExp(double x);
/// Go's math.Log on amd64, to the last bit: next to 1 the logarithms to other bases, which build on it, make every
/// bit count.
[[nodiscard]] double goLog(double x);
[[nodiscard]] double goLog2(double x);
[[nodiscard]] double goLog10(double x);
/// Go's math.Asin and math.Acos, made of arctangents: acos() loses the digits that pi/2 takes from it.
[[nodiscard]] double goAtan(double x);
[[nodiscard]] double goAtan2(double y, double x);
[[nodiscard]] double goAsin(double x);
[[nodiscard]] double goAcos(double x);
/// Go's math.Sinh and math.Cosh, half of goExp() from 21 on.
[[nodiscard]] double goSinh(double x);
[[nodiscard]] double goCosh(double x);

/// Go's conversion of a float to int64 on amd64: NaN and what is out of range give the smallest int64.
[[nodiscard]] std::int64_t goInt64(double value);

}  // namespace watchglass::promql
