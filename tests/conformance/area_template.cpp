// template/: expansion of console and alert templates.

#include "engine/base/go_float.h"
#include "engine/template/template.h"
#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"

namespace watchglass::conformance {

namespace {

constexpr std::int64_t kNowMs = 1'353'755'652'000;

Labels labelsOf(const json::Value& object)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [name, value] : object.members()) pairs.emplace_back(name, value.toString());
    return Labels::fromPairs(std::move(pairs));
}

Result<std::vector<tmpl::QuerySample>> samplesOf(const json::Value& vector)
{
    std::vector<tmpl::QuerySample> samples;
    for (const json::Value& item : vector.items()) {
        if (item.has("histogram")) return fail(ErrorCode::InvalidInput, "unsupported: native histograms");
        samples.push_back({labelsOf(item["labels"]), caseFloat(item["value"]).value_or(0)});
    }
    return samples;
}

/// The value of a Go type name and its texts. None for a type that is not known here.
std::optional<tmpl::Value> valueOf(std::string_view type, const json::Value& value)
{
    using tmpl::Value;
    if (type == "[]float64" || type == "[]string" || type == "[]int64" || type == "[]uint64" || type == "[]uint") {
        static constexpr std::string_view kNames[] = {"[]float64", "[]string", "[]int64", "[]uint64", "[]uint"};
        tmpl::ValueList items;
        for (const json::Value& item : value.items()) items.push_back(*valueOf(type.substr(2), item));
        for (const std::string_view name : kNames) {
            if (name == type) return Value::list(std::move(items), name);
        }
    }
    const std::string& text = value.toString();
    if (type == "float64") return Value::number(caseFloat(value).value_or(0));
    if (type == "string") return Value::string(text);
    if (type == "int") return Value::integer(std::stoll(text));
    if (type == "int64") return Value::integer(std::stoll(text), "int64");
    if (type == "uint") return Value::unsignedInteger(std::stoull(text), "uint");
    if (type == "uint64") return Value::unsignedInteger(std::stoull(text), "uint64");
    if (type.empty()) return Value();
    return std::nullopt;
}

void runTemplateCase(const json::Value& theCase, const std::string& id, Report& report)
{
    if (theCase["html"].toBool()) return report.skip(id, "unsupported: HTML escaping by context");
    const json::Value& data = theCase["data"];
    if (data.has("histogram")) return report.skip(id, "unsupported: native histograms");

    tmpl::Environment environment;
    environment.nowMs = kNowMs;
    environment.externalUrl = "http://testhost:9090/path/prefix";
    environment.query = [&](std::string_view expr) -> Result<std::vector<tmpl::QuerySample>> {
        if (theCase.has("query_result")) return samplesOf(theCase["query_result"]);
        if (!theCase["queries"].has(expr)) return fail(ErrorCode::InvalidInput, "query failed");
        return samplesOf(theCase["queries"][expr]);
    };
    if (theCase.has("options")) {
        using MissingKey = tmpl::Environment::MissingKey;
        environment.missingKey = MissingKey::Default;
        for (const json::Value& option : theCase["options"].items()) {
            if (option.toString() == "missingkey=zero") environment.missingKey = MissingKey::Zero;
            if (option.toString() == "missingkey=error") environment.missingKey = MissingKey::Error;
        }
    }

    Result<std::string> got;
    const std::string& text = theCase["text"].toString();
    if (theCase["mode"].toString() == "alert") {
        const Labels labels = labelsOf(data["labels"]);
        const Labels external = labelsOf(data["external_labels"]);
        const auto value = caseFloat(data["value"]);
        if (!value) return report.fail(id, "a value", data["value"].toString());
        got = tmpl::expandAlertText("__alert_TestAlert", text, {labels, external, *value}, environment);
    } else {
        const auto value = valueOf(data["t"].toString(), data["v"]);
        if (!value) return report.fail(id, "a known type of data", data["t"].toString());
        got = tmpl::expand("test", text, *value, environment);
    }
    if (theCase.has("error")) {
        if (!got) return report.pass(id);
        return report.fail(id, "error: " + theCase["error"].toString(), *got);
    }
    report.compare(id, theCase["output"].toString(), got ? *got : "error: " + got.error().message);
}

}  // namespace

void runTemplate(const std::filesystem::path& dir, Report& report)
{
    forEachCase(dir / "templates.json", report,
                [&](const json::Value& theCase, const std::string& id) { runTemplateCase(theCase, id, report); });
}

}  // namespace watchglass::conformance
