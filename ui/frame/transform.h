#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Whether applyTransformations() carries this transformer out.
[[nodiscard]] bool isKnownTransformation(std::string_view id);

/// Applies a panel's `transformations` in order; disabled ones are skipped. Unknown ones leave the frames alone
/// and add a line to `problems`.
[[nodiscard]] std::vector<Frame> applyTransformations(std::vector<Frame> frames, const json::Value& transformations,
                                                      std::vector<std::string>* problems = nullptr);

}  // namespace watchglass::ui
