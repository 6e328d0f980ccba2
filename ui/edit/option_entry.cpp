#include "ui/edit/option_entry.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>

#include "ui/dashboard/document_path.h"
#include "ui/edit/field_entries.h"
#include "ui/frame/field_config.h"
#include "ui/frame/reducer.h"
#include "ui/schema/panel_defaults.h"
#include "ui/schema/schema.h"

namespace watchglass::ui {

namespace {

using Choices = std::vector<std::pair<std::string, json::Value>>;

/// Options whose values are those of an enumeration of the schema, by their names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 25> kEnumerations{{
    {"graphMode", "BigValueGraphMode"},
    {"justifyMode", "BigValueJustifyMode"},
    {"percentChangeColorMode", "PercentChangeColorMode"},
    {"orientation", "VizOrientation"},
    {"displayMode", "BarGaugeDisplayMode"},
    {"valueMode", "BarGaugeValueMode"},
    {"namePlacement", "BarGaugeNamePlacement"},
    {"sizing", "BarGaugeSizing"},
    {"showValue", "VisibilityMode"},
    {"cellHeight", "TableCellHeight"},
    {"gradientMode", "GraphGradientMode"},
    {"drawStyle", "GraphDrawStyle"},
    {"lineInterpolation", "LineInterpolation"},
    {"showPoints", "VisibilityMode"},
    {"textMode", "BigValueTextMode"},
    {"stacking", "StackingMode"},
    {"show", "XYShowMode"},
    {"pieType", "PieChartType"},
    {"mapping", "SeriesMapping"},
    {"candleStyle", "CandleStyle"},
    {"colorStrategy", "ColorStrategy"},
    {"sortOrder", "LogsSortOrder"},
    {"dedupStrategy", "LogsDedupStrategy"},
    {"axisColorMode", "AxisColorMode"},
    {"percentChange", "PercentChangeColorMode"},
}};

