#include "ui/frame/field_override.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "ui/frame/display_names.h"
#include "ui/frame/field_matcher.h"

namespace watchglass::ui {

namespace {

/// Fills in what the source left open.
void applyDefaults(FieldConfig& config, const FieldConfig& defaults, FieldType type)
{
    const auto take = [](auto& mine, const auto& theirs) {
        if (!mine && theirs) mine = theirs;
    };
    take(config.unit, defaults.unit);
    if (type == FieldType::Number) {
        take(config.decimals, defaults.decimals);
        take(config.min, defaults.min);
        take(config.max, defaults.max);
        config.fieldMinMax = config.fieldMinMax || defaults.fieldMinMax;
    }
    take(config.displayName, defaults.displayName);
    take(config.noValue, defaults.noValue);
    take(config.description, defaults.description);
    take(config.color, defaults.color);
    take(config.thresholds, defaults.thresholds);
    if (type != FieldType::Time) take(config.mappings, defaults.mappings);
    take(config.links, defaults.links);
    take(config.filterable, defaults.filterable);
    if (config.custom.isNull()) config.custom = defaults.custom;
}

template <class Item>
void append(std::optional<std::vector<Item>>& list, const std::optional<std::vector<Item>>& more)
{
    if (list && more) list->insert(list->end(), more->begin(), more->end());
}

/// Thresholds without a colour mode mean colours from thresholds; bounds are put in order.
void validate(FieldConfig& config)
{
    if (!config.color && config.thresholds) config.color = FieldColor{};
    if (config.color && config.color->mode.empty()) config.color.reset();
    if (config.min && config.max && *config.min > *config.max) std::swap(config.min, config.max);
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
            field.rangeMin = field.config.min;
            field.rangeMax = field.config.max;
            if (field.rangeMin && field.rangeMax) {
                // The first field that says both sets the measure for those after it that say nothing.
                if (!computed) global = {*field.rangeMin, *field.rangeMax};
                computed = true;
                continue;
            }
            if (field.type != FieldType::Number) {
                field.rangeMin.reset();
                field.rangeMax.reset();
                continue;
            }
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

namespace {

/// What tells the series of one query apart, whatever time they are of.
std::string identityOf(const Field& field, const Frame& frame)
{
    const std::string& refId = frame.refId;
    const std::string query = isComparison(frame) ? refId : comparisonRefId(refId);
    return query + '\n' + field.name + '\n' + formatLabels(field.labels) + '\n' + field.displayNameFromDs;
}

/// Series of an earlier time have the number, and so the colour, of those that they are compared with.
void pairComparisons(std::vector<Frame>& frames)
{
    if (std::none_of(frames.begin(), frames.end(), isComparison)) return;
    std::map<std::string, std::size_t> numbers;
    for (const bool compared : {false, true}) {
        for (Frame& frame : frames) {
            if (isComparison(frame) != compared) continue;
            for (Field& field : frame.fields) {
                if (field.type == FieldType::Time) continue;
                if (!compared) {
                    numbers.emplace(identityOf(field, frame), field.seriesIndex);
                } else if (const auto same = numbers.find(identityOf(field, frame)); same != numbers.end()) {
                    field.seriesIndex = same->second;
                }
            }
        }
    }
}

}  // namespace

void applyFieldConfig(std::vector<Frame>& frames, const FieldConfigSource& source, const TextFilter& variables)
{
    const DisplayNamer namer(frames, variables);
    std::vector<PreparedFieldMatcher> matchers;
    matchers.reserve(source.overrides.size());
    for (const FieldOverride& rule : source.overrides) matchers.emplace_back(rule.matcher);

    std::size_t index = 0;
    for (std::size_t frameIndex = 0; frameIndex < frames.size(); ++frameIndex) {
        Frame& frame = frames[frameIndex];
        for (Field& field : frame.fields) {
            // A time takes the number of the series after it and uses none up.
            field.seriesIndex = field.type == FieldType::Time ? index : index++;
            applyDefaults(field.config, source.defaults, field.type);
            bool isNamed = false;
            for (std::size_t i = 0; i < matchers.size(); ++i) {
                // The name that a rule has asked for first is the one that later rules know.
                if (!isNamed && matchers[i].asksForName(field)) {
                    field.displayName = namer.name(field, frame, frameIndex);
                    isNamed = true;
                }
                if (!matchers[i].matches(field, frame)) continue;
                for (const FieldProperty& property : source.overrides[i].properties) {
                    const auto links = property.id == "links" ? field.config.links : std::nullopt;
                    const auto mappings = property.id == "mappings" ? field.config.mappings : std::nullopt;
                    setProperty(field.config, property.id, property.value);
                    // Links and mappings of an override come before the others, which stay.
                    if (property.id == "links") append(field.config.links, links);
                    if (property.id == "mappings") append(field.config.mappings, mappings);
                }
            }
            field.displayName = namer.name(field, frame, frameIndex);
            // Whoever shows the config shows what its name came to.
            if (field.config.displayName && !field.config.displayName->empty())
                field.config.displayName = namer.configured(field, frame, frameIndex);
            validate(field.config);
        }
    }
    pairComparisons(frames);
    assignRanges(frames);
}

}  // namespace watchglass::ui
