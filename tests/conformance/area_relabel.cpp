// relabel/: rules and label sets. Rules go the whole way: YAML, the reader of the configuration, the compiler.

#include "engine/config/relabel_config.h"
#include "engine/config/yaml.h"
#include "engine/relabel/relabel.h"
#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"

namespace watchglass::conformance {

namespace {

Result<std::vector<relabel::Rule>> rulesOf(const json::Value& theCase)
{
    const std::string text = theCase.has("relabel_configs_yaml") ? theCase["relabel_configs_yaml"].toString()
                                                                 : json::write(theCase["relabel_configs"]);
    const auto document = yaml::parse(text, {});
    if (!document) return tl::make_unexpected(document.error());
    const auto names = theCase["name_validation_scheme"].toString() == "legacy" ? relabel::NameScheme::Legacy
                                                                                : relabel::NameScheme::Utf8;
    std::vector<relabel::Rule> rules;
    for (const yaml::Node& item : document->items()) {
        const auto config = config::readRelabelConfig(item, names);
        if (!config) return tl::make_unexpected(config.error());
        auto rule = relabel::Rule::create(*config, names);
        if (!rule) return tl::make_unexpected(rule.error());
        rules.push_back(std::move(*rule));
    }
    return rules;
}

Labels labelsOf(const json::Value& object)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [name, value] : object.members()) pairs.emplace_back(name, value.toString());
    return Labels::fromPairs(std::move(pairs));
}

std::string outcome(const json::Value& theCase)
{
    const auto rules = rulesOf(theCase);
    if (!rules) return "error: " + rules.error().message;
    LabelsBuilder builder(labelsOf(theCase["labels"]));
    if (!relabel::process(builder, *rules)) return "dropped";
    return builder.build().toString();
}

}  // namespace

void runRelabel(const std::filesystem::path& dir, Report& report)
{
    forEachCase(dir / "relabel.json", report, [&](const json::Value& theCase, const std::string& id) {
        const std::string got = outcome(theCase);
        const bool failed = got.starts_with("error: ");
        if (theCase.has("error")) {
            if (failed) return report.pass(id);
            return report.fail(id, "error: " + theCase["error"].toString(), got);
        }
        const bool drop = theCase["drop"].toBool();
        report.compare(id, drop ? "dropped" : labelsOf(theCase["output"]).toString(), got);
    });
}

}  // namespace watchglass::conformance
