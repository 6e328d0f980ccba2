#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// Default values of the parts of a dashboard, by name.
const std::string_view kDocuments = R"json({
  "defaultAction": {"variables": []},
  "defaultAnnotationContainer": {"list": []},
  "defaultAnnotationPanelFilter": {"exclude": false, "ids": []},
  "defaultAnnotationQuery": {"builtIn": 0, "enable": true, "hide": false},
  "defaultAnnotationTarget": {"tags": []},
  "defaultDashboard": {
    "editable": true, "fiscalYearStartMonth": 0, "graphTooltip": 0, "links": [], "panels": [], "schemaVersion": 42,
    "tags": [], "timezone": "browser"
  },
  "defaultDashboardCursorSync": 0,
  "defaultDashboardLink": {"asDropdown": false, "includeVars": false, "keepTime": false, "tags": [], "targetBlank": false},
  "defaultFetchOptions": {"headers": [], "queryParams": []},
  "defaultFieldConfig": {"actions": [], "links": [], "mappings": []},
  "defaultFieldConfigSource": {"overrides": []},
  "defaultGridPos": {"h": 9, "w": 12, "x": 0, "y": 0},
  "defaultInfinityOptions": {"headers": [], "queryParams": []},
  "defaultLineStyle": {"dash": []},
  "defaultMatcherConfig": {"id": ""},
  "defaultOptionsWithTimezones": {"timezone": []},
  "defaultPanel": {"links": [], "repeatDirection": "h", "targets": [], "transformations": [], "transparent": false},
  "defaultReduceDataOptions": {"calcs": []},
  "defaultRowPanel": {"collapsed": false, "panels": []},
  "defaultTableFieldOptions": {"align": "auto", "inspect": false, "wrapHeaderText": false, "cellOptions": {"type": "auto"}},
  "defaultTableFooterOptions": {"reducers": []},
  "defaultTableOptions": {"cellHeight": "sm", "frameIndex": 0, "showHeader": true, "showTypeIcons": false, "sortBy": []},
  "defaultThresholdsConfig": {"steps": []},
  "defaultTimePickerConfig": {
    "hidden": false, "quick_ranges": [],
    "refresh_intervals": ["5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h", "2h", "1d"]
  },
  "defaultTimeZone": "browser",
  "defaultVariableModel": {
    "allowCustomValue": true, "enableGroupBy": false, "includeAll": false, "multi": false, "options": [],
    "skipUrlSync": false, "staticOptions": [], "valuesFormat": "csv"
  },
  "defaultVizLegendOptions": {"calcs": []}
})json";

}  // namespace watchglass::ui::schema
