#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

// How JavaScript sees a value: what transformations do with values that are not of the type that they expect.

/// Number(value): null is 0, undefined NaN, a text what it spells.
[[nodiscard]] double jsToNumber(const Cell& cell);
/// parseFloat(text): the number that a text begins with; NaN for none.
[[nodiscard]] double jsParseFloat(const std::string& text);
/// -1, 0, 1 as JavaScript's < and > order two values: texts by their letters, everything else as numbers; none: no
/// order.
[[nodiscard]] std::optional<int> jsCompare(const Cell& a, const Cell& b);
/// String(value): "null", "1,2" for lists, "[object Object]".
[[nodiscard]] std::string jsText(const Cell& cell);
[[nodiscard]] bool jsTruthy(const Cell& cell);
/// JSON.stringify(value); none for undefined.
[[nodiscard]] std::optional<std::string> jsonText(const Cell& cell);
/// The value that a JSON document stands for.
[[nodiscard]] Cell cellOfJson(const json::Value& value);

/// The type that values of a name look like; none without any value.
[[nodiscard]] std::optional<FieldType> guessFieldType(std::string_view name, const std::vector<Cell>& cells);

}  // namespace watchglass::ui
