#include "ui/dashboard/variable.h"

#include <algorithm>

#include "ui/dashboard/foreign_source.h"

namespace watchglass::ui {

namespace {

VariableType typeFromName(const std::string& name)
{
    static const std::pair<std::string_view, VariableType> kTypes[] = {
        {"query", VariableType::Query},       {"custom", VariableType::Custom},
        {"constant", VariableType::Constant}, {"textbox", VariableType::TextBox},
        {"interval", VariableType::Interval}, {"datasource", VariableType::Datasource},
        {"adhoc", VariableType::AdHoc},       {"groupby", VariableType::GroupBy},
        {"switch", VariableType::Switch}};
    for (const auto& [text, type] : kTypes) {
        if (text == name) return type;
    }
    return VariableType::Other;
}

/// A string, or a number or truth value as its text.
std::string textOf(const json::Value& value)
{
    if (value.isNumber()) return value.numberSpelling();
    if (value.isBool()) return value.toBool() ? "true" : "false";
    return value.toString();
}

/// `current` holds one value or a list; text likewise.
std::vector<VariableOption> readSelected(const json::Value& current)
{
    std::vector<VariableOption> out;
    const json::Value& value = current["value"];
    const json::Value& text = current["text"];
    if (value.isArray()) {
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            const std::string one = textOf(value.items()[i]);
            const std::string shown = text.isArray()              ? textOf(text.at(i))
                                      : value.items().size() == 1 ? textOf(text)
                                                                  : one;
            out.push_back({shown.empty() ? one : shown, one, value.items()[i].isNumber()});
        }
    } else if (!value.isNull()) {
        const std::string shown = text.isArray() ? textOf(text.at(0)) : textOf(text);
        out.push_back({shown.empty() ? textOf(value) : shown, textOf(value)});
    }
    for (VariableOption& option : out) {
        if (option.value == kAllValue) option.text = "All";
    }
    return out;
}

std::vector<VariableOption> readOptions(const json::Value& options)
{
    std::vector<VariableOption> out;
    for (const json::Value& option : options.items()) {
        const std::string value = textOf(option["value"]);
        if (value != kAllValue) out.push_back({textOf(option["text"]), value});
    }
    return out;
}

/// Old dashboards have booleans where numbers are now.
int readRefresh(const json::Value& value)
{
    return value.isBool() ? (value.toBool() ? 1 : 0) : static_cast<int>(value.toInt());
}

AdHocChoice readFilter(const json::Value& filter)
{
    AdHocChoice out;
    out.key = filter["key"].toString();
    out.keyLabel = filter["keyLabel"].isString() ? filter["keyLabel"].toString() : out.key;
    out.op = filter["operator"].toString();
    for (const json::Value& one : filter["values"].items()) out.values.push_back(textOf(one));
    if (out.values.empty()) out.values.push_back(textOf(filter["value"]));
    out.valueLabels = out.values;
    return out;
}

}  // namespace

std::vector<VariableOption> Variable::effective() const
{
    if (isAll()) return options;
    return selected;
}

std::string Variable::text() const
{
    std::string out;
    for (const VariableOption& option : selected) out += (out.empty() ? "" : " + ") + option.text;
    return out;
}

Variable variableFromJson(const json::Value& value)
{
    Variable out;
    out.name = value["name"].toString();
    out.label = value["label"].toString();
    out.typeName = value["type"].toString();
    out.type = typeFromName(out.typeName);
    out.description = value["description"].toString();
    out.hide = static_cast<int>(value["hide"].toInt());
    out.multi = value["multi"].toBool();
    out.includeAll = value["includeAll"].toBool();
    out.allowCustomValue = value["allowCustomValue"].toBool(true);
    out.allValue = value["allValue"].toString();
    const json::Value& query = value["query"];
    if (query.isObject()) {
        out.queryObject = query;
        out.query = query["query"].toString();
    } else {
        out.query = textOf(query);
    }
    out.defaultToAll = out.includeAll;
    const json::Value& source = value["datasource"];
    out.datasource = source.isObject() ? source["uid"].toString() : source.toString();
    out.foreignSource = foreignSource(source);
    out.regex = value["regex"].toString();
    if (value["regexApplyTo"].toString() == "text") out.regexApplies = RegexApplies::Text;
    out.sort = static_cast<int>(value["sort"].toInt());
    out.refresh = readRefresh(value["refresh"]);
    out.autoInterval = value["auto"].toBool();
    out.autoCount = static_cast<int>(value["auto_count"].toInt(30));
    if (value["auto_min"].isString()) out.autoMin = value["auto_min"].toString();
    for (const json::Value& filter : value["filters"].items()) {
        out.filters.push_back(readFilter(filter));
    }
    out.options = readOptions(value["options"]);
    out.selected = readSelected(value["current"]);
    if (out.type == VariableType::GroupBy) {
        out.multi = true;
        out.includeAll = out.defaultToAll = false;
        out.refresh = out.options.empty() ? 1 : 0;  // a list that the file gives is all there is
        const auto isNone = [](const VariableOption& one) { return one.value.empty(); };
        std::erase_if(out.selected, isNone);
        if (out.selected.empty()) out.selected = readSelected(value["defaultValue"]);
        std::erase_if(out.selected, isNone);
    }
    return out;
}

