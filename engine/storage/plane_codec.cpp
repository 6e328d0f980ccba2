#include "engine/storage/plane_codec.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/storage/decimals.h"
#include "engine/storage/kernels.h"

namespace watchglass::storage {

namespace {

using U64 = std::uint64_t;

// The first byte: exponent and what follows.
constexpr std::uint8_t kDifferences = 0x10;
constexpr std::uint8_t kExceptions = 0x20;
constexpr std::uint8_t kExponent = 0x0F;
static_assert(kMaxExponent <= kExponent);

constexpr std::size_t kFewest = 64;  ///< below, tables of zstd cost more than they spare
constexpr std::size_t kPlanes = sizeof(U64);
constexpr int kZstdLevel = 1;  ///< the planes are noise to higher ones, which come out larger

/// Bytes that a plane takes at least, by its order-0 entropy; each symbol costs some bits in the table.
double costOf(const std::array<std::uint32_t, 256>& counts, std::size_t size)
{
    double bits = 0;
    for (const std::uint32_t count : counts) {
        if (count > 0 && count < size) bits += 4 + count * std::log2(static_cast<double>(size) / count);
    }
    return bits / 8;
}

std::size_t planesOf(const std::vector<U64>& numbers)
{
    U64 all = 0;
    for (const U64 number : numbers) all |= number;
    return (static_cast<std::size_t>(std::bit_width(all)) + 7) / 8;
}

double costOf(const std::vector<U64>& numbers)
{
    double out = 0;
    for (std::size_t plane = 0; plane < planesOf(numbers); ++plane) {
        std::array<std::uint32_t, 256> counts{};
        for (const U64 number : numbers) ++counts[(number >> (8 * plane)) & 0xFF];
        out += costOf(counts, numbers.size());
    }
    return out;
}

U64 zigzagOf(U64 difference) { return (difference << 1) ^ (0 - (difference >> 63)); }

}  // namespace

struct PlaneEncoder::Work {
    ZSTD_CCtx* zstd = ZSTD_createCCtx();
    std::vector<std::int64_t> mantissas;
    std::vector<std::size_t> exceptions;  ///< places of values that are no decimals
    std::vector<U64> offsets;
    std::vector<U64> differences;
    std::string plane;
    std::string packed;

    Work() = default;
    ~Work() { ZSTD_freeCCtx(zstd); }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    /// The exponent of all; -1 when too many values are no short decimals.
    int scaleAll(std::span<const double> values)
    {
        const std::size_t allowed = values.size() / 64 + 1;
        std::int64_t mantissa = 0;
        int exponent = 0;
        std::size_t bad = 0;
        for (const double value : values) {
            int own = exponent;
            while (own <= kMaxExponent && !scales(value, own, mantissa)) ++own;
            if (own <= kMaxExponent) {
                exponent = own;
            } else if (++bad > allowed) {
                return -1;
            }
        }
        mantissas.clear();
        exceptions.clear();
        for (const double value : values) {
            if (scales(value, exponent, mantissa)) {
                mantissas.push_back(mantissa);
                continue;
            }
            if (exceptions.size() == allowed) return -1;
            exceptions.push_back(mantissas.size());
            mantissas.push_back(mantissas.empty() ? 0 : mantissas.back());  // costs the least
        }
        // What stands before the first decimal repeats it.
        std::size_t first = 0;
        while (first < exceptions.size() && exceptions[first] == first) ++first;
        if (first == values.size()) return -1;
        std::fill_n(mantissas.begin(), first, mantissas[first]);
        return exponent;
    }

