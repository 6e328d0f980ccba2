#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui::v2 {

/// The parts of classicFromV2(), by subject.

/// A `PanelQuery` or the query of an annotation or variable: `query` and `datasource` of any v2 version as
/// `{datasource, ...the query's own members}`.
[[nodiscard]] json::Value classicQuery(const json::Value& owner);
/// `{type, uid}`, or null for the default source.
[[nodiscard]] json::Value classicSource(const json::Value& owner);

/// An element as a panel without a place. `path` is the JSON pointer of the element.
[[nodiscard]] json::Value classicPanel(const json::Value& element, const std::string& path);

/// All of `spec.layout` as a list of panels and rows. Rows and tabs within others follow those, with their `depth`.
[[nodiscard]] json::Value classicPanels(const json::Value& spec, const std::string& path,
                                        std::vector<std::string>& notes);

[[nodiscard]] json::Value classicVariable(const json::Value& variable);

}  // namespace watchglass::ui::v2
