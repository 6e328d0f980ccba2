#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// Groups of options that panel types share, as an editor lists them.
const std::string_view kOptionGroups = R"json({
  "axis": [
    {
      "call": "addRadio", "path": "axisPlacement", "name": "Placement", "category": ["Axis"], "defaultValue": "auto",
      "settings": {
        "options": [
          {
            "label": "Auto", "value": "auto", "description": "the left axis for the first series, the right one for all others"
          },
          {"label": "Left", "value": "left"}, {"label": "Right", "value": "right"},
          {"label": "Hidden", "value": "hidden"}
        ]
      }
    },
    {
      "call": "addTextInput", "path": "axisLabel", "name": "Label", "category": ["Axis"], "defaultValue": "",
      "settings": {"placeholder": "Optional text", "expandTemplateVars": true}
    },
    {
      "call": "addNumberInput", "path": "axisWidth", "name": "Width", "category": ["Axis"], "defaultValue": null,
      "settings": {"placeholder": "Auto"}
    },
    {
      "call": "addRadio", "path": "axisGridShow", "name": "Show grid lines", "category": ["Axis"],
      "defaultValue": null,
      "settings": {"options": [{"label": "Auto"}, {"value": true, "label": "On"}, {"value": false, "label": "Off"}]}
    },
    {
      "call": "addRadio", "path": "axisColorMode", "name": "Color", "category": ["Axis"], "defaultValue": "text",
      "settings": {"options": [{"value": "text", "label": "Text"}, {"value": "series", "label": "Series"}]}
    },
    {
      "call": "addBooleanSwitch", "path": "axisBorderShow", "name": "Show border", "category": ["Axis"],
      "defaultValue": false, "settings": {}
    },
    {
      "call": "addCustomEditor", "path": "scaleDistribution", "name": "Scale", "category": ["Axis"],
      "defaultValue": {"type": "linear"}, "settings": {}
    },
    {
      "call": "addBooleanSwitch", "path": "axisCenteredZero", "name": "Centered zero", "category": ["Axis"],
      "defaultValue": false, "settings": {}
    },
    {
      "call": "addNumberInput", "path": "axisSoftMin", "name": "Soft min", "category": ["Axis"],
      "defaultValue": null, "settings": {"placeholder": "See: Standard options > Min"}
    },
    {
      "call": "addNumberInput", "path": "axisSoftMax", "name": "Soft max", "category": ["Axis"],
      "defaultValue": null, "settings": {"placeholder": "See: Standard options > Max"}
    }
  ],
  "hideFrom": [
    {
      "call": "addCustomEditor", "path": "hideFrom", "name": "Hide in area", "category": ["Series"],
      "defaultValue": {"tooltip": false, "viz": false, "legend": false}, "settings": {}
    }
  ],
  "legend": [
    {
      "call": "addBooleanSwitch", "path": "legend.showLegend", "name": "Visibility", "description": "",
      "category": ["Legend"], "defaultValue": true, "settings": {}
    },
    {
      "call": "addRadio", "path": "legend.displayMode", "name": "Mode", "description": "", "category": ["Legend"],
      "defaultValue": "list",
      "settings": {"options": [{"value": "list", "label": "List"}, {"value": "table", "label": "Table"}]}
    },
    {
      "call": "addRadio", "path": "legend.placement", "name": "Placement", "description": "", "category": ["Legend"],
      "defaultValue": "bottom",
      "settings": {"options": [{"value": "bottom", "label": "Bottom"}, {"value": "right", "label": "Right"}]}
    },
    {
      "call": "addCustomEditor", "path": "legend.width", "name": "Width", "category": ["Legend"],
      "defaultValue": null, "settings": {}
    },
    {
      "call": "addRadio", "path": "legend.overflow", "name": "Overflow", "description": "", "category": ["Legend"],
      "defaultValue": null,
      "settings": {"options": [{"value": "ellipsis", "label": "Ellipsis"}, {"value": "wrap", "label": "Wrap"}]}
    },
    {
      "call": "addNumberInput", "path": "legend.limit", "name": "Limit",
      "description": "how many there are at first", "category": ["Legend"], "defaultValue": null,
      "settings": {}
    },
    {
      "call": "addCustomEditor", "path": "legend.calcs", "name": "Values",
      "description": "what legends say besides names", "category": ["Legend"], "defaultValue": [],
      "settings": {"allowMultiple": true}
    }
  ],
  "stacking": [
    {
      "call": "addCustomEditor", "path": "stacking", "name": "Stack series", "category": ["Graph styles"],
      "defaultValue": {},
      "settings": {
        "options": [
          {"label": "Off", "value": "none"}, {"label": "Normal", "value": "normal"},
          {"label": "100%", "value": "percent"}
        ]
      }
    }
  ],
  "text": [
    {
      "call": "addNumberInput", "path": "text.titleSize", "name": "Title", "category": ["Text size"],
      "defaultValue": null, "settings": {"placeholder": "Auto", "integer": false, "min": 1, "max": 200}
    },
    {
      "call": "addNumberInput", "path": "text.valueSize", "name": "Value", "category": ["Text size"],
      "defaultValue": null, "settings": {"placeholder": "Auto", "integer": false, "min": 1, "max": 200}
    }
  ],
  "tooltip": [
    {
      "call": "addRadio", "path": "tooltip.mode", "name": "Tooltip mode", "category": ["Tooltip"],
      "defaultValue": "single",
      "settings": {
        "options": [
          {"value": "single", "label": "Single"}, {"value": "multi", "label": "All"},
          {"value": "none", "label": "Hidden"}
        ]
      }
    },
    {
      "call": "addRadio", "path": "tooltip.sort", "name": "Values sort order", "category": ["Tooltip"],
      "defaultValue": "none",
      "settings": {
        "options": [
          {"value": "none", "label": "None"}, {"value": "asc", "label": "Ascending"},
          {"value": "desc", "label": "Descending"}
        ]
      }
    },
    {
      "call": "addBooleanSwitch", "path": "tooltip.hideZeros", "name": "Hide zeros", "category": ["Tooltip"],
      "defaultValue": false, "settings": {}
    },
    {
      "call": "addNumberInput", "path": "tooltip.maxWidth", "name": "Max width", "category": ["Tooltip"],
      "defaultValue": null, "settings": {"integer": true}
    },
    {
      "call": "addNumberInput", "path": "tooltip.maxHeight", "name": "Max height", "category": ["Tooltip"],
      "defaultValue": null, "settings": {"integer": true}
    }
  ],
  "tooltipNoMulti": [
    {
      "call": "addRadio", "path": "tooltip.mode", "name": "Tooltip mode", "category": ["Tooltip"],
      "defaultValue": "single",
      "settings": {"options": [{"value": "single", "label": "Single"}, {"value": "none", "label": "Hidden"}]}
    },
    {
      "call": "addRadio", "path": "tooltip.sort", "name": "Values sort order", "category": ["Tooltip"],
      "defaultValue": "none",
      "settings": {
        "options": [
          {"value": "none", "label": "None"}, {"value": "asc", "label": "Ascending"},
          {"value": "desc", "label": "Descending"}
        ]
      }
    },
    {
      "call": "addBooleanSwitch", "path": "tooltip.hideZeros", "name": "Hide zeros", "category": ["Tooltip"],
      "defaultValue": false, "settings": {}
    },
    {
      "call": "addNumberInput", "path": "tooltip.maxWidth", "name": "Max width", "category": ["Tooltip"],
      "defaultValue": null, "settings": {"integer": true}
    },
    {
      "call": "addNumberInput", "path": "tooltip.maxHeight", "name": "Max height", "category": ["Tooltip"],
      "defaultValue": null, "settings": {"integer": true}
    }
  ],
  "axisNoScale": [
    {
      "call": "addRadio", "path": "axisPlacement", "name": "Placement", "category": ["Axis"], "defaultValue": "auto",
      "settings": {
        "options": [
          {
            "label": "Auto", "value": "auto", "description": "the left axis for the first series, the right one for all others"
          },
          {"label": "Left", "value": "left"}, {"label": "Right", "value": "right"},
          {"label": "Hidden", "value": "hidden"}
        ]
      }
    },
    {
      "call": "addTextInput", "path": "axisLabel", "name": "Label", "category": ["Axis"], "defaultValue": "",
      "settings": {"placeholder": "Optional text", "expandTemplateVars": true}
    },
    {
      "call": "addNumberInput", "path": "axisWidth", "name": "Width", "category": ["Axis"], "defaultValue": null,
      "settings": {"placeholder": "Auto"}
    },
    {
      "call": "addRadio", "path": "axisGridShow", "name": "Show grid lines", "category": ["Axis"],
      "defaultValue": null,
      "settings": {"options": [{"label": "Auto"}, {"value": true, "label": "On"}, {"value": false, "label": "Off"}]}
    },
    {
      "call": "addRadio", "path": "axisColorMode", "name": "Color", "category": ["Axis"], "defaultValue": "text",
      "settings": {"options": [{"value": "text", "label": "Text"}, {"value": "series", "label": "Series"}]}
    },
    {
      "call": "addBooleanSwitch", "path": "axisBorderShow", "name": "Show border", "category": ["Axis"],
      "defaultValue": false, "settings": {}
    },
    {
      "call": "addCustomEditor", "path": "scaleDistribution", "name": "Scale", "category": ["Axis"],
      "defaultValue": {"type": "linear"}, "settings": {}
    },
    {
      "call": "addBooleanSwitch", "path": "axisCenteredZero", "name": "Centered zero", "category": ["Axis"],
      "defaultValue": false, "settings": {}
    },
    {
      "call": "addNumberInput", "path": "axisSoftMin", "name": "Soft min", "category": ["Axis"],
      "defaultValue": null, "settings": {"placeholder": "See: Standard options > Min"}
    },
    {
      "call": "addNumberInput", "path": "axisSoftMax", "name": "Soft max", "category": ["Axis"],
      "defaultValue": null, "settings": {"placeholder": "See: Standard options > Max"}
    }
  ]
})json";

}  // namespace watchglass::ui::schema
