#include "ui/plot/column_raster.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Translucent runs are twice as fast with AVX2. Sanitizers cannot run the resolver that picks the version.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define WG_MULTIVERSION __attribute__((target_clones("avx2", "default")))
#else
#define WG_MULTIVERSION
#endif

namespace watchglass::ui {

namespace {

/// Above this a line is so thick that its stamps would outgrow the table.
constexpr float kMaxStampWidth = 4.0F;
constexpr float kSteep = 6.0F;
/// Up to this wide a line is a hairline.
constexpr float kHair = 1.0F;

/// All four channels times factor / 255, two at a time.
inline Pixel multiply(Pixel pixel, std::uint32_t factor)
{
    std::uint32_t low = (pixel & 0x00ff00ffU) * factor + 0x00800080U;
    low = ((low + ((low >> 8) & 0x00ff00ffU)) >> 8) & 0x00ff00ffU;
    std::uint32_t high = ((pixel >> 8) & 0x00ff00ffU) * factor + 0x00800080U;
    high = (high + ((high >> 8) & 0x00ff00ffU)) & 0xff00ff00U;
    return low | high;
}

inline void blend(Pixel& below, Pixel above) { below = above + multiply(below, 255 - (above >> 24)); }

/// Paints one translucent colour over `count` pixels. Written with vector types because the compiler does not see
/// that the channel products fit 16 bits.
WG_MULTIVERSION void blendRun(Pixel* pixels, std::size_t count, Pixel color)
{
    using Words = std::uint16_t __attribute__((vector_size(32)));
    using Quads = std::uint32_t __attribute__((vector_size(32)));
    const auto inverse = static_cast<std::uint16_t>(255 - (color >> 24));
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        Words below;
        std::memcpy(&below, pixels + i, sizeof below);
        Words low = (below & 0xff) * inverse + 0x80;
        low = (low + (low >> 8)) >> 8;
        Words high = (below >> 8) * inverse + 0x80;
        high = (high + (high >> 8)) & 0xff00;
        const Words mixed = low | high;
        Quads sum;
        std::memcpy(&sum, &mixed, sizeof sum);
        sum += color;
        std::memcpy(pixels + i, &sum, sizeof sum);
    }
    for (; i < count; ++i) blend(pixels[i], color);
}

inline std::uint32_t toCoverage(float share) { return static_cast<std::uint32_t>(share * 255.0F + 0.5F); }

/// The integral of clamp(t / length, 0, 1) from minus infinity to t.
inline float ramp(float t, float length)
{
    if (t <= 0) return 0;
    if (t >= length) return t - length * 0.5F;
    return t * t / (2 * length);
}

/// How a sloped stroke covers the rows of one column: a trapezoid around the middle. `slope` is in rows per column.
struct Trapezoid {
    float start;
    float end;
    float flank;
    float peak;

    Trapezoid(float middle, float slope, float lineWidth)
    {
        const float thickness = lineWidth * std::sqrt(1 + slope * slope);
        const float half = (slope + thickness) * 0.5F;
        start = middle - half;
        end = middle + half;
        flank = std::max(1e-3F, std::min(slope, thickness));
        peak = std::min(1.0F, thickness / std::max(slope, 1e-3F));
    }

    [[nodiscard]] float coverage(int row) const
    {
        const auto integral = [this](float y) { return ramp(y - start, flank) - ramp(y - (end - flank), flank); };
        const auto top = static_cast<float>(row);
        return std::clamp((integral(top + 1) - integral(top)) * peak, 0.0F, 1.0F);
    }
};

/// A line of at most one pixel covers the rows of a column as Skia's hairlines do: it is sampled in the middle of
/// pixels and one pixel wide along the axis that it follows less, whatever its direction.
float hairCoverage(int row, float middle, float slope, float lineWidth)
{
    const float away = std::abs(static_cast<float>(row) + 0.5F - middle) / std::max(1.0F, slope);
    return std::max(0.0F, 1 - away) * lineWidth;
}

}  // namespace

Pixel scaled(Pixel pixel, std::uint32_t coverage) { return multiply(pixel, coverage); }

void ColumnRaster::begin(int width, int height)
{
    m_width = std::max(width, 0);
    m_height = std::max(height, 0);
    m_pixels.assign(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height), 0);
}

void ColumnRaster::end()
{
    constexpr std::size_t kKept = std::size_t{1} << 21;  // pixels: a full screen of usual size
    if (m_pixels.capacity() > kKept) std::vector<Pixel>().swap(m_pixels);
}

