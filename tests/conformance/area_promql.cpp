// promql: expressions, their printed forms and trees, series descriptions; the query scripts of testdata/ and the
// scripts that test the runner itself.

#include <algorithm>
#include <map>

#include "engine/base/go_float.h"
#include "engine/model/sample.h"
#include "engine/promql/ast_json.h"
#include "engine/promql/parser.h"
#include "engine/promql/series_description.h"
#include "engine/promql/test_script.h"
#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"

namespace watchglass::conformance {

namespace {

using namespace promql;

/// Gathers what a case says and what the engine says, line by line, to be compared as one.
struct Sides {
    void add(std::string_view what, std::string_view wanted, std::string_view given)
    {
        expected.append(what).append(": ").append(wanted).append("\n");
        got.append(what).append(": ").append(given).append("\n");
    }
    std::string expected;
    std::string got;
};

/// Members sorted by name, so that equal documents have equal texts.
json::Value sorted(const json::Value& value)
{
    if (value.isArray()) {
        json::Value out = json::Value::array();
        for (const json::Value& item : value.items()) out.append(sorted(item));
        return out;
    }
    if (!value.isObject()) return value;
    std::map<std::string, json::Value> members(value.members().begin(), value.members().end());
    json::Value out = json::Value::object();
    for (const auto& [name, member] : members) out.set(name, sorted(member));
    return out;
}

/// The matchers of every vector selector, in the order of Prometheus's walk.
void collectSelectors(const Expr& expr, json::Value& out)
{
    if (expr.kind == ExprKind::VectorSelector) {
        json::Value matchers = json::Value::array();
        for (const Matcher& matcher : static_cast<const VectorSelector&>(expr).matchers) {
            matchers.append(matcher.toString());
        }
        out.append(std::move(matchers));
    }
    for (const Expr* child : childrenOf(expr)) collectSelectors(*child, out);
}

std::string errorText(const ParseError& error)
{
    return std::to_string(error.pos.start) + "-" + std::to_string(error.pos.end) + " " + error.message;
}

/// The options without which an expression must be refused, and with which message.
void checkNeeds(const json::Value& theCase, const std::string& input, Sides& sides)
{
    for (const json::Value& need : theCase["needs"].items()) {
        const std::string& name = need.toString();
        ParserOptions options;
        if (name == "experimental-functions") options.experimentalFunctions = false;
        if (name == "duration-expressions") options.durationExpressions = false;
        if (name == "extended-range-selectors") options.extendedRangeSelectors = false;
        if (name == "binop-fill-modifiers") options.fillModifiers = false;
        const auto refused = parseExpr(input, options);
        const std::string message = "error_without_" + name;
        if (theCase.has(message)) {
            sides.add(message, theCase[message].toString(), refused ? "" : describeParseError(refused.error()));
        } else {
            sides.add("without " + name, "refused", refused ? "parsed" : "refused");
        }
    }
}

void runExpression(const json::Value& theCase, const std::string& id, Report& report)
{
    const std::string input = caseText(theCase, "input");
    const auto parsed = parseExprDetailed(input);
    Sides sides;
    sides.add("valid", theCase["valid"].toBool() ? "yes" : "no", parsed ? "yes" : "no");
    if (!parsed) {
        const json::Value& first = theCase["errors"].at(0);
        const auto place = [&](const char* name) { return static_cast<std::int32_t>(first[name].toInt(-1)); };
        if (theCase.has("errors")) {
            sides.add("errors[0]", errorText({{place("start"), place("end")}, first["message"].toString()}),
                      errorText(parsed.error()));
        }
        const auto again = parseExpr(input);
        sides.add("error", theCase["error"].toString(), again ? "" : describeParseError(again.error()));
        report.compare(id + " " + input, sides.expected, sides.got);
        return;
    }
    const Expr& expr = **parsed;
    const std::string text = toString(expr);
    sides.add("type", theCase["type"].toString(), valueTypeName(typeOf(expr)));
    sides.add("string", theCase["string"].toString(), text);
    sides.add("pretty", theCase["pretty"].toString(), prettyPrint(expr));
    if (theCase.has("ast")) sides.add("ast", json::write(sorted(theCase["ast"])), json::write(sorted(toJson(expr))));
    if (theCase.has("selectors")) {
        json::Value selectors = json::Value::array();
        collectSelectors(expr, selectors);
        sides.add("selectors", json::write(theCase["selectors"]), json::write(selectors));
    }
    if (theCase["string_roundtrip"].toBool(true)) {
        const auto again = parseExpr(text);
        sides.add("parsed again", text, again ? toString(**again) : describeParseError(again.error()));
    }
    checkNeeds(theCase, input, sides);
    report.compare(id + " " + input, sides.expected, sides.got);
}

void runPrinting(const json::Value& theCase, const std::string& id, Report& report)
{
    const std::string input = caseText(theCase, "input");
    const auto parsed = parseExpr(input);
    if (!parsed) return report.fail(id + " " + input, "a valid expression", describeParseError(parsed.error()));
    Sides sides;
    if (theCase["kind"].toString() == "string") {
        sides.add("string", theCase["expected"].toString(), toString(**parsed));
    } else {
        sides.add("pretty", theCase["expected_width_100"].toString(), prettyPrint(**parsed));
        sides.add("pretty, 10 wide", theCase["expected_width_10"].toString(), prettyPrint(**parsed, 10));
    }
    checkNeeds(theCase, input, sides);
    report.compare(id + " " + input, sides.expected, sides.got);
}

json::Value floatsJson(const std::vector<double>& values)
{
    json::Value out = json::Value::array();
    for (const double value : values) out.append(formatFloatG(value));
    return out;
}

json::Value spansJson(const std::vector<HistogramSpan>& spans)
{
    json::Value out = json::Value::array();
    for (const HistogramSpan& span : spans) {
        out.append(json::Value::object({{"length", std::int64_t{span.length}}, {"offset", span.offset}}));
    }
    return out;
}

json::Value valueJson(const SequenceValue& value)
{
    if (value.omitted) return {};
    if (!value.histogram) return isStaleMarker(value.value) ? "stale" : json::Value(formatFloatG(value.value));
    const FloatHistogram& h = *value.histogram;
    json::Value out = json::Value::object({{"schema", h.schema},
                                           {"count", formatFloatG(h.count)},
                                           {"sum", formatFloatG(h.sum)},
                                           {"zero_count", formatFloatG(h.zeroCount)},
                                           {"zero_threshold", formatFloatG(h.zeroThreshold)},
                                           {"counter_reset_hint", counterResetHintText(h.counterResetHint)},
                                           {"counter_reset_hint_given", value.counterResetHintGiven}});
    if (h.usesCustomBuckets()) out.set("custom_values", floatsJson(h.customValues));
    out.set("positive_buckets", floatsJson(h.positiveBuckets));
    out.set("positive_spans", spansJson(h.positiveSpans));
    out.set("negative_buckets", floatsJson(h.negativeBuckets));
    out.set("negative_spans", spansJson(h.negativeSpans));
    return json::Value::object({{"histogram", std::move(out)}, {"test_expression", h.toTestExpression()}});
}

void runSeries(const json::Value& theCase, const std::string& id, Report& report)
{
    const std::string input = caseText(theCase, "input");
    const auto parsed = parseSeriesDescription(input);
    Sides sides;
    sides.add("valid", theCase["valid"].toBool() ? "yes" : "no", parsed ? "yes" : "no");
    if (!parsed) {
        sides.add("error", theCase["error"].toString(), describeParseError(parsed.error()));
    } else {
        json::Value labels = json::Value::object();
        for (const LabelView& label : parsed->labels) labels.set(label.name, label.value);
        json::Value values = json::Value::array();
        for (const SequenceValue& value : parsed->values) values.append(valueJson(value));
        sides.add("labels", json::write(sorted(theCase["labels"])), json::write(sorted(labels)));
        sides.add("values", json::write(sorted(theCase["values"])), json::write(sorted(values)));
    }
    report.compare(id + " " + input, sides.expected, sides.got);
}

/// Each `eval` line of a script is a case.
/// The scripts of testdata/: a case is one evaluation.
void runScripts(const std::filesystem::path& dir, Report& report)
{
    std::error_code error;
    std::vector<std::filesystem::path> scripts;
    for (const auto& entry : std::filesystem::directory_iterator(dir / "testdata", error)) {
        if (entry.path().extension() == ".test") scripts.push_back(entry.path());
    }
    std::sort(scripts.begin(), scripts.end());
    for (const auto& path : scripts) {
        const std::string name = path.filename().string();
        const std::optional<std::string> script = readFile(path);
        if (!script) {
            report.fail(name, "a readable file", "none");
            continue;
        }
        const ScriptReport result = runTestScript(*script);
        for (int i = 0; i < result.passed; ++i) report.pass(name);
        for (const ScriptFailure& failure : result.failures) {
            report.fail(name + ':' + std::to_string(failure.line), "the expectation of the script", failure.message);
        }
    }
}

/// Scripts that a runner must accept, and scripts that it must find fault with.
void runSelfTest(const json::Value& theCase, const std::string& id, Report& report)
{
    const bool mustFail = theCase["expected_error"].isString();
    const ScriptReport result = runTestScript(caseText(theCase, "script"));
    if (mustFail == (result.failed > 0)) {
        report.pass(id);
    } else if (mustFail) {
        report.fail(id, theCase["expected_error"].toString(), "no failure");
    } else {
        report.fail(id, "no failure", result.failures.front().message);
    }
}

}  // namespace

void runPromql(const std::filesystem::path& dir, Report& report)
{
    using Run = void (*)(const json::Value&, const std::string&, Report&);
    const std::pair<const char*, Run> files[] = {{"expressions.json", runExpression},
                                                 {"test_file_expressions.json", runExpression},
                                                 {"printing.json", runPrinting},
                                                 {"series_descriptions.json", runSeries}};
    for (const auto& [name, run] : files) {
        forEachCase(dir / "parser" / name, report,
                    [&, run = run](const json::Value& theCase, const std::string& id) { run(theCase, id, report); });
    }
    forEachCase(dir / "runner_selftest.json", report,
                [&](const json::Value& theCase, const std::string& id) { runSelfTest(theCase, id, report); });
    runScripts(dir, report);
}

}  // namespace watchglass::conformance
