#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// Enumerations: name of a member and how files spell it. Numbered ones go both ways.
const std::string_view kEnumerations = R"json({
  "AxisColorMode": {"Series": "series", "Text": "text"},
  "AxisPlacement": {"Auto": "auto", "Bottom": "bottom", "Hidden": "hidden", "Left": "left", "Right": "right", "Top": "top"},
  "BarAlignment": {"0": "Center", "1": "After", "After": 1, "Before": -1, "-1": "Before", "Center": 0},
  "BarGaugeDisplayMode": {"Basic": "basic", "Gradient": "gradient", "Lcd": "lcd"},
  "BarGaugeNamePlacement": {"Auto": "auto", "Hidden": "hidden", "Left": "left", "Top": "top"},
  "BarGaugeSizing": {"Auto": "auto", "Manual": "manual"},
  "BarGaugeValueMode": {"Color": "color", "Hidden": "hidden", "Text": "text"},
  "BigValueColorMode": {"Background": "background", "BackgroundSolid": "background_solid", "None": "none", "Value": "value"},
  "BigValueGraphMode": {"Area": "area", "Line": "line", "None": "none"},
  "BigValueJustifyMode": {"Auto": "auto", "Center": "center"},
  "BigValueTextMode": {"Auto": "auto", "Name": "name", "None": "none", "Value": "value", "ValueAndName": "value_and_name"},
  "ComparisonOperation": {"EQ": "eq", "GT": "gt", "GTE": "gte", "LT": "lt", "LTE": "lte", "NEQ": "neq"},
  "ConnectionDirection": {"Both": "both", "Forward": "forward", "None": "none", "Reverse": "reverse"},
  "DashboardCursorSync": {"0": "Off", "1": "Crosshair", "2": "Tooltip", "Crosshair": 1, "Off": 0, "Tooltip": 2},
  "DataTopic": {"AlertStates": "alertStates", "Annotations": "annotations", "Series": "series"},
  "DirectionDimensionMode": {"Field": "field", "Fixed": "fixed"},
  "FieldColorModeId": {
    "ContinuousBlPu": "continuous-BlPu", "ContinuousBlYlRd": "continuous-BlYlRd",
    "ContinuousBlues": "continuous-blues", "ContinuousCividis": "continuous-cividis",
    "ContinuousGrYlRd": "continuous-GrYlRd", "ContinuousGreens": "continuous-greens",
    "ContinuousInferno": "continuous-inferno", "ContinuousMagma": "continuous-magma",
    "ContinuousPlasma": "continuous-plasma", "ContinuousPurples": "continuous-purples",
    "ContinuousRdYlGr": "continuous-RdYlGr", "ContinuousReds": "continuous-reds",
    "ContinuousViridis": "continuous-viridis", "ContinuousYlBl": "continuous-YlBl",
    "ContinuousYlRd": "continuous-YlRd", "Fixed": "fixed", "PaletteClassic": "palette-classic",
    "PaletteClassicByName": "palette-classic-by-name", "Shades": "shades", "Thresholds": "thresholds"
  },
  "FrameGeometrySourceMode": {"Auto": "auto", "Coords": "coords", "Geohash": "geohash", "Lookup": "lookup"},
  "GraphDrawStyle": {"Bars": "bars", "Line": "line", "Points": "points"},
  "GraphGradientMode": {"Hue": "hue", "None": "none", "Opacity": "opacity", "Scheme": "scheme"},
  "GraphThresholdsStyleMode": {
    "Area": "area", "Dashed": "dashed", "DashedAndArea": "dashed+area", "Line": "line", "LineAndArea": "line+area",
    "Off": "off", "Series": "series"
  },
  "GraphTransform": {"Constant": "constant", "NegativeY": "negative-Y"},
  "HeatmapCalculationMode": {"Count": "count", "Size": "size"},
  "HeatmapCellLayout": {"auto": "auto", "ge": "ge", "le": "le", "unknown": "unknown"},
  "LegendDisplayMode": {"List": "list", "list": "List", "Table": "table", "table": "Table", "Hidden": "hidden", "hidden": "Hidden"},
  "LineInterpolation": {"Linear": "linear", "Smooth": "smooth", "StepAfter": "stepAfter", "StepBefore": "stepBefore"},
  "LoadingState": {"NotStarted": "NotStarted", "Loading": "Loading", "Streaming": "Streaming", "Done": "Done", "Error": "Error"},
  "LogsDedupStrategy": {"exact": "exact", "none": "none", "numbers": "numbers", "signature": "signature"},
  "LogsSortOrder": {"Ascending": "Ascending", "Descending": "Descending"},
  "MappingType": {"RangeToText": "range", "RegexToText": "regex", "SpecialValue": "special", "ValueToText": "value"},
  "PercentChangeColorMode": {"Inverted": "inverted", "SameAsValue": "same_as_value", "Standard": "standard"},
  "ResourceDimensionMode": {"Field": "field", "Fixed": "fixed", "Mapping": "mapping"},
  "ScalarDimensionMode": {"Clamped": "clamped", "Mod": "mod"},
  "ScaleDimensionMode": {"Linear": "linear", "Quad": "quad"},
  "ScaleDirection": {"1": "Up", "Down": -1, "-1": "Left", "Left": -1, "Right": 1, "Up": 1},
  "ScaleDistribution": {"Linear": "linear", "Log": "log", "Ordinal": "ordinal", "Symlog": "symlog"},
  "ScaleOrientation": {"0": "Horizontal", "1": "Vertical", "Horizontal": 0, "Vertical": 1},
  "SortOrder": {"Ascending": "asc", "Descending": "desc", "None": "none"},
  "SpecialValueMatch": {"Empty": "empty", "False": "false", "NaN": "nan", "Null": "null", "NullAndNan": "null+nan", "True": "true"},
  "StackingMode": {"None": "none", "Normal": "normal", "Percent": "percent"},
  "TableCellBackgroundDisplayMode": {"Basic": "basic", "Gradient": "gradient"},
  "TableCellDisplayMode": {
    "Actions": "actions", "Auto": "auto", "BasicGauge": "basic", "ColorBackground": "color-background",
    "ColorBackgroundSolid": "color-background-solid", "ColorText": "color-text", "Custom": "custom",
    "DataLinks": "data-links", "Gauge": "gauge", "Geo": "geo", "GradientGauge": "gradient-gauge", "Image": "image",
    "JSONView": "json-view", "LcdGauge": "lcd-gauge", "Markdown": "markdown", "Pill": "pill",
    "Sparkline": "sparkline"
  },
  "TableCellHeight": {"Auto": "auto", "Lg": "lg", "Md": "md", "Sm": "sm"},
  "TableCellTooltipPlacement": {"Auto": "auto", "Bottom": "bottom", "Left": "left", "Right": "right", "Top": "top"},
  "TextDimensionMode": {"Field": "field", "Fixed": "fixed", "Template": "template"},
  "ThresholdsMode": {"Absolute": "absolute", "Percentage": "percentage"},
  "TooltipDisplayMode": {"Multi": "multi", "None": "none", "Single": "single"},
  "VariableFormatID": {
    "CSV": "csv", "CustomQueryParam": "customqueryparam", "Date": "date", "Distributed": "distributed",
    "DoubleQuote": "doublequote", "Glob": "glob", "HTML": "html", "JSON": "json", "Join": "join", "Lucene": "lucene",
    "PercentEncode": "percentencode", "Pipe": "pipe", "QueryParam": "queryparam", "Raw": "raw", "Regex": "regex",
    "SQLString": "sqlstring", "SingleQuote": "singlequote", "Text": "text", "UriEncode": "uriencode"
  },
  "VariableHide": {
    "0": "dontHide", "1": "hideLabel", "2": "hideVariable", "3": "inControlsMenu", "dontHide": 0, "hideLabel": 1,
    "hideVariable": 2, "inControlsMenu": 3
  },
  "VariableRefresh": {
    "0": "never", "1": "onDashboardLoad", "2": "onTimeRangeChanged", "never": 0, "onDashboardLoad": 1,
    "onTimeRangeChanged": 2
  },
  "VariableSort": {
    "0": "disabled", "1": "alphabeticalAsc", "2": "alphabeticalDesc", "3": "numericalAsc", "4": "numericalDesc",
    "5": "alphabeticalCaseInsensitiveAsc", "6": "alphabeticalCaseInsensitiveDesc", "7": "naturalAsc",
    "8": "naturalDesc", "alphabeticalAsc": 1, "alphabeticalCaseInsensitiveAsc": 5,
    "alphabeticalCaseInsensitiveDesc": 6, "alphabeticalDesc": 2, "disabled": 0, "naturalAsc": 7, "naturalDesc": 8,
    "numericalAsc": 3, "numericalDesc": 4
  },
  "VisibilityMode": {"Always": "always", "Auto": "auto", "Never": "never"},
  "VizOrientation": {"Auto": "auto", "Horizontal": "horizontal", "Vertical": "vertical"},
  "NullValueMode": {"Null": "null", "Ignore": "connected", "AsZero": "null as zero"},
  "FieldType": {
    "time": "time", "number": "number", "string": "string", "boolean": "boolean", "trace": "trace", "geo": "geo",
    "enum": "enum", "other": "other", "frame": "frame", "nestedFrames": "nestedFrames"
  },
  "DataTransformerID": {
    "append": "append", "reduce": "reduce", "order": "order", "organize": "organize", "rename": "rename",
    "calculateField": "calculateField", "seriesToColumns": "seriesToColumns", "seriesToRows": "seriesToRows",
    "merge": "merge", "concatenate": "concatenate", "labelsToFields": "labelsToFields",
    "filterFields": "filterFields", "filterFieldsByName": "filterFieldsByName", "filterFrames": "filterFrames",
    "filterByRefId": "filterByRefId", "renameByRegex": "renameByRegex", "filterByValue": "filterByValue",
    "noop": "noop", "ensureColumns": "ensureColumns", "groupBy": "groupBy", "sortBy": "sortBy",
    "histogram": "histogram", "configFromData": "configFromData", "rowsToFields": "rowsToFields",
    "prepareTimeSeries": "prepareTimeSeries", "convertFieldType": "convertFieldType",
    "convertFrameType": "convertFrameType", "fieldLookup": "fieldLookup", "heatmap": "heatmap", "spatial": "spatial",
    "joinByField": "joinByField", "joinByLabels": "joinByLabels", "extractFields": "extractFields",
    "groupingToMatrix": "groupingToMatrix", "limit": "limit", "partitionByValues": "partitionByValues",
    "timeSeriesTable": "timeSeriesTable", "transpose": "transpose", "formatTime": "formatTime",
    "formatString": "formatString", "regression": "regression", "smoothing": "smoothing",
    "groupToNestedTable": "groupToNestedTable"
  },
  "TransformerCategory": {
    "Combine": "combine", "CalculateNewFields": "calculateNewFields",
    "CreateNewVisualization": "createNewVisualization", "Filter": "filter",
    "PerformSpatialOperations": "performSpatialOperations", "Reformat": "reformat",
    "ReorderAndRename": "reorderAndRename"
  }
})json";

}  // namespace watchglass::ui::schema