void ColumnRaster::run(Pixel* column, float top, float bottom, const Ink& ink, float share) const
{
    top = std::max(top, 0.0F);
    bottom = std::min(bottom, static_cast<float>(m_height));
    if (!(bottom > top)) return;
    const int first = static_cast<int>(top);
    const int last = static_cast<int>(bottom);
    if (first == last) {
        blend(column[first], multiply(ink.at(first), toCoverage((bottom - top) * share)));
        return;
    }
    blend(column[first], multiply(ink.at(first), toCoverage((static_cast<float>(first + 1) - top) * share)));
    if (ink.rows || share < 1) {
        const std::uint32_t coverage = toCoverage(share);
        for (int row = first + 1; row < last; ++row) blend(column[row], multiply(ink.at(row), coverage));
    } else if ((ink.color >> 24) == 255) {
        std::fill(column + first + 1, column + last, ink.color);
    } else {
        blendRun(column + first + 1, static_cast<std::size_t>(last - first - 1), ink.color);
    }
    if (last < m_height) {
        const std::uint32_t coverage = toCoverage((bottom - static_cast<float>(last)) * share);
        if (coverage > 0) blend(column[last], multiply(ink.at(last), coverage));
    }
}

void ColumnRaster::strokeRun(Pixel* column, float top, float bottom) const
{
    top = std::max(top, 0.0F);
    bottom = std::min(bottom, static_cast<float>(m_height));
    if (!(bottom > top)) return;
    const int first = static_cast<int>(top);
    const int last = static_cast<int>(bottom);
    if (first == last) {
        blend(column[first], m_shades[toCoverage(bottom - top)]);
        return;
    }
    blend(column[first], m_shades[toCoverage(static_cast<float>(first + 1) - top)]);
    const Pixel solid = m_shades[255];
    for (Pixel* pixel = column + first + 1; pixel != column + last; ++pixel) *pixel = solid;
    if (last < m_height) blend(column[last], m_shades[toCoverage(bottom - static_cast<float>(last))]);
}

void ColumnRaster::prepareStamps(float lineWidth)
{
    constexpr std::size_t kKept = 8;
    if (m_stampSets.size() >= kKept && !m_stampSets.contains(lineWidth)) m_stampSets.clear();
    std::vector<Stamp>& stamps = m_stampSets[lineWidth];
    const bool known = !stamps.empty();
    constexpr std::size_t kOneSet = static_cast<std::size_t>(kSlopes) * kFractions;
    stamps.resize(2 * kOneSet);
    m_stamps = stamps.data();
    m_cornerStamps = stamps.data() + kOneSet;
    if (known) return;
    const bool hair = lineWidth <= kHair;
    // Two hairlines meet in a pixel, each with a half of it, one painted over the other.
    const float corner = hair ? 0.75F : 1.0F;
    for (int s = 0; s < kSlopes; ++s) {
        for (int f = 0; f < kFractions; ++f) {
            const float middle = (static_cast<float>(f) + 0.5F) / kFractions;
            const float slope = static_cast<float>(s) / 8.0F;
            const Trapezoid shape(middle, slope, lineWidth);
            const float reach = std::max(1.0F, slope) + 0.5F;
            const int first = static_cast<int>(std::floor(hair ? middle - reach : shape.start));
            const int last = static_cast<int>(std::floor(hair ? middle + reach : shape.end));
            Stamp& stamp = stamps[static_cast<std::size_t>(s * kFractions + f)];
            Stamp& turned = stamps[kOneSet + static_cast<std::size_t>(s * kFractions + f)];
            stamp.first = turned.first = static_cast<std::int8_t>(first);
            for (int row = first; row <= last && stamp.count < kMaxRows; ++row) {
                const float share = hair ? hairCoverage(row, middle, slope, lineWidth) : shape.coverage(row);
                stamp.coverage[stamp.count++] = static_cast<std::uint8_t>(toCoverage(share));
                turned.coverage[turned.count++] = static_cast<std::uint8_t>(toCoverage(share * corner));
            }
        }
    }
}

void ColumnRaster::stampColumn(Pixel* column, const Stamp* stamps, float middle, float slope, const Ink& ink)
{
    const float whole = std::floor(middle);
    const int fraction = static_cast<int>((middle - whole) * kFractions) & (kFractions - 1);
    const auto slopeStep = static_cast<int>(slope * 8 + 0.5F);
    const Stamp& stamp = stamps[static_cast<std::size_t>(slopeStep * kFractions + fraction)];
    const int first = static_cast<int>(whole) + stamp.first;
    const int from = std::max(0, -first);
    const int to = std::min<int>(stamp.count, m_height - first);
    for (int i = from; i < to; ++i) {
        const std::uint32_t coverage = stamp.coverage[static_cast<std::size_t>(i)];
        if (coverage == 0) continue;
        Pixel& below = column[first + i];
        const Pixel above = ink.rows ? multiply(ink.rows[first + i], coverage) : m_shades[coverage];
        if (below == 0 || (above >> 24) == 255)
            below = above;
        else
            blend(below, above);
    }
}