std::string dotted(std::string_view path)
{
    std::string out;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('.', at), path.size());
        out = childPath(out, path.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

/// The members of an enumeration as choices: names in words, values as files spell them.
Choices choicesOf(const json::Value& enumeration)
{
    Choices out;
    for (const auto& [name, value] : enumeration.members()) {
        if (!name.empty() && std::isdigit(static_cast<unsigned char>(name.front()))) continue;  // numbered: backwards
        out.emplace_back(wordsOf(name), value);
    }
    return out;
}

/// Of lists of alerts, whose options are no part of the schema.
Choices alertListChoices(std::string_view name)
{
    if (name == "viewMode") return {{"List", "list"}, {"Stat", "stat"}};
    if (name == "groupMode") return {{"Default grouping", "default"}, {"Custom grouping", "custom"}};
    if (name != "sortOrder") return {};
    return {{"Alphabetical (asc)", 1},
            {"Alphabetical (desc)", 2},
            {"Importance", 3},
            {"Time (asc)", 4},
            {"Time (desc)", 5}};
}

Choices choicesFor(std::string_view type, std::string_view name)
{
    if (type == "alertlist") return alertListChoices(name);
    Choices known;
    for (const json::Value& one : schema::graphChoices()[name].items()) {
        const std::string& text = one["label"].toString();
        known.emplace_back(text.empty() ? one["description"].toString() : text, one["value"]);
    }
    if (!known.empty()) return known;
    for (const auto& [option, enumeration] : kEnumerations) {
        if (option != name) continue;
        const json::Value& own = schema::panelType(type)["enums"][enumeration];
        const json::Value& values = own.isNull() ? schema::enumeration(enumeration) : own;
        if (!values.members().empty()) return choicesOf(values);
    }
    return {};
}

OptionEntry entry(std::string pointer, std::string name, std::string category, OptionKind kind,
                  json::Value defaultValue = {}, std::string description = {})
{
    return {std::move(pointer),
            std::move(name),
            std::move(category),
            kind,
            std::move(defaultValue),
            std::move(description),
            {}};
}

OptionEntry choice(std::string pointer, std::string name, std::string category, Choices choices,
                   json::Value defaultValue = {})
{
    OptionEntry out = entry(std::move(pointer), std::move(name), std::move(category), OptionKind::Choice,
                            std::move(defaultValue));
    out.choices = std::move(choices);
    return out;
}

/// An option of a shared group, as the schema describes it.
OptionEntry fromGroup(const json::Value& option, const std::string& base)
{
    const std::string& call = option["call"].toString();
    const json::Value& settings = option["settings"];
    OptionEntry out = entry(base + dotted(option["path"].toString()), option["name"].toString(),
                            option["category"].at(0).toString(), OptionKind::Json, option["defaultValue"],
                            option["description"].toString());
    if (call == "addBooleanSwitch") out.kind = OptionKind::Switch;
    if (call == "addNumberInput" || call == "addSliderInput") out.kind = OptionKind::Number;
    if (call == "addTextInput") out.kind = OptionKind::Text;
    if (out.pointer.ends_with("/legend/width")) out.kind = OptionKind::Number;
    if (out.pointer.ends_with("/legend/calcs")) out.kind = OptionKind::Reducers;
    if (call == "addRadio" || call == "addSelect") {
        out.kind = OptionKind::Choice;
        for (const json::Value& one : settings["options"].items())
            out.choices.emplace_back(one["label"].toString(), one["value"]);
    }
    return out;
}

/// Options that are nothing but their defaults in the schema: their kind is that of the value.
void addPlain(std::string_view type, const json::Value& defaults, const std::string& pointer,
              const std::string& category, std::set<std::string>& known, std::vector<OptionEntry>& out)
{
    for (const auto& [name, value] : defaults.members()) {
        const std::string own = childPath(pointer, name);
        if (known.contains(own)) continue;
        if (value.isObject() && !value.members().empty()) {
            addPlain(type, value, own, wordsOf(name), known, out);
            continue;
        }
        known.insert(own);
        OptionEntry one = entry(own, wordsOf(name), category, OptionKind::Json, value);
        if (value.isBool()) one.kind = OptionKind::Switch;
        if (value.isNumber()) one.kind = OptionKind::Number;
        if (value.isString()) one.kind = name == "content" ? OptionKind::LongText : OptionKind::Text;
        if (value.isString() && (name == "color" || name == "fill")) one.kind = OptionKind::Color;
        if (Choices choices = choicesFor(type, name); !choices.empty() && !value.isObject()) {
            one.kind = OptionKind::Choice;
            one.choices = std::move(choices);
        }
        out.push_back(std::move(one));
    }
}

void addGroup(std::string_view group, const json::Value& has, const std::string& base, std::set<std::string>& known,
              std::vector<OptionEntry>& out)
{
    for (const json::Value& option : schema::optionGroup(group).items()) {
        OptionEntry one = fromGroup(option, base);
        const std::vector<std::string> steps = pointerSteps(dotted(option["path"].toString()));
        if (!has.has(steps.front()) || !known.insert(one.pointer).second) continue;
        out.push_back(std::move(one));
    }
}

void addColor(std::vector<OptionEntry>& out, const std::string& base)
{
    Choices modes;
    for (const json::Value& mode : schema::registry("colorModes").items())
        modes.emplace_back(mode["name"].toString(), mode["id"]);
    out.push_back(choice(base + "/color/mode", "Color scheme", "Standard options", std::move(modes)));
    out.push_back(entry(base + "/color/fixedColor", "Color", "Standard options", OptionKind::Color, {},
                        "Of the schemes with one color."));
}

std::vector<OptionEntry> standardEntries(const std::string& base)
{
    const std::string group = "Standard options";
    std::vector<OptionEntry> out{
        entry(base + "/unit", "Unit", group, OptionKind::Unit),
        entry(base + "/min", "Min", group, OptionKind::Number, {}, "Leave empty to work it out from the values."),
        entry(base + "/max", "Max", group, OptionKind::Number, {}, "Leave empty to work it out from the values."),
        entry(base + "/decimals", "Decimals", group, OptionKind::Number),
        entry(base + "/displayName", "Display name", group, OptionKind::Text),
        entry(base + "/noValue", "No value", group, OptionKind::Text, {}, "What stands where there is no value."),
    };
    return out;
}

/// What has editors of its own: thresholds, mappings, links.
void addParts(const json::Value& fields, const std::string& base, std::vector<OptionEntry>& out)
{
    json::Value thresholds = fields["thresholds"];
    if (!thresholds["steps"].isArray()) {
        thresholds = json::Value::object({{"mode", "absolute"}, {"steps", json::Value::array()}});
        for (const ThresholdStep& step : defaultThresholds().steps) {
            const json::Value value = std::isfinite(step.value) ? json::Value(step.value) : json::Value();
            thresholds.edit("steps").append(json::Value::object({{"value", value}, {"color", step.color}}));
        }
    }
    out.push_back(entry(base + "/thresholds", "Thresholds", "Thresholds", OptionKind::Thresholds, thresholds,
                        "Steps with a color each, base, absolute or percentage mode."));
    if (fields["custom"].has("thresholdsStyle")) {
        Choices ways;
        for (const json::Value& one : schema::graphChoices()["thresholdsDisplayModes"].items())
            ways.emplace_back(one["label"].toString(), one["value"]);
        out.push_back(
            choice(base + "/custom/thresholdsStyle/mode", "Show thresholds", "Thresholds", std::move(ways), "off"));
    }
    out.push_back(entry(base + "/mappings", "Value mappings", "Value mappings", OptionKind::Mappings, {},
                        "Texts and colors for values, ranges, regular expressions and special values."));
    out.push_back(entry(base + "/links", "Data links", "Data links", OptionKind::DataLinks, {},
                        "Title, address (URL) and how it opens."));
    OptionEntry actions = entry(base + "/actions", "Actions", "Data links", OptionKind::Rows, {},
                                "Calls of an address that a value offers.");
    actions.what = "action";
    actions.columns = {{"/title", "Title"},
                       {"/type", "Type", OptionColumn::Kind::Choice, {{"Fetch", "fetch"}}, "fetch"},
                       {"/fetch/method",
                        "Method",
                        OptionColumn::Kind::Choice,
                        {{"GET", "GET"}, {"POST", "POST"}, {"PUT", "PUT"}, {"PATCH", "PATCH"}, {"DELETE", "DELETE"}},
                        "POST"},
                       {"/fetch/url", "URL"},
                       {"/fetch/body", "Body"},
                       {"/confirmation", "Confirmation"},
                       {"/oneClick", "One click", OptionColumn::Kind::Switch}};
    out.push_back(std::move(actions));
}

/// What one override of a field sets: the parts of some settings come together ("custom.stacking").
std::string propertyOf(const std::string& path)
{
    const std::vector<std::string> steps = pointerSteps(path);
    if (steps.front() != "custom" || steps.size() < 2) return steps.front();
    const std::string& name = steps[1];
    return "custom." + name + (name == "footer" && steps.size() > 2 ? "." + steps[2] : "");
}

}  // namespace

