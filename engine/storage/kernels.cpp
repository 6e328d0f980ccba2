#include "engine/storage/kernels.h"

#include <bit>
#include <cstring>
#include <numeric>
#include <type_traits>
#include <utility>

#if defined(__x86_64__)
#define WG_WIDE __attribute__((target("avx2,bmi2")))
#else
#define WG_WIDE
#endif
#define WG_INLINE [[gnu::always_inline]] inline
#define WG_INLINED __attribute__((always_inline))  // of lambdas

namespace watchglass::storage {

namespace {

using U64 = std::uint64_t;

/// Four numbers at once.
using Four = U64 __attribute__((vector_size(32)));
using FourDoubles = double __attribute__((vector_size(32)));

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

/// The number at `index` of a group is in the word that this loads, `shiftOf` bits up.
template <unsigned Width>
WG_INLINE U64 loadFor(const char* from, unsigned index)
{
    return load(from + index / perLoad(Width) * perLoad(Width) * Width / 8);
}

template <unsigned Width>
constexpr unsigned shiftOf(unsigned index)
{
    const unsigned first = index / perLoad(Width) * perLoad(Width);
    return first * Width % 8 + (index - first) * Width;
}

template <unsigned Width>
WG_INLINE void unpack(const char* from, std::size_t groups, U64* out)
{
    constexpr U64 kMask = (U64{1} << Width) - 1;
    for (; groups > 0; --groups, from += Width, out += kPackedGroup) {
        for (unsigned i = 0; i < kPackedGroup; i += 4) {
            const Four words = {loadFor<Width>(from, i), loadFor<Width>(from, i + 1), loadFor<Width>(from, i + 2),
                                loadFor<Width>(from, i + 3)};
            const Four shifts = {shiftOf<Width>(i), shiftOf<Width>(i + 1), shiftOf<Width>(i + 2),
                                 shiftOf<Width>(i + 3)};
            const Four numbers = (words >> shifts) & kMask;
            std::memcpy(out + i, &numbers, sizeof(numbers));
        }
    }
}

WG_INLINE void multiply(U64* numbers, std::size_t count, U64 factor)
{
    for (std::size_t i = 0; i < count; ++i) numbers[i] *= factor;
}

WG_INLINE void loadFour(const U64* from, Four& four) { std::memcpy(&four, from, sizeof(four)); }

struct IntsOf {
    U64* out;
    double power;

    WG_INLINE void put(std::size_t i, const Four& numbers) const { std::memcpy(out + i, &numbers, sizeof(numbers)); }
};

/// Without an instruction that AVX2 lacks: small numbers, or both halves of any, as mantissas of constants.
WG_INLINE void toDoubles(const Four& numbers, bool small, FourDoubles& out)
{
    if (small) {
        constexpr U64 kMiddle = 0x4338000000000000;  // 2^52 + 2^51
        out = reinterpret_cast<FourDoubles>(numbers + kMiddle) - std::bit_cast<double>(kMiddle);
        return;
    }
    constexpr U64 kLow = 0x4330000000000000;                             // 2^52
    constexpr U64 kHigh = 0x4530000080000000;                            // 2^84 + 2^63
    constexpr auto kBoth = std::bit_cast<double>(0x4530000080100000UL);  // 2^84 + 2^63 + 2^52
    const auto low = reinterpret_cast<FourDoubles>((numbers & 0xFFFFFFFF) | kLow);
    const auto high = reinterpret_cast<FourDoubles>((numbers >> 32) ^ kHigh);
    out = (high - kBoth) + low;
}

template <bool Small, bool Divided>
struct DoublesOf {
    double* out;
    double power;

