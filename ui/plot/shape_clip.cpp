#include "ui/plot/shape_clip.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace watchglass::ui {

namespace {

/// The part of a segment within a box (Liang and Barsky 1984).
std::optional<std::pair<QPointF, QPointF>> clippedSegment(const QPointF& a, const QPointF& b, const QRectF& box)
{
    double from = 0;
    double to = 1;
    const QPointF way = b - a;
    const std::pair<double, double> sides[] = {{-way.x(), a.x() - box.left()},
                                               {way.x(), box.right() - a.x()},
                                               {-way.y(), a.y() - box.top()},
                                               {way.y(), box.bottom() - a.y()}};
    for (const auto& [step, room] : sides) {
        if (step == 0) {
            if (room < 0) return std::nullopt;
        } else if (step < 0) {
            from = std::max(from, room / step);
        } else {
            to = std::min(to, room / step);
        }
    }
    if (from > to) return std::nullopt;
    return std::pair(from > 0 ? a + way * from : a, to < 1 ? a + way * to : b);
}

enum class Side { Left, Right, Top, Bottom };

double inside(const QPointF& point, const QRectF& box, Side side)
{
    switch (side) {
    case Side::Left: return point.x() - box.left();
    case Side::Right: return box.right() - point.x();
    case Side::Top: return point.y() - box.top();
    case Side::Bottom: break;
    }
    return box.bottom() - point.y();
}

/// Where a line stands at a place; none outside of it.
std::optional<double> levelAt(const std::vector<QPolygonF>& lines, double x)
{
    for (const QPolygonF& line : lines) {
        if (line.isEmpty() || x < line.first().x() || x > line.last().x()) continue;
        const auto right = std::lower_bound(line.begin(), line.end(), x,
                                            [](const QPointF& point, double at) { return point.x() < at; });
        if (right == line.begin() || right->x() == x) return right->y();
        const QPointF& left = *std::prev(right);
        return left.y() + (right->y() - left.y()) * (x - left.x()) / (right->x() - left.x());
    }
    return std::nullopt;
}

}  // namespace

std::vector<QPolygonF> clippedLine(const QPolygonF& line, const QRectF& box)
{
    std::vector<QPolygonF> out;
    for (qsizetype i = 1; i < line.size(); ++i) {
        const auto part = clippedSegment(line[i - 1], line[i], box);
        if (!part) continue;
        if (out.empty() || out.back().last() != part->first) out.push_back(QPolygonF{part->first});
        out.back().append(part->second);
    }
    return out;
}

QPolygonF clippedArea(const QPolygonF& shape, const QRectF& box)
{
    QPolygonF out = shape;
    for (const Side side : {Side::Left, Side::Right, Side::Top, Side::Bottom}) {
        const QPolygonF before = std::exchange(out, {});
        for (qsizetype i = 0; i < before.size(); ++i) {
            const QPointF& a = before[(i + before.size() - 1) % before.size()];
            const QPointF& b = before[i];
            const double ofA = inside(a, box, side);
            const double ofB = inside(b, box, side);
            if ((ofA < 0) != (ofB < 0)) out.append(a + (b - a) * (ofA / (ofA - ofB)));
            if (ofB >= 0) out.append(b);
        }
    }
    return out;
}

QPolygonF partBetween(const std::vector<QPolygonF>& lines, double from, double to)
{
    QPolygonF out;
    if (const auto level = levelAt(lines, from)) out.append(QPointF(from, *level));
    for (const QPolygonF& line : lines) {
        for (const QPointF& point : line) {
            if (point.x() > from && point.x() < to) out.append(point);
        }
    }
    if (const auto level = levelAt(lines, to)) out.append(QPointF(to, *level));
    return out;
}

}  // namespace watchglass::ui
