#pragma once

#include <cstdint>
#include <vector>

namespace watchglass::ui {

/// How the points of a path lie in the columns of a picture, as far as that follows from their x alone. Series of one
/// graph mostly share their times: then this is worked out once for all of them.
/// Threads: none of its own; one object per thread.
class PixelColumns {
public:
    /// Takes `count` values of x, ascending, that go to whole pixels as PixelPath::align says.
    void set(const float* x, int count, int width, float align);

    /// Whether a path without missing values, joined over at most `maxGap`, is one run of at least two points.
    [[nodiscard]] bool isOneRun(float maxGap) const { return m_column.size() >= 2 && m_widest <= maxGap; }

    [[nodiscard]] int count() const { return static_cast<int>(m_column.size()); }
    /// The columns that the path covers; first() > last() when there are none.
    [[nodiscard]] int first() const { return m_first; }
    [[nodiscard]] int last() const { return m_last; }

    /// Where the path is at the left border of a column between first() and last() + 1: between the points `before`
    /// and `before` + 1, `share` of the way.
    struct Crossing {
        int before = 0;
        float share = 0;
    };
    [[nodiscard]] const Crossing& crossing(int column) const
    {
        return m_crossings[static_cast<std::size_t>(column - m_first)];
    }
    /// Points inside of covered columns: firstPoint() <= i < endPoint().
    [[nodiscard]] int firstPoint() const { return m_firstPoint; }
    [[nodiscard]] int endPoint() const { return m_endPoint; }
    [[nodiscard]] int columnOf(int point) const { return m_column[static_cast<std::size_t>(point)]; }
    /// Per column of the picture how many points lie in it.
    [[nodiscard]] const std::vector<std::uint16_t>& vertices() const { return m_vertices; }

private:
    std::vector<int> m_column;
    std::vector<float> m_x;
    std::vector<std::uint16_t> m_vertices;
    std::vector<Crossing> m_crossings;
    float m_widest = 0;  ///< between neighbours
    int m_first = 0;
    int m_last = -1;
    int m_firstPoint = 0;
    int m_endPoint = 0;
};

}  // namespace watchglass::ui
