#pragma once

#include <string>
#include <string_view>

#include "engine/base/json.h"

namespace watchglass::conformance {

/// What came over the socket.
struct HttpAnswer {
    int status = 0;
    std::string contentType;
    std::string body;
};

/// Splits head and body; status 0 for what is no HTTP answer.
[[nodiscard]] HttpAnswer parseAnswer(std::string_view bytes);

/// Compares an answer with a case of replay.json. "" when they agree, else what differs: "at PATH: EXPECTED".
///
/// Series and exemplars are sets, except for sort* and topk-like functions; numbers in strings agree to 1e-12 relative;
/// what `volatile` names must have the same members of the same types. /// The tree of parse_query may have members
/// with default values that the recording is too old for. Nothing else may differ.
[[nodiscard]] std::string compareAnswer(const json::Value& theCase, const HttpAnswer& answer);

}  // namespace watchglass::conformance
