#include "tests/support/vector_cases.h"
#include "ui/dashboard/variable.h"

using namespace watchglass;
using namespace watchglass::ui;
using watchglass::testing::Tally;

namespace {

std::string listText(const std::vector<VariableOption>& options)
{
    std::string out;
    for (const VariableOption& option : options) out += "[" + option.text + "|" + option.value + "]";
    return out;
}

std::string expectedText(const json::Value& options)
{
    std::string out;
    for (const auto& option : options.items())
        out += "[" + option["label"].toString() + "|" + option["value"].toString() + "]";
    return out;
}

std::string plain(const json::Value& value) { return value.isNumber() ? value.numberSpelling() : value.toString(); }

std::vector<std::string> listOf(const json::Value& value)
{
    if (!value.isArray()) return value.toString().empty() ? std::vector<std::string>() : std::vector{value.toString()};
    std::vector<std::string> out;
    for (const auto& item : value.items()) out.push_back(item.toString());
    return out;
}

}  // namespace

class VariableVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void conformance()
    {
        const auto document = testing::readVectors("conformance/grafana/variable-options.json");
        if (document.isNull()) QSKIP("conformance/grafana/variable-options.json is not there");
        Tally tally;
        for (const auto& one : document["cases"].items()) {
            const std::string& kind = one["kind"].toString();
            const auto& input = one["input"];
            const std::string id = one["id"].toString() + " " + json::write(input);
            if (kind == "variableOptions" && !input.has("regexApplyTo")) {
                std::vector<VariableOption> found;
                for (const auto& item : input["items"].items()) {
                    const std::string text = plain(item.has("text") ? item["text"] : item["value"]);
                    found.push_back({text, item.has("value") ? plain(item["value"]) : text});
                }
                const auto got = variableOptions(found, input["regex"].toString(),
                                                 static_cast<int>(input["sort"].toInt()));
                if (one["expected"]["$"].toString() == "throws") {
                    tally.check(kind, id, got ? "no error" : "error", "error");
                } else {
                    tally.check(kind, id, got ? listText(*got) : got.error().message, expectedText(one["expected"]));
                }
            }
            if (kind == "sortVariableValues") {
                std::vector<VariableOption> found;
                for (const auto& label : input["labels"].items()) found.push_back({label.toString(), label.toString()});
                const auto got = variableOptions(found, "", static_cast<int>(input["sort"].toInt()));
                std::string want;
                for (const auto& label : one["expected"].items())
                    want += "[" + label.toString() + "|" + label.toString() + "]";
                tally.check(kind, id, got ? listText(*got) : got.error().message, want);
            }
            if (kind == "customVariable" && input["valuesFormat"].toString() == "csv")
                tally.check(kind, id, listText(customOptions(input["query"].toString())),
                            expectedText(one["expected"]));
            if (kind == "validateCurrent") checkSelection(tally, one, id);
        }
        QCOMPARE(tally.failed(), 0);
        QVERIFY(tally.passed() >= 190);
    }

private:
    static void checkSelection(Tally& tally, const json::Value& one, const std::string& id)
    {
        const auto& state = one["input"]["state"];
        // Dashboards set defaultToAll together with includeAll; without options one empty entry stays here.
        const bool options = !one["input"]["options"].items().empty();
        if (options && state["includeAll"].toBool() && !state["defaultToAll"].toBool()) return;
        if (!options && !state["includeAll"].toBool()) return;
        Variable variable;
        variable.type = VariableType::Custom;
        variable.multi = state["isMulti"].toBool();
        variable.includeAll = state["includeAll"].toBool();
        const auto texts = listOf(state["text"]);
        for (const auto& value : listOf(state["value"])) {
            variable.selected.push_back({texts[variable.selected.size()], value});
        }
        for (const auto& option : one["input"]["options"].items()) {
            const std::string& value = option.isString() ? option.toString() : option["value"].toString();
            variable.options.push_back({option.isString() ? value : option["label"].toString(), value});
        }
        validateSelection(variable);
        std::string got, want;
        for (const VariableOption& option : variable.selected) got += option.value + ",";
        for (const std::string& value : listOf(one["expected"]["value"])) want += value + ",";
        tally.check("validateCurrent", id, got, want);
    }
};

QTEST_APPLESS_MAIN(VariableVectorsTest)
#include "variable_vectors_test.moc"