std::string wordsOf(std::string_view name)
{
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto letter = static_cast<unsigned char>(name[i]);
        const bool starts = std::isupper(letter) && i > 0 && !std::isupper(static_cast<unsigned char>(name[i - 1]));
        if (starts) out += ' ';
        const bool acronym = std::isupper(letter) && i + 1 < name.size() &&
                             std::isupper(static_cast<unsigned char>(name[i + 1]));
        out += static_cast<char>(i == 0 ? std::toupper(letter) : acronym || !starts ? letter : std::tolower(letter));
    }
    return out;
}

std::vector<OptionEntry> entriesOf(const json::Value& object, const std::string& pointer, const std::string& category)
{
    std::vector<OptionEntry> out;
    std::set<std::string> known;
    addPlain({}, object, pointer, category, known, out);
    return out;
}

void offerRepeats(std::vector<OptionEntry>& entries, const std::vector<std::string>& variables, const std::string& now)
{
    const auto repeat = std::find_if(entries.begin(), entries.end(),
                                     [](const OptionEntry& one) { return one.pointer == "/repeat"; });
    if (repeat == entries.end()) return;
    repeat->kind = OptionKind::Choice;
    repeat->choices = {{"Disable repeating", json::Value()}};
    for (const std::string& name : variables) repeat->choices.emplace_back(name, json::Value(name));
    if (!now.empty() && std::find(variables.begin(), variables.end(), now) == variables.end())
        repeat->choices.emplace_back(now + " (not a variable)", json::Value(now));
}

