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
      "id": "isNull", "name": "Is null", "description": "there is no value", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "isNotNull", "name": "Is not null", "description": "there is a value",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "greater", "name": "Is greater", "description": "above a limit",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "greaterOrEqual", "name": "Is greater or equal",
      "description": "at or above a limit", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "lower", "name": "Is lower", "description": "below a limit",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "lowerOrEqual", "name": "Is lower or equal",
      "description": "at or below a limit", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "equal", "name": "Is equal",
      "description": "the value given", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "notEqual", "name": "Is not equal",
      "description": "another value than the one given", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "substring", "name": "Contains substring",
      "description": "the text given is part of the value", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "notSubstring", "name": "Does not contain substring",
      "description": "the text given is not part of the value", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "between", "name": "Is between", "description": "between two limits",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "regex", "name": "Regex", "description": "the value follows a pattern", "aliasIds": [],
      "excludeFromPicker": false
    }
  ],
  "fieldMatchers": [
    {
      "id": "byType", "name": "Field Type", "description": "by the kind of values", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byTypes", "name": "Field Type", "description": "by several kinds of values", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "numeric", "name": "Numeric Fields", "description": "all numbers", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "time", "name": "Time Fields", "description": "all times", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byName", "name": "Field Name", "description": "by one name", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byRegexp", "name": "Field Name by Regexp",
      "description": "by a pattern that names follow", "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "byNames", "name": "Field Names", "description": "by a list of names",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "byRegexpOrNames", "name": "Field Name by Regexp or Names",
      "description": "by a pattern or a list of names", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byFrameRefID", "name": "Fields by frame refId",
      "description": "all columns that one query answers with", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "first", "name": "First Field", "description": "the first column of a table", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "firstTimeField", "name": "First time field", "description": "the first time of a table",
      "aliasIds": [], "excludeFromPicker": false
    },
    {
      "id": "byValue", "name": "By value (reducer)",
      "description": "by a test of what the values come to", "aliasIds": [],
      "excludeFromPicker": false
    }
  ],
  "frameMatchers": [
    {
      "id": "byName", "name": "Frame Name", "description": "by the name of a table", "aliasIds": [],
      "excludeFromPicker": false
    },
    {
      "id": "byRefId", "name": "Query refId", "description": "by the letter of a query", "aliasIds": [],
      "excludeFromPicker": false
    }
  ],
  "transformers": [
    {"id": "noop", "name": "noop", "description": "changes nothing", "defaultOptions": {}},
    {
      "id": "filterFields", "name": "Filter Fields", "description": "keeps only some columns",
      "defaultOptions": {}
    },
    {
      "id": "filterFieldsByName", "name": "Filter fields by name", "description": "keeps only some columns",
      "defaultOptions": {}
    },
    {
      "id": "filterFrames", "name": "Filter Frames", "description": "keeps only some tables",
      "defaultOptions": {}
    },
    {
      "id": "filterByRefId", "name": "Filter data by query refId", "description": "keeps only what some queries answer",
      "defaultOptions": {}
    },
    {
      "id": "filterByValue", "name": "Filter data by values",
      "description": "keeps only rows whose values pass tests",
      "defaultOptions": {"filters": [], "type": "include", "match": "any"}
    },
    {
      "id": "formatString", "name": "Format string", "description": "changes letters and length of texts",
      "defaultOptions": {"stringField": "", "outputFormat": "Upper Case"}
    },
    {
      "id": "formatTime", "name": "Format time", "description": "writes times in a pattern",
      "defaultOptions": {"timeField": "", "outputFormat": "", "useTimezone": true}
    },
    {
      "id": "order", "name": "Order fields by name",
      "description": "puts columns in an order", "defaultOptions": {"indexByName": {}}
    },
    {
      "id": "organize", "name": "Organize fields by name",
      "description": "hides, orders and names columns",
      "defaultOptions": {"excludeByName": {}, "indexByName": {}, "renameByName": {}, "includeByName": {}}
    },
    {
      "id": "reduce", "name": "Reduce",
      "description": "makes one value of a whole column: the last, the mean, the largest",
      "defaultOptions": {"reducers": ["max"]}
    },
    {
      "id": "concatenate", "name": "Concatenate fields",
      "description": "puts the columns of all tables side by side",
      "defaultOptions": {"frameNameMode": "field", "frameNameLabel": "frame"}
    },
    {
      "id": "calculateField", "name": "Add field from calculation",
      "description": "adds a column that is worked out from others",
      "defaultOptions": {"mode": "reduceRow", "reduce": {"reducer": "sum"}}
    },
    {
      "id": "joinByField", "name": "Join by field",
      "description": "puts the columns of several tables beside each other where a key agrees, usually the time",
      "defaultOptions": {"mode": "outer"}
    },
    {
      "id": "joinByField", "name": "Join by field",
      "description": "puts the columns of several tables beside each other where a key agrees, usually the time",
      "defaultOptions": {"mode": "outer"}
    },
    {
      "id": "seriesToRows", "name": "Series to rows",
      "description": "one list of all samples, each with the name of its series",
      "defaultOptions": {}
    },
    {
      "id": "rename", "name": "Rename fields by name",
      "description": "names columns anew, one by one", "defaultOptions": {"renameByName": {}}
    },
    {
      "id": "labelsToFields", "name": "Labels to fields",
      "description": "makes columns or rows of labels", "defaultOptions": {}
    },
    {
      "id": "ensureColumns", "name": "Ensure Columns Transformer",
      "description": "joins series over time into the columns of one table",
      "defaultOptions": null
    },
    {
      "id": "groupBy", "name": "Group by",
      "description": "one row for each value of a column, with what the others come to",
      "defaultOptions": {"fields": {}}
    },
    {
      "id": "sortBy", "name": "Sort by", "description": "sorts rows by a column", "defaultOptions": {"fields": {}}
    },
    {
      "id": "merge", "name": "Merge series/tables",
      "description": "makes one table of several and joins rows that agree", "defaultOptions": {}
    },
    {
      "id": "renameByRegex", "name": "Rename fields by regex",
      "description": "names columns anew by a pattern",
      "defaultOptions": {"regex": "(.*)", "renamePattern": "$1"}
    },
    {
      "id": "histogram", "name": "Histogram", "description": "counts values in buckets",
      "defaultOptions": {"fields": {}}
    },
    {
      "id": "convertFieldType", "name": "Convert field type",
      "description": "takes a column for another kind of values",
      "defaultOptions": {"fields": {}, "conversions": [{}]}
    },
    {
      "id": "convertFrameType", "name": "Convert frame type",
      "description": "takes tables for another kind of data", "defaultOptions": null
    },
    {
      "id": "groupingToMatrix", "name": "Grouping to Matrix",
      "description": "a cross table of two columns",
      "defaultOptions": {"columnField": "Time", "rowField": "Time", "valueField": "Value"}
    },
    {
      "id": "limit", "name": "Limit", "description": "keeps the first rows",
      "defaultOptions": {"limitField": 10}
    },
    {
      "id": "groupToNestedTable", "name": "Group to nested tables",
      "description": "one row for each value of a column, with a table of its rows inside",
      "defaultOptions": {"showSubframeHeaders": true, "fields": {}}
    },
    {"id": "transpose", "name": "Transpose", "description": "turns rows into columns and columns into rows", "defaultOptions": {}}
  ],
  "colorModes": [
    {
      "id": "fixed", "name": "Single color", "description": "one colour", "group": null,
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "shades", "name": "Shades of a color", "description": "lighter and darker variants of one colour", "group": null,
      "isByValue": false, "isContinuous": false
    },
    {
      "id": "gradient", "name": "Gradient",
      "description": "two colours mixed by the rank of the value, from the largest to the smallest",
      "group": null, "isByValue": false, "isContinuous": false
    },
    {
      "id": "thresholds", "name": "From thresholds", "description": "the colour of the threshold that is reached", "group": null,
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
