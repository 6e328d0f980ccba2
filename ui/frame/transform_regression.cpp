#include <algorithm>
#include <cmath>

#include "ui/frame/field_matcher.h"
#include "ui/frame/transform_steps.h"

// Source: Grafana's public/app/features/transformers/regression/regression.ts.

namespace watchglass::ui {

namespace {

constexpr int kUsualPoints = 100;
constexpr int kMostPoints = 100'000;
constexpr int kMostDegree = 20;

/// A polynomial of x, which is brought to -1 .. 1 first so that powers of times stay numbers.
class Polynomial {
public:
    /// The one with the least squares through the points.
    Polynomial(const std::vector<double>& xs, const std::vector<double>& ys, int degree)
    {
        const auto [low, high] = std::minmax_element(xs.begin(), xs.end());
        m_middle = (*low + *high) / 2;
        m_half = *high > *low ? (*high - *low) / 2 : 1;
        const std::size_t size = static_cast<std::size_t>(std::min(degree, static_cast<int>(xs.size()) - 1)) + 1;
        std::vector<std::vector<double>> rows(size, std::vector<double>(size + 1));
        for (std::size_t i = 0; i < xs.size(); ++i) {
            const std::vector<double> powers = powersOf(xs[i], size);
            for (std::size_t r = 0; r < size; ++r) {
                for (std::size_t c = 0; c < size; ++c) rows[r][c] += powers[r] * powers[c];
                rows[r][size] += powers[r] * ys[i];
            }
        }
        solve(rows);
    }

    [[nodiscard]] double at(double x) const
    {
        const std::vector<double> powers = powersOf(x, m_factors.size());
        double sum = 0;
        for (std::size_t i = 0; i < powers.size(); ++i) sum += m_factors[i] * powers[i];
        return sum;
    }

private:
    [[nodiscard]] std::vector<double> powersOf(double x, std::size_t count) const
    {
        std::vector<double> out(count, 1);
        for (std::size_t i = 1; i < count; ++i) out[i] = out[i - 1] * (x - m_middle) / m_half;
        return out;
    }

    void solve(std::vector<std::vector<double>>& rows)
    {
        const std::size_t size = rows.size();
        m_factors.assign(size, 0);
        for (std::size_t c = 0; c < size; ++c) {
            std::size_t best = c;
            for (std::size_t r = c + 1; r < size; ++r) {
                if (std::abs(rows[r][c]) > std::abs(rows[best][c])) best = r;
            }
            std::swap(rows[c], rows[best]);
            if (rows[c][c] == 0) continue;
            for (std::size_t r = c + 1; r < size; ++r) {
                const double factor = rows[r][c] / rows[c][c];
                for (std::size_t k = c; k <= size; ++k) rows[r][k] -= factor * rows[c][k];
            }
        }
        for (std::size_t r = size; r-- > 0;) {
            double rest = rows[r][size];
            for (std::size_t k = r + 1; k < size; ++k) rest -= rows[r][k] * m_factors[k];
            m_factors[r] = rows[r][r] == 0 ? 0 : rest / rows[r][r];
        }
    }

    double m_middle = 0;
    double m_half = 1;
    std::vector<double> m_factors;
};

struct Pair {
    const Field* x = nullptr;
    const Field* y = nullptr;
};

Pair fieldsOf(const std::vector<Frame>& frames, const json::Value& options)
{
    const PreparedFieldMatcher isX(FieldMatcher{"byName", options["xFieldName"]});
    const PreparedFieldMatcher isY(FieldMatcher{"byName", options["yFieldName"]});
    const auto find = [](const Frame& frame, const PreparedFieldMatcher& matcher) -> const Field* {
        const auto it = std::find_if(frame.fields.begin(), frame.fields.end(),
                                     [&](const Field& field) { return matcher.matches(field, frame); });
        return it == frame.fields.end() ? nullptr : &*it;
    };
    for (const Frame& frame : frames) {
        const Field* y = find(frame, isY);
        if (!y) continue;
        const Field* x = find(frame, isX);
        if (!x) throw TransformError{"regression: both fields must be in one frame"};
        return {x, y};
    }
    return {};
}

}  // namespace

std::vector<Frame> transformRegression(std::vector<Frame> frames, const json::Value& options)
{
    const Pair fields = fieldsOf(frames, options);
    const std::string type = options["modelType"].isString() ? options["modelType"].toString() : "linear";
    if (!fields.x || (type != "linear" && type != "polynomial")) return frames;
    std::vector<double> xs;
    std::vector<double> ys;
    for (std::size_t row = 0; row < fields.x->values.size(); ++row) {
        const double x = fields.x->values.number(row);
        const double y = row < fields.y->values.size() ? fields.y->values.number(row) : std::nan("");
        if (!std::isfinite(x) || !std::isfinite(y)) continue;
        xs.push_back(x);
        ys.push_back(y);
    }
    if (xs.empty()) return frames;
    const auto degree = std::clamp<std::int64_t>(options["degree"].toInt(2), 0, kMostDegree);
    const Polynomial curve(xs, ys, type == "linear" ? 1 : static_cast<int>(degree));

    const auto count = std::clamp<std::int64_t>(options["predictionCount"].toInt(kUsualPoints), 1, kMostPoints);
    const auto [low, high] = std::minmax_element(xs.begin(), xs.end());
    const double step = (*high - *low) / static_cast<double>(count);
    std::vector<double> places;
    for (std::int64_t i = 0; i + 1 < count; ++i) places.push_back(*low + static_cast<double>(i) * step);
    places.push_back(*high);
    std::vector<double> predicted;
    for (const double x : places) predicted.push_back(curve.at(x));

    Frame out;
    out.name = type + " regression";
    out.fields = {plainField(fields.x->name, fields.x->type, Values::numbers(std::move(places))),
                  plainField(fields.y->name + " predicted", fields.y->type, Values::numbers(std::move(predicted)))};
    frames.push_back(std::move(out));
    return frames;
}

}  // namespace watchglass::ui
