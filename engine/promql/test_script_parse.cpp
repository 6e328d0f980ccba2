#include "engine/promql/test_script_parse.h"

#include <algorithm>
#include <cctype>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/model/sample.h"
#include "engine/promql/literals.h"
#include "engine/promql/parser.h"

namespace watchglass::promql::script {

namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trim(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

/// Cuts off and returns the first word.
std::string_view takeWord(std::string_view& text)
{
    text = trim(text);
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    const std::string_view word = text.substr(0, end);
    text = trim(text.substr(end));
    return word;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::int64_t timeOf(std::string_view text)
{
    const bool negative = text.starts_with('-');
    const auto length = parseDuration(negative ? text.substr(1) : text);
    if (!length) throw ScriptError("not a duration: " + std::string(text));
    return negative ? -length->count() : length->count();
}

double numberOf(std::string_view text)
{
    const bool negative = text.starts_with('-');
    const Result<double> value = parseNumberLiteral(negative || text.starts_with('+') ? text.substr(1) : text);
    if (!value) throw ScriptError("not a number: " + std::string(text));
    return negative ? -*value : *value;
}

/// Where the metric ends and its values begin: after the braces, or after the name.
std::size_t metricEnd(std::string_view line)
{
    char quote = 0;
    bool inBraces = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != 0) {
            if (c == '\\' && quote != '`')
                ++i;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'' || c == '`') {
            quote = c;
        } else if (c == '{') {
            inBraces = true;
        } else if (c == '}') {
            return i + 1;
        } else if (!inBraces && (kBlanks.find(c) != std::string_view::npos || c == '@')) {
            // "foo {a="b"} 1": blanks may stand in front of the braces.
            const std::size_t next = line.find_first_not_of(kBlanks, i);
            if (c == '@' || next == std::string_view::npos || line[next] != '{' ||
                line.substr(next).starts_with("{{")) {
                return i;
            }
            i = next - 1;
        }
    }
    return line.size();
}

Labels labelsOf(std::string_view metric)
{
    if (trim(metric) == "{}") return {};
    // A metric without labels but with braces is no selector when the name is missing too.
    const auto matchers = parseMetricSelector(metric);
    if (!matchers) throw ScriptError("bad metric " + std::string(metric) + ": " + describeParseError(matchers.error()));
    LabelsBuilder labels;
    for (const Matcher& matcher : *matchers) {
        if (matcher.type() != Matcher::Type::Equal) throw ScriptError("bad metric " + std::string(metric));
        labels.set(matcher.name(), matcher.value());
    }
    return labels.build();
}

std::uint32_t repeatOf(std::string_view text)
{
    std::uint32_t count = 0;
    if (text.empty() || text.size() > 7) throw ScriptError("bad repetition in a value sequence");
    for (const char c : text) {
        if (c < '0' || c > '9') throw ScriptError("bad repetition in a value sequence: " + std::string(text));
        count = count * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return count;
}

/// The + or - between start and step of "1+2x3": not the sign in front nor one of an exponent.
std::size_t stepSign(std::string_view item)
{
    const bool hex = item.find("0x") != std::string_view::npos || item.find("0X") != std::string_view::npos;
    for (std::size_t i = 1; i < item.size(); ++i) {
        if (item[i] != '+' && item[i] != '-') continue;
        if (!hex && (item[i - 1] == 'e' || item[i - 1] == 'E')) continue;
        return i;
    }
    return std::string_view::npos;
}

void appendItem(std::string_view item, std::vector<std::optional<double>>& values)
{
    if (item.starts_with('_')) {
        const std::uint32_t count = item.size() == 1 ? 1 : item[1] == 'x' ? repeatOf(item.substr(2)) : 0;
        if (count == 0 && item != "_x0") throw ScriptError("bad value " + std::string(item));
        values.insert(values.end(), count, std::nullopt);
        return;
    }
    if (item == "stale") {
        values.emplace_back(staleMarker());
        return;
    }
    // The x of a repetition is the last one; that of "0x1f" is its second character.
    std::size_t times = item.rfind('x');
    const std::size_t digits = item.find_first_not_of("+-");
    if (times != std::string_view::npos && times == digits + 1 && item[digits] == '0') times = std::string_view::npos;
    if (times == std::string_view::npos) {
        values.emplace_back(numberOf(item));
        return;
    }
    const std::uint32_t count = repeatOf(item.substr(times + 1));
    const std::string_view start = item.substr(0, times);
    const std::size_t sign = stepSign(start);
    double value = numberOf(start.substr(0, sign));
    const double step = sign == std::string_view::npos ? 0 : numberOf(start.substr(sign));
    for (std::uint32_t i = 0; i <= count; ++i) {
        values.emplace_back(value);
        if (sign != std::string_view::npos) value += step;
    }
}

SeriesLine seriesOf(std::string_view line)
{
    SeriesLine out;
    const std::size_t end = metricEnd(line);
    out.labels = labelsOf(line.substr(0, end));
    std::string_view rest = line.substr(end);
    if (rest.starts_with("@st")) {
        out.startTimestamps = true;
        return out;
    }
    if (!rest.empty() && kBlanks.find(rest[0]) == std::string_view::npos)
        throw ScriptError("bad series: " + std::string(line));
    out.histogram = rest.find("{{") != std::string_view::npos;
    if (out.histogram) return out;
    for (std::string_view item = takeWord(rest); !item.empty(); item = takeWord(rest)) appendItem(item, out.values);
    return out;
}

void addExpectation(Expectation& into, std::string_view rest)
{
    if (into.any && into.messages.empty() && into.patterns.empty()) throw ScriptError("repeated expectation");
    into.any = true;
    if (rest.starts_with("msg:")) {
        into.messages.emplace_back(trim(rest.substr(4)));
    } else if (rest.starts_with("regex:")) {
        into.patterns.emplace_back(trim(rest.substr(6)));
    } else if (!rest.empty()) {
        throw ScriptError("bad expectation: " + std::string(rest));
    }
}

}  // namespace

Reader::Reader(std::string_view script)
{
    while (true) {
        const std::size_t end = script.find('\n');
        const std::string_view line = trim(script.substr(0, end));
        m_lines.emplace_back(line.starts_with('#') ? std::string_view() : line);
        if (end == std::string_view::npos) break;
        script.remove_prefix(end + 1);
    }
}

std::optional<Command> Reader::next()
{
    while (m_line < m_lines.size() && m_lines[m_line].empty()) ++m_line;
    if (m_line >= m_lines.size()) return std::nullopt;
    std::string_view rest = m_lines[m_line];
    const std::string word = lower(takeWord(rest));
    Command command;
    if (word == "clear") {
        ++m_line;
    } else if (word.starts_with("load")) {
        command.kind = Command::Kind::Load;
        command.load = readLoad();
    } else if (word.starts_with("eval")) {
        command.kind = Command::Kind::Eval;
        command.eval = readEval();
    } else {
        throw ScriptError("unknown command: " + word);
    }
    return command;
}

LoadCommand Reader::readLoad()
{
    LoadCommand load;
    load.line = line();
    std::string_view rest = m_lines[m_line];
    const std::string word = lower(takeWord(rest));
    if (word != "load" && word != "load_with_nhcb") throw ScriptError("unknown command: " + word);
    load.customBuckets = word == "load_with_nhcb";
    load.intervalMs = timeOf(takeWord(rest));
    if (!rest.empty()) throw ScriptError("more than an interval after load");
    for (++m_line; m_line < m_lines.size() && !m_lines[m_line].empty(); ++m_line) {
        SeriesLine series = seriesOf(m_lines[m_line]);
        const auto same = std::find_if(load.series.begin(), load.series.end(), [&](const SeriesLine& known) {
            return known.labels == series.labels && known.startTimestamps == series.startTimestamps;
        });
        if (same == load.series.end()) {
            load.series.push_back(std::move(series));
        } else {
            *same = std::move(series);
        }
    }
    return load;
}

EvalCommand Reader::readEval()
{
    EvalCommand eval;
    eval.line = line();
    std::string_view rest = m_lines[m_line];
    const std::string word = lower(takeWord(rest));
    if (word == "eval_fail")
        eval.mustFail = true;
    else if (word == "eval_warn")
        eval.warn.any = true;
    else if (word == "eval_info")
        eval.info.any = true;
    else if (word == "eval_ordered")
        eval.ordered = true;
    else if (word != "eval")
        throw ScriptError("unknown command: " + word);

    const auto keyword = [&](std::string_view expected) {
        if (takeWord(rest) != expected) throw ScriptError("expected \"" + std::string(expected) + "\" in eval");
    };
    const std::string_view kind = takeWord(rest);
    if (kind == "instant") {
        keyword("at");
        eval.startMs = eval.endMs = timeOf(takeWord(rest));
    } else if (kind == "range") {
        eval.range = true;
        keyword("from");
        eval.startMs = timeOf(takeWord(rest));
        keyword("to");
        eval.endMs = timeOf(takeWord(rest));
        keyword("step");
        eval.stepMs = timeOf(takeWord(rest));
        if (eval.endMs < eval.startMs) throw ScriptError("invalid test definition, end is before start");
        if (eval.stepMs <= 0) throw ScriptError("invalid test definition, the step must be positive");
        if (eval.ordered) throw ScriptError("eval_ordered is for instant queries only");
    } else {
        throw ScriptError("expected \"instant\" or \"range\" in eval");
    }
    eval.query = rest;
    const Result<ExprPtr> parsed = parseExpr(eval.query);
    if (!parsed) throw ScriptError(describeParseError(parsed.error()));
    ++m_line;
    readExpectations(eval);
    return eval;
}

bool Reader::readExpectLine(EvalCommand& eval, std::string_view line)
{
    const std::string_view word = takeWord(line);
    if (word == "expected_fail_message" || word == "expected_fail_regexp") {
        if (!eval.mustFail) throw ScriptError(std::string(word) + " without eval_fail");
        (word == "expected_fail_message" ? eval.fail.messages : eval.fail.patterns).emplace_back(line);
        return false;
    }
    const std::string_view what = takeWord(line);
    if (what == "fail") {
        if (eval.mustFail) throw ScriptError("repeated expectation of failure");
        eval.mustFail = true;
        addExpectation(eval.fail, line);
    } else if (what == "warn") {
        addExpectation(eval.warn, line);
    } else if (what == "info") {
        addExpectation(eval.info, line);
    } else if (what == "no_warn" && line.empty()) {
        eval.noWarn = true;
    } else if (what == "no_info" && line.empty()) {
        eval.noInfo = true;
    } else if (what == "ordered" && line.empty()) {
        if (eval.range) throw ScriptError("expect ordered is for instant queries only");
        eval.ordered = true;
    } else if (what == "string") {
        if (line.size() < 2) throw ScriptError("expected a quoted string");
        eval.text = unquoteLiteral(line);
    } else if (what == "range") {
        if (takeWord(line) != "vector" || takeWord(line) != "from") throw ScriptError("bad expect range vector");
        eval.rangeVector = true;
        eval.vectorStartMs = timeOf(takeWord(line));
        if (takeWord(line) != "to") throw ScriptError("bad expect range vector");
        static_cast<void>(timeOf(takeWord(line)));
        if (takeWord(line) != "step") throw ScriptError("bad expect range vector");
        eval.vectorStepMs = timeOf(takeWord(line));
        if (eval.range) throw ScriptError("expect range vector is for instant queries only");
    } else {
        throw ScriptError("bad expectation: " + std::string(what));
    }
    if (eval.noWarn && eval.warn.any) throw ScriptError("expect warn and expect no_warn together");
    if (eval.noInfo && eval.info.any) throw ScriptError("expect info and expect no_info together");
    return true;
}

void Reader::readExpectations(EvalCommand& eval)
{
    for (; m_line < m_lines.size() && !m_lines[m_line].empty(); ++m_line) {
        const std::string_view line = m_lines[m_line];
        std::string_view rest = line;
        const std::string_view word = takeWord(rest);
        if (word == "expect" || word == "expected_fail_message" || word == "expected_fail_regexp") {
            if (!readExpectLine(eval, line)) {
                ++m_line;
                return;
            }
            continue;
        }
        const bool bare = rest.empty() && word.find('{') == std::string_view::npos;
        if (bare && (std::isdigit(static_cast<unsigned char>(word[0])) != 0 || word[0] == '-' || word[0] == '+' ||
                     word[0] == '.' || lower(word) == "nan" || lower(word) == "inf")) {
            eval.scalar = numberOf(word);
            ++m_line;
            return;
        }
        SeriesLine series = seriesOf(line);
        if (!eval.range && !eval.rangeVector && !series.histogram && series.values.size() > 1) {
            throw ScriptError("expecting multiple values in instant evaluation not allowed");
        }
        eval.series.push_back(std::move(series));
    }
}

}  // namespace watchglass::promql::script