    WG_INLINE void put(std::size_t i, const Four& numbers) const
    {
        FourDoubles values;
        toDoubles(numbers, Small, values);
        if constexpr (Divided) values /= power;
        std::memcpy(out + i, &values, sizeof(values));
    }
};

/// Runs `run` with where its numbers go.
WG_INLINE auto into(double* out, Kernels::Scale scale, auto run)
{
    if (scale.power != 1)
        return scale.small ? run(DoublesOf<true, true>{out, scale.power})
                           : run(DoublesOf<false, true>{out, scale.power});
    return scale.small ? run(DoublesOf<true, false>{out, 1}) : run(DoublesOf<false, false>{out, 1});
}
WG_INLINE auto into(U64* out, Kernels::Scale, auto run) { return run(IntsOf{out, 1}); }

/// Puts the numbers that are not four any more.
template <class Out>
WG_INLINE void putRest(const Four& numbers, std::size_t from, std::size_t count, Out out)
{
    std::remove_pointer_t<decltype(out.out)> rest[4];
    Out{rest, out.power}.put(0, numbers);
    for (std::size_t i = from; i < count; ++i) out.out[i] = rest[i - from];
}

template <class Out>
WG_INLINE void offset(const U64* numbers, std::size_t count, U64 base, Out out)
{
    Four four;
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        loadFour(numbers + i, four);
        out.put(i, four + base);
    }
    if (i == count) return;
    loadFour(numbers + i, four);
    putRest(four + base, i, count, out);
}

template <class Out>
WG_INLINE void ramp(std::size_t count, U64 base, U64 step, Out out)
{
    Four four = {base, base + step, base + 2 * step, base + 3 * step};
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4, four += 4 * step) out.put(i, four);
    if (i < count) putRest(four, i, count, out);
}

/// Only one addition of four waits for the ones before.
template <class Out>
WG_INLINE U64 sum(const U64* numbers, std::size_t count, U64 base, U64 step, Out out)
{
    const Four zero = {};
    const Four steps = {step, 2 * step, 3 * step, 4 * step};
    Four before = {base, base, base, base};
    const auto inFront = [&](Four& four) {
        four += __builtin_shufflevector(four, zero, 4, 0, 6, 2);
        four += __builtin_shufflevector(four, zero, 4, 4, 1, 1);
        four += steps;
    };
    Four four;
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        loadFour(numbers + i, four);
        inFront(four);
        out.put(i, four + before);
        before += __builtin_shufflevector(four, four, 3, 3, 3, 3);
    }
    if (i == count) return before[0];
    loadFour(numbers + i, four);
    inFront(four);
    four += before;
    putRest(four, i, count, out);
    return four[count - i - 1];
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
    template <class Number>
    static void offsetInto(const U64* numbers, std::size_t count, U64 base, Kernels::Scale scale, Number* out)
    {
        return into(out, scale, [&](auto to) WG_INLINED { return offset(numbers, count, base, to); });
    }
    template <class Number>
    static U64 sumInto(const U64* numbers, std::size_t count, U64 base, U64 step, Kernels::Scale scale, Number* out)
    {
        return into(out, scale, [&](auto to) WG_INLINED { return sum(numbers, count, base, step, to); });
    }
    template <class Number>
    static void rampInto(std::size_t count, U64 base, U64 step, Kernels::Scale scale, Number* out)
    {
        return into(out, scale, [&](auto to) WG_INLINED { return ramp(count, base, step, to); });
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
    template <class Number>
    WG_WIDE static void offsetInto(const U64* numbers, std::size_t count, U64 base, Kernels::Scale scale, Number* out)
    {
        return into(out, scale, [&](auto to) WG_INLINED { return offset(numbers, count, base, to); });
    }
    template <class Number>
    WG_WIDE static U64 sumInto(const U64* numbers, std::size_t count, U64 base, U64 step, Kernels::Scale scale,
                               Number* out)
    {
        return into(out, scale, [&](auto to) WG_INLINED { return sum(numbers, count, base, step, to); });
    }
    template <class Number>
    WG_WIDE static void rampInto(std::size_t count, U64 base, U64 step, Kernels::Scale scale, Number* out)
    {
        return into(out, scale, [&](auto to) WG_INLINED { return ramp(count, base, step, to); });
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
            {Set::template offsetInto<U64>, Set::template sumInto<U64>, Set::template rampInto<U64>},
            {Set::template offsetInto<double>, Set::template sumInto<double>, Set::template rampInto<double>},
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
