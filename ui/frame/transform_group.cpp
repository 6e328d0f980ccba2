#include <algorithm>
#include <map>

#include "ui/frame/field_matcher.h"
#include "ui/frame/js_value.h"
#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// Names of several columns of a group: what a rule of a step says of a field.
struct GroupRule {
    bool groups = false;
    bool aggregates = false;
    std::vector<std::string> aggregations;
    bool keepNested = false;
    bool said = false;  ///< the rule has an operation and a list of aggregations
};

std::vector<std::string> textsOf(const json::Value& list)
{
    std::vector<std::string> out;
    for (const json::Value& item : list.items()) out.push_back(item.toString());
    return out;
}

GroupRule ruleOf(const json::Value& rule)
{
    GroupRule out;
    out.groups = rule["operation"].toString() == "groupby";
    out.aggregates = rule["operation"].toString() == "aggregate";
    out.aggregations = textsOf(rule["aggregations"]);
    out.keepNested = rule["keepNestedField"].toBool();
    out.said = rule["operation"].isString() && rule["aggregations"].isArray();
    return out;
}

FieldType typeOfAggregation(const std::string& reducer, FieldType type)
{
    if (reducer == "count" || reducer == "distinctCount" || reducer == "changeCount" || reducer == "countAll")
        return FieldType::Number;
    return reducer == "allIsNull" || reducer == "allIsZero" ? FieldType::Boolean : type;
}

FieldType typeOfNested(const std::string& reducer, const Field& source, const std::string& name,
                       const std::vector<Cell>& cells)
{
    if (reducer == "allIsNull") return FieldType::Boolean;
    if (reducer == "last" || reducer == "lastNotNull" || reducer == "first" || reducer == "firstNotNull")
        return source.type;
    return guessFieldType(name, cells).value_or(FieldType::String);
}

/// A column that holds one value of a reducer for each group.
std::vector<Cell> aggregated(const std::vector<RowGroup>& groups, const std::string& name, const std::string& reducer)
{
    std::vector<Cell> out;
    for (const RowGroup& group : groups) {
        const Field& column = columnOf(group, name);
        if (reducer == "allValues" || reducer == "uniqueValues") {
            auto list = json::Value::array();
            for (const Cell& cell : listedCells(column.values, reducer == "uniqueValues")) {
                list.append(json::parse(jsonText(cell).value_or("null")).value_or(json::Value()));
            }
            out.push_back(cellOfJson(list));
        } else {
            out.push_back(reduceField(column, reducer));
        }
    }
    return out;
}

std::vector<Field> groupedFields(const std::vector<const Field*>& by, const std::vector<RowGroup>& groups,
                                 const FieldNames& nameOf = bareName)
{
    std::vector<Field> out;
    for (const Field* key : by) {
        std::vector<Cell> cells;
        for (const RowGroup& group : groups) cells.push_back(columnOf(group, nameOf(*key)).values.cell(0));
        Field field = plainField(key->name, key->type, Values::cells(std::move(cells)));
        field.config = key->config;
        field.displayNameFromDs = key->displayNameFromDs;
        out.push_back(std::move(field));
    }
    return out;
}

/// The rules of a step, of the older form as well: `{fields: {name: {operation, aggregations}}}`.
std::vector<std::pair<FieldMatcher, GroupRule>> nestedRules(const json::Value& options)
{
    std::vector<std::pair<FieldMatcher, GroupRule>> out;
    if (options["rules"].isArray()) {
        for (const json::Value& rule : options["rules"].items()) {
            out.emplace_back(FieldMatcher{rule.get("matcher.id").toString(), rule["matcher"]["options"]}, ruleOf(rule));
        }
        return out;
    }
    for (const auto& [name, rule] : options["fields"].members()) {
        GroupRule read = ruleOf(rule);
        read.said = rule["operation"].isString();
        out.emplace_back(FieldMatcher{"byName", name}, std::move(read));
    }
    return out;
}

/// The columns of a group that no rule took away, as a frame of their own.
Cell nestedFrame(const RowGroup& group, const std::map<std::string, const GroupRule*>& rules)
{
    Frame nested;
    for (const auto& [name, field] : group.columns) {
        const auto found = rules.find(name);
        const GroupRule* rule = found == rules.end() ? nullptr : found->second;
        const bool kept = !rule || !rule->said ||
                          (rule->aggregates && (rule->aggregations.empty() || rule->keepNested));
        if (kept) nested.fields.push_back(field);
    }
    return FramesCell{std::make_shared<const std::vector<Frame>>(1, std::move(nested))};
}

}  // namespace

