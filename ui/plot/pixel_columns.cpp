#include "ui/plot/pixel_columns.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "ui/plot/column_envelope.h"

namespace watchglass::ui {

void PixelColumns::set(const float* x, int count, int width, float align)
{
    const auto size = static_cast<std::size_t>(std::max(count, 0));
    const auto columns = static_cast<float>(width);
    m_column.resize(size);
    m_x.resize(size);
    m_vertices.assign(static_cast<std::size_t>(std::max(width, 0)), 0);
    m_crossings.clear();
    m_widest = 0;
    m_first = 0;
    m_last = -1;
    for (std::size_t i = 0; i < size; ++i) {
        m_x[i] = alignedTo(x[i], align);
        m_column[i] = static_cast<int>(std::clamp(std::floor(m_x[i]), -1.0F, columns));
        if (i > 0) m_widest = std::max(m_widest, x[i] - x[i - 1]);
        if (m_column[i] < 0 || m_column[i] >= width) continue;
        std::uint16_t& vertices = m_vertices[static_cast<std::size_t>(m_column[i])];
        if (vertices < 0xffff) ++vertices;
    }
    if (size < 2 || width <= 0) return;

    m_first = std::max(m_column.front(), 0);
    // A path that ends on the border of a column does not enter it, unless it runs along it.
    const float end = std::min(m_x.back(), columns);
    const bool upright = m_x[size - 2] == m_x.back() || m_x.back() == 0;
    m_last = std::min(upright ? static_cast<int>(std::floor(end)) : static_cast<int>(std::ceil(end)) - 1, width - 1);
    if (m_first > m_last) return;
    m_firstPoint = static_cast<int>(std::lower_bound(m_column.begin(), m_column.end(), m_first) - m_column.begin());
    m_endPoint = static_cast<int>(std::upper_bound(m_column.begin(), m_column.end(), m_last) - m_column.begin());
    std::size_t next = 1;  // the first point that is at or behind the border
    for (int column = m_first; column <= m_last + 1; ++column) {
        const auto border = static_cast<float>(column);
        while (next + 1 < size && m_x[next] < border) ++next;
        const float step = m_x[next] - m_x[next - 1];
        const float share = step > 0 ? (border - m_x[next - 1]) / step : 1.0F;
        m_crossings.push_back({static_cast<int>(next) - 1, std::clamp(share, 0.0F, 1.0F)});
    }
}

}  // namespace watchglass::ui
