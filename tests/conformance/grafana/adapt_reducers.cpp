// reducers, reducer-catalogue.

#include "tests/conformance/grafana/cases.h"
#include "ui/frame/reducer.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

constexpr double kRelative = 1e-12;

NullMode nullModeOf(const std::string& name)
{
    if (name == "null as zero") return NullMode::AsZero;
    return name == "null" ? NullMode::Null : NullMode::Ignore;
}

json::Value listJson(const Values& values, bool unique)
{
    auto out = json::Value::array();
    for (const Cell& cell : listedCells(values, unique)) out.append(cellJson(cell));
    return out;
}

Answer reduceField(const Case& one)
{
    const json::Value& input = one.input();
    Field field = fieldOf(input);
    const NullMode nulls = nullModeOf(input["nullValueMode"].toString());
    Comparison how;
    how.relative = kRelative;
    auto got = json::Value::object();
    if (input["reducers"].toString() == "asked together") {
        std::vector<std::string> ids;
        for (const auto& [id, value] : one.expected().members()) ids.push_back(id);
        const std::vector<Cell> values = ReducerSet(ids)(field, nulls);
        for (std::size_t i = 0; i < ids.size(); ++i) got.set(ids[i], cellJson(values[i]));
        return {std::move(got), how};
    }
    for (const auto& [id, value] : one.expected().members()) {
        const bool list = value.isArray();
        got.set(id, list ? listJson(field.values, id == "uniqueValues") : cellJson(ui::reduceField(field, id, nulls)));
    }
    return {std::move(got), how};
}

Answer catalogue(const Case& one)
{
    const std::string& id = one.expected()["id"].toString();
    auto got = json::Value::object();
    const auto info = reducerInfo(id);
    if (!info) return got;
    got.set("id", info->id);
    got.set("name", info->name);
    got.set("standard", info->standard);
    auto aliases = json::Value::array();
    if (!info->alias.empty()) aliases.append(info->alias);
    got.set("aliasIds", std::move(aliases));
    Field empty;
    const Cell nothing = ui::reduceField(empty, id);
    got.set("emptyInputResult", isNull(nothing) ? json::Value() : cellJson(nothing));
    got.set("preservesUnits", reducerKeepsUnit(id));
    got.set("excludeFromPicker", false);  // none is
    return Answer::against(withoutDescriptions(one.expected()), got);
}

}  // namespace

void addReducerAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["reducers"] = {{"reduceField", [](const Case& one) { return reduceField(one); }}};
    out["reducer-catalogue"] = {{"reducerCatalogue", catalogue}};
}

}  // namespace watchglass::conformance::grafana
