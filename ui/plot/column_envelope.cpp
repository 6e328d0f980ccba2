#include "ui/plot/column_envelope.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

/// Rows beyond this are as good as infinite and keep float arithmetic exact enough.
constexpr float kFarRow = 1e5F;

}  // namespace

void ColumnEnvelope::include(int column, float a, float b)
{
    const std::size_t c = index(column);
    m_low[c] = std::min(m_low[c], std::min(a, b));
    m_high[c] = std::max(m_high[c], std::max(a, b));
}

void ColumnEnvelope::segment(float x0, float y0, float x1, float y1)
{
    const auto columns = static_cast<float>(width());
    if (x1 < 0 || x0 >= columns) return;
    const float slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0.0F;
    if (x0 < 0) {
        y0 -= slope * x0;
        x0 = 0;
    }
    if (x1 > columns) {
        y1 -= slope * (x1 - columns);
        x1 = columns;
    }
    const int first = static_cast<int>(x0);
    const int last = std::min(static_cast<int>(x1), width() - 1);
    if (first >= last) {
        include(std::min(first, last), y0, y1);
        return;
    }
    float left = y0;
    float right = y0 + slope * (static_cast<float>(first + 1) - x0);
    include(first, left, right);
    for (int column = first + 1; column < last; ++column) {
        left = right;
        right += slope;
        include(column, left, right);
    }
    // A segment that ends on the border of a column does not enter it.
    if (x1 > static_cast<float>(last)) include(last, right, y1);
}

void ColumnEnvelope::trace(const PixelPath& path, int width)
{
    const auto columns = static_cast<std::size_t>(std::max(width, 0));
    m_low.assign(columns, std::numeric_limits<float>::max());
    m_high.assign(columns, std::numeric_limits<float>::lowest());
    m_vertices.assign(columns, 0);
    m_isolated.clear();
    if (columns == 0) return;

    bool open = false;    // (x0, y0) holds a point that the next one may join
    bool joined = false;  // that point already has a line to its left
    float x0 = 0;
    float y0 = 0;
    float before = 0;  // x0 as it was given
    const auto endRun = [&] {
        if (open && !joined && x0 >= 0 && x0 <= static_cast<float>(width)) m_isolated.push_back({x0, y0});
        open = false;
    };
    for (int i = 0; i < path.count; ++i) {
        const float x1 = alignedTo(path.x[i], path.align);
        float y1 = path.y[i];
        if (std::isnan(y1)) {
            if (!path.bridgeNan) endRun();
            continue;
        }
        y1 = alignedTo(std::clamp(y1, -kFarRow, kFarRow), path.align);
        if (open && path.x[i] - before > path.maxGap) endRun();
        before = path.x[i];
        if (open) {
            switch (path.step) {
            case StepMode::None: segment(x0, y0, x1, y1); break;
            case StepMode::After:
                segment(x0, y0, x1, y0);
                segment(x1, y0, x1, y1);
                break;
            case StepMode::Before:
                segment(x0, y0, x0, y1);
                segment(x0, y1, x1, y1);
                break;
            }
        }
        joined = open;
        if (x1 >= 0 && x1 < static_cast<float>(width)) {
            std::uint16_t& count = m_vertices[static_cast<std::size_t>(x1)];
            if (count < 0xffff) ++count;
        }
        open = true;
        x0 = x1;
        y0 = y1;
    }
    endRun();
}

}  // namespace watchglass::ui
