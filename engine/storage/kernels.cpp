#include "engine/storage/kernels.h"

#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#if defined(__x86_64__)
#define WG_WIDE __attribute__((target("avx2,bmi2")))
#else
#define WG_WIDE
#endif
#define WG_INLINE [[gnu::always_inline]] inline

namespace watchglass::storage {

namespace {

using U64 = std::uint64_t;

WG_INLINE U64 load(const char* from)
{
    U64 word;
    std::memcpy(&word, from, sizeof(word));
    return word;
}

/// Numbers of one width that a load of 8 bytes holds wherever it begins: their shifts then are one vector.
constexpr unsigned perLoad(unsigned width)
{
    for (unsigned count = kPackedGroup; count > 1; count /= 2) {
        const unsigned shift = 8 - std::gcd(count * width, 8U);  // at most
        if (count * width + shift <= 64) return count;
    }
    return 1;
}

template <unsigned Width>
WG_INLINE void unpack(const char* from, std::size_t groups, U64* out)
{
    constexpr U64 kMask = (U64{1} << Width) - 1;
    constexpr unsigned kPerLoad = perLoad(Width);
    for (; groups > 0; --groups, from += Width, out += kPackedGroup) {
        for (unsigned part = 0; part < kPackedGroup; part += kPerLoad) {
            const unsigned bit = part * Width;
            const U64 word = load(from + bit / 8) >> (bit % 8);
            for (unsigned i = 0; i < kPerLoad; ++i) out[part + i] = (word >> (i * Width)) & kMask;
        }
    }
}

WG_INLINE void multiply(U64* numbers, std::size_t count, U64 factor)
{
    for (std::size_t i = 0; i < count; ++i) numbers[i] *= factor;
}

WG_INLINE void offset(const U64* numbers, std::size_t count, U64 base, U64* out)
{
    for (std::size_t i = 0; i < count; ++i) out[i] = numbers[i] + base;
}

WG_INLINE void ramp(U64* out, std::size_t count, U64 base, U64 step)
{
    for (std::size_t i = 0; i < count; ++i) out[i] = base + i * step;
}

/// Four at a time: only one addition waits for the ones before.
WG_INLINE void sum(const U64* numbers, std::size_t count, U64 base, U64 step, U64* out)
{
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const U64 a = numbers[i] + step;
        const U64 b = a + numbers[i + 1] + step;
        const U64 c = b + numbers[i + 2] + step;
        const U64 d = c + numbers[i + 3] + step;
        out[i] = base + a;
        out[i + 1] = base + b;
        out[i + 2] = base + c;
        out[i + 3] = base += d;
    }
    for (; i < count; ++i) out[i] = base += numbers[i] + step;
}

/// A signed number as a double, without an instruction that AVX2 lacks: both halves as mantissas of constants.
WG_INLINE double toDouble(U64 number)
{
    constexpr U64 kLow = 0x4330000000000000;                             // 2^52
    constexpr U64 kHigh = 0x4530000080000000;                            // 2^84 + 2^63
    constexpr auto kBoth = std::bit_cast<double>(0x4530000080100000UL);  // 2^84 + 2^63 + 2^52
    const auto low = std::bit_cast<double>((number & 0xFFFFFFFF) | kLow);
    const auto high = std::bit_cast<double>((number >> 32) ^ kHigh);
    return (high - kBoth) + low;
}

WG_INLINE void scale(const U64* numbers, std::size_t count, double power, double* out)
{
    if (power == 1) {
        for (std::size_t i = 0; i < count; ++i) out[i] = toDouble(numbers[i]);
    } else {
        for (std::size_t i = 0; i < count; ++i) out[i] = toDouble(numbers[i]) / power;
    }
}

WG_INLINE void join(const char* from, std::size_t planes, std::size_t stride, std::size_t count, U64* out)
{
    for (std::size_t i = 0; i < count; ++i) out[i] = planes == 0 ? 0 : static_cast<unsigned char>(from[i]);
    for (std::size_t plane = 1; plane < planes; ++plane) {
        const char* const bytes = from + plane * stride;
        for (std::size_t i = 0; i < count; ++i) out[i] |= U64{static_cast<unsigned char>(bytes[i])} << (8 * plane);
    }
}

WG_INLINE void unfold(U64* numbers, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) numbers[i] = (numbers[i] >> 1) ^ (0 - (numbers[i] & 1));
}

struct Plain {
    template <unsigned Width>
    static void unpackAll(const char* from, std::size_t groups, U64* out)
    {
        unpack<Width>(from, groups, out);
    }
    static void multiplyAll(U64* numbers, std::size_t count, U64 factor) { multiply(numbers, count, factor); }
    static void offsetAll(const U64* numbers, std::size_t count, U64 base, U64* out)
    {
        offset(numbers, count, base, out);
    }
    static void rampAll(U64* out, std::size_t count, U64 base, U64 step) { ramp(out, count, base, step); }
    static void sumAll(const U64* numbers, std::size_t count, U64 base, U64 step, U64* out)
    {
        sum(numbers, count, base, step, out);
    }
    static void scaleAll(const U64* numbers, std::size_t count, double power, double* out)
    {
        scale(numbers, count, power, out);
    }
    static void joinAll(const char* from, std::size_t planes, std::size_t stride, std::size_t count, U64* out)
    {
        join(from, planes, stride, count, out);
    }
    static void unfoldAll(U64* numbers, std::size_t count) { unfold(numbers, count); }
};

struct Wide {
    template <unsigned Width>
    WG_WIDE static void unpackAll(const char* from, std::size_t groups, U64* out)
    {
        unpack<Width>(from, groups, out);
    }
    WG_WIDE static void multiplyAll(U64* numbers, std::size_t count, U64 factor) { multiply(numbers, count, factor); }
    WG_WIDE static void offsetAll(const U64* numbers, std::size_t count, U64 base, U64* out)
    {
        offset(numbers, count, base, out);
    }
    WG_WIDE static void rampAll(U64* out, std::size_t count, U64 base, U64 step) { ramp(out, count, base, step); }
    WG_WIDE static void sumAll(const U64* numbers, std::size_t count, U64 base, U64 step, U64* out)
    {
        sum(numbers, count, base, step, out);
    }
    WG_WIDE static void scaleAll(const U64* numbers, std::size_t count, double power, double* out)
    {
        scale(numbers, count, power, out);
    }
    WG_WIDE static void joinAll(const char* from, std::size_t planes, std::size_t stride, std::size_t count, U64* out)
    {
        join(from, planes, stride, count, out);
    }
    WG_WIDE static void unfoldAll(U64* numbers, std::size_t count) { unfold(numbers, count); }
};

template <class Set, unsigned... Width>
constexpr Kernels setOf(std::integer_sequence<unsigned, Width...>)
{
    return {{Set::template unpackAll<Width>...},
            Set::multiplyAll,
            Set::offsetAll,
            Set::sumAll,
            Set::rampAll,
            Set::scaleAll,
            Set::joinAll,
            Set::unfoldAll};
}

template <class Set>
constexpr Kernels kSet = setOf<Set>(std::make_integer_sequence<unsigned, kMaxPacked + 1>());

bool runsWide()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;
#else
    return false;
#endif
}

}  // namespace

const Kernels& kernels()
{
    static const Kernels& chosen = runsWide() ? kSet<Wide> : kSet<Plain>;
    return chosen;
}

const Kernels& plainKernels() { return kSet<Plain>; }

}  // namespace watchglass::storage
