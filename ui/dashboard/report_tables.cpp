#include "ui/dashboard/report_tables.h"

#include <algorithm>
#include <map>
#include <set>

#include "ui/dashboard/interval.h"

namespace watchglass::ui {

namespace {

using Names = std::set<std::string_view>;

/// Read, or about the file and not about what is drawn: kept as it is.
const Names& dashboardKeys()
{
    static const Names names{"__elements",
                             "__inputs",
                             "__requires",
                             "apiVersion",
                             "cursorSync",
                             "description",
                             "editable",
                             "fiscalYearStartMonth",
                             "folderId",
                             "folderUid",
                             "gnetId",
                             "graphTooltip",
                             "hideControls",
                             "id",
                             "iteration",
                             "kind",
                             "layout",
                             "liveNow",
                             "metadata",
                             "originalTitle",
                             "overwrite",
                             "preload",
                             "refresh",
                             "revision",
                             "schemaVersion",
                             "sharedCrosshair",
                             "style",
                             "tags",
                             "templateEnable",
                             "time",
                             "timezone",
                             "title",
                             "uid",
                             "version",
                             "weekStart",
                             "timeRangeUpdatedDuringEditOrView"};
    return names;
}

/// Besides what migration takes away.
const Names& panelKeys()
{
    static const Names names{"id",
                             "type",
                             "title",
                             "description",
                             "transparent",
                             "gridPos",
                             "datasource",
                             "interval",
                             "maxDataPoints",
                             "timeFrom",
                             "timeShift",
                             "repeat",
                             "repeatDirection",
                             "maxPerRow",
                             "hideTimeOverride",
                             "collapsed",
                             "collapse",
                             "libraryPanel",
                             "pluginVersion",
                             "editable",
                             "error",
                             "isNew",
                             "scopedVars",
                             "repeatIteration",
                             "repeatPanelId",
                             "repeatByRow",
                             "repeatedByRow",
                             "repeatRowId",
                             "span",
                             "height",
                             "minSpan",
                             "showTitle",
                             "snapshotData",
                             "titleSize",
                             "objectType",
                             "$$hashKey",
                             "autoMigrateFrom"};
    return names;
}

/// What panels of Grafana's Angular days wrote into every file and no panel of today reads, there or here.
const Names& leftOvers()
{
    static const Names names{"aliasColors",
                             "bars",
                             "cacheTimeout",
                             "colorBackground",
                             "colorPrefix",
                             "colorPostfix",
                             "colorValue",
                             "colors",
                             "columns",
                             "dashes",
                             "dashLength",
                             "decimals",
                             "fill",
                             "fillGradient",
                             "fontSize",
                             "format",
                             "gauge",
                             "grid",
                             "h",
                             "hasRefresh",
                             "hiddenSeries",
                             "legend",
                             "leftYAxisLabel",
                             "limit",
                             "lines",
                             "linewidth",
                             "links",
                             "mappingType",
                             "mappingTypes",
                             "minVizHeight",
                             "nullPointMode",
                             "nullText",
                             "paceLength",
                             "pageSize",
                             "percentage",
                             "points",
                             "pointradius",
                             "postfix",
                             "postfixFontSize",
                             "prefix",
                             "prefixFontSize",
                             "rangeMaps",
                             "renderer",
                             "rightYAxisLabel",
                             "scroll",
                             "seriesOverrides",
                             "showHeader",
                             "sort",
                             "spaceLength",
                             "sparkline",
                             "stack",
                             "steppedLine",
                             "styles",
                             "tableColumn",
                             "thresholds",
                             "timeRegions",
                             "tooltip",
                             "transform",
                             "valueFontSize",
                             "valueMaps",
                             "valueName",
                             "w",
                             "x",
                             "x-axis",
                             "xaxis",
                             "y",
                             "y-axis",
                             "y_formats",
                             "yaxes",
                             "yaxis",
                             "zerofill"};
    return names;
}

Verdict unknownUnlessEmpty(const json::Value& value)
{
    if (saysNothing(value)) return {};
    return {Honoured::NotDrawn, "not known"};
}

}  // namespace

bool saysNothing(const json::Value& value)
{
    switch (value.type()) {
    case json::Type::Null: return true;
    case json::Type::Bool: return !value.toBool();
    case json::Type::Number: return value.toDouble() == 0;
    case json::Type::String:
        return value.toString().empty() || value.toString() == "auto" || value.toString() == "none";
    case json::Type::Array: return value.items().empty();
    case json::Type::Object: return value.members().empty();
    }
    return false;
}

Verdict dashboardKeyVerdict(std::string_view name, const json::Value& value)
{
    if (dashboardKeys().contains(name)) return {};
    return unknownUnlessEmpty(value);
}

Verdict timePickerVerdict(std::string_view name, const json::Value& value)
{
    if (name == "nowDelay" && !saysNothing(value) && !parseIntervalMs(value.toString()))
        return {Honoured::NotDrawn, "it is no length of time"};
    if (name == "quick_ranges") {
        const bool all = std::all_of(value.items().begin(), value.items().end(), [](const json::Value& one) {
            return !one["from"].toString().empty() && !one["to"].toString().empty();
        });
        if (!all) return {Honoured::Approximated, "ranges without two ends are not offered"};
    }
    if (name == "refresh_intervals" || name == "autoRefreshIntervals") {
        const bool all = std::all_of(value.items().begin(), value.items().end(), [](const json::Value& one) {
            return one.toString() == "auto" || parseIntervalMs(one.toString()).value_or(0) > 0;
        });
        if (!all) return {Honoured::Approximated, "what is no length of time is not offered"};
    }
    return {};
}

Verdict panelKeyVerdict(std::string_view name, const json::Value& value)
{
    if (panelKeys().contains(name) || leftOvers().contains(name)) return {};
    if (name == "alert") return {Honoured::NotDrawn, "alerts of panels are not evaluated: rule files hold alerts"};
    if (name == "timeCompare") return {};
    if (name == "queryCachingTTL") return {};
    return unknownUnlessEmpty(value);
}

Verdict oldPanelVerdict(std::string_view type, std::string_view name, const json::Value& value)
{
    if (type == "graph") {
        if (name == "yaxis" && value["align"].toBool()) return {Honoured::NotDrawn, "the two axes are not aligned"};
    } else if (type == "singlestat" || type == "grafana-singlestat-panel") {
        if (name.ends_with("FontSize") && !saysNothing(value)) {
            static const Names usual{"80%", "50%"};  // as Grafana wrote them into every file
            if (usual.contains(value.toString())) return {};
            return {Honoured::Approximated, "the size of the text follows that of the panel"};
        }
        if ((name == "colorPrefix" || name == "colorPostfix") && value.toBool()) {
            return {Honoured::Approximated, "prefix and postfix have the colour of the value"};
        }
    } else if (type == "table" || type == "table-old") {
        if (name == "sort" && !saysNothing(value["col"])) {
            return {Honoured::NotDrawn, "the order of an old table is not taken over, as in Grafana"};
        }
        if (name == "pageSize" && !saysNothing(value)) return {Honoured::NotDrawn, "the table is one page"};
        if (name == "fontSize" && value.isString() && value.toString() != "100%") {
            return {Honoured::NotDrawn, "the table has the usual size of text"};
        }
    }
    return {};
}

}  // namespace watchglass::ui
