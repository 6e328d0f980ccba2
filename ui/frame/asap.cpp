#include "ui/frame/asap.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

/// Averages over `window` points, one every `slide`.
std::vector<CurvePoint> averages(const std::vector<CurvePoint>& points, std::size_t window, std::size_t slide)
{
    window = std::max<std::size_t>(window, 1);
    slide = std::max<std::size_t>(slide, 1);
    std::vector<CurvePoint> out;
    for (std::size_t begin = 0; begin + window <= points.size(); begin += slide) {
        CurvePoint mean;
        for (std::size_t i = begin; i < begin + window; ++i) {
            mean.x += points[i].x / static_cast<double>(window);
            mean.y += points[i].y / static_cast<double>(window);
        }
        out.push_back(mean);
    }
    return out;
}

double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// Standard deviation of the steps from point to point.
double roughness(const std::vector<CurvePoint>& points)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < points.size(); ++i) steps.push_back(points[i].y - points[i - 1].y);
    const double mean = meanOf(steps);
    for (double& step : steps) step = (step - mean) * (step - mean);
    return std::sqrt(meanOf(steps));
}

double kurtosis(const std::vector<CurvePoint>& points)
{
    std::vector<double> values;
    for (const CurvePoint& point : points) values.push_back(point.y);
    const double mean = meanOf(values);
    double second = 0;
    double fourth = 0;
    for (const double value : values) {
        const double square = (value - mean) * (value - mean);
        second += square;
        fourth += square * square;
    }
    return second == 0 ? 0 : static_cast<double>(values.size()) * fourth / (second * second);
}

/// How alike a curve is to itself some points later.
struct Autocorrelation {
    std::vector<double> at;
    std::vector<std::size_t> peaks;
    double highest = 0;
};

Autocorrelation autocorrelation(const std::vector<CurvePoint>& points, std::size_t most)
{
    constexpr double kAlike = 0.2;
    std::vector<double> values;
    for (const CurvePoint& point : points) values.push_back(point.y);
    const double mean = meanOf(values);
    double variance = 0;
    for (double& value : values) {
        value -= mean;
        variance += value * value;
    }
    Autocorrelation out;
    out.at.assign(most + 1, 0);
    for (std::size_t lag = 1; lag <= most && lag < values.size() && variance > 0; ++lag) {
        for (std::size_t i = 0; i + lag < values.size(); ++i) out.at[lag] += values[i] * values[i + lag] / variance;
    }
    for (std::size_t lag = 2; lag < most; ++lag) {
        const double value = out.at[lag];
        if (value <= kAlike || value < out.at[lag - 1] || value < out.at[lag + 1]) continue;
        out.peaks.push_back(lag);
        out.highest = std::max(out.highest, value);
    }
    if (out.peaks.size() <= 1) {
        // Not periodic: every window is looked at.
        out.peaks.clear();
        for (std::size_t lag = 2; lag < most; ++lag) out.peaks.push_back(lag);
    }
    return out;
}

/// The search of the paper: peaks of the autocorrelation from the longest on, then halves of what is left.
class WindowSearch {
public:
    explicit WindowSearch(const std::vector<CurvePoint>& points)
        : m_points(points), m_kurtosis(kurtosis(points)), m_roughness(roughness(points))
    {
    }

    std::size_t best()
    {
        constexpr std::size_t kPart = 10;
        const std::size_t most = std::max<std::size_t>(m_points.size() / kPart, 1);
        const Autocorrelation like = autocorrelation(m_points, most);
        std::size_t least = 1;
        std::size_t tail = most;
        bool feasible = false;
        for (std::size_t i = like.peaks.size(); i-- > 0;) {
            const std::size_t window = like.peaks[i];
            if (window < least || window == 1) break;
            const double mine = std::sqrt(std::max(0.0, 1 - like.at[window])) * static_cast<double>(m_window);
            const double other = std::sqrt(std::max(0.0, 1 - like.at[m_window])) * static_cast<double>(window);
            if (mine > other || !tries(window)) continue;
            const double bound = static_cast<double>(window) * std::sqrt((like.highest - 1) / (like.at[window] - 1));
            if (std::isfinite(bound)) least = std::max(least, static_cast<std::size_t>(std::llround(bound)));
            if (!feasible) {
                feasible = true;
                if (i + 2 < like.peaks.size()) tail = like.peaks[i + 1];
                least = std::max(least, window + 1);
            }
        }
        while (least <= tail) {
            const std::size_t middle = (least + tail) / 2;
            if (tries(middle))
                least = middle + 1;
            else
                tail = middle - 1;
        }
        return m_window;
    }

private:
    /// Whether deviations stay with this window; it is kept when it is the smoothest so far.
    bool tries(std::size_t window)
    {
        const std::vector<CurvePoint> smooth = averages(m_points, window, 1);
        if (kurtosis(smooth) < m_kurtosis) return false;
        const double rough = roughness(smooth);
        if (rough < m_roughness) {
            m_roughness = rough;
            m_window = window;
        }
        return true;
    }

    const std::vector<CurvePoint>& m_points;
    double m_kurtosis;
    double m_roughness;
    std::size_t m_window = 1;
};

}  // namespace

std::vector<CurvePoint> asapSmooth(std::vector<CurvePoint> points, std::size_t resolution)
{
    constexpr std::size_t kFew = 4;
    resolution = std::max<std::size_t>(resolution, 1);
    if (points.size() >= 2 * resolution) {
        const std::size_t size = points.size() / resolution;
        points = averages(points, size, size);
    }
    if (points.size() < kFew) return points;
    return averages(points, WindowSearch(points).best(), 1);
}

}  // namespace watchglass::ui
