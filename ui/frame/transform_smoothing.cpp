#include <algorithm>
#include <cmath>

#include "ui/frame/asap.h"
#include "ui/frame/transform_steps.h"

// Source: Grafana's public/app/features/transformers/smoothing/smoothing.ts.

namespace watchglass::ui {

namespace {

constexpr std::int64_t kUsualResolution = 100;
constexpr std::int64_t kMostResolution = 100'000;

std::vector<CurvePoint> pointsOf(const Values& times, const Values& values)
{
    std::vector<CurvePoint> out;
    for (std::size_t row = 0; row < std::min(times.size(), values.size()); ++row) {
        const CurvePoint point{times.number(row), values.number(row)};
        if (std::isfinite(point.x) && !std::isnan(point.y)) out.push_back(point);
    }
    return out;
}

/// The values at these times, on straight lines between the points; past an end what lines from end to end give.
std::vector<double> valuesAt(const std::vector<double>& times, const std::vector<CurvePoint>& points)
{
    if (points.empty()) return std::vector<double>(times.size(), std::nan(""));
    std::vector<double> out;
    for (const double time : times) {
        CurvePoint left = points.front();
        CurvePoint right = points.back();
        const auto after = std::lower_bound(points.begin(), points.end(), time,
                                            [](const CurvePoint& point, double at) { return point.x < at; });
        if (after != points.end() && (after != points.begin() || after->x == time)) {
            right = *after;
            left = after == points.begin() ? *after : *std::prev(after);
        }
        if (left.x == time || left.x == right.x) {
            out.push_back(left.y);
        } else if (right.x == time) {
            out.push_back(right.y);
        } else {
            out.push_back(left.y + (time - left.x) / (right.x - left.x) * (right.y - left.y));
        }
    }
    return out;
}

}  // namespace

std::vector<Frame> transformSmoothing(std::vector<Frame> frames, const json::Value& options)
{
    const auto resolution = static_cast<std::size_t>(
        std::clamp<std::int64_t>(options["resolution"].toInt(kUsualResolution), 1, kMostResolution));
    for (Frame& frame : frames) {
        const Field* time = frame.first(FieldType::Time);
        const Field* number = frame.first(FieldType::Number);
        if (!time || !number) continue;
        const Values times = time->values;
        // The first numbers decide at which times there are points; all others follow.
        const std::vector<CurvePoint> smooth = asapSmooth(pointsOf(times, number->values), resolution);
        if (smooth.empty()) continue;
        std::vector<double> places;
        for (const CurvePoint& point : smooth) places.push_back(point.x);
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Number) {
                field.values = Values::numbers(valuesAt(places, pointsOf(times, field.values)));
                field.name += " (smoothed)";
            }
        }
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time) field.values = Values::numbers(places);
        }
        frame.name = (frame.name.empty() ? "Data" : frame.name) + " (smoothed)";
    }
    return frames;
}

}  // namespace watchglass::ui
