#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "ui/plot/column_envelope.h"

namespace watchglass::ui {

/// One pixel: premultiplied 0xAARRGGBB, as in QImage::Format_ARGB32_Premultiplied.
using Pixel = std::uint32_t;

/// What to paint with: one colour, or one colour for every row (gradients and colours by value).
struct Ink {
    Pixel color = 0;
    const Pixel* rows = nullptr;  ///< height() entries, or null

    [[nodiscard]] Pixel at(int row) const { return rows ? rows[row] : color; }
};

/// `pixel` with all channels scaled by coverage / 255, rounded.
[[nodiscard]] Pixel scaled(Pixel pixel, std::uint32_t coverage);

/// Paints lines, areas, bars and dots into a picture that is stored column by column, so that the vertical run that
/// a line or an area has inside one pixel column is contiguous memory. It knows no Qt: testable to the byte.
///
/// All lengths are device pixels, y grows downwards, row r spans [r, r + 1). Everything is cut to the picture.
/// Buffers are kept from one begin() to the next, those of huge pictures until end().
/// Threads: none of its own; one object per thread.
class ColumnRaster {
public:
    /// Starts an empty (transparent) picture.
    void begin(int width, int height);
    /// The picture is not needed any more.
    void end();
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }

    /// Draws the line itself. Columns of the envelope that hold several points are painted as one solid run. Where its
    /// points are in the middle of pixels, hairlines are fainter there.
    void stroke(const ColumnEnvelope& line, const Ink& ink, float lineWidth, bool onPixels = false);
    /// Draws a line of steps as what it is, level and upright parts with round corners: columns know no width of parts
    /// that are upright. For lines wider than a hairline and of an opaque ink; false, and nothing is drawn, for others.
    bool strokeSteps(const PixelPath& path, const Ink& ink, float lineWidth);
    /// Fills between the line and a straight base.
    void fillTo(const ColumnEnvelope& line, float base, const Ink& ink);
    /// Fills between the line and base[column], width() entries: stacks and bands.
    void fillTo(const ColumnEnvelope& line, const std::vector<float>& base, const Ink& ink);
    /// A rectangle with antialiased edges.
    void fillRect(float left, float top, float right, float bottom, const Ink& ink);
    void fillDisc(float x, float y, float radius, const Ink& ink);

    [[nodiscard]] Pixel pixel(int column, int row) const
    {
        return m_pixels[offset(column) + static_cast<std::size_t>(row)];
    }

    /// Writes the picture row by row. `stride` is the distance of two rows in pixels, at least width().
    void transposeTo(Pixel* out, std::size_t stride) const;

private:
    static constexpr int kSlopes = 49;  ///< 1/8 pixel steps up to 6 rows per column; steeper runs are solid
    static constexpr int kFractions = 16;
    static constexpr int kMaxRows = 40;
    /// The coverage of the rows around one column of a sloped stroke.
    struct Stamp {
        std::int8_t first = 0;
        std::uint8_t count = 0;
        std::array<std::uint8_t, kMaxRows> coverage{};
    };

    [[nodiscard]] std::size_t offset(int column) const
    {
        return static_cast<std::size_t>(column) * static_cast<std::size_t>(m_height);
    }
    void prepareStamps(float lineWidth);
    void stampColumn(Pixel* column, const Stamp* stamps, float middle, float slope, const Ink& ink);
    void sideways(const ColumnEnvelope& line, const Ink& ink, float lineWidth);
    /// The run of a stroke in one colour, whose shades are prepared.
    void strokeRun(Pixel* column, float top, float bottom) const;
    /// A run [top, bottom) with antialiased ends, painted with `share` (0..1) of the ink.
    void run(Pixel* column, float top, float bottom, const Ink& ink, float share = 1.0F) const;

    int m_width = 0;
    int m_height = 0;
    std::vector<Pixel> m_pixels;
    std::map<float, std::vector<Stamp>> m_stampSets;  ///< by the stroke's width
    const Stamp* m_stamps = nullptr;                  ///< of the current stroke
    const Stamp* m_cornerStamps = nullptr;            ///< where two of its parts meet
    std::array<Pixel, 256> m_shades{};                ///< the ink of the current stroke, scaled by each coverage
};

}  // namespace watchglass::ui
