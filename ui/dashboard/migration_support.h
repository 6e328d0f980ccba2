#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

/// What the files migrate_*.cpp share. Nobody outside the migration includes this.
namespace watchglass::ui::migration {

/// What JavaScript takes for true: not null, false, 0 or "".
[[nodiscard]] bool truthy(const json::Value& value);
/// A number, or a text that is one as a whole ("10", " 2.5 "); none for anything else.
[[nodiscard]] std::optional<double> numberOf(const json::Value& value);
/// The number at the start of a text, as JavaScript's parseFloat ("30 %" -> 30).
[[nodiscard]] std::optional<double> leadingNumber(const json::Value& value);
/// Whole numbers without a point.
[[nodiscard]] json::Value numberValue(double value);
/// A text as it is, a number in its spelling, else "".
[[nodiscard]] std::string textOf(const json::Value& value);

/// The value to edit at names separated by dots; objects on the way are made.
[[nodiscard]] json::Value& editPath(json::Value& object, std::string_view path);
void setPath(json::Value& object, std::string_view path, json::Value value);
/// Sets what is not there or null.
void setDefault(json::Value& object, std::string_view path, json::Value value);
/// Moves a member to another name, unless that one is there already.
void renameMember(json::Value& object, std::string_view from, std::string_view to);

void replaceAll(std::string& text, std::string_view from, std::string_view to);
/// "cpu.*" with everything that means something in a regular expression escaped.
[[nodiscard]] std::string escapeRegex(std::string_view text);
/// Whether the text is written `/pattern/flags`.
[[nodiscard]] bool isRegexText(std::string_view text);

[[nodiscard]] json::Value property(std::string_view id, json::Value value);
/// `{"matcher": {"id", "options"}, "properties"}`.
[[nodiscard]] json::Value fieldRule(std::string_view matcher, std::string_view name,
                                    std::vector<json::Value> properties);
/// The rule for a series or column as old panels name it: a pattern between slashes or a name.
[[nodiscard]] json::Value ruleFor(std::string_view name, std::vector<json::Value> properties);
void addRule(json::Value& panel, json::Value rule);
[[nodiscard]] json::Value fixedColor(json::Value color);
/// "Panel 3 (Load): text".
[[nodiscard]] std::string panelNote(const json::Value& panel, std::string_view text);

/// The reducer of an old statistic's name ("avg" -> "mean"); `otherwise` when unknown.
[[nodiscard]] std::string reducerOf(const json::Value& oldName, std::string_view otherwise);

}  // namespace watchglass::ui::migration
