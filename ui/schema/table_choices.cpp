#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// What the options of graphs can be set to.
const std::string_view kGraphChoices = R"json({
  "drawStyle": [
    {"label": "Lines", "value": "line"}, {"label": "Bars", "value": "bars"}, {"label": "Points", "value": "points"}
  ],
  "lineInterpolation": [
    {"description": "Linear", "ariaLabel": "Linear", "value": "linear", "icon": "gf-interpolation-linear"},
    {"description": "Smooth", "ariaLabel": "Smooth", "value": "smooth", "icon": "gf-interpolation-smooth"},
    {
      "description": "Step before", "ariaLabel": "Step before", "value": "stepBefore",
      "icon": "gf-interpolation-step-before"
    },
    {
      "description": "Step after", "ariaLabel": "Step after", "value": "stepAfter",
      "icon": "gf-interpolation-step-after"
    }
  ],
  "barAlignment": [
    {"description": "Before", "value": -1, "icon": "gf-bar-alignment-before"},
    {"description": "Center", "value": 0, "icon": "gf-bar-alignment-center"},
    {"description": "After", "value": 1, "icon": "gf-bar-alignment-after"}
  ],
  "showPoints": [
    {"label": "Auto", "value": "auto", "description": "Show points when the density is low"},
    {"label": "Always", "value": "always"}, {"label": "Never", "value": "never"}
  ],
  "axisPlacement": [
    {"label": "Auto", "value": "auto", "description": "First field on the left, everything else on the right"},
    {"label": "Left", "value": "left"}, {"label": "Right", "value": "right"}, {"label": "Hidden", "value": "hidden"}
  ],
  "fillGradient": [
    {"label": "None", "value": "none"},
    {"label": "Opacity", "value": "opacity", "description": "Enable fill opacity gradient"},
    {"label": "Hue", "value": "hue", "description": "Small color hue gradient"},
    {"label": "Scheme", "value": "scheme", "description": "Use color scheme to define gradient"}
  ],
  "stacking": [
    {"label": "Off", "value": "none"}, {"label": "Normal", "value": "normal"}, {"label": "100%", "value": "percent"}
  ],
  "thresholdsDisplayModes": [
    {"label": "Off", "value": "off"}, {"label": "As lines", "value": "line"},
    {"label": "As lines (dashed)", "value": "dashed"}, {"label": "As filled regions", "value": "area"},
    {"label": "As filled regions and lines", "value": "line+area"},
    {"label": "As filled regions and lines (dashed)", "value": "dashed+area"}
  ]
})json";

}  // namespace watchglass::ui::schema
