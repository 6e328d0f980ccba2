#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/json.h"

/// The steps of the chain, by subject. Each leaves alone what is in the current form already.
namespace watchglass::ui::migration {

using Notes = std::vector<std::string>;

/// rows[] -> panels with gridPos (schema 16), and row panels where rows have headers.
void rowsToGrid(json::Value& dashboard);

/// Variables: old types, refresh, hide, current (schemas 6, 12, 23, 27, 28, 29).
void migrateVariables(json::Value& dashboard, std::int64_t version, Notes& notes);

/// Data source names -> `{"uid": name}`; targets take the panel's, a panel without one takes its targets'.
void migrateDatasources(json::Value& dashboard);
void migratePanelDatasource(json::Value& panel);

/// The steps that the chain runs on panels by the dashboard's version, before panels change their type.
void migratePanelBySchema(json::Value& panel, std::int64_t version);
/// Graph panels up to schema 12: axes and thresholds of the first versions.
void migrateFirstGraph(json::Value& panel, std::int64_t version);

/// Conversions to a successor; the caller has checked the type.
void graphToTimeSeries(json::Value& panel, Notes& notes);
/// The properties that an old series override stands for. `axes` are the panel's yaxes.
void addSeriesOverrides(json::Value& panel, const json::Value& graph, Notes& notes);
/// thresholds[] of a graph -> steps and thresholdsStyle.
void graphThresholds(json::Value& panel, const json::Value& graph);
void graphToBarGauge(json::Value& panel);
void singleStatToStat(json::Value& panel, Notes& notes);
void oldTableToTable(json::Value& panel, Notes& notes);
void oldPieToPie(json::Value& panel);
void oldHeatmapToHeatmap(json::Value& panel);
/// Of plugins: what comes nearest. A tile for each series; a row for each, with its last value.
void polystatToStat(json::Value& panel);
void boomtableToTable(json::Value& panel);

/// What `yaxes[i]` says about fields: unit, decimals, min, max, custom.axis...; an object like fieldConfig.defaults.
[[nodiscard]] json::Value fieldConfigOfAxis(const json::Value& axis);

/// Stat, gauge and bar gauge of 6.x and 7.x: valueOptions, fieldOptions -> reduceOptions and fieldConfig.
void migrateReactOptions(json::Value& panel);
/// `mode` and `content` beside the options (before 7).
void migrateText(json::Value& panel);
/// fieldConfig: displayMode -> cellOptions, title -> displayName, old mappings, thresholds without a mode.
void migrateFieldConfig(json::Value& panel);
/// legend.displayMode "hidden", tooltipOptions.
void migrateLegendAndTooltip(json::Value& panel);

/// Old mappings ({type: 1, value, text}, {type: 2, from, to, text}) -> new ones; new ones pass.
/// `thresholds` may be null; it gives a mapping its colour.
[[nodiscard]] json::Value upgradeMappings(const json::Value& mappings, const json::Value& thresholds);
/// valueMaps and rangeMaps of singlestat and old tables -> new mappings.
[[nodiscard]] json::Value mappingsOfMaps(const json::Value& holder, const json::Value& thresholds);
/// "a,b" or [a, b] and three colours -> {mode, steps}.
[[nodiscard]] json::Value thresholdsOfColors(const json::Value& thresholds, const json::Value& colors);
/// Steps in ascending order, the first from null on. Takes {mode, steps} and a bare list of steps.
[[nodiscard]] json::Value normalizedThresholds(const json::Value& thresholds);

/// Old names in links and titles: __series_name -> __series.name ...
void renameLinkVariables(json::Value& links);
[[nodiscard]] std::string renamedLinkVariables(std::string text);

}  // namespace watchglass::ui::migration
