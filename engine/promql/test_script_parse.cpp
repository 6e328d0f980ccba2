#include "engine/promql/test_script_parse.h"

#include <algorithm>
#include <cctype>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/model/regex.h"
#include "engine/promql/literals.h"
#include "engine/promql/parser.h"
#include "engine/promql/test_script_load.h"

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
    const auto length = parseDuration(text);
    if (!length) throw ScriptError("not a duration: " + std::string(text));
    return length->count();
}

double numberOf(std::string_view text)
{
    const bool negative = text.starts_with('-');
    const Result<double> value = parseNumberLiteral(negative || text.starts_with('+') ? text.substr(1) : text);
    if (!value) throw ScriptError("not a number: " + std::string(text));
    return negative ? -*value : *value;
}

SeriesLine seriesOf(std::string_view line)
{
    Result<SeriesDescription> description = parseSeriesDescription(line);
    if (!description) throw ScriptError(describeParseError(description.error()));
    return {std::move(description->labels), std::move(description->values), {}};
}

void addExpectation(Expectation& into, std::string_view rest)
{
    into.any = true;
    if (rest.empty()) {
        into.patterns.emplace_back(".*");
        return;
    }
    const std::size_t colon = rest.find(':');
    const std::string_view kind = rest.substr(0, colon);
    const std::string_view text = colon == std::string_view::npos ? std::string_view() : trim(rest.substr(colon + 1));
    if (text.empty() || (kind != "msg" && kind != "regex")) {
        throw ScriptError("bad expectation \"" + std::string(rest) + "\": write msg: or regex: and a text");
    }
    if (kind == "msg") {
        into.messages.emplace_back(text);
        return;
    }
    if (!Regex::plain(text)) throw ScriptError("invalid regular expression " + std::string(text));
    into.patterns.emplace_back(text);
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
    std::optional<SeriesLine> starts;
    for (++m_line; m_line < m_lines.size() && !m_lines[m_line].empty(); ++m_line) {
        if (isStartLine(m_lines[m_line])) {
            if (starts) throw ScriptError("@st line has no following sample line");
            starts = parseStartLine(m_lines[m_line]);
            continue;
        }
        SeriesLine series = seriesOf(m_lines[m_line]);
        if (starts) {
            if (starts->labels != series.labels) {
                throw ScriptError("@st metric does not match the following sample line metric");
            }
            if (starts->startOffsets.size() != series.values.size()) {
                throw ScriptError("@st line has " + std::to_string(starts->startOffsets.size()) +
                                  " values but sample line has " + std::to_string(series.values.size()));
            }
            series.startOffsets = std::move(starts->startOffsets);
            starts.reset();
        }
        const auto same = std::find_if(load.series.begin(), load.series.end(),
                                       [&](const SeriesLine& known) { return known.labels == series.labels; });
        if (same == load.series.end()) {
            load.series.push_back(std::move(series));
        } else {
            *same = std::move(series);
        }
    }
    if (starts) throw ScriptError("@st line has no following sample line");
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
        if (eval.fail.any) throw ScriptError("multiple expect fail lines are not allowed");
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
        if (timeOf(takeWord(line)) < eval.vectorStartMs) throw ScriptError("range vector ends before it starts");
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
        if (!eval.range && !eval.rangeVector && series.values.size() > 1) {
            throw ScriptError("expecting multiple values in instant evaluation not allowed");
        }
        eval.series.push_back(std::move(series));
    }
}

}  // namespace watchglass::promql::script
