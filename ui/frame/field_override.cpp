#include "ui/frame/field_override.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ui/frame/js_regex.h"
#include "ui/frame/reducer.h"

namespace watchglass::ui {

namespace {

const std::string& shownName(const Field& field) { return field.displayName.empty() ? field.name : field.displayName; }

bool hasName(const Field& field, const std::string& name)
{
    return name == shownName(field) || name == field.name ||
           (!field.displayNameFromDs.empty() && name == field.displayNameFromDs);
}

bool matchesRegex(const Field& field, const json::Value& options)
{
    std::string pattern = options.toString();
    if (pattern.empty()) pattern = options["pattern"].toString();
    if (pattern.empty()) return false;
    const auto regex = pattern.starts_with('/') ? JsRegex::fromDashboard(pattern) : JsRegex::plain(pattern);
    return regex && regex->matches(shownName(field));
}

bool matchesNames(const Field& field, const json::Value& options)
{
    bool listed = false;
    for (const json::Value& name : options["names"].items()) listed = listed || hasName(field, name.toString());
    return options["mode"].toString() == "exclude" ? !listed : listed;
}

bool matchesValue(const Field& field, const json::Value& options)
{
    if (field.type != FieldType::Number) return false;
    const Cell reduced = reduce(field.values, options["reducer"].toString());
    const double value = Values::cellNumber(reduced);
    const double limit = options["value"].toDouble();
    const std::string& op = options["op"].toString();
    if (op == "gt") return value > limit;
    if (op == "gte") return value >= limit;
    if (op == "lt") return value < limit;
    if (op == "lte") return value <= limit;
    if (op == "eq") return value == limit;
    return op == "neq" && value != limit;
}

/// Fills in what the source left open.
void applyDefaults(FieldConfig& config, const FieldConfig& defaults)
{
    const auto take = [](auto& mine, const auto& theirs) {
        if (!mine && theirs) mine = theirs;
    };
    take(config.unit, defaults.unit);
    take(config.decimals, defaults.decimals);
    take(config.min, defaults.min);
    take(config.max, defaults.max);
    take(config.displayName, defaults.displayName);
    take(config.noValue, defaults.noValue);
    take(config.description, defaults.description);
    take(config.color, defaults.color);
    take(config.thresholds, defaults.thresholds);
    take(config.mappings, defaults.mappings);
    take(config.links, defaults.links);
    take(config.filterable, defaults.filterable);
    config.fieldMinMax = config.fieldMinMax || defaults.fieldMinMax;
    if (config.custom.isNull()) config.custom = defaults.custom;
}

struct Range {
    double min = HUGE_VAL;
    double max = -HUGE_VAL;
    [[nodiscard]] bool known() const { return min <= max; }
    void add(const Values& values)
    {
        for (std::size_t row = 0; row < values.size(); ++row) {
            if (!values.has(row)) continue;
            const double value = values.number(row);
            if (!std::isfinite(value)) continue;
            min = std::min(min, value);
            max = std::max(max, value);
        }
    }
};

/// What percentages and colour schemes are measured against.
void assignRanges(std::vector<Frame>& frames)
{
    Range global;
    bool computed = false;
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (field.type != FieldType::Number) continue;
            field.rangeMin = field.config.min;
            field.rangeMax = field.config.max;
            if (field.rangeMin && field.rangeMax) continue;
            Range own;
            if (field.config.fieldMinMax) own.add(field.values);
            if (!field.config.fieldMinMax && !computed) {
                computed = true;
                for (const Frame& other : frames) {
                    for (const Field& candidate : other.fields) {
                        if (candidate.type == FieldType::Number) global.add(candidate.values);
                    }
                }
            }
            const Range& range = field.config.fieldMinMax ? own : global;
            if (!range.known()) continue;
            if (!field.rangeMin) field.rangeMin = range.min;
            if (!field.rangeMax) field.rangeMax = range.max;
        }
    }
}

/// Labels whose values differ between fields, for names that Grafana makes itself.
std::string nameFromLabels(const Field& field, const Frame& frame, const std::vector<Frame>& frames)
{
    std::set<std::string> frameNames;
    for (const Frame& other : frames) frameNames.insert(other.name);
    std::string out;
    if (frameNames.size() > 1 && !frame.name.empty()) out = frame.name;
    const bool plainValue = field.name == "Value";
    if (!plainValue) out += (out.empty() ? "" : " ") + field.name;
    std::vector<LabelView> labels;
    for (const LabelView label : field.labels) labels.push_back(label);
    if (labels.size() == 1) {
        out += (out.empty() ? "" : " ") + std::string(labels[0].value);
    } else if (!labels.empty()) {
        std::string text = "{";
        for (std::size_t i = 0; i < labels.size(); ++i) {
            text += (i > 0 ? ", " : "") + std::string(labels[i].name) + "=\"" + std::string(labels[i].value) + "\"";
        }
        out += (out.empty() ? "" : " ") + text + "}";
    }
    return out.empty() ? field.name : out;
}

