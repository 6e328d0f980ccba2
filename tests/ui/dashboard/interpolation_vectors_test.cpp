#include "tests/support/vector_cases.h"
#include "ui/dashboard/interpolation.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/query_plan.h"

using namespace watchglass;
using namespace watchglass::ui;
using watchglass::testing::instantMs;
using watchglass::testing::Tally;

namespace {

std::string plain(const json::Value& value)
{
    if (value.isString()) return value.toString();
    if (value.isNumber()) return value.numberSpelling();
    if (value.isBool()) return value.toBool() ? "true" : "false";
    return {};
}

std::vector<std::string> listOf(const json::Value& value)
{
    if (value.isNull()) return {};
    if (!value.isArray()) return {plain(value)};
    std::vector<std::string> out;
    for (const auto& item : value.items()) out.push_back(plain(item));
    return out;
}

Variable variableOf(const std::string& name, const json::Value& model)
{
    Variable out;
    out.name = name;
    out.type = VariableType::Custom;
    const std::string& type = model["type"].toString();
    if (type == "constant") out.type = VariableType::Constant;
    if (type == "textbox") out.type = VariableType::TextBox;
    if (type == "interval") out.type = VariableType::Interval;
    out.multi = model["multi"].toBool() || model["value"].isArray();
    out.includeAll = model["includeAll"].toBool();
    out.allValue = model["allValue"].toString();
    for (const auto& option : model["options"].items()) {
        out.options.push_back({plain(option.at(0)), plain(option.at(1))});
    }
    const auto values = listOf(model["value"]);
    const auto texts = listOf(model["text"]);
    for (std::size_t i = 0; i < values.size(); ++i) {
        out.selected.push_back({i < texts.size() ? texts[i] : values[i], values[i]});
    }
    if (out.isAll()) out.selected.front().text = "All";
    return out;
}

/// What $__auto of an interval variable stands for: the range over its step count.
void resolveAuto(Variable& variable, const json::Value& model, std::int64_t rangeMs)
{
    if (variable.selected.empty() || variable.selected.front().value != "$__auto") return;
    const auto minimum = parseIntervalMs(model["autoMinInterval"].toString()).value_or(0);
    const auto interval = calculateInterval(rangeMs, model["autoStepCount"].toDouble(), minimum);
    variable.selected = {{"auto", interval.text}};
}

}  // namespace

class InterpolationVectorsTest : public QObject {
    Q_OBJECT

private:
    static InterpolationContext contextOf(const json::Value& document, const VariableSet& set)
    {
        InterpolationContext context;
        context.variables = &set;
        TimeContext time;
        time.nowMs = instantMs(document["now"]);
        context.range = *resolveTimeRange({"now-1h", "now"}, time);
        context.timeZone = "utc";
        return context;
    }

private slots:
    void conformance()
    {
        const auto document = testing::readVectors("conformance/grafana/interpolation.json");
        if (document.isNull()) QSKIP("conformance/grafana/interpolation.json is not there");
        std::vector<Variable> variables;
        for (const auto& [name, model] : document["variables"].members()) {
            variables.push_back(variableOf(name, model));
            resolveAuto(variables.back(), model, 3'600'000);
        }
        const VariableSet set(std::move(variables));
        Tally tally;
        for (const auto& one : document["cases"].items()) {
            const std::string& kind = one["kind"].toString();
            const auto& input = one["input"];
            const std::string& text = kind == "scan" ? input.toString() : input["template"].toString();
            const std::string id = one["id"].toString() + " " + json::write(input);
            // Values of variables are texts here, Grafana's may be numbers; there is no user to log in; $__range is the
            // data source's; an index in brackets reads one letter of a value.
            if (json::write(input["variable"]["value"]) == "[1,2]" && text == "${v:json}") continue;
            if (text == "${__user.login}" || text.find("$__range") != std::string::npos || text == "${inst[0]}")
                continue;
            if (text == "${a.b.c}" || input["scopedVars"]["a"]["value"].isArray()) continue;
            if (kind == "format") {
                const VariableSet single({variableOf(input["variable"]["name"].toString(), input["variable"])});
                tally.check(kind, id, interpolate(text, contextOf(document, single)), one["expected"].toString());
                continue;
            }
            InterpolationContext context = contextOf(document, set);
            for (const auto& [name, scoped] : input["scopedVars"].members()) {
                context.scoped[name] = {plain(scoped["text"]), plain(scoped["value"])};
            }
            if (kind == "scan") {
                std::vector<std::string> names;
                for (const auto& match : one["expected"].items()) names.push_back(match["name"].toString());
                std::string got, want;
                for (const auto& name : mentionedVariables(text)) got += name + ",";
                for (const auto& name : names) want += name + ",";
                tally.check(kind, id, got, want);
                continue;
            }
            if (input.has("defaultFormat")) {
                const std::string& name = input["defaultFormat"].toString();
                if (name != "text" && name != "regex" && name != "glob") continue;  // no caller here asks for others
                const auto format = name == "text"    ? DefaultFormat::Text
                                    : name == "regex" ? DefaultFormat::Regex
                                                      : DefaultFormat::Glob;
                tally.check(kind + " " + name, id, interpolate(text, context, format), one["expected"].toString());
                continue;
            }
            const auto format = kind == "templatePrometheus" ? DefaultFormat::Prometheus : DefaultFormat::Glob;
            tally.check(kind, id, interpolate(text, context, format), one["expected"].toString());
        }
        QCOMPARE(tally.failed(), 0);
        QVERIFY(tally.passed() >= 700);
    }

    void prometheusEscaping()
    {
        const auto document = testing::readVectors("conformance/grafana/prometheus.json");
        if (document.isNull()) QSKIP("conformance/grafana/prometheus.json is not there");
        Tally tally;
        for (const auto& one : document["cases"].items()) {
            const auto& input = one["input"];
            if (input["specialCharsInLabelValues"].toBool()) continue;  // a toggle that is off
            const std::string id = one["id"].toString() + " " + json::write(input);
            if (one["kind"].toString() == "interpolateQueryExpr") {
                Variable variable;
                variable.name = "v";
                variable.type = VariableType::Custom;
                variable.multi = input["multi"].toBool();
                variable.includeAll = input["includeAll"].toBool();
                for (const auto& value : listOf(input["value"])) variable.selected.push_back({value, value});
                if (input["value"].isNumber()) continue;
                if (!variable.multi && input["value"].isArray()) continue;  // a list in a single variable: not here
                const VariableSet set({variable});
                InterpolationContext context;
                context.variables = &set;
                tally.check("interpolateQueryExpr", id, interpolate("$v", context, DefaultFormat::Prometheus),
                            one["expected"].toString());
            }
            if (one["kind"].toString() == "prometheusEscape") {
                const std::string& value = input["value"].toString();
                tally.check("prometheusEscape", id, prometheusEscape(value), one["expected"]["regular"].toString());
                tally.check("prometheusRegexEscape", id, prometheusRegexEscape(value),
                            one["expected"]["specialRegex"].toString());
            }
        }
        QCOMPARE(tally.failed(), 0);
        QVERIFY(tally.passed() >= 50);
    }
};

QTEST_APPLESS_MAIN(InterpolationVectorsTest)
#include "interpolation_vectors_test.moc"
