#include "engine/promql/test_script.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "engine/base/go_float.h"
#include "engine/model/regex.h"
#include "engine/promql/eval_facts.h"
#include "engine/promql/parser.h"
#include "engine/promql/test_script_parse.h"

namespace watchglass::promql {

namespace {

using script::EvalCommand;
using script::Expectation;
using script::SeriesLine;

/// The reference runner's tolerance: relative 1e-6.
bool almostEqual(double expected, double got)
{
    if (isStaleMarker(expected) || isStaleMarker(got)) return isStaleMarker(expected) && isStaleMarker(got);
    if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) && std::isnan(got);
    if (expected == got) return true;
    constexpr double kEpsilon = 1e-6;
    constexpr double kSmallestNormal = std::numeric_limits<double>::min();
    const double sum = std::fabs(expected) + std::fabs(got);
    const double difference = std::fabs(expected - got);
    if (expected == 0 || got == 0 || sum < kSmallestNormal) return difference < kEpsilon * kSmallestNormal;
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kEpsilon;
}

bool matchesText(const Expectation& expected, const std::string& text)
{
    for (const std::string& message : expected.messages) {
        if (message == text) return true;
    }
    for (const std::string& pattern : expected.patterns) {
        const Result<Regex> regex = Regex::plain(pattern);
        if (regex && regex->matches(text)) return true;
    }
    return false;
}

/// "" when the annotations of one level are as expected, else what is wrong.
std::string checkAnnotations(const Expectation& expected, bool none, const std::vector<std::string>& got,
                             const std::string& level)
{
    if (none) return got.empty() ? "" : "unexpected " + level + ": " + got.front();
    if (!expected.any) return "";
    if (got.empty()) return "expected " + level + " annotations but got none";
    if (expected.messages.empty() && expected.patterns.empty()) return "";
    for (const std::string& text : got) {
        if (!matchesText(expected, text)) return "unexpected " + level + ": " + text;
    }
    const auto met = [&](const Expectation& one) {
        return std::any_of(got.begin(), got.end(), [&](const std::string& text) { return matchesText(one, text); });
    };
    for (const std::string& message : expected.messages) {
        if (!met({true, {message}, {}})) return "expected " + level + " \"" + message + "\", got: " + got.front();
    }
    for (const std::string& pattern : expected.patterns) {
        if (!met({true, {}, {pattern}})) return "expected " + level + " like \"" + pattern + "\", got: " + got.front();
    }
    return "";
}

std::string describePoint(const Labels& labels, double expected, double got, std::int64_t tMs)
{
    return labels.toString() + " at " + std::to_string(tMs) + " ms: expected " + formatFloatG(expected) + ", got " +
           formatFloatG(got);
}

/// Points of one result series as (time, value).
std::vector<std::pair<std::int64_t, double>> pointsOf(const ResultSeries& series, const Grid& grid)
{
    std::vector<std::pair<std::int64_t, double>> points;
    for (std::uint32_t i = 0; i < series.values.size(); ++i) {
        if (!series.times.empty()) {
            points.emplace_back(series.times[i], series.values[i]);
        } else if (series.has(i)) {
            points.emplace_back(grid.at(i), series.values[i]);
        }
    }
    return points;
}

std::string compareSeries(const SeriesLine& expected, const ResultSeries& got, const Grid& grid, std::int64_t startMs,
                          std::int64_t stepMs)
{
    const auto points = pointsOf(got, grid);
    std::size_t next = 0;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        if (!expected.values[i]) continue;
        const std::int64_t tMs = startMs + stepMs * static_cast<std::int64_t>(i);
        if (next >= points.size()) {
            return expected.labels.toString() + " at " + std::to_string(tMs) + " ms: expected " +
                   formatFloatG(*expected.values[i]) + ", got nothing";
        }
        if (points[next].first != tMs) {
            return expected.labels.toString() + ": expected a point at " + std::to_string(tMs) + " ms, got one at " +
                   std::to_string(points[next].first);
        }
        if (!almostEqual(*expected.values[i], points[next].second)) {
            return describePoint(expected.labels, *expected.values[i], points[next].second, tMs);
        }
        ++next;
    }
    if (next < points.size()) {
        return expected.labels.toString() + ": unexpected value " + formatFloatG(points[next].second) + " at " +
               std::to_string(points[next].first) + " ms";
    }
    return "";
}

