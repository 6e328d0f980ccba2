#pragma once

#include <set>
#include <string>

#include "engine/base/json.h"

namespace watchglass::conformance::grafana {

/// How an answer is compared with what is expected. Objects in any order of keys, lists in order, texts exactly. An
/// absent key is undefined, which null is not.
struct Comparison {
    double relative = 1e-9;
    std::set<std::string, std::less<>> colorKeys;  ///< members whose texts are colours, compared by channel
    bool colors = false;                           ///< every text is a colour
    int colorTolerance = 0;                        ///< of 255
};

/// "" when alike, else where and how they differ.
[[nodiscard]] std::string difference(const json::Value& expected, const json::Value& got, const Comparison& how);

}  // namespace watchglass::conformance::grafana