const Variable* VariableSet::find(std::string_view name) const
{
    const auto it = std::find_if(m_variables.begin(), m_variables.end(),
                                 [&](const Variable& one) { return one.name == name; });
    return it == m_variables.end() ? nullptr : &*it;
}

Variable* VariableSet::find(std::string_view name) { return const_cast<Variable*>(std::as_const(*this).find(name)); }

bool VariableSet::select(std::string_view name, const std::vector<std::string>& values)
{
    Variable* variable = find(name);
    if (!variable) return false;
    if (variable->type == VariableType::AdHoc) {
        variable->filters = adHocFromUrl(values);
        return true;
    }
    variable->selected.clear();
    for (const std::string& value : values) {
        if (value == kAllValue || (value == "All" && variable->includeAll)) {
            variable->selected = {{"All", std::string(kAllValue)}};
            return true;
        }
        const auto option = std::find_if(
            variable->options.begin(), variable->options.end(),
            [&](const VariableOption& one) { return one.value == value || one.text == value; });
        variable->selected.push_back(option != variable->options.end() ? *option : VariableOption{value, value});
        if (!variable->multi) break;
    }
    return true;
}

bool needsLookup(const VariableSet& variables)
{
    return std::any_of(variables.all().begin(), variables.all().end(), [](const Variable& variable) {
        return variable.type == VariableType::Query || variable.type == VariableType::GroupBy;
    });
}

bool sameChoices(const VariableSet& a, const VariableSet& b)
{
    return std::equal(a.all().begin(), a.all().end(), b.all().begin(), b.all().end(),
                      [](const Variable& one, const Variable& other) {
                          return one.options == other.options && one.selected == other.selected &&
                                 one.error == other.error && one.filters == other.filters;
                      });
}

VariableSet inSection(const VariableSet& around, const VariableSet& own)
{
    std::vector<Variable> all;
    for (const Variable& variable : around.all()) {
        if (!own.find(variable.name)) all.push_back(variable);
    }
    all.insert(all.end(), own.all().begin(), own.all().end());
    return VariableSet(std::move(all));
}

bool hasControl(const Variable& variable)
{
    if (variable.hide >= 2) return false;
    return variable.type != VariableType::Constant && variable.type != VariableType::Other;
}

void validateSelection(Variable& variable)
{
    const auto known = [&](const VariableOption& one) {
        return (one.value == kAllValue && variable.includeAll) ||
               std::any_of(variable.options.begin(), variable.options.end(),
                           [&](const VariableOption& option) { return option.value == one.value; });
    };
    std::vector<VariableOption> kept;
    for (const VariableOption& one : variable.selected) {
        if (!known(one)) continue;
        const auto option = std::find_if(variable.options.begin(), variable.options.end(),
                                         [&](const VariableOption& candidate) { return candidate.value == one.value; });
        kept.push_back(option != variable.options.end() ? *option : VariableOption{"All", std::string(kAllValue)});
    }
    // An option may have got another value and kept its name.
    if (kept.empty() && !variable.multi && variable.selected.size() == 1) {
        for (const VariableOption& option : variable.options) {
            if (option.text == variable.selected.front().text) kept = {option};
        }
    }
    // All stands alone; a single choice is one.
    const auto all = std::find_if(kept.begin(), kept.end(),
                                  [](const VariableOption& one) { return one.value == kAllValue; });
    if (all != kept.end()) kept = {*all};
    if (!variable.multi && kept.size() > 1) kept.resize(1);
    if (kept.empty()) {
        if (variable.defaultToAll || (variable.includeAll && variable.options.empty())) {
            kept.push_back({"All", std::string(kAllValue)});
        } else if (!variable.options.empty()) {
            kept.push_back(variable.options.front());
        } else if (!variable.multi) {
            kept.push_back({"None", ""});
        }
    }
    variable.selected = std::move(kept);
}

}  // namespace watchglass::ui
