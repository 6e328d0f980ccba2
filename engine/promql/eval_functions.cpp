#include <algorithm>
#include <array>
#include <cmath>

#include "engine/promql/eval_date.h"
#include "engine/promql/eval_math.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

using UnaryFn = double (*)(double);

/// Functions of one number, applied to every value.
UnaryFn elementwise(std::string_view name)
{
    constexpr double kPi = 3.14159265358979323846;
    static constexpr std::array<std::pair<std::string_view, UnaryFn>, 24> kTable = {{
        {"abs", [](double v) { return std::fabs(v); }},
        {"ceil", [](double v) { return std::ceil(v); }},
        {"floor", [](double v) { return std::floor(v); }},
        {"sqrt", [](double v) { return std::sqrt(v); }},
        {"exp", goExp},
        {"ln", goLog},
        {"log2", goLog2},
        {"log10", goLog10},
        {"sin", [](double v) { return std::sin(v); }},
        {"cos", [](double v) { return std::cos(v); }},
        {"tan", [](double v) { return std::tan(v); }},
        {"asin", goAsin},
        {"acos", goAcos},
        {"atan", goAtan},
        {"sinh", goSinh},
        {"cosh", goCosh},
        {"tanh", [](double v) { return std::tanh(v); }},
        {"asinh", [](double v) { return std::asinh(v); }},
        {"acosh", [](double v) { return std::acosh(v); }},
        {"atanh", [](double v) { return std::atanh(v); }},
        {"rad", [](double v) { return v * kPi / 180; }},
        {"deg", [](double v) { return v * 180 / kPi; }},
        {"sgn", [](double v) { return v < 0   ? -1.0
                                      : v > 0 ? 1.0
                                              : v; }},
        {"", nullptr},
    }};
    for (const auto& [known, fn] : kTable) {
        if (known == name) return fn;
    }
    return nullptr;
}

bool isRange(const Expr& arg)
{
    const ExprKind kind = unwrapParens(arg).kind;
    return kind == ExprKind::MatrixSelector || kind == ExprKind::Subquery;
}

}  // namespace

void Evaluator::streamCall(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string_view name = call.function->name;
    if (name == "absent_over_time") return streamAbsentOverTime(call, grid, sink);
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (isRange(*call.args[i])) return streamRangeFunction(call, i, grid, sink);
    }
    if (name == "label_replace") return streamLabelReplace(call, grid, sink);
    if (name == "label_join") return streamLabelJoin(call, grid, sink);
    if (name.starts_with("sort")) return streamSort(call, grid, sink);
    if (name == "absent") return streamAbsent(call, grid, sink);
    if (name == "histogram_quantile" || name == "histogram_quantiles" || name == "histogram_fraction") {
        return streamHistogramFunction(call, grid, sink);
    }
    if (name.starts_with("histogram_")) return streamHistogramNumber(call, grid, sink);
    if (name == "info") return streamInfo(call, grid, sink);
    if (isDateFunction(name)) return streamDate(call, grid, sink);
    if (name == "vector") {
        const ScalarRow value = evalScalar(*call.args[0], grid);
        Row row;
        row.reset(grid.steps);
        row.setDense(grid.steps);
        for (std::uint32_t i = 0; i < grid.steps; ++i) row.values[i] = value.at(i);
        countSamples(grid.steps);
        return sink.row(row);
    }

    Rows held;
    CollectSink collect(held);
    const bool mustMerge = !m_options.delayedNameRemoval && namesMayDiffer(call);
    RowSink& out = mustMerge ? static_cast<RowSink&>(collect) : sink;
    const auto finish = [&] {
        if (!mustMerge) return;
        mergeEqual(held, grid, false);
        emitRows(std::move(held), sink);
    };

    if (const UnaryFn fn = elementwise(name)) {
        FnSink apply([&](Row& row) {
            if (row.dropHistograms() && !anyBit(row.present)) return;
            for (double& v : row.values) v = fn(v);
            dropNames(row);
            out.row(row);
        });
        stream(*call.args[0], grid, apply);
        return finish();
    }
    if (name == "round") {
        const ScalarRow nearest = call.args.size() > 1 ? evalScalar(*call.args[1], grid) : ScalarRow(1);
        FnSink apply([&](Row& row) {
            if (row.dropHistograms() && !anyBit(row.present)) return;
            for (std::uint32_t i = 0; i < grid.steps; ++i) {
                const double inverse = 1.0 / nearest.at(i);
                row.values[i] = std::floor(row.values[i] * inverse + 0.5) / inverse;
            }
            dropNames(row);
            out.row(row);
        });
        stream(*call.args[0], grid, apply);
        return finish();
    }
    if (name == "clamp" || name == "clamp_min" || name == "clamp_max") {
        ScalarRow low(-kInf);
        ScalarRow high(kInf);
        if (name != "clamp_max") low = evalScalar(*call.args[1], grid);
        if (name == "clamp_max") high = evalScalar(*call.args[1], grid);
        if (name == "clamp") high = evalScalar(*call.args[2], grid);
        FnSink apply([&](Row& row) {
            row.dropHistograms();
            for (std::uint32_t i = 0; i < grid.steps; ++i) {
                if (high.at(i) < low.at(i)) row.clearStep(i);
                row.values[i] = goMax(low.at(i), goMin(high.at(i), row.values[i]));
            }
            if (!row.dense && !anyBit(row.present)) return;
            dropNames(row);
            out.row(row);
        });
        stream(*call.args[0], grid, apply);
        return finish();
    }
    if (name == "timestamp" || name == "start_timestamp") {
        const Expr& arg = unwrapParens(*call.args[0]);
        const bool start = name == "start_timestamp";
        FnSink ownTimes([&](Row& row) {
            dropNames(row);
            out.row(row);
        });
        FnSink stepTimes([&](Row& row) {
            row.histograms.clear();
            for (std::uint32_t i = 0; i < grid.steps; ++i) row.values[i] = static_cast<double>(grid.at(i)) / 1000;
            dropNames(row);
            out.row(row);
        });
        if (arg.kind == ExprKind::VectorSelector) {
            if (start && !m_options.useStartTimes) return;
            ProfiledSink rows(m_profiler, arg, grid.steps, false, ownTimes);
            streamSelector(static_cast<const VectorSelector&>(arg), grid,
                           start ? Reading::StartTime : Reading::SampleTime, rows.entry());
        } else if (!start) {
            stream(arg, grid, stepTimes);
        }
        return finish();
    }
    throwEval("unsupported: " + std::string(name));
}