std::vector<OptionEntry> panelOptionEntries(std::string_view type)
{
    const std::string group = "Panel options";
    std::vector<OptionEntry> out{
        entry("/title", "Title", group, OptionKind::Text),
        entry("/description", "Description", group, OptionKind::LongText),
        entry("/transparent", "Transparent background", group, OptionKind::Switch, false),
        entry("/links", "Panel links", group, OptionKind::Links),
        entry("/repeat", "Repeat by variable", group, OptionKind::Text),
        choice("/repeatDirection", "Repeat direction", group, {{"Horizontal", "h"}, {"Vertical", "v"}}, "h"),
        entry("/maxPerRow", "Max per row", group, OptionKind::Number, 4),
        entry("/interval", "Min interval", "Query options", OptionKind::Text, {}, "Such as 30s: no finer steps."),
        entry("/maxDataPoints", "Max data points", "Query options", OptionKind::Number),
        entry("/timeFrom", "Relative time", "Query options", OptionKind::Text, {}, "Such as 1h: of this panel alone."),
        entry("/timeShift", "Time shift", "Query options", OptionKind::Text, {}, "Such as 1d: a day earlier."),
    };
    const json::Value options = schema::panelOptions(type, "13.0.0");
    std::set<std::string> known;
    addGroup("tooltip", options, "/options", known, out);
    addGroup("legend", options, "/options", known, out);
    const bool reduces = options.has("reduceOptions");
    if (reduces) {
        out.push_back(choice("/options/reduceOptions/values", "Show", "Value options",
                             {{"Calculate", false}, {"All values", true}}, false));
        Choices calculations;
        for (const ReducerInfo& one : reducerCatalogue())
            calculations.emplace_back(std::string(one.name), json::Value::array({json::Value(one.id)}));
        out.push_back(choice("/options/reduceOptions/calcs", "Calculation", "Value options", std::move(calculations),
                             json::Value::array({"lastNotNull"})));
        out.push_back(entry("/options/reduceOptions/fields", "Fields", "Value options", OptionKind::Text, {},
                            "Empty: numeric ones; a name, or /a regular expression/."));
        out.push_back(entry("/options/reduceOptions/limit", "Limit", "Value options", OptionKind::Number));
        for (const char* name : {"values", "calcs", "fields", "limit"})
            known.insert("/options/reduceOptions/" + std::string(name));
        const json::Value textual = json::Value::object({{"text", json::Value::object()}});
        addGroup("text", textual, "/options", known, out);
    }
    if (type == "stat") {
        out.push_back(choice("/options/colorMode", "Color mode", "Stat styles",
                             choicesOf(schema::enumeration("BigValueColorMode")), "value"));
        known.insert("/options/colorMode");
    }
    if (type == "piechart") {
        out.push_back(choice("/options/pieType", "Piechart type", "Piechart options",
                             choicesOf(schema::panelType(type)["enums"]["PieChartType"]), "pie"));
        known.insert("/options/pieType");
    }
    addPlain(type, options, "/options", "Visualization", known, out);

    const std::string base = "/fieldConfig/defaults";
    for (OptionEntry& one : standardEntries(base)) out.push_back(std::move(one));
    addColor(out, base);
    const json::Value fields = schema::panelFieldConfig(type);
    std::set<std::string> customs;
    const json::Value& custom = fields["custom"];
    std::vector<OptionEntry> styles = fieldStyleEntries(type, base);
    for (const OptionEntry& one : styles) customs.insert(one.pointer);
    for (const char* part : {"/custom/scaleDistribution", "/custom/hideFrom", "/custom/thresholdsStyle/mode"})
        customs.insert(base + part);
    if (custom.has("axisPlacement")) {
        json::Value all = json::Value::object();
        for (const json::Value& option : schema::optionGroup("axis").items()) all.set(option["path"].toString(), true);
        addGroup("axis", all, base + "/custom", customs, out);
    }
    addPlain(type, custom, base + "/custom", "Graph styles", customs, out);
    for (OptionEntry& one : styles) out.push_back(std::move(one));
    addParts(fields, base, out);
    return out;
}

std::vector<OverrideProperty> overrideProperties(std::string_view type)
{
    std::vector<OverrideProperty> out;
    const std::string base = "/fieldConfig/defaults";
    std::vector<OptionEntry> entries = panelOptionEntries(type);
    for (OptionEntry& one : overrideOnlyEntries(type, base)) entries.push_back(std::move(one));
    for (OptionEntry& one : entries) {
        if (!one.pointer.starts_with(base + "/")) continue;
        const std::string path = one.pointer.substr(base.size());
        const std::string id = propertyOf(path);
        auto it = std::find_if(out.begin(), out.end(), [&](const OverrideProperty& known) { return known.id == id; });
        if (it == out.end()) it = out.insert(out.end(), {id, one.name, {}});
        const std::size_t depth = 1 + static_cast<std::size_t>(std::count(id.begin(), id.end(), '.'));
        const std::vector<std::string> steps = pointerSteps(path);
        one.pointer = childPath("", id);
        for (std::size_t i = depth; i < steps.size(); ++i) one.pointer = childPath(one.pointer, steps[i]);
        if (it->entries.size() == 1 && id.starts_with("custom.")) it->name = wordsOf(id.substr(id.rfind('.') + 1));
        one.category.clear();
        it->entries.push_back(std::move(one));
    }
    for (OverrideProperty& property : out) {
        if (property.entries.size() < 2) continue;
        for (OptionEntry& one : property.entries) one.category = property.name;
    }
    return out;
}

}  // namespace watchglass::ui