/// `${__field.labels.x}`, `${__field.name}` and `{{x}}`-free texts of configured display names.
std::string configuredName(const Field& field, const std::string& text)
{
    std::string out = text;
    const auto replace = [&](const std::string& token, std::string_view value) {
        for (std::size_t at = out.find(token); at != std::string::npos; at = out.find(token, at + value.size())) {
            out.replace(at, token.size(), value);
        }
    };
    if (out.find("__") == std::string::npos) return out;
    for (const LabelView label : field.labels) {
        replace("${__field.labels." + std::string(label.name) + "}", label.value);
        replace("${__field.labels[\"" + std::string(label.name) + "\"]}", label.value);
    }
    const std::string base = field.displayNameFromDs.empty() ? field.name : field.displayNameFromDs;
    for (const char* token :
         {"${__field.name}", "${__field.displayName}", "${__series.name}", "$__field_name", "${__field_name}"}) {
        replace(token, base);
    }
    return out;
}

}  // namespace

FieldConfigSource fieldConfigSourceFromJson(const json::Value& value)
{
    FieldConfigSource out;
    out.defaults = fieldConfigFromJson(value["defaults"]);
    for (const json::Value& item : value["overrides"].items()) {
        FieldOverride one;
        one.matcher = {item.get("matcher.id").toString(), item["matcher"]["options"]};
        one.systemRef = item["__systemRef"].toString();
        for (const json::Value& property : item["properties"].items()) {
            one.properties.push_back({property["id"].toString(), property["value"]});
        }
        out.overrides.push_back(std::move(one));
    }
    return out;
}

bool isKnownFieldMatcher(std::string_view id)
{
    static constexpr std::string_view kKnown[] = {"byName",         "byRegexp",        "byNames", "byType",
                                                  "byTypes",        "byFrameRefID",    "byValue", "first",
                                                  "firstTimeField", "byRegexpOrNames", "numeric", "time"};
    return std::find(std::begin(kKnown), std::end(kKnown), id) != std::end(kKnown);
}

bool matchesField(const FieldMatcher& matcher, const Field& field, const Frame& frame, const std::vector<Frame>& all)
{
    const std::string& id = matcher.id;
    const json::Value& options = matcher.options;
    if (id == "byName") return hasName(field, options.toString());
    if (id == "byRegexp") return matchesRegex(field, options);
    if (id == "byNames") return matchesNames(field, options);
    if (id == "byRegexpOrNames") return matchesRegex(field, options) || matchesNames(field, options);
    if (id == "byType") return fieldTypeName(field.type) == options.toString();
    if (id == "byTypes") {
        return std::any_of(options.items().begin(), options.items().end(),
                           [&](const json::Value& type) { return fieldTypeName(field.type) == type.toString(); });
    }
    if (id == "numeric") return field.type == FieldType::Number;
    if (id == "time") return field.type == FieldType::Time;
    if (id == "byFrameRefID") {
        const std::string& refId = frame.refId;
        const auto regex = options.toString().starts_with('/') ? JsRegex::fromDashboard(options.toString())
                                                               : Result<JsRegex>(fail(ErrorCode::NotFound, ""));
        return regex ? regex->matches(refId) : refId == options.toString();
    }
    if (id == "byValue") return matchesValue(field, options);
    if (id == "first") return !frame.fields.empty() && &frame.fields.front() == &field;
    if (id == "firstTimeField") return frame.first(FieldType::Time) == &field;
    (void)all;
    return false;
}

void assignDisplayNames(std::vector<Frame>& frames)
{
    std::map<std::string, int> uses;
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (field.config.displayName && !field.config.displayName->empty()) {
                field.displayName = configuredName(field, *field.config.displayName);
            } else if (!field.displayNameFromDs.empty()) {
                field.displayName = field.displayNameFromDs;
            } else if (field.type == FieldType::Time || frame.kind == FrameKind::Table) {
                field.displayName = field.name;
            } else {
                field.displayName = nameFromLabels(field, frame, frames);
            }
            if (field.type != FieldType::Time) ++uses[field.displayName];
        }
    }
    // Repeated names are numbered, so that overrides and legends can tell them apart.
    std::map<std::string, int> given;
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time || uses[field.displayName] < 2 || field.config.displayName) continue;
            field.displayName += " " + std::to_string(++given[field.displayName]);
        }
    }
}

void applyFieldConfig(std::vector<Frame>& frames, const FieldConfigSource& source)
{
    assignDisplayNames(frames);
    std::size_t index = 0;
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (field.type != FieldType::Time) field.seriesIndex = index++;
            applyDefaults(field.config, source.defaults);
            for (const FieldOverride& rule : source.overrides) {
                if (!matchesField(rule.matcher, field, frame, frames)) continue;
                for (const FieldProperty& property : rule.properties)
                    setProperty(field.config, property.id, property.value);
            }
        }
    }
    assignDisplayNames(frames);
    assignRanges(frames);
}

}  // namespace watchglass::ui
