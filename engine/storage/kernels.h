#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace watchglass::storage {

/// Widths that are packed; wider numbers stand as they are. One unaligned load of 8 bytes covers 7 bits of shift and 56
/// of value.
inline constexpr unsigned kMaxPacked = 56;
/// Numbers that are unpacked together: as many bytes as they have bits each.
inline constexpr std::size_t kPackedGroup = 8;

/// The inner loops of decoding, for the processor that the program runs on: with AVX2 where it has it.
///
/// Numbers wrap, as the encoder's did.
struct Kernels {
    using U64 = std::uint64_t;

    /// What integers become as doubles: divided by `power`. `small`: all of them lie within +-2^51, which is faster.
    struct Scale {
        double power = 1;
        bool small = false;
    };

    /// The last step, from unpacked numbers to a column of integers (without a scale) or of doubles. Reads numbers in
    /// fours, of which the last may reach beyond the count.
    template <class Number>
    struct Into {
        /// out[i] = numbers[i] + base
        void (*offset)(const U64* numbers, std::size_t count, U64 base, Scale scale, Number* out);
        /// out[i] is the one before (the first: base) + numbers[i] + step. Returns the last, or base, as an integer.
        U64 (*sum)(const U64* numbers, std::size_t count, U64 base, U64 step, Scale scale, Number* out);
        /// out[i] = base + i * step
        void (*ramp)(std::size_t count, U64 base, U64 step, Scale scale, Number* out);
    };

    /// By width: reads groups of 8 numbers. May read 8 bytes behind them.
    std::array<void (*)(const char* from, std::size_t groups, U64* out), kMaxPacked + 1> unpack;
    /// numbers[i] *= factor
    void (*multiply)(U64* numbers, std::size_t count, U64 factor);
    Into<U64> ints;
    Into<double> doubles;
    /// Puts bytes together: number i is byte i of each of `planes` planes, which are `stride` bytes apart.
    void (*join)(const char* from, std::size_t planes, std::size_t stride, std::size_t count, U64* out);
    /// Undoes zigzag().
    void (*unfold)(U64* numbers, std::size_t count);
};

[[nodiscard]] const Kernels& kernels();
/// Those that every processor can run, for tests.
[[nodiscard]] const Kernels& plainKernels();

}  // namespace watchglass::storage