/// Runs that are steeper than the stamps know are one column wide. This gives thick lines their width: the part of
/// such a run that its neighbours do not paint themselves is painted there, too.
void ColumnRaster::sideways(const ColumnEnvelope& line, const Ink& ink, float lineWidth)
{
    const float half = lineWidth * 0.5F;
    const int reach = static_cast<int>(std::ceil((lineWidth - 1) * 0.5F));
    for (int column = 0; column < m_width; ++column) {
        if (!line.covers(column) || line.high(column) - line.low(column) < kSteep) continue;
        for (int distance = 1; distance <= reach; ++distance) {
            const float share = std::min(1.0F, (lineWidth - 1) * 0.5F - static_cast<float>(distance - 1));
            for (const int neighbour : {column - distance, column + distance}) {
                if (neighbour < 0 || neighbour >= m_width) continue;
                Pixel* pixels = &m_pixels[offset(neighbour)];
                const float top = line.low(column) - half;
                const float bottom = line.high(column) + half;
                if (!line.covers(neighbour)) {
                    run(pixels, top, bottom, ink, share);
                    continue;
                }
                run(pixels, top, std::min(bottom, line.low(neighbour) - half), ink, share);
                run(pixels, std::max(top, line.high(neighbour) + half), bottom, ink, share);
            }
        }
    }
}

void ColumnRaster::stroke(const ColumnEnvelope& line, const Ink& ink, float lineWidth, bool onPixels)
{
    if (lineWidth <= 0 || m_height == 0) return;
    const bool stamps = lineWidth <= kMaxStampWidth;
    if (stamps) prepareStamps(lineWidth);
    if (!ink.rows) {
        for (std::uint32_t i = 0; i < 256; ++i) m_shades[i] = multiply(ink.color, i);
    }
    const bool flat = !ink.rows && (ink.color >> 24) == 255;
    if (lineWidth > 1) sideways(line, ink, lineWidth);
    // Hairlines end in the middle of pixels, where others meet them.
    const float half = lineWidth * (onPixels && lineWidth <= kHair ? 0.375F : 0.5F);
    const auto bottom = static_cast<float>(m_height) + lineWidth * 8;
    for (int column = 0; column < m_width; ++column) {
        if (!line.covers(column)) continue;
        const float low = line.low(column);
        const float high = line.high(column);
        if (high < -lineWidth * 8 || low > bottom) continue;
        Pixel* pixels = &m_pixels[offset(column)];
        const float slope = high - low;
        if (line.vertices(column) >= 2 || slope >= kSteep) {
            if (flat)
                strokeRun(pixels, low - half, high + half);
            else
                run(pixels, low - half, high + half, ink);
        } else if (stamps) {
            stampColumn(pixels, onPixels && line.vertices(column) > 0 ? m_cornerStamps : m_stamps, line.middle(column),
                        slope, ink);
        } else {
            const Trapezoid shape(line.middle(column), slope, lineWidth);
            const int first = std::max(0, static_cast<int>(std::floor(shape.start)));
            const int last = std::min(m_height - 1, static_cast<int>(std::floor(shape.end)));
            for (int row = first; row <= last; ++row) {
                blend(pixels[row], multiply(ink.at(row), toCoverage(shape.coverage(row))));
            }
        }
    }
}

bool ColumnRaster::strokeSteps(const PixelPath& path, const Ink& ink, float lineWidth)
{
    if (lineWidth <= kHair || path.step == StepMode::None || ink.rows || (ink.color >> 24) != 255) return false;
    const float half = lineWidth / 2;
    bool open = false;
    float x0 = 0;
    float y0 = 0;
    float before = 0;  // x0 as it was given
    for (int i = 0; i < path.count; ++i) {
        if (std::isnan(path.y[i])) {
            open = open && path.bridgeNan;
            continue;
        }
        const float x1 = alignedTo(path.x[i], path.align);
        const float y1 = alignedTo(path.y[i], path.align);
        if (open && path.x[i] - before <= path.maxGap) {
            const bool levelFirst = path.step == StepMode::After;
            const float level = levelFirst ? y0 : y1;
            const float upright = levelFirst ? x1 : x0;
            fillRect(x0, level - half, x1, level + half, ink);
            fillRect(upright - half, std::min(y0, y1), upright + half, std::max(y0, y1), ink);
            if (y0 != y1) {
                fillDisc(upright, y0, half, ink);
                fillDisc(upright, y1, half, ink);
            }
        }
        open = true;
        x0 = x1;
        y0 = y1;
        before = path.x[i];
    }
    return true;
}

