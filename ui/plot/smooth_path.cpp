#include "ui/plot/smooth_path.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchglass::ui {

namespace {

constexpr float kStep = 2;        ///< pixels between the points of a curve
constexpr int kMostSteps = 4096;  ///< of one piece: neighbours outside of the picture can be far away

struct Point {
    float x;
    float y;
};

/// The slopes at the points of a run.
std::vector<float> slopes(const std::vector<Point>& run)
{
    const std::size_t count = run.size();
    std::vector<float> secants(count - 1);
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const float width = run[i + 1].x - run[i].x;
        secants[i] = width > 0 ? (run[i + 1].y - run[i].y) / width : 0;
    }
    std::vector<float> out(count);
    out.front() = secants.front();
    out.back() = secants.back();
    for (std::size_t i = 1; i + 1 < count; ++i) {
        const float before = secants[i - 1];
        const float after = secants[i];
        if (before * after <= 0) continue;
        const float left = run[i].x - run[i - 1].x;
        const float right = run[i + 1].x - run[i].x;
        out[i] = 3 * (left + right) / ((2 * right + left) / before + (right + 2 * left) / after);
        if (!std::isfinite(out[i])) out[i] = 0;
    }
    return out;
}

void appendRun(const std::vector<Point>& run, std::vector<float>& x, std::vector<float>& y)
{
    if (run.empty()) return;
    x.push_back(run.front().x);
    y.push_back(run.front().y);
    if (run.size() == 1) return;
    const std::vector<float> slope = slopes(run);
    for (std::size_t i = 0; i + 1 < run.size(); ++i) {
        const Point& from = run[i];
        const Point& to = run[i + 1];
        const float width = to.x - from.x;
        const int steps = run.size() < 3 ? 1 : std::clamp(static_cast<int>(width / kStep), 1, kMostSteps);
        for (int step = 1; step < steps; ++step) {
            const float t = static_cast<float>(step) / static_cast<float>(steps);
            const float s = 1 - t;
            x.push_back(from.x + t * width);
            y.push_back(s * s * (1 + 2 * t) * from.y + t * t * (1 + 2 * s) * to.y +
                        width * t * s * (s * slope[i] - t * slope[i + 1]));
        }
        x.push_back(to.x);
        y.push_back(to.y);
    }
}

}  // namespace

void smoothPath(std::vector<float>& x, std::vector<float>& y, float maxGap, bool bridgeNan)
{
    std::vector<float> outX;
    std::vector<float> outY;
    std::vector<Point> run;
    const auto finish = [&] {
        appendRun(run, outX, outY);
        run.clear();
    };
    for (std::size_t i = 0; i < x.size(); ++i) {
        const bool missing = std::isnan(y[i]);
        if (missing && bridgeNan) continue;
        if (missing || (!run.empty() && x[i] - run.back().x > maxGap)) {
            const float end = run.empty() ? x[i] : run.back().x;
            finish();
            outX.push_back(end);
            outY.push_back(std::numeric_limits<float>::quiet_NaN());
        }
        if (!missing) run.push_back({x[i], y[i]});
    }
    finish();
    x = std::move(outX);
    y = std::move(outY);
}

}  // namespace watchglass::ui
