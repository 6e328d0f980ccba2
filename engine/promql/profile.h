#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/promql/ast.h"

namespace watchglass::promql {

/// What one node of a query cost and gave: the answer to QueryOptions::profile. Parentheses and strings have no
/// node of their own, nor have nodes very deep in the tree, whose cost is their ancestor's.
struct ProfileNode {
    std::string text;  ///< canonical; cut with "..." when long
    PosRange pos;
    double seconds = 0;         ///< with the children
    double selfSeconds = 0;     ///< without
    std::uint32_t steps = 0;    ///< at which it was evaluated; 0: never
    bool hoisted = false;       ///< step invariant: evaluated at one step and repeated
    std::uint64_t series = 0;   ///< handed to the parent; 1 for a scalar
    std::uint64_t points = 0;   ///< in these series, the repeated ones included
    bool readsStorage = false;  ///< the two below mean something
    std::uint64_t seriesSelected = 0;
    std::uint64_t samplesRead = 0;
    std::vector<ProfileNode> children;

    bool operator==(const ProfileNode&) const = default;
};

/// The tree as `stats=all` serves it: times in seconds, positions in bytes.
[[nodiscard]] json::Value toJson(const ProfileNode& node);
/// The way back. What is missing reads as 0.
[[nodiscard]] ProfileNode profileFromJson(const json::Value& value);

/// A table with a head and one line a node, children indented below their parent.
[[nodiscard]] std::string profileText(const ProfileNode& root);

}  // namespace watchglass::promql
