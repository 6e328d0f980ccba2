#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// What the options of graphs can be set to.
const std::string_view kGraphChoices = R"json({
  "drawStyle": [
    {"label": "Lines", "value": "line"}, {"label": "Bars", "value": "bars"}, {"label": "Points", "value": "points"}
  ],
  "lineInterpolation": [
    {"description": "straight lines", "ariaLabel": "Linear", "value": "linear", "icon": "gf-interpolation-linear"},
    {"description": "curves", "ariaLabel": "Smooth", "value": "smooth", "icon": "gf-interpolation-smooth"},
    {
      "description": "steps at the end of an interval", "ariaLabel": "Step before", "value": "stepBefore",
      "icon": "gf-interpolation-step-before"
    },
    {
      "description": "steps at the begin of an interval", "ariaLabel": "Step after", "value": "stepAfter",
      "icon": "gf-interpolation-step-after"
    }
  ],
  "barAlignment": [
    {"description": "ahead of their time", "value": -1, "icon": "gf-bar-alignment-before"},
    {"description": "centred on their time", "value": 0, "icon": "gf-bar-alignment-center"},
    {"description": "behind their time", "value": 1, "icon": "gf-bar-alignment-after"}
  ],
  "showPoints": [
    {"label": "Auto", "value": "auto", "description": "where there is room for them"},
    {"label": "Always", "value": "always"}, {"label": "Never", "value": "never"}
  ],
  "axisPlacement": [
    {"label": "Auto", "value": "auto", "description": "the left axis for the first series, the right one for all others"},
    {"label": "Left", "value": "left"}, {"label": "Right", "value": "right"}, {"label": "Hidden", "value": "hidden"}
  ],
  "fillGradient": [
    {"label": "None", "value": "none"},
    {"label": "Opacity", "value": "opacity", "description": "fades out towards the bottom"},
    {"label": "Hue", "value": "hue", "description": "a slight change of hue"},
    {"label": "Scheme", "value": "scheme", "description": "the colours of the scheme, by value"}
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
