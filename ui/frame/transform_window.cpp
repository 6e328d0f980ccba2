#include <algorithm>
#include <cmath>

#include "ui/frame/js_value.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// Mean of the squared distances from the mean; missing values are passed over.
double variance(const Values& values, std::size_t from, std::size_t to)
{
    double squares = 0;
    double mean = 0;
    double count = 0;
    for (std::size_t i = from; i < to; ++i) {
        if (!values.has(i)) continue;
        const double value = values.number(i);
        const double before = mean;
        mean += (value - before) / ++count;
        squares += (value - before) * (value - mean);
    }
    return count == 0 ? 0 : squares / count;
}

/// A sum of what is in the window, that rows enter and leave.
class RunningMean {
public:
    explicit RunningMean(const Values& values) : m_values(values) {}

    void enter(std::size_t row) { add(row, 1); }
    void leave(std::size_t row) { add(row, -1); }
    [[nodiscard]] double mean() const { return m_count == 0 ? 0 : m_sum / m_count; }

private:
    void add(std::size_t row, double sign)
    {
        if (!m_values.has(row)) return;
        m_sum += sign * m_values.number(row);
        m_count += sign;
    }

    const Values& m_values;
    double m_sum = 0;
    double m_count = 0;
};

std::vector<Cell> trailing(const Values& values, const std::string& reducer, std::size_t window)
{
    std::vector<Cell> out;
    RunningMean running(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (reducer == "mean") {
            // As Grafana has it, a row without a value lets none leave.
            if (values.has(i)) {
                running.enter(i);
                if (i + 1 > window) running.leave(i - window);
            }
            out.emplace_back(running.mean());
            continue;
        }
        const double spread = variance(values, i + 1 > window ? i + 1 - window : 0, i + 1);
        out.emplace_back(reducer == "variance" ? spread : std::sqrt(spread));
    }
    return out;
}

std::vector<Cell> centered(const Values& values, const std::string& reducer, std::size_t window)
{
    const std::size_t ahead = (window + 1) / 2 - 1;
    const std::size_t behind = window / 2;
    const std::size_t count = values.size();
    std::vector<Cell> out;
    RunningMean running(values);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = std::min(i + ahead + 1, count);
        if (reducer == "mean") {
            if (i == 0) {
                for (std::size_t row = 0; row < end; ++row) running.enter(row);
            } else {
                if (i + ahead < count) running.enter(i + ahead);
                if (i > behind) running.leave(i - behind - 1);
            }
            out.emplace_back(running.mean());
            continue;
        }
        const double spread = variance(values, i > behind ? i - behind : 0, end);
        out.emplace_back(reducer == "variance" ? spread : std::sqrt(spread));
    }
    return out;
}

std::string textOr(const json::Value& value, const char* otherwise)
{
    return value.isString() ? value.toString() : std::string(otherwise);
}

}  // namespace

std::optional<std::vector<Cell>> windowColumn(const Frame& frame, const json::Value& options)
{
    const double size = options["windowSize"].toDouble(0.1);
    if (size <= 0) throw TransformError{"calculateField: the window must be larger than 0"};
    const Field* field = namedOrNumber(frame, options["field"].toString());
    if (!field) return std::nullopt;
    const std::string reducer = textOr(options["reducer"], "mean");
    if (reducer != "mean" && reducer != "stdDev" && reducer != "variance")
        throw TransformError{"calculateField: no windows of \"" + reducer + "\""};
    const bool share = textOr(options["windowSizeMode"], "percentage") == "percentage";
    const double rows = std::ceil(size * (share ? static_cast<double>(frame.rows()) : 1));
    const auto window = static_cast<std::size_t>(std::min(rows, 1e9));
    return options["windowAlignment"].toString() == "centered" ? centered(field->values, reducer, window)
                                                               : trailing(field->values, reducer, window);
}

std::optional<std::vector<Cell>> cumulativeColumn(const Frame& frame, const json::Value& options)
{
    const std::string reducer = textOr(options["reducer"], "sum");
    if (reducer != "sum" && reducer != "mean")
        throw TransformError{"calculateField: nothing cumulative of \"" + reducer + "\""};
    const Field* field = namedOrNumber(frame, options["field"].toString());
    if (!field) return std::nullopt;
    std::vector<Cell> out;
    double total = 0;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
        if (field->values.has(row)) total += jsToNumber(field->values.cell(row));
        out.emplace_back(reducer == "sum" ? total : total / static_cast<double>(row + 1));
    }
    return out;
}

}  // namespace watchglass::ui
