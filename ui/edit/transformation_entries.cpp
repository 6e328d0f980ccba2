#include "ui/edit/transformation_entries.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "ui/frame/reducer.h"
#include "ui/schema/panel_defaults.h"
#include "ui/schema/schema.h"

namespace watchglass::ui {

namespace {

using Choices = std::vector<std::pair<std::string, json::Value>>;
using Entries = std::vector<OptionEntry>;
using Kind = OptionColumn::Kind;

OptionEntry entry(std::string pointer, std::string name, OptionKind kind, json::Value standard = {},
                  std::string description = {})
{
    OptionEntry out;
    out.pointer = std::move(pointer);
    out.name = std::move(name);
    out.kind = kind;
    out.defaultValue = std::move(standard);
    out.description = std::move(description);
    return out;
}

OptionEntry text(std::string pointer, std::string name, std::string description = {})
{
    return entry(std::move(pointer), std::move(name), OptionKind::Text, {}, std::move(description));
}

/// The name of a field, of which the panel's data have some.
OptionEntry field(std::string pointer, std::string name, std::string description = {})
{
    OptionEntry out = text(std::move(pointer), std::move(name), std::move(description));
    out.namesField = true;
    return out;
}

OptionEntry choice(std::string pointer, std::string name, Choices choices, json::Value standard = {})
{
    OptionEntry out = entry(std::move(pointer), std::move(name), OptionKind::Choice, std::move(standard));
    out.choices = std::move(choices);
    return out;
}

OptionEntry rows(std::string pointer, std::string name, std::string what, std::vector<OptionColumn> columns,
                 RowsForm form = RowsForm::List)
{
    OptionEntry out = entry(std::move(pointer), std::move(name), OptionKind::Rows);
    out.what = std::move(what);
    out.columns = std::move(columns);
    out.rows = form;
    return out;
}

/// The part of a row that names a field.
OptionColumn fieldColumn(std::string pointer, std::string name = "Field")
{
    OptionColumn out;
    out.pointer = std::move(pointer);
    out.name = std::move(name);
    out.namesField = true;
    return out;
}

/// A list of names of fields.
OptionEntry names(std::string pointer, std::string name)
{
    return rows(std::move(pointer), std::move(name), "field", {fieldColumn("", "Name")});
}

Choices reducers(std::initializer_list<std::string_view> only = {})
{
    Choices out;
    for (const ReducerInfo& one : reducerCatalogue()) {
        if (only.size() == 0 || std::find(only.begin(), only.end(), one.id) != only.end())
            out.emplace_back(std::string(one.name), json::Value(one.id));
    }
    return out;
}

Choices same(std::initializer_list<const char*> values)
{
    Choices out;
    for (const char* one : values) out.emplace_back(one, one);
    return out;
}

const Choices kEmptyValues{
    {"Empty", "empty"}, {"Null", "null"}, {"True", "true"}, {"False", "false"}, {"Zero", "zero"}};

Entries calculation(const json::Value& options)
{
    const std::string mode = options["mode"].isString() ? options["mode"].toString() : "reduceRow";
    Entries out{choice("/mode", "Mode",
                       {{"Reduce row", "reduceRow"},
                        {"Binary operation", "binary"},
                        {"Unary operation", "unary"},
                        {"Cumulative functions", "cumulativeFunctions"},
                        {"Window functions", "windowFunctions"},
                        {"Row index", "index"}},
                       "reduceRow")};
    const auto add = [&](OptionEntry one) { out.push_back(std::move(one)); };
    if (mode == "reduceRow") {
        add(choice("/reduce/reducer", "Calculation", reducers(), "sum"));
        add(names("/reduce/include", "Fields (none: all numbers)"));
    } else if (mode == "binary") {
        // Operands are names or numbers; what matches fields by their type is left to JSON.
        if (!options["binary"]["left"].isObject()) add(field("/binary/left", "Left", "A field or a number."));
        add(choice("/binary/operator", "Operation", same({"+", "-", "*", "/", "%", "**"}), "+"));
        if (!options["binary"]["right"].isObject()) add(field("/binary/right", "Right", "A field or a number."));
    } else if (mode == "unary") {
        add(choice("/unary/operator", "Operation", same({"abs", "exp", "ln", "floor", "ceil", "round"}), "abs"));
        add(field("/unary/fieldName", "Field"));
    } else if (mode == "cumulativeFunctions") {
        add(field("/cumulative/field", "Field"));
        add(choice("/cumulative/reducer", "Calculation", reducers({"sum", "mean"}), "sum"));
    } else if (mode == "windowFunctions") {
        add(field("/window/field", "Field"));
        add(choice("/window/reducer", "Calculation", reducers({"mean", "variance", "stdDev"}), "mean"));
        add(choice("/window/windowAlignment", "Type", {{"Trailing", "trailing"}, {"Centered", "centered"}},
                   "trailing"));
        add(choice("/window/windowSizeMode", "Window size mode", {{"Percentage", "percentage"}, {"Fixed", "fixed"}},
                   "percentage"));
        add(entry("/window/windowSize", "Window size", OptionKind::Number));
    } else if (mode == "index") {
        add(entry("/index/asPercentile", "As percentile", OptionKind::Switch, false));
    }
    add(text("/alias", "Alias", "The name of the new field."));
    add(entry("/replaceFields", "Replace all fields", OptionKind::Switch, false));
    return out;
}

Entries reduction(const json::Value& options)
{
    const bool inFields = options["mode"].toString() == "reduceFields";
    Entries out{choice("/mode", "Mode", {{"Series to rows", "seriesToRows"}, {"Reduce fields", "reduceFields"}},
                       "seriesToRows"),
                entry("/reducers", "Calculations", OptionKind::Reducers, json::Value::array({"max"}))};
    out.push_back(inFields ? entry("/includeTimeField", "Include time", OptionKind::Switch, false)
                           : entry("/labelsToFields", "Labels to fields", OptionKind::Switch, false));
    return out;
}

Entries valueFilters(const json::Value&)
{
    const Choices tests{{"Is null", "isNull"},
                        {"Is not null", "isNotNull"},
                        {"Equal", "equal"},
                        {"Not equal", "notEqual"},
                        {"Greater", "greater"},
                        {"Greater or equal", "greaterOrEqual"},
                        {"Lower", "lower"},
                        {"Lower or equal", "lowerOrEqual"},
                        {"Range", "between"},
                        {"Regex", "regex"},
                        {"Contains substring", "substring"},
                        {"Does not contain substring", "notSubstring"}};
    const std::string id = "/config/id";
    return {choice("/type", "Filter type", {{"Include", "include"}, {"Exclude", "exclude"}}, "include"),
            choice("/match", "Match", {{"Match all", "all"}, {"Match any", "any"}}, "any"),
            rows("/filters", "Conditions", "condition",
                 {fieldColumn("/fieldName"),
                  {id, "Test", Kind::Choice, tests, "greater"},
                  {"/config/options/value",
                   "Value",
                   Kind::Value,
                   {},
                   {},
                   id,
                   {"equal", "notEqual", "greater", "greaterOrEqual", "lower", "lowerOrEqual"}},
                  {"/config/options/value", "Text", Kind::Text, {}, {}, id, {"regex", "substring", "notSubstring"}},
                  {"/config/options/from", "From", Kind::Value, {}, {}, id, {"between", "range"}},
                  {"/config/options/to", "To", Kind::Value, {}, {}, id, {"between", "range"}}})};
}

Entries groups(const json::Value&)
{
    const std::string operation = "/operation";
    return {
        rows("/fields", "Fields", "field",
             {fieldColumn("/name"),
              {operation, "Operation", Kind::Choice, {{"Group by", "groupby"}, {"Calculate", "aggregate"}}, "groupby"},
              {"/aggregations", "Calculations", Kind::Reducers, {}, {}, operation, {"aggregate"}}},
             RowsForm::ByName)};
}

Entries conversions(const json::Value&)
{
    const std::string type = "/destinationType";
    return {rows("/conversions", "Conversions", "conversion",
                 {fieldColumn("/targetField"),
                  {type,
                   "As",
                   Kind::Choice,
                   {{"Numeric", "number"},
                    {"String", "string"},
                    {"Time", "time"},
                    {"Boolean", "boolean"},
                    {"Enum", "enum"},
                    {"Other", "other"}}},
                  {"/dateFormat", "Date format", Kind::Text, {}, {}, type, {"time", "string"}}})};
}

Entries extraction(const json::Value& options)
{
    const std::string& format = options["format"].toString();
    Entries out{field("/source", "Source"), choice("/format", "Format",
                                                   {{"Auto", "auto"},
                                                    {"JSON", "json"},
                                                    {"Key+value pairs", "kvp"},
                                                    {"RegExp", "regexp"},
                                                    {"Split by delimiter", "delimiter"}},
                                                   "auto")};
    if (format == "json") out.push_back(rows("/jsonPaths", "Paths", "path", {{"/path", "Path"}, {"/alias", "Alias"}}));
    if (format == "regexp") out.push_back(text("/regExp", "RegExp", "Its named groups become fields."));
    if (format == "delimiter") out.push_back(text("/delimiter", "Delimiter"));
    out.push_back(entry("/replace", "Replace all fields", OptionKind::Switch, false));
    if (options["replace"].toBool()) out.push_back(entry("/keepTime", "Keep time", OptionKind::Switch, false));
    return out;
}

/// What a column of settings can be used for.
Choices roles(bool ofRows)
{
    Choices out;
    if (ofRows) out = {{"Field name", "field.name"}, {"Field value", "field.value"}, {"Field label", "field.label"}};
    for (const auto& [name, key] :
         std::initializer_list<std::pair<const char*, const char*>>{{"Max", "max"},
                                                                    {"Min", "min"},
                                                                    {"Unit", "unit"},
                                                                    {"Decimals", "decimals"},
                                                                    {"Display name", "displayName"},
                                                                    {"Color", "color"},
                                                                    {"Threshold", "threshold1"},
                                                                    {"Value mappings / Value", "mappings.value"},
                                                                    {"Value mappings / Color", "mappings.color"},
                                                                    {"Value mappings / Display text", "mappings.text"},
                                                                    {"Ignore", "__ignore"}})
        out.emplace_back(name, key);
    return out;
}

Entries configuration(const json::Value& options)
{
    Entries out{text("/configRefId", "Config query", "The letter of the query whose answer has the settings."),
                choice("/applyTo/id", "Apply to",
                       {{"Fields with name", "byName"},
                        {"Fields with name matching regex", "byRegexp"},
                        {"Fields with type", "byType"},
                        {"Fields returned by query", "byFrameRefID"}})};
    const std::string& matcher = options["applyTo"]["id"].toString();
    if (!matcher.empty()) {
        OptionEntry which = text("/applyTo/options", "Which");
        which.namesField = matcher == "byName";
        out.push_back(std::move(which));
    }
    out.push_back(rows("/mappings", "Settings", "setting",
                       {fieldColumn("/fieldName"),
                        {"/handlerKey", "Use as", Kind::Choice, roles(false)},
                        {"/reducerId", "Select", Kind::Choice, reducers()}}));
    return out;
}

const Choices kPlaceTables{{"Countries", "public/gazetteer/countries.json"},
                           {"US states", "public/gazetteer/usa-states.json"}};

Entries bucketing(const std::string& axis, const std::string& name, const json::Value& options)
{
    const std::string base = "/" + axis + "Buckets";
    Entries out{
        choice(base + "/mode", name + " buckets", {{"Size", "size"}, {"Count", "count"}}, "size"),
        text(base + "/value", name + " bucket value", axis == "x" ? "Such as 1h; a number with count." : "A number.")};
    if (axis != "y") return out;
    out.push_back(
        choice(base + "/scale/type", "Y bucket scale", {{"Linear", "linear"}, {"Logarithmic", "log"}}, "linear"));
    if (options.get("yBuckets.scale.type").toString() != "log") return out;
    out.push_back(choice(base + "/scale/log", "Y log base", {{"2", 2.0}, {"10", 10.0}}, 2.0));
    return out;
}

/// The place of a row: how it is found, and by which fields.
Entries place(const std::string& base, const std::string& of, const json::Value& written)
{
    Entries out{choice(base + "/mode", of + " location",
                       {{"Auto", "auto"}, {"Coords", "coords"}, {"Geohash", "geohash"}, {"Lookup", "lookup"}}, "auto")};
    const std::string& mode = written["mode"].toString();
    if (mode == "coords") {
        out.push_back(field(base + "/latitude", of + " latitude"));
        out.push_back(field(base + "/longitude", of + " longitude"));
    }
    if (mode == "geohash") out.push_back(field(base + "/geohash", of + " geohash"));
    if (mode == "lookup") {
        out.push_back(field(base + "/lookup", of + " lookup"));
        out.push_back(choice(base + "/gazetteer", of + " table of places", kPlaceTables));
    }
    return out;
}

Entries spatial(const json::Value& options)
{
    const std::string& action = options["action"].toString();
    const std::string& change = options.get("modify.op").toString();
    Entries out{choice(
        "/action", "Action",
        {{"Prepare spatial field", "prepare"}, {"Calculate value", "calculate"}, {"Transform", "modify"}}, "prepare")};
    const auto add = [&out](Entries more) { out.insert(out.end(), more.begin(), more.end()); };
    if (action == "calculate") {
        add({choice("/calculate/calc", "Function", {{"Heading", "heading"}, {"Area", "area"}, {"Distance", "distance"}},
                    "heading"),
             text("/calculate/field", "Name of the new field")});
    }
    if (action == "modify")
        add({choice("/modify/op", "Function", {{"As line", "asLine"}, {"Line builder", "lineBuilder"}}, "asLine")});
    add(place("/source", change == "lineBuilder" ? "Source" : "Point", options["source"]));
    if (action == "modify" && change == "lineBuilder")
        add(place("/modify/target", "Target", options.get("modify.target")));
    return out;
}

/// Forms by id. What depends on nothing is a list that is made once more, which costs less than it reads.
const std::map<std::string, std::function<Entries(const json::Value&)>, std::less<>>& forms()
{
    using Value = json::Value;
    static const std::map<std::string, std::function<Entries(const Value&)>, std::less<>> all{
        {"calculateField", calculation},
        {"reduce", reduction},
        {"filterByValue", valueFilters},
        {"groupBy", groups},
        {"groupToNestedTable",
         [](const Value& options) {
             Entries out = groups(options);
             out.push_back(
                 entry("/showSubframeHeaders", "Show field names in nested tables", OptionKind::Switch, true));
             return out;
         }},
        {"configFromData", configuration},
        {"fieldLookup",
         [](const Value&) {
             return Entries{field("/lookupField", "Field"), choice("/gazetteer", "Lookup", kPlaceTables)};
         }},
        {"heatmap",
         [](const Value& options) {
             Entries out = bucketing("x", "X", options);
             for (OptionEntry& one : bucketing("y", "Y", options)) out.push_back(std::move(one));
             return out;
         }},
        {"spatial", spatial},
        {"convertFieldType", conversions},
        {"extractFields", extraction},
        {"organize",
         [](const Value&) {
             return Entries{rows("", "Fields in their order", "field",
                                 {fieldColumn("/name"), {"/rename", "Rename to"}, {"/hide", "Hide", Kind::Switch}},
                                 RowsForm::Columns)};
         }},
        {"filterFieldsByName",
         [](const Value&) {
             return Entries{names("/include/names", "Fields to keep"),
                            text("/include/pattern", "Pattern of those to keep", "A regular expression."),
                            names("/exclude/names", "Fields to leave out"),
                            text("/exclude/pattern", "Pattern of those to leave out", "A regular expression.")};
         }},
        {"filterByRefId",
         [](const Value&) { return Entries{text("/include", "Query", "A query's letter, or a regular expression.")}; }},
        {"joinByField",
         [](const Value&) {
             return Entries{
                 choice("/mode", "Mode",
                        {{"Outer (time series)", "outer"}, {"Outer (tabular)", "outerTabular"}, {"Inner", "inner"}},
                        "outer"),
                 field("/byField", "Field", "Empty: the time.")};
         }},
        {"sortBy",
         [](const Value&) {
             return Entries{
                 rows("/sort", "Sort", "field", {fieldColumn("/field"), {"/desc", "Reverse", Kind::Switch}})};
         }},
        {"renameByRegex",
         [](const Value&) {
             return Entries{text("/regex", "Match"), text("/renamePattern", "Replace")};
         }},
        {"labelsToFields",
         [](const Value&) {
             return Entries{choice("/mode", "Mode", {{"Columns", "columns"}, {"Rows", "rows"}}, "columns"),
                            rows("/keepLabels", "Labels (none: all)", "label", {{"", "Name"}}),
                            text("/valueLabel", "Value field name", "The label whose values name the field.")};
         }},
        {"limit", [](const Value&) { return Entries{entry("/limitField", "Limit", OptionKind::Number, 10)}; }},
        {"concatenate",
         [](const Value&) {
             return Entries{choice("/frameNameMode", "Name",
                                   {{"Copy frame name to field name", "field"},
                                    {"Add a label with the frame name", "label"},
                                    {"Ignore the frame name", "drop"}},
                                   "field"),
                            text("/frameNameLabel", "Label")};
         }},
        {"groupingToMatrix",
         [](const Value&) {
             return Entries{field("/columnField", "Column"), field("/rowField", "Row"),
                            field("/valueField", "Cell value"),
                            choice("/emptyValue", "Empty value", kEmptyValues, "empty")};
         }},
        {"histogram",
         [](const Value&) {
             return Entries{entry("/bucketCount", "Bucket count", OptionKind::Number, 30),
                            entry("/bucketSize", "Bucket size", OptionKind::Number),
                            entry("/bucketOffset", "Bucket offset", OptionKind::Number, 0),
                            entry("/combine", "Combine series", OptionKind::Switch, false)};
         }},
        {"partitionByValues",
         [](const Value&) {
             return Entries{
                 names("/fields", "Fields"), entry("/keepFields", "Keep fields", OptionKind::Switch, false),
                 choice("/naming/asLabels", "Naming", {{"As labels", true}, {"As frame name", false}}, true)};
         }},
        {"formatString",
         [](const Value& options) {
             Entries out{field("/stringField", "Field"),
                         choice("/outputFormat", "Format",
                                same({"Upper Case", "Lower Case", "Sentence Case", "First Letter Upper Case",
                                      "Pascal Case", "Camel Case", "Snake Case", "Kebab Case", "Trim", "Substring"}),
                                "Upper Case")};
             if (options["outputFormat"].toString() == "Substring") {
                 out.push_back(entry("/substringStart", "Start", OptionKind::Number, 0));
                 out.push_back(entry("/substringEnd", "End", OptionKind::Number));
             }
             return out;
         }},
        {"formatTime",
         [](const Value&) {
             return Entries{field("/timeField", "Time field"),
                            text("/outputFormat", "Format", "Such as YYYY-MM-DD HH:mm."),
                            text("/timezone", "Time zone")};
         }},
        {"prepareTimeSeries",
         [](const Value&) {
             return Entries{choice(
                 "/format", "Format",
                 {{"Wide time series", "wide"}, {"Multi-frame time series", "multi"}, {"Long time series", "long"}},
                 "wide")};
         }},
        {"timeSeriesTable",
         [](const Value&) {
             return Entries{rows("", "Queries", "query",
                                 {{"/name", "Query"},
                                  fieldColumn("/timeField", "Time field"),
                                  {"/stat", "Calculation", Kind::Choice, reducers(), "lastNotNull"}},
                                 RowsForm::ByName)};
         }},
        {"joinByLabels",
         [](const Value&) {
             return Entries{text("/value", "Value", "The label whose values become fields."),
                            rows("/join", "Join", "label", {{"", "Name"}})};
         }},
        {"rowsToFields",
         [](const Value&) {
             return Entries{rows("/mappings", "Fields", "field",
                                 {fieldColumn("/fieldName"), {"/handlerKey", "Use as", Kind::Choice, roles(true)}})};
         }},
        {"transpose",
         [](const Value&) {
             return Entries{text("/firstFieldName", "Name of the first field"),
                            text("/restFieldsName", "Name of the other fields")};
         }},
        {"smoothing",
         [](const Value&) { return Entries{entry("/resolution", "Resolution", OptionKind::Number, 100)}; }},
        {"regression",
         [](const Value& options) {
             Entries out{field("/xFieldName", "X field"), field("/yFieldName", "Y field"),
                         choice("/modelType", "Model", {{"Linear", "linear"}, {"Polynomial", "polynomial"}}, "linear")};
             if (options["modelType"].toString() == "polynomial")
                 out.push_back(entry("/degree", "Degree", OptionKind::Number, 2));
             out.push_back(entry("/predictionCount", "Predicted points", OptionKind::Number, 100));
             return out;
         }},
        {"merge", [](const Value&) { return Entries(); }},
        {"seriesToRows", [](const Value&) { return Entries(); }},
    };
    return all;
}

}  // namespace

TransformationForm transformationForm(const json::Value& step)
{
    const std::string& id = step["id"].toString();
    const json::Value& options = step["options"];
    const auto form = forms().find(id == "seriesToColumns" ? "joinByField" : id);
    if (form != forms().end()) {
        const bool matched = id == "calculateField" &&
                             (options["binary"]["left"].isObject() || options["binary"]["right"].isObject());
        return {form->second(options), !matched};
    }
    const json::Value& defaults = schema::registryEntry("transformers", id)["defaultOptions"];
    TransformationForm out;
    const json::Value all = schema::withDefaults(defaults.isObject() ? defaults : json::Value::object(), options);
    for (OptionEntry& one : entriesOf(all, "", "")) {
        if (one.kind != OptionKind::Json) out.entries.push_back(std::move(one));
    }
    return out;
}

const std::vector<TransformationName>& transformationNames()
{
    static const std::vector<TransformationName> all = [] {
        std::vector<TransformationName> out;
        std::set<std::string> seen{"noop", "ensureColumns", "filterFields", "filterFrames", "order", "rename"};
        for (const json::Value& one : schema::registry("transformers").items()) {
            const std::string& id = one["id"].toString();
            if (seen.insert(id).second) out.push_back({id, one["name"].toString(), one["description"].toString()});
        }
        // Those that Grafana's application adds to its library's.
        for (TransformationName one : std::initializer_list<TransformationName>{
                 {"configFromData", "Config from query results",
                  "takes units, limits and thresholds from another query"},
                 {"extractFields", "Extract fields", "makes columns of JSON or of pairs in a text"},
                 {"fieldLookup", "Lookup fields from resource", "finds the places that names stand for"},
                 {"heatmap", "Create heatmap", "counts values in cells of time and value"},
                 {"joinByLabels", "Join by labels", "makes one table of series that share labels"},
                 {"partitionByValues", "Partition by values", "one table for each value of a column"},
                 {"prepareTimeSeries", "Prepare time series", "puts series into another form"},
                 {"regression", "Regression analysis", "draws the curve that comes nearest to the points"},
                 {"rowsToFields", "Rows to fields", "makes a column of each row"},
                 {"smoothing", "Smoothing", "leaves out what is noise in a series"},
                 {"spatial", "Spatial operations", "makes places of coordinates or codes"},
                 {"timeSeriesTable", "Time series to table", "one row for each series, with its curve"}}) {
            if (seen.insert(one.id).second) out.push_back(std::move(one));
        }
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return out;
    }();
    return all;
}

}  // namespace watchglass::ui
