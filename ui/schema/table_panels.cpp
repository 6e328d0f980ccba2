#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

// Panel types by plugin name: default values and enumerations of their own.
const std::string_view kPanels = R"json({
  "annotationslist": {
    "defaults": {
      "defaultOptions": {
        "limit": 10, "navigateAfter": "10m", "navigateBefore": "10m", "navigateToPanel": true,
        "onlyFromThisDashboard": false, "onlyInTimeRange": false, "showTags": true, "showTime": true,
        "showUser": true, "tags": []
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "barchart": {
    "defaults": {
      "defaultFieldConfig": {"fillOpacity": 80, "gradientMode": "none", "lineWidth": 1},
      "defaultOptions": {
        "barRadius": 0, "barWidth": 0.97, "fullHighlight": false, "groupWidth": 0.7, "orientation": "auto",
        "showValue": "auto", "stacking": "none", "xTickLabelRotation": 0, "xTickLabelSpacing": 0
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "bargauge": {
    "defaults": {
      "defaultOptions": {
        "displayMode": "gradient", "maxVizHeight": 300, "minVizHeight": 16, "minVizWidth": 8,
        "namePlacement": "auto", "showUnfilled": true, "sizing": "auto", "valueMode": "color"
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "candlestick": {
    "defaults": {
      "defaultCandlestickColors": {"down": "red", "flat": "gray", "up": "green"},
      "defaultOptions": {
        "candleStyle": "candles", "colorStrategy": "open-close",
        "colors": {"down": "red", "up": "green", "flat": "gray"}, "fields": {}, "includeAllFields": false,
        "mode": "candles+volume"
      }
    },
    "enums": {
      "CandleStyle": {"Candles": "candles", "OHLCBars": "ohlcbars"},
      "ColorStrategy": {"CloseClose": "close-close", "OpenClose": "open-close"},
      "VizDisplayMode": {"Candles": "candles", "CandlesVolume": "candles+volume", "Volume": "volume"}
    },
    "pluginVersion": "13.2.1"
  },
  "canvas": {
    "defaults": {
      "defaultCanvasConnection": {"vertices": []}, "defaultCanvasElementOptions": {"connections": []},
      "defaultOptions": {"inlineEditing": true, "panZoom": true, "showAdvancedTypes": true, "zoomToContent": true}
    },
    "enums": {
      "BackgroundImageSize": {"Contain": "contain", "Cover": "cover", "Fill": "fill", "Original": "original", "Tile": "tile"},
      "ConnectionPath": {"Straight": "straight"},
      "HorizontalConstraint": {"Center": "center", "Left": "left", "LeftRight": "leftright", "Right": "right", "Scale": "scale"},
      "HttpRequestMethod": {"GET": "GET", "POST": "POST", "PUT": "PUT"},
      "VerticalConstraint": {"Bottom": "bottom", "Center": "center", "Scale": "scale", "Top": "top", "TopBottom": "topbottom"}
    },
    "pluginVersion": "13.2.1"
  },
  "dashboardlist": {
    "defaults": {
      "defaultOptions": {
        "includeVars": false, "keepTime": false, "maxItems": 10, "query": "", "showFolderNames": true,
        "showHeadings": true, "showRecentlyViewed": false, "showSearch": false, "showStarred": true, "tags": []
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "debug": {
    "defaults": {},
    "enums": {
      "DebugMode": {"Cursor": "cursor", "Events": "events", "Render": "render", "State": "State", "ThrowError": "ThrowError"}
    },
    "pluginVersion": "13.2.1"
  },
  "gauge": {
    "defaults": {
      "defaultGaugePanelEffects": {"barGlow": false, "centerGlow": false, "gradient": true},
      "defaultOptions": {
        "barShape": "flat", "barWidthFactor": 0.5, "effects": {}, "endpointMarker": "point", "minVizHeight": 75,
        "minVizWidth": 75, "segmentCount": 1, "segmentSpacing": 0.3, "shape": "gauge", "showThresholdLabels": false,
        "showThresholdMarkers": true, "sizing": "auto", "sparkline": true, "textMode": "auto"
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "geomap": {
    "defaults": {
      "defaultMapViewConfig": {"allLayers": true, "id": "zero", "lat": 0, "lon": 0, "noRepeat": false, "zoom": 1},
      "defaultOptions": {"layers": []}
    },
    "enums": {
      "MapCenterID": {"Coords": "coords", "Fit": "fit", "Zero": "zero"},
      "TooltipMode": {"Details": "details", "None": "none"}
    },
    "pluginVersion": "13.2.1"
  },
  "heatmap": {
    "defaults": {
      "defaultOptions": {
        "calculate": false, "cellGap": 1, "cellValues": {},
        "color": {"scheme": "Oranges", "fill": "dark-orange", "reverse": false, "exponent": 0.5, "steps": 64},
        "exemplars": {"color": "rgba(255,0,255,0.7)"}, "filterValues": {"le": 1e-09},
        "legend": {"show": true, "placement": "bottom"}, "selectionMode": "x", "showValue": "auto",
        "tooltip": {"mode": "single", "yHistogram": false, "showColorScale": false}
      }
    },
    "enums": {
      "HeatmapColorMode": {"Opacity": "opacity", "Scheme": "scheme"},
      "HeatmapColorScale": {"Exponential": "exponential", "Linear": "linear"},
      "HeatmapSelectionMode": {"X": "x", "Xy": "xy", "Y": "y"}
    },
    "pluginVersion": "13.2.1"
  },
  "histogram": {
    "defaults": {
      "defaultFieldConfig": {"fillOpacity": 80, "gradientMode": "none", "lineWidth": 1},
      "defaultOptions": {"bucketCount": 30, "bucketOffset": 0}
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "logs": {"defaults": {"defaultOptions": {"displayedFields": []}}, "enums": {}, "pluginVersion": "13.2.1"},
  "logsnew": {"defaults": {}, "enums": {}, "pluginVersion": "12.2.0-pre"},
  "logstable": {
    "defaults": {
      "defaultOptions": {
        "displayedFields": [], "enableLogDetails": true, "fieldSelectorWidth": 220, "logDetailsWidth": 400,
        "showControls": true, "showCopyLogLink": false, "sortOrder": "Descending"
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "newgauge": {
    "defaults": {
      "defaultGaugePanelEffects": {"barGlow": false, "centerGlow": false, "gradient": true},
      "defaultOptions": {
        "barShape": "flat", "barWidthFactor": 0.5, "effects": {}, "endpointMarker": "point", "minVizHeight": 75,
        "minVizWidth": 75, "segmentCount": 1, "segmentSpacing": 0.3, "shape": "gauge", "showThresholdLabels": false,
        "showThresholdMarkers": true, "sizing": "auto", "sparkline": true, "textMode": "auto"
      }
    },
    "enums": {}, "pluginVersion": "12.4.0-pre"
  },
  "news": {"defaults": {"defaultOptions": {"showImage": true}}, "enums": {}, "pluginVersion": "13.2.1"},
  "nodegraph": {
    "defaults": {},
    "enums": {
      "LayoutAlgorithm": {"Force": "force", "Grid": "grid", "Layered": "layered"},
      "ZoomMode": {"Cooperative": "cooperative", "Greedy": "greedy"}
    },
    "pluginVersion": "13.2.1"
  },
  "piechart": {
    "defaults": {"defaultOptions": {"displayLabels": []}, "defaultPieChartLegendOptions": {"values": []}},
    "enums": {
      "PieChartLabels": {"Name": "name", "Percent": "percent", "Value": "value"},
      "PieChartLegendValues": {"Percent": "percent", "Value": "value"},
      "PieChartType": {"Donut": "donut", "Pie": "pie"}
    },
    "pluginVersion": "13.2.1"
  },
  "stat": {
    "defaults": {
      "defaultOptions": {
        "colorMode": "value", "graphMode": "area", "justifyMode": "auto", "percentChangeColorMode": "standard",
        "showPercentChange": false, "textMode": "auto", "wideLayout": true
      }
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "statetimeline": {
    "defaults": {
      "defaultFieldConfig": {"fillOpacity": 70, "lineWidth": 0},
      "defaultOptions": {"alignValue": "left", "mergeValues": true, "perPage": 20, "rowHeight": 0.9, "showValue": "auto"}
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "statushistory": {
    "defaults": {
      "defaultFieldConfig": {"fillOpacity": 70, "lineWidth": 1},
      "defaultOptions": {"colWidth": 0.9, "perPage": 20, "rowHeight": 0.9, "showValue": "auto"}
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "table": {
    "defaults": {
      "defaultOptions": {"cellHeight": "sm", "frameIndex": 0, "showHeader": true, "showTypeIcons": false, "sortBy": []}
    },
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "text": {
    "defaults": {
      "defaultCodeLanguage": "plaintext",
      "defaultCodeOptions": {"language": "plaintext", "showLineNumbers": false, "showMiniMap": false},
      "defaultOptions": {
        "content": "# Title\n\nFor markdown syntax help: [commonmark.org/help](https://commonmark.org/help/)",
        "mode": "markdown", "renderMode": "once"
      }
    },
    "enums": {
      "CodeLanguage": {
        "Go": "go", "Html": "html", "Json": "json", "Markdown": "markdown", "Plaintext": "plaintext", "Sql": "sql",
        "Typescript": "typescript", "Xml": "xml", "Yaml": "yaml"
      },
      "RenderMode": {"Once": "once", "PerRow": "perRow"},
      "TextMode": {"Code": "code", "HTML": "html", "Markdown": "markdown"}
    },
    "pluginVersion": "13.2.1"
  },
  "timeseries": {
    "defaults": {"defaultTimeSeriesLegendOptions": {"enableFacetedFilter": false, "facetedFilterPinned": false}},
    "enums": {}, "pluginVersion": "13.2.1"
  },
  "trend": {"defaults": {}, "enums": {}, "pluginVersion": "13.2.1"},
  "xychart": {
    "defaults": {
      "defaultFieldConfig": {"fillOpacity": 50, "show": "points"}, "defaultMatcherConfig": {"id": ""},
      "defaultOptions": {"series": []}
    },
    "enums": {
      "PointShape": {"Circle": "circle", "Square": "square"}, "SeriesMapping": {"Auto": "auto", "Manual": "manual"},
      "XYShowMode": {"Lines": "lines", "Points": "points", "PointsAndLines": "points+lines"}
    },
    "pluginVersion": "13.2.1"
  },
  "xychart2": {
    "defaults": {
      "defaultFieldConfig": {"show": "points"}, "defaultMatcherConfig": {"id": ""}, "defaultOptions": {"series": []}
    },
    "enums": {
      "SeriesMapping": {"Auto": "auto", "Manual": "manual"},
      "XYShowMode": {"Lines": "lines", "Points": "points", "PointsAndLines": "points+lines"}
    },
    "pluginVersion": "11.0.0-pre"
  }
})json";

}  // namespace watchglass::ui::schema
