#pragma once

#include <string>

#include "engine/base/json.h"
#include "ui/panels/panel_data.h"

namespace watchglass::conformance {

/// What a specimen of the reference shows, as a panel gets it: its frames with the field options applied.
[[nodiscard]] ui::PanelData specimenData(const json::Value& input);

/// "rgb(204, 204, 220)", "rgba(...)", "#73BF69". Invalid when it is none of these.
[[nodiscard]] QColor cssColor(const std::string& text);

}  // namespace watchglass::conformance
