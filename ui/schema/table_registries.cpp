#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// What can be picked by id: operators, matchers, transformations, colour modes.
const std::string_view kRegistries = R"json({
  "binaryOperators": [
    {"id": "+", "name": "Add", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "-", "name": "Subtract", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "*", "name": "Multiply", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "/", "name": "Divide", "description": null, "aliasIds": [], "excludeFromPicker": false}
  ],
  "unaryOperators": [
    {"id": "abs", "name": "Absolute value", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "exp", "name": "Natural exponent", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "ln", "name": "Natural logarithm", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "round", "name": "Round", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "floor", "name": "Floor", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "ceil", "name": "Ceiling", "description": null, "aliasIds": [], "excludeFromPicker": false},
    {"id": "percent", "name": "Percentage", "description": null, "aliasIds": [], "excludeFromPicker": false}
  ],
  "valueMatchers": [
    {
      "id": "isNull", "name": "Is null", "description": "Match where value for given field is null.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "isNotNull", "name": "Is not null", "description": "Match where value for given field is not null.",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "greater", "name": "Is greater", "description": "Match when field value is greater than option.",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "greaterOrEqual", "name": "Is greater or equal",
      "description": "Match when field value is greater than or equal to option.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "lower", "name": "Is lower", "description": "Match when field value is lower than option.",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "lowerOrEqual", "name": "Is lower or equal",
      "description": "Match when field value is lower or equal than option.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "equal", "name": "Is equal",
      "description": "Match where value for given field is equal to options value.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "notEqual", "name": "Is not equal",
      "description": "Match where value for given field is not equal to options value.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "substring", "name": "Contains substring",
      "description": "Match where value for given field is a substring to options value.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "notSubstring", "name": "Does not contain substring",
      "description": "Match where value for given field is not a substring to options value.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "between", "name": "Is between", "description": "Match when field value is between given option values.",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "regex", "name": "Regex", "description": "Match when field value is matching regex.", "aliasIds": [],
      "excludeFromPicker": false
    }
  ],
  "fieldMatchers": [
    {
      "id": "byType", "name": "Field Type", "description": "match based on the field type", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byTypes", "name": "Field Type", "description": "match based on the field types", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "numeric", "name": "Numeric Fields", "description": "Fields with type number", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "time", "name": "Time Fields", "description": "Fields with type time", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byName", "name": "Field Name", "description": "match the field name", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byRegexp", "name": "Field Name by Regexp",
      "description": "match the field name by a given regexp pattern", "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "byNames", "name": "Field Names", "description": "match any of the given the field names",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "byRegexpOrNames", "name": "Field Name by Regexp or Names",
      "description": "match the field name by a given regexp pattern or given names", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byFrameRefID", "name": "Fields by frame refId",
      "description": "match all fields returned in data frame with refId.", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "first", "name": "First Field", "description": "The first field in the frame", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "firstTimeField", "name": "First time field", "description": "The first field of type time in a frame",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "byValue", "name": "By value (reducer)",
      "description": "Reduce a field to a single value and test for inclusion", "aliasIds": [],
      "excludeFromPicker": false
    }
  ],
  "frameMatchers": [
    {
      "id": "byName", "name": "Frame Name", "description": "match the frame name", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byRefId", "name": "Query refId", "description": "match the refId", "aliasIds": [],
      "excludeFromPicker": false
    }
  ],
  "transformers": [
    {"id": "noop", "name": "noop", "description": "No-operation transformer", "defaultOptions": {}},
    {
      "id": "filterFields", "name": "Filter Fields", "description": "select a subset of fields",
      "defaultOptions": {}
    },
    {
      "id": "filterFieldsByName", "name": "Filter fields by name", "description": "select a subset of fields",
      "defaultOptions": {}
    },
    {
      "id": "filterFrames", "name": "Filter Frames", "description": "select a subset of frames",
      "defaultOptions": {}
    },
    {
      "id": "filterByRefId", "name": "Filter data by query refId", "description": "select a subset of results",
      "defaultOptions": {}
    },
    {
      "id": "filterByValue", "name": "Filter data by values",
      "description": "select a subset of results based on values",
      "defaultOptions": {"filters": [], "type": "include", "match": "any"}
    },
    {
      "id": "formatString", "name": "Format string", "description": "Manipulate string fields formatting",
      "defaultOptions": {"stringField": "", "outputFormat": "Upper Case"}
    },
    {
      "id": "formatTime", "name": "Format time", "description": "Set the output format of a time field",
      "defaultOptions": {"timeField": "", "outputFormat": "", "useTimezone": true}
    },
    {
      "id": "order", "name": "Order fields by name",
      "description": "Order fields based on configuration given by user", "defaultOptions": {"indexByName": {}}
    },
    {
      "id": "organize", "name": "Organize fields by name",
      "description": "Order, filter and rename fields based on configuration given by user",
      "defaultOptions": {"excludeByName": {}, "indexByName": {}, "renameByName": {}, "includeByName": {}}
    },
    {
      "id": "reduce", "name": "Reduce",
      "description": "Reduce all rows or data points to a single value using a function like max, min, mean or last.",
      "defaultOptions": {"reducers": ["max"]}
    },
    {
      "id": "concatenate", "name": "Concatenate fields",
      "description": "Combine all fields into a single frame.  Values will be appended with undefined values if not the same length.",
      "defaultOptions": {"frameNameMode": "field", "frameNameLabel": "frame"}
    },
    {
      "id": "calculateField", "name": "Add field from calculation",
      "description": "Use the row values to calculate a new field",
      "defaultOptions": {"mode": "reduceRow", "reduce": {"reducer": "sum"}}
    },
    {
      "id": "joinByField", "name": "Join by field",
      "description": "Combine rows from two or more tables, based on a related field between them.  This can be used to outer join multiple time series on the _time_ field to show many time series in one table.",
      "defaultOptions": {"mode": "outer"}
    },
    {
      "id": "joinByField", "name": "Join by field",
      "description": "Combine rows from two or more tables, based on a related field between them.  This can be used to outer join multiple time series on the _time_ field to show many time series in one table.",
      "defaultOptions": {"mode": "outer"}
    },
    {
      "id": "seriesToRows", "name": "Series to rows",
      "description": "Combines multiple series into a single serie and appends a column with metric name per value.",
      "defaultOptions": {}
    },
    {
      "id": "rename", "name": "Rename fields by name",
      "description": "Rename fields based on configuration given by user", "defaultOptions": {"renameByName": {}}
    },
    {
      "id": "labelsToFields", "name": "Labels to fields",
      "description": "Extract time series labels to fields (columns or rows)", "defaultOptions": {}
    },
    {
      "id": "ensureColumns", "name": "Ensure Columns Transformer",
      "description": "Will check if current data frames is series or columns. If in series it will convert to columns.",
      "defaultOptions": null
    },
    {
      "id": "groupBy", "name": "Group by",
      "description": "Group the data by a field values then process calculations for each group.",
      "defaultOptions": {"fields": {}}
    },
    {
      "id": "sortBy", "name": "Sort by", "description": "Sort fields in a frame.", "defaultOptions": {"fields": {}}
    },
    {
      "id": "merge", "name": "Merge series/tables",
      "description": "Merges multiple series/tables into a single serie/table", "defaultOptions": {}
    },
    {
      "id": "renameByRegex", "name": "Rename fields by regex",
      "description": "Rename fields based on regular expression by users.",
      "defaultOptions": {"regex": "(.*)", "renamePattern": "$1"}
    },
    {
      "id": "histogram", "name": "Histogram", "description": "Calculate a histogram from input data.",
      "defaultOptions": {"fields": {}}
    },
    {
      "id": "convertFieldType", "name": "Convert field type",
      "description": "Convert a field to a specified field type.",
      "defaultOptions": {"fields": {}, "conversions": [{}]}
    },
    {
      "id": "convertFrameType", "name": "Convert frame type",
      "description": "Convert data frame(s) to another type.", "defaultOptions": null
    },
    {
      "id": "groupingToMatrix", "name": "Grouping to Matrix",
      "description": "Groups series by field and return a matrix visualisation",
      "defaultOptions": {"columnField": "Time", "rowField": "Time", "valueField": "Value"}
    },
    {
      "id": "limit", "name": "Limit", "description": "Limit the number of items to the top N",
      "defaultOptions": {"limitField": 10}
    },
    {
      "id": "groupToNestedTable", "name": "Group to nested tables",
      "description": "Group data by a field value and create nested tables with the grouped data",
      "defaultOptions": {"showSubframeHeaders": true, "fields": {}}
    },
    {"id": "transpose", "name": "Transpose", "description": "Transpose the data frame", "defaultOptions": {}}
  ],
  "colorModes": [
    {
      "id": "fixed", "name": "Single color", "description": "Set a specific color", "group": null,
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "shades", "name": "Shades of a color", "description": "Select shades of a specific color", "group": null,
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "gradient", "name": "Gradient",
      "description": "Interpolate between two colors based on value order. The highest value gets the start color; the lowest gets the end color.",
      "group": null, "isByValue": false, "isContinuous": false
    },
    {
      "id": "thresholds", "name": "From thresholds", "description": "Derive colors from thresholds", "group": null,
      "isByValue": true, "isContinuous": false
    },
    {
      "id": "palette-classic", "name": "Classic palette", "description": null, "group": null, "isByValue": false,
      "isContinuous": false
    },
    {
      "id": "palette-classic-by-name", "name": "Classic palette (by series name)", "description": null,
      "group": null, "isByValue": false, "isContinuous": false
    },
    {
      "id": "palette-colorblind", "name": "Color blind safe", "description": null, "group": "Accessible",
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "palette-categorical-next", "name": "Categorical Next", "description": null, "group": "Experimental",
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "palette-categorical-next-2", "name": "Categorical Next 2", "description": null, "group": "Experimental",
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "palette-categorical-next-3", "name": "Categorical Next 3", "description": null, "group": "Experimental",
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "continuous-viridis", "name": "Viridis", "description": null, "group": "Accessible", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-magma", "name": "Magma", "description": null, "group": "Accessible", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-plasma", "name": "Plasma", "description": null, "group": "Accessible", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-inferno", "name": "Inferno", "description": null, "group": "Accessible", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-cividis", "name": "Cividis", "description": null, "group": "Accessible", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-GrYlRd", "name": "Green-Yellow-Red", "description": null, "group": "Others",
      "isByValue": true, "isContinuous": true
    },
    {
      "id": "continuous-RdYlGr", "name": "Red-Yellow-Green", "description": null, "group": "Others",
      "isByValue": true, "isContinuous": true
    },
    {
      "id": "continuous-BlYlRd", "name": "Blue-Yellow-Red", "description": null, "group": "Others",
      "isByValue": true, "isContinuous": true
    },
    {
      "id": "continuous-YlRd", "name": "Yellow-Red", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-BlPu", "name": "Blue-Purple", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-YlBl", "name": "Yellow-Blue", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-blues", "name": "Blues", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-reds", "name": "Reds", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-greens", "name": "Greens", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    },
    {
      "id": "continuous-purples", "name": "Purples", "description": null, "group": "Others", "isByValue": true,
      "isContinuous": true
    }
  ]
})json";

}  // namespace watchglass::ui::schema
