#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// `{"id": "byName", "options": "cpu"}`: which fields an override is for.
struct FieldMatcher {
    std::string id;
    json::Value options;
};

struct FieldProperty {
    std::string id;
    json::Value value;
};

struct FieldOverride {
    FieldMatcher matcher;
    std::vector<FieldProperty> properties;
    std::string systemRef;  ///< "hideSeriesFrom": made by a click in the legend
};

/// `fieldConfig` of a panel.
struct FieldConfigSource {
    FieldConfig defaults;
    std::vector<FieldOverride> overrides;
};

[[nodiscard]] FieldConfigSource fieldConfigSourceFromJson(const json::Value& fieldConfig);

/// Whether the matcher selects `field` of `frame`. Unknown matchers select nothing. For many fields:
/// PreparedFieldMatcher.
[[nodiscard]] bool matchesField(const FieldMatcher& matcher, const Field& field, const Frame& frame);
/// Whether the matcher's id is one that this program knows.
[[nodiscard]] bool isKnownFieldMatcher(std::string_view id);

/// What is wrong with a matcher's options; "" when nothing is.
[[nodiscard]] std::string fieldMatcherProblem(const FieldMatcher& matcher);

/// Replaces the dashboard's variables in a text.
using TextFilter = std::function<std::string(const std::string&)>;

/// Fills every field's config: what the source gave, then defaults where unset, then overrides in order. Also
/// display names, series indices and the range that percentages are measured against.
void applyFieldConfig(std::vector<Frame>& frames, const FieldConfigSource& source, const TextFilter& variables = {});

/// Gives every field its display name (config, data source, frame and labels; names that repeat within a frame
/// get " 1", " 2").
void assignDisplayNames(std::vector<Frame>& frames);

}  // namespace watchglass::ui
