#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "ui/plot/pixel_columns.h"

namespace watchglass::ui {

enum class StepMode : std::uint8_t { None, Before, After };

/// A polyline in pixels, x ascending. A NaN in y is a missing value.
struct PixelPath {
    const float* x = nullptr;
    const float* y = nullptr;
    int count = 0;
    float maxGap = std::numeric_limits<float>::infinity();  ///< neighbours further apart are not joined
    bool bridgeNan = false;                                 ///< join over missing values (as far as maxGap allows)
    StepMode step = StepMode::None;
    float align = -1;  ///< points go to whole pixels and this far beyond; negative: they stay where they are
};

/// Where PixelPath::align puts a coordinate. Far outside of any picture it stays as it is.
[[nodiscard]] inline float alignedTo(float value, float align)
{
    constexpr float kFar = 1e6F;
    if (align < 0 || !(value > -kFar && value < kFar)) return value;
    const float half = value < 0 ? -0.5F : 0.5F;
    return static_cast<float>(static_cast<int>(value + half)) + align;
}

/// For every pixel column the interval of rows that a polyline covers, with entry and exit interpolated at the
/// column's borders. This is min-max decimation, but exact, in one pass over the points and without intermediate
/// points: what the columns cannot show costs nothing later.
///
/// Column c spans x in [c, c + 1). Buffers are kept from one trace() to the next.
/// Threads: none of its own; one object per thread.
class ColumnEnvelope {
public:
    struct Point {
        float x;
        float y;
    };

    /// Replaces the envelope by that of `path`, cut to columns 0 .. width - 1.
    void trace(const PixelPath& path, int width);
    /// The same for a path whose x are those of `columns`, which were set with the path's count and align; much faster
    /// for a path without gaps and steps.
    void trace(const PixelPath& path, int width, const PixelColumns& columns);

    [[nodiscard]] int width() const { return static_cast<int>(m_low.size()); }
    [[nodiscard]] bool covers(int column) const { return m_low[index(column)] <= m_high[index(column)]; }
    [[nodiscard]] float low(int column) const { return m_low[index(column)]; }
    [[nodiscard]] float high(int column) const { return m_high[index(column)]; }
    [[nodiscard]] float middle(int column) const { return (low(column) + high(column)) * 0.5F; }
    /// How many points of the path lie in the column: 0 or 1 means that it holds a single straight run.
    [[nodiscard]] int vertices(int column) const { return m_vertices[index(column)]; }
    /// Points without a neighbour to be joined to. They have no envelope; draw them as dots.
    [[nodiscard]] const std::vector<Point>& isolated() const { return m_isolated; }

private:
    static std::size_t index(int column) { return static_cast<std::size_t>(column); }
    bool traceRun(const PixelPath& path, int width, const PixelColumns& columns);
    void segment(float x0, float y0, float x1, float y1);
    void include(int column, float a, float b);

    std::vector<float> m_low;
    std::vector<float> m_high;
    std::vector<std::uint16_t> m_vertices;
    std::vector<Point> m_isolated;
    std::vector<float> m_y;  ///< on whole pixels
};

}  // namespace watchglass::ui