/// "" when the series are those expected. `startMs` and `stepMs` place the expected values in time.
std::string compareAll(const EvalCommand& eval, const QueryResult& result, std::int64_t startMs, std::int64_t stepMs,
                       bool ordered)
{
    std::vector<bool> used(eval.series.size(), false);
    std::size_t position = 0;
    for (const ResultSeries& got : result.series) {
        std::size_t at = 0;
        while (at < eval.series.size() && (used[at] || eval.series[at].labels != got.labels)) ++at;
        if (at == eval.series.size()) return "unexpected series " + got.labels.toString() + " in the result";
        if (ordered && at != position) {
            return "expected " + eval.series[position].labels.toString() + " at position " +
                   std::to_string(position + 1) + ", got " + got.labels.toString();
        }
        used[at] = true;
        ++position;
        const std::string problem = compareSeries(eval.series[at], got, result.grid, startMs, stepMs);
        if (!problem.empty()) return problem;
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
        const auto& values = eval.series[i].values;
        const bool empty = std::none_of(values.begin(), values.end(), [](const auto& v) { return v.has_value(); });
        if (!used[i] && !(eval.range && empty)) return "missing series " + eval.series[i].labels.toString();
    }
    return "";
}

bool isSorted(const QueryResult& result)
{
    return std::is_sorted(result.series.begin(), result.series.end(),
                          [](const ResultSeries& a, const ResultSeries& b) { return a.labels < b.labels; });
}

/// Pins every selector and subquery of the tree that has no `@` to a time. False when nothing may be pinned.
void pinSelectors(Expr& expr, std::int64_t tMs)
{
    const auto pin = [&](TimeModifiers& time) {
        if (time.at != AtModifier::None) return;
        time.at = AtModifier::Timestamp;
        time.atMs = tMs;
    };
    switch (expr.kind) {
    case ExprKind::VectorSelector: pin(static_cast<VectorSelector&>(expr).time); break;
    case ExprKind::MatrixSelector: pin(static_cast<MatrixSelector&>(expr).selector->time); break;
    case ExprKind::Subquery: pin(static_cast<SubqueryExpr&>(expr).time); break;
    case ExprKind::Paren: pinSelectors(*static_cast<ParenExpr&>(expr).expr, tMs); break;
    case ExprKind::Unary: pinSelectors(*static_cast<UnaryExpr&>(expr).expr, tMs); break;
    case ExprKind::Aggregate: {
        auto& node = static_cast<AggregateExpr&>(expr);
        pinSelectors(*node.expr, tMs);
        if (node.param) pinSelectors(*node.param, tMs);
        break;
    }
    case ExprKind::Binary: {
        auto& node = static_cast<BinaryExpr&>(expr);
        pinSelectors(*node.left, tMs);
        pinSelectors(*node.right, tMs);
        break;
    }
    case ExprKind::Call:
        for (const ExprPtr& arg : static_cast<CallExpr&>(expr).args) pinSelectors(*arg, tMs);
        break;
    default: break;
    }
}

/// Calls use(name) for each function called in the tree.
template <class Use>
void forEachCall(const Expr& expr, Use&& use)
{
    switch (expr.kind) {
    case ExprKind::Subquery: forEachCall(*static_cast<const SubqueryExpr&>(expr).expr, use); break;
    case ExprKind::Paren: forEachCall(*static_cast<const ParenExpr&>(expr).expr, use); break;
    case ExprKind::Unary: forEachCall(*static_cast<const UnaryExpr&>(expr).expr, use); break;
    case ExprKind::Aggregate: {
        const auto& node = static_cast<const AggregateExpr&>(expr);
        forEachCall(*node.expr, use);
        if (node.param) forEachCall(*node.param, use);
        break;
    }
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        forEachCall(*node.left, use);
        forEachCall(*node.right, use);
        break;
    }
    case ExprKind::Call: {
        const auto& call = static_cast<const CallExpr&>(expr);
        use(call.function->name);
        for (const ExprPtr& arg : call.args) forEachCall(*arg, use);
        break;
    }
    default: break;
    }
}

bool callsAny(const std::string& query, const std::set<std::string_view>& names)
{
    const Result<ExprPtr> parsed = parseExpr(query);
    bool found = false;
    if (parsed) forEachCall(**parsed, [&](std::string_view name) { found = found || names.contains(name); });
    return found;
}