void ColumnRaster::fillTo(const ColumnEnvelope& line, float base, const Ink& ink)
{
    for (int column = 0; column < m_width; ++column) {
        if (!line.covers(column)) continue;
        const float middle = line.middle(column);
        run(&m_pixels[offset(column)], std::min(middle, base), std::max(middle, base), ink);
    }
}

void ColumnRaster::fillTo(const ColumnEnvelope& line, const std::vector<float>& base, const Ink& ink)
{
    for (int column = 0; column < m_width; ++column) {
        if (!line.covers(column)) continue;
        const float middle = line.middle(column);
        const float other = base[static_cast<std::size_t>(column)];
        run(&m_pixels[offset(column)], std::min(middle, other), std::max(middle, other), ink);
    }
}

void ColumnRaster::fillRect(float left, float top, float right, float bottom, const Ink& ink)
{
    left = std::max(left, 0.0F);
    right = std::min(right, static_cast<float>(m_width));
    if (!(right > left)) return;
    for (int column = static_cast<int>(left); column < m_width && static_cast<float>(column) < right; ++column) {
        const auto edge = static_cast<float>(column);
        const float share = std::min(right, edge + 1) - std::max(left, edge);
        run(&m_pixels[offset(column)], top, bottom, ink, share);
    }
}

void ColumnRaster::fillDisc(float x, float y, float radius, const Ink& ink)
{
    const float reach = radius + 1;
    if (!(x > -reach && x < static_cast<float>(m_width) + reach && y > -reach &&
          y < static_cast<float>(m_height) + reach)) {
        return;
    }
    const int firstColumn = std::max(0, static_cast<int>(std::floor(x - reach)));
    const int lastColumn = std::min(m_width - 1, static_cast<int>(std::ceil(x + reach)));
    const int firstRow = std::max(0, static_cast<int>(std::floor(y - reach)));
    const int lastRow = std::min(m_height - 1, static_cast<int>(std::ceil(y + reach)));
    for (int column = firstColumn; column <= lastColumn; ++column) {
        Pixel* pixels = &m_pixels[offset(column)];
        const float dx = static_cast<float>(column) + 0.5F - x;
        for (int row = firstRow; row <= lastRow; ++row) {
            const float dy = static_cast<float>(row) + 0.5F - y;
            const float share = std::clamp(radius + 0.5F - std::sqrt(dx * dx + dy * dy), 0.0F, 1.0F);
            if (share > 0) blend(pixels[row], multiply(ink.at(row), toCoverage(share)));
        }
    }
}

void ColumnRaster::transposeTo(Pixel* out, std::size_t stride) const
{
    const auto width = static_cast<std::size_t>(m_width);
    const auto height = static_cast<std::size_t>(m_height);
    const Pixel* in = m_pixels.data();
    std::size_t y = 0;
#if defined(__SSE2__)
    for (; y + 4 <= height; y += 4) {
        std::size_t x = 0;
        for (; x + 4 <= width; x += 4) {
            const auto load = [&](std::size_t column) {
                return _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + column * height + y));
            };
            const auto store = [&](std::size_t row, __m128i value) {
                _mm_storeu_si128(reinterpret_cast<__m128i*>(out + row * stride + x), value);
            };
            const __m128i c0 = load(x);
            const __m128i c1 = load(x + 1);
            const __m128i c2 = load(x + 2);
            const __m128i c3 = load(x + 3);
            const __m128i top01 = _mm_unpacklo_epi32(c0, c1);
            const __m128i top23 = _mm_unpacklo_epi32(c2, c3);
            const __m128i low01 = _mm_unpackhi_epi32(c0, c1);
            const __m128i low23 = _mm_unpackhi_epi32(c2, c3);
            store(y, _mm_unpacklo_epi64(top01, top23));
            store(y + 1, _mm_unpackhi_epi64(top01, top23));
            store(y + 2, _mm_unpacklo_epi64(low01, low23));
            store(y + 3, _mm_unpackhi_epi64(low01, low23));
        }
        for (; x < width; ++x) {
            for (std::size_t row = y; row < y + 4; ++row) out[row * stride + x] = in[x * height + row];
        }
    }
#endif
    for (; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) out[y * stride + x] = in[x * height + y];
    }
}

}  // namespace watchglass::ui
