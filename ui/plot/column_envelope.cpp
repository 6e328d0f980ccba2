#include "ui/plot/column_envelope.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

void ColumnEnvelope::trace(const PixelPath& path, int width, const PixelColumns& columns)
{
    const bool oneRun = path.step == StepMode::None && columns.count() == path.count && columns.isOneRun(path.maxGap);
    if (!oneRun || !traceRun(path, width, columns)) trace(path, width);
}

/// False when a value is missing. Without branches that depend on the data: the points of a noisy series cross columns
/// and change their direction as they like.
bool ColumnEnvelope::traceRun(const PixelPath& path, int width, const PixelColumns& columns)
{
    const auto count = static_cast<std::size_t>(path.count);
    m_y.resize(count);
    bool missing = false;
    for (std::size_t i = 0; i < count; ++i) {
        const float y = path.y[i];
        missing |= y != y;
        const float above = y < kFarRow ? y : kFarRow;
        m_y[i] = above > -kFarRow ? above : -kFarRow;
    }
    if (missing) return false;
    if (path.align >= 0) {
        for (std::size_t i = 0; i < count; ++i) {
            const float half = m_y[i] < 0 ? -0.5F : 0.5F;
            m_y[i] = static_cast<float>(static_cast<int>(m_y[i] + half)) + path.align;
        }
    }
    m_low.assign(static_cast<std::size_t>(width), std::numeric_limits<float>::max());
    m_high.assign(static_cast<std::size_t>(width), std::numeric_limits<float>::lowest());
    m_vertices = columns.vertices();
    m_isolated.clear();
    if (columns.first() > columns.last()) return true;
    const auto crossed = [&](int column) {
        const PixelColumns::Crossing& at = columns.crossing(column);
        const float* y = m_y.data() + at.before;
        return y[0] + (y[1] - y[0]) * at.share;
    };
    float entry = crossed(columns.first());
    for (int column = columns.first(); column <= columns.last(); ++column) {
        const float exit = crossed(column + 1);
        m_low[index(column)] = std::min(entry, exit);
        m_high[index(column)] = std::max(entry, exit);
        entry = exit;
    }
    for (int i = columns.firstPoint(); i < columns.endPoint(); ++i) {
        const std::size_t column = index(columns.columnOf(i));
        const float y = m_y[index(i)];
        m_low[column] = std::min(m_low[column], y);
        m_high[column] = std::max(m_high[column], y);
    }
    return true;
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