class Runner {
public:
    ScriptReport run(std::string_view text)
    {
        script::Reader reader(text);
        try {
            while (std::optional<script::Command> command = reader.next()) {
                switch (command->kind) {
                case script::Command::Kind::Clear:
                    m_store.clear();
                    m_unloaded.clear();
                    break;
                case script::Command::Kind::Load: load(command->load); break;
                case script::Command::Kind::Eval: evaluate(command->eval); break;
                }
            }
        } catch (const script::ScriptError& e) {
            addFailure(reader.line(), e.what(), false);
        }
        return std::move(m_report);
    }

private:
    void addFailure(int line, std::string message, bool unsupported)
    {
        ++(unsupported ? m_report.unsupported : m_report.failed);
        m_report.failures.push_back({line, std::move(message), unsupported});
    }

    void load(const script::LoadCommand& command)
    {
        for (const SeriesLine& series : command.series) {
            if (series.histogram || series.startTimestamps || command.customBuckets) {
                std::string name(series.labels.metricName());
                m_unloaded.insert(name);
                // Converted classic histograms go by the base name.
                for (const std::string_view suffix : {"_bucket", "_sum", "_count"}) {
                    if (command.customBuckets && name.ends_with(suffix)) {
                        m_unloaded.insert(name.substr(0, name.size() - suffix.size()));
                    }
                }
                if (series.histogram || series.startTimestamps) continue;
            }
            for (std::size_t i = 0; i < series.values.size(); ++i) {
                if (!series.values[i]) continue;
                const std::int64_t tMs = command.intervalMs * static_cast<std::int64_t>(i);
                if (!m_store.append(series.labels, tMs, *series.values[i])) {
                    throw script::ScriptError("out of order sample for " + series.labels.toString());
                }
            }
        }
    }

    /// Whether the store lacks data that this evaluation is about.
    [[nodiscard]] bool needsUnloaded(const EvalCommand& eval) const
    {
        for (const SeriesLine& series : eval.series) {
            if (series.histogram) return true;
        }
        for (const std::string& name : m_unloaded) {
            if (name.empty() || eval.query.find(name) != std::string::npos) return true;
        }
        return !m_unloaded.empty() && eval.query.find("__name__") != std::string::npos;
    }

    void evaluate(const EvalCommand& eval)
    {
        const std::string problem = eval.range ? checkRange(eval) : checkInstant(eval);
        if (problem.empty()) {
            ++m_report.passed;
            return;
        }
        const bool unsupported = problem.find("unsupported: ") != std::string::npos || needsUnloaded(eval);
        addFailure(eval.line, eval.query + ": " + problem, unsupported);
    }

    /// Failure and annotations; nothing when the values are to be looked at.
    [[nodiscard]] std::optional<std::string> checkOutcome(const EvalCommand& eval,
                                                          const Result<QueryResultPtr>& result) const
    {
        if (!result) {
            const std::string& message = result.error().message;
            if (!eval.mustFail) return "error: " + message;
            // Not there is not the failure that was meant.
            if (message.starts_with("unsupported: ")) return message;
            const bool specific = !eval.fail.messages.empty() || !eval.fail.patterns.empty();
            return specific && !matchesText(eval.fail, message) ? "expected another error than: " + message : "";
        }
        if (eval.mustFail) return "expected an error, got a result";
        std::string problem = checkAnnotations(eval.warn, eval.noWarn, (*result)->warnings, "warning");
        if (problem.empty()) problem = checkAnnotations(eval.info, eval.noInfo, (*result)->infos, "info");
        if (!problem.empty()) return problem;
        return std::nullopt;
    }

    [[nodiscard]] std::string checkRange(const EvalCommand& eval)
    {
        const Result<QueryResultPtr> result = m_engine.range(eval.query, eval.startMs, eval.endMs, eval.stepMs,
                                                             options());
        if (const auto outcome = checkOutcome(eval, result)) return *outcome;
        if (!isSorted(**result)) return "the result is not sorted by labels";
        return compareAll(eval, **result, eval.startMs, eval.stepMs, false);
    }

