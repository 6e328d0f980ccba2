#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// Whether an object is a dashboard of Grafana's schema v2: `elements` and `layout` instead of `panels`.
[[nodiscard]] bool isSchemaV2(const json::Value& spec);

/// A v2 dashboard as the object that it would be in the classic schema, for the view: panels in rows and on the grid,
/// variables in `templating`, annotations in their list. `path` is the JSON pointer of `spec` in its document; panels
/// say where they stand in it (kOriginMember).
/// Tabs become rows of one `tabGroup`, rows and tabs within others stand after those with their `depth`, automatic
/// grids become places of equal size; `notes` gets a line for what is not the same. Source: Grafana's
/// public/app/features/dashboard/api/ResponseTransformers.ts.
[[nodiscard]] json::Value classicFromV2(const json::Value& spec, const std::string& path,
                                        std::vector<std::string>& notes);

/// A variable of `spec.variables` as classic dashboards have it.
[[nodiscard]] json::Value classicVariableFromV2(const json::Value& variable);
/// An annotation of `spec.annotations`, likewise.
[[nodiscard]] json::Value classicAnnotationFromV2(const json::Value& annotation);

/// Kinds of variables and the types that they were: "QueryVariable" and "query".
using VariableKind = std::pair<std::string_view, std::string_view>;
[[nodiscard]] std::span<const VariableKind> v2VariableKinds();

/// A word of schema v2 for what was a number in a member of a variable: "hide", 1, "hideLabel".
struct VariableWord {
    std::string_view member;
    int number;
    std::string_view word;
};
[[nodiscard]] std::span<const VariableWord> v2VariableWords();

}  // namespace watchglass::ui