ScalarRow Evaluator::scalarCall(const CallExpr& call, const Grid& grid)
{
    const std::string_view name = call.function->name;
    const QueryWindow& window = m_facts.window();
    if (name == "pi") return ScalarRow(3.14159265358979323846);
    if (name == "start") return ScalarRow(static_cast<double>(window.startMs) / 1000);
    if (name == "end") return ScalarRow(static_cast<double>(window.endMs) / 1000);
    if (name == "range") return ScalarRow(static_cast<double>(window.endMs - window.startMs) / 1000);
    if (name == "step") {
        return ScalarRow(window.startMs == window.endMs ? 0 : static_cast<double>(window.stepMs) / 1000);
    }
    std::vector<double> values(grid.steps);
    if (name == "time") {
        for (std::uint32_t i = 0; i < grid.steps; ++i) values[i] = static_cast<double>(grid.at(i)) / 1000;
        return ScalarRow(std::move(values));
    }
    if (name == "min_of" || name == "max_of") {
        const ScalarRow a = evalScalar(*call.args[0], grid);
        const ScalarRow b = evalScalar(*call.args[1], grid);
        for (std::uint32_t i = 0; i < grid.steps; ++i) {
            values[i] = name == "min_of" ? goMin(a.at(i), b.at(i)) : goMax(a.at(i), b.at(i));
        }
        return ScalarRow(std::move(values));
    }
    if (name == "scalar") {
        std::fill(values.begin(), values.end(), kNan);
        Bitmap once(bitmapWords(grid.steps), 0);
        Bitmap twice(bitmapWords(grid.steps), 0);
        FnSink take([&](Row& row) {
            row.dropHistograms();
            forEachBit(row.present, [&](std::uint32_t i) {
                if (testBit(once, i)) setBit(twice, i);
                setBit(once, i);
                values[i] = row.values[i];
            });
        });
        stream(*call.args[0], grid, take);
        forEachBit(twice, [&](std::uint32_t i) { values[i] = kNan; });
        return ScalarRow(std::move(values));
    }
    throwEval("unsupported: " + std::string(name));
}

void Evaluator::streamAbsent(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    Row out;
    out.reset(grid.steps);
    out.setDense(grid.steps);
    FnSink clear([&](Row& row) {
        for (std::size_t w = 0; w < out.present.size(); ++w) out.present[w] &= ~row.present[w];
    });
    stream(*call.args[0], grid, clear);
    out.dense = countBits(out.present) == grid.steps;
    if (!anyBit(out.present)) return;
    std::fill(out.values.begin(), out.values.end(), 1.0);
    out.labels = absentLabels(*call.args[0]);
    sink.row(out);
}

void Evaluator::streamDate(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string_view name = call.function->name;
    if (call.args.empty()) {
        Row row;
        row.reset(grid.steps);
        row.setDense(grid.steps);
        for (std::uint32_t i = 0; i < grid.steps; ++i) row.values[i] = datePart(name, grid.at(i) / 1000);
        return sink.row(row);
    }
    Rows held;
    CollectSink collect(held);
    const bool mustMerge = !m_options.delayedNameRemoval && namesMayDiffer(*call.args[0]);
    RowSink& out = mustMerge ? static_cast<RowSink&>(collect) : sink;
    FnSink apply([&](Row& row) {
        if (row.dropHistograms() && !anyBit(row.present)) return;
        forEachBit(row.present, [&](std::uint32_t i) { row.values[i] = datePart(name, goInt64(row.values[i])); });
        dropNames(row);
        out.row(row);
    });
    stream(*call.args[0], grid, apply);
    if (mustMerge) {
        mergeEqual(held, grid, false);
        emitRows(std::move(held), sink);
    }
}

}  // namespace watchglass::promql