    [[nodiscard]] std::string checkInstant(const EvalCommand& eval)
    {
        std::string problem = checkInstantAt(eval, eval.query, eval.startMs);
        if (!problem.empty()) return problem;
        static const std::set<std::string_view> kTimeDependent = {
            "days_in_month",  "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year",
            "predict_linear", "time",         "timestamp",   "start",       "end",  "range",  "step"};
        if (callsAny(eval.query, kTimeDependent)) return "";
        Result<ExprPtr> pinned = parseExpr(eval.query);
        pinSelectors(**pinned, eval.startMs);
        const std::string text = toString(**pinned);
        const std::int64_t t = eval.startMs;
        const std::vector<std::int64_t> times = t == 0 ? std::vector<std::int64_t>{-1000, 0, 1000}
                                                       : std::vector<std::int64_t>{-10 * t, 0, t / 5, t, 10 * t};
        for (const std::int64_t at : times) {
            problem = checkInstantAt(eval, text, at);
            if (!problem.empty()) return "as " + text + " at " + std::to_string(at) + " ms: " + problem;
        }
        return "";
    }

    /// As an instant query, and as the middle step of a range query.
    [[nodiscard]] std::string checkInstantAt(const EvalCommand& eval, const std::string& query, std::int64_t tMs)
    {
        const Result<QueryResultPtr> result = m_engine.instant(query, tMs, options());
        if (const auto outcome = checkOutcome(eval, result)) {
            if (!outcome->empty() || !eval.mustFail) return *outcome;
        } else {
            const std::string problem = compareInstant(eval, **result, tMs);
            if (!problem.empty()) return problem;
        }
        static const std::set<std::string_view> kWindowDependent = {"start", "end", "range", "step"};
        if (eval.rangeVector || eval.text || eval.ordered || callsAny(query, kWindowDependent)) return "";
        if (query.find("start()") != std::string::npos || query.find("end()") != std::string::npos ||
            query.find("step()") != std::string::npos || query.find("range()") != std::string::npos) {
            return "";
        }
        constexpr std::int64_t kMinute = 60'000;
        const Result<QueryResultPtr> range = m_engine.range(query, tMs - kMinute, tMs + kMinute, kMinute, options());
        if (const auto outcome = checkOutcome(eval, range)) {
            return outcome->empty() ? "" : "as a range query: " + *outcome;
        }
        if (!isSorted(**range)) return "as a range query: the result is not sorted by labels";
        const std::string problem = compareInstant(eval, middleStep(**range), tMs);
        return problem.empty() ? "" : "as a range query: " + problem;
    }

    [[nodiscard]] static QueryResult middleStep(const QueryResult& range)
    {
        QueryResult out;
        out.type = ValueType::Vector;
        out.grid = {range.grid.at(1), range.grid.stepMs, 1};
        for (const ResultSeries& series : range.series) {
            if (!series.has(1)) continue;
            ResultSeries one;
            one.labels = series.labels;
            one.values = {series.values[1]};
            one.present = {1};
            out.series.push_back(std::move(one));
        }
        return out;
    }

    [[nodiscard]] static std::string compareInstant(const EvalCommand& eval, const QueryResult& result,
                                                    std::int64_t tMs)
    {
        if (eval.text) {
            if (result.type != ValueType::String) return "expected a string";
            return result.text == *eval.text ? ""
                                             : "expected the string \"" + *eval.text + "\", got \"" + result.text + '"';
        }
        if (eval.scalar) {
            double got = result.scalar;
            if (result.type != ValueType::Scalar) {
                // A scalar in a range query is a series without labels.
                if (result.series.size() != 1 || !result.series[0].labels.empty()) return "expected a scalar";
                got = result.series[0].values[0];
            }
            return almostEqual(*eval.scalar, got) ? "" : describePoint({}, *eval.scalar, got, tMs);
        }
        if (result.type == ValueType::Scalar || result.type == ValueType::String) return "expected a vector";
        if (eval.rangeVector) return compareAll(eval, result, eval.vectorStartMs, eval.vectorStepMs, false);
        if (result.type == ValueType::Matrix) return "expected no range vector";
        return compareAll(eval, result, tMs, 0, eval.ordered);
    }

    [[nodiscard]] static QueryOptions options()
    {
        QueryOptions options;
        options.maxSamples = 10'000;
        options.timeoutMs = 100'000;
        options.delayedNameRemoval = true;
        return options;
    }

    MemoryStore m_store;
    QueryEngine m_engine{m_store};
    std::set<std::string> m_unloaded;  ///< metrics with samples that the store cannot hold
    ScriptReport m_report;
};

}  // namespace

ScriptReport runTestScript(std::string_view script) { return Runner().run(script); }

}  // namespace watchglass::promql
