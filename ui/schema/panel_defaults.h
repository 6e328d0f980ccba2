#pragma once

#include <string_view>

#include "engine/base/json.h"

namespace watchglass::ui::schema {

/// The options that a panel of that type has when its JSON says nothing. `pluginVersion` is what the panel was saved
/// with, "" when it does not say.
[[nodiscard]] json::Value panelOptions(std::string_view type, std::string_view pluginVersion = {});
/// Its `fieldConfig.defaults`, likewise: thresholds, colour mode and the type's own options below "custom".
[[nodiscard]] json::Value panelFieldConfig(std::string_view type);

/// `written` over `defaults`: objects member by member, lists and plain values as a whole. Nothing written
/// (null) leaves the defaults.
[[nodiscard]] json::Value withDefaults(json::Value defaults, const json::Value& written);

}  // namespace watchglass::ui::schema