    void putPlane(const std::vector<U64>& numbers, std::size_t number, std::string& out)
    {
        plane.resize(numbers.size());
        for (std::size_t i = 0; i < numbers.size(); ++i) plane[i] = static_cast<char>(numbers[i] >> (8 * number));
        if (std::all_of(plane.begin(), plane.end(), [&](char byte) { return byte == plane.front(); })) {
            putVarint(out, 0);
            out += plane.front();
            return;
        }
        packed.resize(ZSTD_compressBound(plane.size()));
        const std::size_t size = ZSTD_compressCCtx(zstd, packed.data(), packed.size(), plane.data(), plane.size(),
                                                   kZstdLevel);
        const bool smaller = !ZSTD_isError(size) && size < plane.size();
        putText(out, smaller ? std::string_view(packed).substr(0, size) : std::string_view(plane));
    }
};

PlaneEncoder::PlaneEncoder() : m_work(std::make_unique<Work>()) {}
PlaneEncoder::~PlaneEncoder() = default;

bool PlaneEncoder::encode(std::span<const double> values, std::string& out)
{
    if (values.size() < kFewest || values.size() > kMostInPlanes) return false;
    Work& work = *m_work;
    const int exponent = work.scaleAll(values);
    if (exponent < 0) return false;

    const auto& mantissas = work.mantissas;
    const std::int64_t low = *std::min_element(mantissas.begin(), mantissas.end());
    work.offsets.clear();
    work.differences.clear();
    U64 factor = 0;
    for (const std::int64_t mantissa : mantissas) {
        work.offsets.push_back(static_cast<U64>(mantissa) - static_cast<U64>(low));
        if (factor == 0 || (factor != 1 && work.offsets.back() % factor != 0)) {
            factor = std::gcd(factor, work.offsets.back());
        }
    }
    factor = std::max<U64>(factor, 1);
    if (factor != 1) std::for_each(work.offsets.begin(), work.offsets.end(), [&](U64& offset) { offset /= factor; });
    for (std::size_t i = 1; i < mantissas.size(); ++i) {
        work.differences.push_back(zigzagOf(work.offsets[i] - work.offsets[i - 1]));
    }
    const bool byDifference = costOf(work.differences) < costOf(work.offsets);
    const std::vector<U64>& numbers = byDifference ? work.differences : work.offsets;

    const bool exceptions = !work.exceptions.empty();
    out += static_cast<char>(exponent | (byDifference ? kDifferences : 0) | (exceptions ? kExceptions : 0));
    putVarint(out, factor);
    if (exceptions) {
        putVarint(out, work.exceptions.size());
        std::size_t next = 0;
        for (const std::size_t at : work.exceptions) {
            putVarint(out, at - next);
            putFixed(out, values[at]);
            next = at + 1;
        }
    }
    putSigned(out, byDifference ? mantissas.front() : low);
    const std::size_t planes = planesOf(numbers);
    out += static_cast<char>(planes);
    for (std::size_t plane = 0; plane < planes; ++plane) work.putPlane(numbers, plane, out);
    return true;
}

namespace {

/// One per thread that reads: its set-up takes longer than a column.
ZSTD_DCtx* decompressor()
{
    struct Context {
        ZSTD_DCtx* zstd = ZSTD_createDCtx();
        ~Context() { ZSTD_freeDCtx(zstd); }
    };
    thread_local const Context context;
    return context.zstd;
}

/// Reads a plane of out.size() bytes.
bool takePlane(ByteReader& in, std::span<char> out)
{
    const std::uint64_t size = in.varint();
    if (size == 0) {
        std::fill(out.begin(), out.end(), static_cast<char>(in.byte()));
        return !in.failed();
    }
    const std::string_view bytes = in.take(size);
    if (in.failed()) return false;
    if (bytes.size() == out.size()) {
        std::copy(bytes.begin(), bytes.end(), out.begin());
        return true;
    }
    return ZSTD_decompressDCtx(decompressor(), out.data(), out.size(), bytes.data(), bytes.size()) == out.size();
}

struct Exception {
    std::size_t at = 0;
    double value = 0;
};

bool takeExceptions(ByteReader& in, std::size_t count, std::vector<Exception>& out)
{
    const std::uint64_t exceptions = in.varint();
    std::size_t next = 0;
    for (std::uint64_t i = 0; i < exceptions && !in.failed(); ++i) {
        const std::uint64_t gap = in.varint();
        const auto value = in.fixed<double>();
        if (in.failed() || gap >= count - next) return false;
        out.push_back({next + static_cast<std::size_t>(gap), value});
        next = out.back().at + 1;
        if (next == count && i + 1 < exceptions) return false;
    }
    return !in.failed();
}

/// Numbers of planes become values, some hundred at a time: they stay in the cache.
void joinPlanes(std::span<const char> planes, std::size_t count, std::uint8_t head, U64 factor, U64 base, double* out)
{
    constexpr std::size_t kAtOnce = 256;
    const double power = kPowers[head & kExponent];
    const std::size_t kinds = count == 0 ? 0 : planes.size() / count;
    const Kernels& run = kernels();
    std::array<U64, kAtOnce> numbers;
    for (std::size_t from = 0; from < count; from += kAtOnce) {
        const std::size_t length = std::min(kAtOnce, count - from);
        run.join(planes.data() + from, kinds, count, length, numbers.data());
        if ((head & kDifferences) != 0) run.unfold(numbers.data(), length);
        if (factor != 1) run.multiply(numbers.data(), length, factor);
        if ((head & kDifferences) != 0) {
            base = run.doubles.sum(numbers.data(), length, base, 0, {power}, out + from);
        } else {
            run.doubles.offset(numbers.data(), length, base, {power}, out + from);
        }
    }
}

}  // namespace

bool decodePlanes(ByteReader& in, std::span<double> out)
{
    const auto wrong = [&] {
        in.fail();
        return false;
    };
    const std::uint8_t head = in.byte();
    const std::uint64_t factor = in.varint();
    if (in.failed() || head > (kExponent | kDifferences | kExceptions) || out.empty()) return wrong();
    std::vector<Exception> exceptions;
    if ((head & kExceptions) != 0 && !takeExceptions(in, out.size(), exceptions)) return wrong();
    const auto base = static_cast<U64>(in.signedVarint());
    const std::size_t kinds = in.byte();
    if (in.failed() || kinds > kPlanes) return wrong();

    const bool differences = (head & kDifferences) != 0;
    const std::size_t count = differences ? out.size() - 1 : out.size();
    const auto planes = std::make_unique_for_overwrite<char[]>(kinds * count + 1);
    for (std::size_t plane = 0; plane < kinds; ++plane) {
        if (!takePlane(in, std::span(planes.get() + plane * count, count))) return wrong();
    }
    if (differences) kernels().doubles.ramp(1, base, 0, {kPowers[head & kExponent]}, out.data());
    joinPlanes(std::span(planes.get(), kinds * count), count, head, factor, base, out.data() + (differences ? 1 : 0));
    for (const Exception& exception : exceptions) out[exception.at] = exception.value;
    return true;
}

}  // namespace watchglass::storage
