#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// One line of the value mappings: what it is for, and what is shown then. Files keep lines for single values together
/// in one mapping.
struct MappingRow {
    std::string type = "value";  ///< as files spell it: value, range, regex, special; others are kept as they are
    std::string condition;       ///< of value, regex and special: key, pattern, match
    json::Value from;            ///< of range; null: open
    json::Value to;
    json::Value result = json::Value::object();  ///< text, color, ...
    int mapping = -1;                            ///< which one of the file it came from; -1: a new one
    json::Value written;                         ///< the whole mapping, where its type is unknown

    bool operator==(const MappingRow&) const = default;
    /// Whether there is enough of it to be written.
    [[nodiscard]] bool isComplete() const;
};

/// The lines in the order that they are shown and tried in (`index` of each).
[[nodiscard]] std::vector<MappingRow> mappingRows(const json::Value& mappings);
/// The mappings that lines make. Incomplete ones, and those for a value that an earlier one has, are left out; numbers
/// of lines (`index`) are given anew only where they would not keep the order.
[[nodiscard]] json::Value mappingsOf(const std::vector<MappingRow>& rows);

}  // namespace watchglass::ui
