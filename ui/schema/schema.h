#pragma once

#include <string_view>

#include "engine/base/json.h"

namespace watchglass::ui::schema {

// Grafana 13's own facts about its files. Each is null for names that are not known.
// Threads: read once, immutable afterwards.

/// A panel type by its id ("stat", "state-timeline"): `{defaults: {defaultOptions...}, enums, pluginVersion}`.
[[nodiscard]] const json::Value& panelType(std::string_view type);
/// The default values of a part of a dashboard ("defaultDashboard", "defaultGridPos").
[[nodiscard]] const json::Value& documentDefaults(std::string_view name);
/// An enumeration ("BigValueColorMode"): names and how files spell them; numbered ones hold both directions.
[[nodiscard]] const json::Value& enumeration(std::string_view name);
/// Whether files may spell a member of the enumeration that way. True for enumerations that are not known.
[[nodiscard]] bool isMember(std::string_view enumeration, const json::Value& spelling);
/// A group of options that panel types share ("axis", "legend", "tooltip"): `[{path, name, defaultValue, ...}]`.
[[nodiscard]] const json::Value& optionGroup(std::string_view name);
/// What the options of a graph can be set to, by option: `{"drawStyle": [{label, value}], ...}`.
[[nodiscard]] const json::Value& graphChoices();
/// A list of things with ids ("fieldMatchers", "transformers", "colorModes"): `[{id, name, description, ...}]`.
[[nodiscard]] const json::Value& registry(std::string_view name);
/// The entry with that id.
[[nodiscard]] const json::Value& registryEntry(std::string_view registry, std::string_view id);

}  // namespace watchglass::ui::schema