std::vector<RowGroup> groupRows(const Frame& frame, const std::vector<const Field*>& by, const FieldNames& nameOf)
{
    std::vector<RowGroup> out;
    std::map<std::string, std::size_t> index;
    std::vector<std::vector<std::size_t>> rows;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
        std::string key;
        for (std::size_t i = 0; i < by.size(); ++i) key += (i > 0 ? "," : "") + by[i]->values.text(row);
        const auto [place, isNew] = index.try_emplace(key, rows.size());
        if (isNew) {
            rows.emplace_back();
            out.push_back({key, {}});
        }
        rows[place->second].push_back(row);
    }
    for (std::size_t g = 0; g < out.size(); ++g) {
        // Fields of the same name share a column, row by row.
        std::map<std::string, std::vector<const Field*>> sources;
        for (const Field& field : frame.fields) sources[nameOf(field)].push_back(&field);
        for (const Field& field : frame.fields) {
            const std::string& name = nameOf(field);
            const auto& shared = sources[name];
            if (shared.front() != &field) continue;
            std::vector<Cell> cells;
            for (const std::size_t row : rows[g]) {
                for (const Field* source : shared) cells.push_back(source->values.cell(row));
            }
            Field column = plainField(field.name, field.type, Values::cells(std::move(cells)));
            column.config = field.config;
            column.config.displayName = name;
            column.displayNameFromDs = field.displayNameFromDs;
            column.displayName = name;
            out[g].columns.emplace_back(name, std::move(column));
        }
    }
    return out;
}

const Field& columnOf(const RowGroup& group, const std::string& name)
{
    return std::find_if(group.columns.begin(), group.columns.end(),
                        [&](const auto& column) { return column.first == name; })
        ->second;
}

std::vector<Frame> transformGroupBy(std::vector<Frame> frames, const json::Value& options)
{
    auto names = json::Value::array();
    for (const auto& [name, rule] : options["fields"].members()) {
        if (rule["operation"].toString() == "groupby") names.append(name);
    }
    if (names.items().empty()) return frames;
    const PreparedFieldMatcher matcher(FieldMatcher{"byNames", json::Value::object({{"names", std::move(names)}})});
    // Grafana remembers the display name that the matcher has asked for, where there is one frame.
    const FieldNames nameOf = [&, isOnly = frames.size() == 1](const Field& field) -> const std::string& {
        return isOnly && matcher.asksForName(field) ? shownName(field) : bareName(field);
    };
    std::vector<Frame> out;
    for (const Frame& frame : frames) {
        std::vector<const Field*> by;
        for (const Field& field : frame.fields) {
            if (matcher.matches(field, frame)) by.push_back(&field);
        }
        if (by.empty()) continue;
        const auto groups = groupRows(frame, by, nameOf);
        Frame result;
        result.refId = frame.refId;
        result.fields = groupedFields(by, groups, nameOf);
        for (const Field& field : frame.fields) {
            const std::string& name = nameOf(field);
            const json::Value& all = options["fields"];
            const GroupRule rule = ruleOf(all.has(name) ? all[name] : all[field.name]);
            // Grouped columns can be counted.
            const bool counted = rule.groups && rule.aggregations == std::vector<std::string>{"count"};
            if (!rule.aggregates && !counted) continue;
            for (const std::string& reducer : rule.aggregations) {
                result.fields.push_back(plainField(name + " (" + reducer + ")", typeOfAggregation(reducer, field.type),
                                                   Values::cells(aggregated(groups, name, reducer))));
            }
        }
        out.push_back(std::move(result));
    }
    return out;
}

std::vector<Frame> transformGroupToNestedTable(std::vector<Frame> frames, const json::Value& options)
{
    const auto rules = nestedRules(options);
    const bool grouping = std::any_of(rules.begin(), rules.end(), [](const auto& rule) { return rule.second.groups; });
    if (!grouping) return frames;
    std::vector<Frame> out;
    for (const Frame& frame : frames) {
        std::map<std::string, const GroupRule*> ruleByName;
        std::vector<const Field*> by;
        for (const Field& field : frame.fields) {
            const auto found = std::find_if(rules.begin(), rules.end(),
                                            [&](const auto& rule) { return matchesField(rule.first, field, frame); });
            if (found == rules.end()) continue;
            ruleByName.try_emplace(bareName(field), &found->second);
            if (found->second.groups) by.push_back(&field);
        }
        if (by.empty()) continue;
        const auto groups = groupRows(frame, by);
        Frame result;
        result.fields = groupedFields(by, groups);
        for (const Field& field : frame.fields) {
            const auto found = ruleByName.find(bareName(field));
            if (found == ruleByName.end() || !found->second->aggregates) continue;
            for (const std::string& reducer : found->second->aggregations) {
                const std::string name = found->first + " (" + reducer + ")";
                auto cells = aggregated(groups, found->first, reducer);
                const FieldType type = typeOfNested(reducer, field, name, cells);
                result.fields.push_back(plainField(name, type, Values::cells(std::move(cells))));
            }
        }
        std::vector<Cell> nested;
        for (const RowGroup& group : groups) nested.push_back(nestedFrame(group, ruleByName));
        result.fields.push_back(
            plainField("__nestedFrames", FieldType::NestedFrames, Values::cells(std::move(nested))));
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace watchglass::ui
