#include "engine/promql/test_script.h"

#include <algorithm>
#include <set>

#include "engine/base/go_float.h"
#include "engine/model/regex.h"
#include "engine/promql/eval_facts.h"
#include "engine/promql/parser.h"
#include "engine/promql/test_script_compare.h"
#include "engine/promql/test_script_load.h"
#include "engine/promql/test_script_parse.h"

namespace watchglass::promql {

namespace {

using script::almostEqual;
using script::compareAll;
using script::describePoint;
using script::EvalCommand;
using script::Expectation;
using script::SeriesLine;

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

bool callsAny(const Expr& expr, const std::set<std::string_view>& names)
{
    if (expr.kind == ExprKind::Call && names.contains(static_cast<const CallExpr&>(expr).function->name)) return true;
    const std::vector<const Expr*> children = childrenOf(expr);
    return std::any_of(children.begin(), children.end(), [&](const Expr* child) { return callsAny(*child, names); });
}

bool callsAny(const std::string& query, const std::set<std::string_view>& names)
{
    const Result<ExprPtr> parsed = parseExpr(query);
    return parsed && callsAny(**parsed, names);
}

class Runner {
public:
    ScriptReport run(std::string_view text)
    {
        script::Reader reader(text);
        try {
            while (std::optional<script::Command> command = reader.next()) {
                switch (command->kind) {
                case script::Command::Kind::Clear: m_store.clear(); break;
                case script::Command::Kind::Load: load(command->load); break;
                case script::Command::Kind::Eval: evaluate(command->eval); break;
                }
            }
        } catch (const script::ScriptError& e) {
            addFailure(reader.line(), e.what());
        }
        return std::move(m_report);
    }

private:
    void addFailure(int line, std::string message)
    {
        ++m_report.failed;
        m_report.failures.push_back({line, std::move(message)});
    }

    void store(const Labels& labels, std::int64_t tMs, const SequenceValue& value, std::int64_t startMs)
    {
        if (!m_store.append(labels, tMs, value.value, value.histogram, startMs)) {
            throw script::ScriptError("out of order sample for " + labels.toString());
        }
    }

    void load(const script::LoadCommand& command)
    {
        for (const SeriesLine& series : command.series) {
            for (std::size_t i = 0; i < series.values.size(); ++i) {
                if (series.values[i].omitted) continue;
                const std::int64_t tMs = command.intervalMs * static_cast<std::int64_t>(i);
                const auto start = series.startOffsets.empty() ? std::nullopt : series.startOffsets[i];
                store(series.labels, tMs, series.values[i], start ? tMs + *start : 0);
            }
        }
        if (!command.customBuckets) return;
        for (const script::ConvertedSeries& series : script::convertClassic(command)) {
            for (const auto& [tMs, histogram] : series.samples)
                store(series.labels, tMs, {0, false, histogram, false}, 0);
        }
    }

    void evaluate(const EvalCommand& eval)
    {
        const std::string problem = eval.range ? checkRange(eval) : checkInstant(eval);
        if (problem.empty()) {
            ++m_report.passed;
            return;
        }
        addFailure(eval.line, eval.query + ": " + problem);
    }

    /// Failure and annotations; nothing when the values are to be looked at.
    [[nodiscard]] std::optional<std::string> checkOutcome(const EvalCommand& eval,
                                                          const Result<QueryResultPtr>& result) const
    {
        if (!result) {
            const std::string& message = result.error().message;
            if (!eval.mustFail) return "error: " + message;
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
        if (const auto outcome = checkOutcome(eval, result)) return *outcome;
        const std::string instantProblem = compareInstant(eval, **result, tMs);
        if (!instantProblem.empty()) return instantProblem;
        static const std::set<std::string_view> kWindowDependent = {"start", "end", "range", "step"};
        if (eval.rangeVector || eval.text || eval.ordered || callsAny(query, kWindowDependent)) return "";
        if (query.find("start()") != std::string::npos || query.find("end()") != std::string::npos ||
            query.find("step()") != std::string::npos || query.find("range()") != std::string::npos) {
            return "";
        }
        constexpr std::int64_t kMinute = 60'000;
        const Result<QueryResultPtr> range = m_engine.range(query, tMs - kMinute, tMs + kMinute, kMinute, options());
        // Annotations tell of three steps here, and are not compared.
        if (!range) return "as a range query: " + range.error().message;
        if (!isSorted(**range)) return "as a range query: the result is not sorted by labels";
        const std::string problem = compareInstant(eval, middleStep(**range, (*result)->type), tMs);
        return problem.empty() ? "" : "as a range query: " + problem;
    }

    /// The middle of three steps as the result of an instant query of that type.
    [[nodiscard]] static QueryResult middleStep(const QueryResult& range, ValueType type)
    {
        QueryResult out;
        out.type = type;
        if (type == ValueType::Scalar) out.scalar = range.series.at(0).values.at(1);
        out.grid = {range.grid.at(1), range.grid.stepMs, 1};
        for (const ResultSeries& series : range.series) {
            if (!series.has(1)) continue;
            ResultSeries one;
            one.labels = series.labels;
            one.values = {series.values[1]};
            one.present = {1};
            if (series.histogramAt(1) != nullptr) one.histograms = {series.histograms[1]};
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
            if (result.type != ValueType::Scalar) return "expected a scalar";
            const double got = result.scalar;
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
        options.useStartTimes = true;
        return options;
    }

    MemoryStore m_store;
    QueryEngine m_engine{m_store};
    ScriptReport m_report;
};

}  // namespace

ScriptReport runTestScript(std::string_view script) { return Runner().run(script); }

}  // namespace watchglass::promql
