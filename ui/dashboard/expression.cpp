#include "ui/dashboard/expression.h"

#include <algorithm>
#include <cmath>

#include "ui/dashboard/interval.h"

namespace watchglass::ui {

namespace {

using Kind = ExpressionValue::Kind;
using Cells = std::vector<std::optional<double>>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool isNumber(const std::optional<double>& value) { return value && std::isfinite(*value); }

double middle(std::vector<double> values)
{
    if (values.empty()) return kNan;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// The reducers of pkg/expr/mathexp/reduce.go; anything that is no number makes the result one that is none.
std::optional<double> reduced(const std::string& reducer, const Cells& cells)
{
    if (reducer == "count") return static_cast<double>(cells.size());
    if (reducer == "last") return cells.empty() ? std::optional(kNan) : cells.back();
    std::vector<double> values;
    for (const auto& cell : cells) {
        if (!cell || std::isnan(*cell)) return kNan;
        values.push_back(*cell);
    }
    double sum = 0;
    for (const double value : values) sum += value;
    if (reducer == "sum") return sum;
    if (values.empty()) return kNan;
    if (reducer == "mean") return sum / static_cast<double>(values.size());
    if (reducer == "min") return *std::min_element(values.begin(), values.end());
    if (reducer == "max") return *std::max_element(values.begin(), values.end());
    if (reducer == "median") return middle(std::move(values));
    return std::nullopt;
}

bool isReducer(const std::string& name)
{
    static constexpr std::string_view kNames[] = {"sum", "mean", "min", "max", "count", "last", "median"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

/// `$A` or `A`.
std::string refIdOf(std::string text)
{
    std::erase_if(text, [](char c) { return c == '$' || c == '{' || c == '}' || c == ' '; });
    return text;
}

const ExpressionValues& inputOf(const ExpressionInputs& inputs, const std::string& refId)
{
    static const ExpressionValues none;
    const auto it = inputs.find(refId);
    return it == inputs.end() ? none : it->second;
}

Result<ExpressionValues> reduce(const json::Value& expression, const ExpressionInputs& inputs)
{
    const std::string& reducer = expression["reducer"].toString();
    if (!isReducer(reducer)) return fail(ErrorCode::InvalidInput, "there is no reducer \"" + reducer + '"');
    const std::string& mode = expression.get("settings.mode").toString();
    const double replacement = expression.get("settings.replaceWithValue").toDouble();
    ExpressionValues out;
    for (const ExpressionValue& value : inputOf(inputs, refIdOf(expression["expression"].toString()))) {
        Cells cells = value.values;
        if (mode == "dropNN") std::erase_if(cells, [](const auto& cell) { return !isNumber(cell); });
        if (mode == "replaceNN") {
            for (auto& cell : cells) {
                if (!isNumber(cell)) cell = replacement;
            }
        }
        ExpressionValue one;
        one.labels = value.labels;
        one.values = {value.kind == Kind::Series ? reduced(reducer, cells)
                                                 : (cells.empty() ? std::nullopt : cells.front())};
        if (mode == "dropNN" && !isNumber(one.values.front())) one.values.front() = std::nullopt;
        out.push_back(std::move(one));
    }
    return out;
}

Result<ExpressionValues> resample(const json::Value& expression, const ExpressionInputs& inputs, const TimeRange& range)
{
    constexpr std::int64_t kMostPoints = 100'000;
    const auto window = parseIntervalMs(expression["window"].toString());
    if (!window || *window <= 0) return fail(ErrorCode::InvalidInput, "the window of a resampling is no duration");
    if (range.lengthMs() / *window > kMostPoints)
        return fail(ErrorCode::Limit, "the window is too small for the range");
    const std::string& down = expression["downsampler"].toString();
    const std::string& up = expression["upsampler"].toString();
    if (!isReducer(down)) return fail(ErrorCode::InvalidInput, "there is no downsampler \"" + down + '"');
    ExpressionValues out;
    for (const ExpressionValue& value : inputOf(inputs, refIdOf(expression["expression"].toString()))) {
        if (value.kind != Kind::Series) return fail(ErrorCode::InvalidInput, "only series over time can be resampled");
        ExpressionValue one;
        one.kind = Kind::Series;
        one.labels = value.labels;
        std::size_t at = 0;
        std::optional<double> last;
        for (std::int64_t time = range.fromMs; time <= range.toMs; time += *window) {
            Cells within;
            for (; at < value.times.size() && value.times[at] <= time; ++at) within.push_back(last = value.values[at]);
            one.times.push_back(time);
            if (!within.empty())
                one.values.push_back(reduced(down, within));
            else if (up == "pad")
                one.values.push_back(last);
            else if (up == "backfilling" && at < value.times.size())
                one.values.push_back(value.values[at]);
            else
                one.values.push_back(std::nullopt);
        }
        out.push_back(std::move(one));
    }
    return out;
}

/// Whether a value passes an evaluator; none for an unknown one.
std::optional<bool> passes(const json::Value& evaluator, double value)
{
    const std::string& type = evaluator["type"].toString();
    const double first = evaluator["params"].at(0).toDouble();
    const double second = evaluator["params"].at(1).toDouble();
    if (type == "gt") return value > first;
    if (type == "gte") return value >= first;
    if (type == "lt") return value < first;
    if (type == "lte") return value <= first;
    if (type == "eq") return value == first;
    if (type == "ne") return value != first;
    if (type == "within_range") return value > first && value < second;
    if (type == "outside_range") return value < first || value > second;
    if (type == "within_range_included") return value >= first && value <= second;
    if (type == "outside_range_included") return value <= first || value >= second;
    return std::nullopt;
}

Result<ExpressionValues> threshold(const json::Value& expression, const ExpressionInputs& inputs)
{
    const json::Value& evaluator = expression["conditions"].at(0)["evaluator"];
    if (!passes(evaluator, 0))
        return fail(ErrorCode::InvalidInput, "there is no threshold \"" + evaluator["type"].toString() + '"');
    ExpressionValues out = inputOf(inputs, refIdOf(expression["expression"].toString()));
    for (ExpressionValue& value : out) {
        for (auto& cell : value.values) {
            if (cell) cell = *passes(evaluator, *cell) ? 1 : 0;
        }
    }
    return out;
}

/// The reducers of pkg/expr/classic: they pass over what is no number.
std::optional<double> classicReduced(const std::string& reducer, const Cells& cells)
{
    std::vector<double> values;
    for (const auto& cell : cells) {
        if (cell && !std::isnan(*cell)) values.push_back(*cell);
    }
    if (reducer == "count") return static_cast<double>(cells.size());
    if (reducer == "count_non_null") return values.empty() ? std::nullopt : std::optional<double>(values.size());
    if (values.empty()) return std::nullopt;
    if (reducer == "last") return values.back();
    if (reducer == "median") return middle(std::move(values));
    if (reducer == "diff") return values.back() - values.front();
    if (reducer == "diff_abs") return std::abs(values.back() - values.front());
    if (reducer == "percent_diff") return (values.back() - values.front()) / std::abs(values.front()) * 100;
    if (reducer == "percent_diff_abs") return std::abs((values.back() - values.front()) / values.front() * 100);
    return reduced(reducer == "avg" ? "mean" : reducer, Cells(values.begin(), values.end()));
}

ExpressionValues classicConditions(const json::Value& expression, const ExpressionInputs& inputs)
{
    bool firing = false;
    bool first = true;
    for (const json::Value& condition : expression["conditions"].items()) {
        const json::Value& evaluator = condition["evaluator"];
        const std::string& reducer = condition["reducer"]["type"].toString();
        bool holds = false;
        const ExpressionValues& values = inputOf(inputs, condition["query"]["params"].at(0).toString());
        const bool wantsNone = evaluator["type"].toString() == "no_value";
        if (values.empty()) holds = wantsNone;
        for (const ExpressionValue& value : values) {
            const auto number = value.kind == Kind::Series ? classicReduced(reducer, value.values)
                                                           : value.values.front();
            holds = holds || (number ? !wantsNone && passes(evaluator, *number).value_or(false) : wantsNone);
        }
        const std::string& op = condition["operator"]["type"].toString();
        firing = first ? holds : (op == "or" || op == "logic-or") ? firing || holds : firing && holds;
        first = false;
    }
    ExpressionValue out;
    out.values = {firing ? 1 : 0};
    return {out};
}

}  // namespace

std::vector<std::string> expressionInputs(const json::Value& expression)
{
    std::vector<std::string> out;
    const std::string& type = expression["type"].toString();
    const std::string& text = expression["expression"].toString();
    if (type == "classic_conditions") {
        for (const json::Value& condition : expression["conditions"].items())
            out.push_back(condition["query"]["params"].at(0).toString());
        return out;
    }
    if (type == "sql") return {};  // its tables are not asked for: nothing is made of them
    if (type != "math") return {refIdOf(text)};
    for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
        const bool braced = at + 1 < text.size() && text[at + 1] == '{';
        std::size_t end = at + 1;
        if (braced) {
            end = std::min(text.find('}', at), text.size());
        } else {
            while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
                ++end;
        }
        out.push_back(text.substr(at + (braced ? 2 : 1), end - at - (braced ? 2 : 1)));
    }
    return out;
}

Result<ExpressionValues> evaluateExpression(const json::Value& expression, const ExpressionInputs& inputs,
                                            const TimeRange& range)
{
    const std::string& type = expression["type"].toString();
    if (type == "math") return evaluateMath(expression["expression"].toString(), inputs);
    if (type == "reduce") return reduce(expression, inputs);
    if (type == "resample") return resample(expression, inputs, range);
    if (type == "threshold") return threshold(expression, inputs);
    if (type == "classic_conditions") return classicConditions(expression, inputs);
    if (type == "sql") return fail(ErrorCode::InvalidInput, "expressions in SQL are not carried out");
    return fail(ErrorCode::InvalidInput, "expressions of type \"" + type + "\" are not supported");
}

ExpressionValues expressionValues(const promql::QueryResult& result)
{
    ExpressionValues out;
    if (result.type == promql::ValueType::Scalar && result.series.empty()) {
        ExpressionValue one;
        one.values = {result.scalar};
        out.push_back(std::move(one));
    }
    for (const promql::ResultSeries& series : result.series) {
        ExpressionValue one;
        one.kind = result.type == promql::ValueType::Vector ? Kind::Number : Kind::Series;
        one.labels = series.labels;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (((series.present[i >> 6] >> (i & 63)) & 1) == 0) continue;
            one.times.push_back(result.grid.startMs + static_cast<std::int64_t>(i) * result.grid.stepMs);
            one.values.emplace_back(series.values[i]);
        }
        if (one.kind == Kind::Number && one.values.size() != 1) continue;
        if (one.kind == Kind::Number) one.times.clear();
        out.push_back(std::move(one));
    }
    return out;
}

ExpressionValues expressionValues(const Frame& frame)
{
    ExpressionValues out;
    const Field* time = frame.first(FieldType::Time);
    for (const Field& field : frame.fields) {
        if (field.type != FieldType::Number) continue;
        if (!time && field.values.size() != 1) continue;
        ExpressionValue one;
        one.kind = time ? Kind::Series : Kind::Number;
        one.labels = field.labels;
        for (std::size_t row = 0; row < field.values.size(); ++row) {
            if (time && !time->values.has(row)) continue;
            if (time) one.times.push_back(static_cast<std::int64_t>(time->values.number(row)));
            one.values.push_back(field.values.has(row) ? std::optional(field.values.number(row)) : std::nullopt);
        }
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<Frame> expressionFrames(const std::string& refId, const ExpressionValues& values)
{
    std::vector<Frame> out;
    for (const ExpressionValue& value : values) {
        Frame frame;
        frame.refId = refId;
        if (value.kind == Kind::Series) {
            Field time;
            time.name = "Time";
            time.type = FieldType::Time;
            std::vector<double> times(value.times.begin(), value.times.end());
            for (std::size_t i = 1; i < times.size(); ++i) {
                const auto gap = static_cast<std::int64_t>(times[i] - times[i - 1]);
                if (frame.stepMs == 0 || gap < frame.stepMs) frame.stepMs = gap;
            }
            time.values = Values::numbers(std::move(times));
            frame.kind = FrameKind::TimeSeries;
            frame.fields.push_back(std::move(time));
        }
        std::vector<Cell> cells;
        for (const auto& cell : value.values) {
            cells.emplace_back();
            if (cell) cells.back() = *cell;
        }
        Field field;
        field.name = refId;
        field.refId = refId;
        field.labels = value.labels;
        field.labelled = true;
        field.values = Values::cells(std::move(cells));
        frame.fields.push_back(std::move(field));
        out.push_back(std::move(frame));
    }
    return out;
}

}  // namespace watchglass::ui
