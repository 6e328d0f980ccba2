#include "ui/frame/heat_grid.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/base/duration.h"
#include "ui/frame/histogram.h"
#include "ui/frame/js_value.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostRows = 500;
constexpr std::size_t kMostColumns = 4'000;
constexpr double kUsualColumns = 20;
constexpr double kUsualRows = 10;

constexpr double kSecond = 1'000;
constexpr double kMinute = 60 * kSecond;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;
constexpr double kYear = 365 * kDay;

/// Lengths of time that columns may have.
const std::vector<double>& roundTimes()
{
    static const std::vector<double> times = [] {
        std::vector<double> out{1, 2, 4, 5, 10, 20, 25, 40, 50, 100, 200, 250, 400, 500};
        for (const double count : {1, 2, 4, 5, 10, 15, 20, 30}) out.push_back(count * kSecond);
        for (const double count : {1, 2, 4, 5, 10, 15, 20, 30}) out.push_back(count * kMinute);
        for (const double count : {1, 2, 4, 6, 8, 12, 18}) out.push_back(count * kHour);
        for (const double count : {1, 2, 3, 4, 5, 6, 7, 10, 15, 30, 45, 60, 90, 180}) out.push_back(count * kDay);
        for (int count = 1; count <= 10; ++count) out.push_back(count * kYear);
        return out;
    }();
    return times;
}

/// 1, 1.5, 2 .. 9.5 and their tenths down and tens up; only whole ones from 1 on.
const std::vector<double>& roundNumbers()
{
    static const std::vector<double> numbers = [] {
        std::vector<double> out;
        constexpr int kExponents = 16;
        constexpr int kFirst = 10;
        constexpr int kPast = 100;
        constexpr int kStep = 5;
        for (int exponent = -kExponents; exponent < kExponents; ++exponent) {
            for (int tenths = kFirst; tenths < kPast; tenths += kStep) {
                const std::string text = std::to_string(tenths) + 'e' + std::to_string(exponent - 1);
                const double number = std::strtod(text.c_str(), nullptr);
                if (exponent < 0 || number == std::floor(number)) out.push_back(number);
            }
        }
        return out;
    }();
    return numbers;
}

/// The largest round step that is not above `wanted`.
double roundStep(const std::vector<double>& steps, double wanted)
{
    const auto above = std::upper_bound(steps.begin(), steps.end(), wanted);
    // Past the last one Grafana starts again at the first.
    if (above == steps.begin() || above == steps.end()) return steps.front();
    return *std::prev(above);
}

/// "1m", "250ms", 60: milliseconds; NaN when it says nothing.
double durationOf(const std::string& text)
{
    const double number = jsToNumber(text);
    if (!std::isnan(number)) return std::trunc(number);
    const auto duration = parseDuration(text);
    return duration ? static_cast<double>(duration->count()) : std::nan("");
}

double bucketSize(const json::Value& buckets, bool time)
{
    const bool isSize = buckets["mode"].toString() == "size";
    if (buckets["value"].isNumber()) return buckets["value"].toDouble();
    const std::string& text = buckets["value"].toString();
    if (text.empty()) return 0;
    return time && isSize ? durationOf(text) : jsToNumber(text);
}

double chosenStep(const json::Value& buckets, bool time, double range, double usual)
{
    double size = bucketSize(buckets, time);
    bool count = buckets["mode"].toString() == "count";
    if (!std::isfinite(size) || size <= 0) {
        count = true;
        size = usual;
    }
    if (!count) return size;
    return roundStep(time ? roundTimes() : roundNumbers(), range / std::max(size - 1, 1.0));
}

/// A null counts as zero, as JavaScript has it; what was never sent does not count.
double numberAt(const Values& values, std::size_t row)
{
    const bool isNull = !values.has(row) && !values.isSparse() && !isUndefined(values.cell(row));
    return isNull ? 0 : values.number(row);
}

struct Span {
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    void add(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

/// Has no more than `most` buckets between both ends, whatever was asked for.
double limitedStep(double step, const Span& span, std::size_t most)
{
    while ((span.high - span.low) / step > static_cast<double>(most)) step *= 2;
    return step;
}

std::size_t bucketCount(const Span& span, double step, double first)
{
    return static_cast<std::size_t>(std::llround((multipleBelow(span.high, step) - first) / step)) + 1;
}

}  // namespace

double HeatGrid::edgeY(std::size_t row) const
{
    const double edge = firstY + static_cast<double>(row) * stepY;
    return logBase == 0 ? edge : std::pow(logBase, edge);
}

std::optional<HeatGrid> countHeat(const std::vector<HeatSource>& sources, const json::Value& calculation)
{
    HeatGrid grid;
    const json::Value& scale = calculation["yBuckets"]["scale"];
    if (scale["type"].toString() == "log") grid.logBase = scale["log"].toInt() == 2 ? 2 : 10;
    const auto placeOf = [&grid](double value) {
        if (grid.logBase == 0) return value;
        if (!(value > 0)) return std::nan("");
        return grid.logBase == 2 ? std::log2(value) : std::log10(value);
    };
    const auto forEachPoint = [&](auto&& visit) {
        for (const HeatSource& source : sources) {
            const std::size_t rows = std::min(source.time->values.size(), source.value->values.size());
            for (std::size_t i = 0; i < rows; ++i) {
                const double x = source.time->values.number(i);
                const double value = numberAt(source.value->values, i);
                const double y = placeOf(value);
                if (std::isfinite(x) && std::isfinite(y)) visit(x, y, value);
            }
        }
    };
    Span xs;
    Span ys;
    Span values;
    forEachPoint([&](double x, double y, double value) {
        xs.add(x);
        ys.add(y);
        values.add(value);
    });
    if (xs.low > xs.high) return std::nullopt;

    grid.stepX = limitedStep(chosenStep(calculation["xBuckets"], true, xs.high - xs.low, kUsualColumns), xs,
                             kMostColumns);
    const double parts = bucketSize(calculation["yBuckets"], false);
    grid.stepY = grid.logBase == 0 ? chosenStep(calculation["yBuckets"], false, values.high - values.low, kUsualRows)
                                   : 1 / (std::isfinite(parts) && parts > 0 ? parts : 1);
    grid.stepY = limitedStep(grid.stepY, ys, kMostRows);
    grid.firstX = multipleBelow(xs.low, grid.stepX);
    grid.firstY = multipleBelow(ys.low, grid.stepY);
    if (!std::isfinite(grid.firstX) || !std::isfinite(grid.firstY)) return std::nullopt;
    grid.columns = bucketCount(xs, grid.stepX, grid.firstX);
    grid.rows = bucketCount(ys, grid.stepY, grid.firstY);
    grid.counts.assign(grid.columns * grid.rows, 0);
    forEachPoint([&](double x, double y, double) {
        const auto column = std::llround((multipleBelow(x, grid.stepX) - grid.firstX) / grid.stepX);
        const auto row = std::llround((multipleBelow(y, grid.stepY) - grid.firstY) / grid.stepY);
        const std::size_t c = std::min(static_cast<std::size_t>(column), grid.columns - 1);
        const std::size_t r = std::min(static_cast<std::size_t>(row), grid.rows - 1);
        grid.counts[c * grid.rows + r] += 1;
    });
    return grid;
}

}  // namespace watchglass::ui
