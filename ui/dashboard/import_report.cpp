#include "ui/dashboard/import_report.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/foreign_source.h"
#include "ui/dashboard/grafana_source.h"
#include "ui/dashboard/option_choices.h"
#include "ui/dashboard/report_document.h"
#include "ui/dashboard/report_panels.h"
#include "ui/dashboard/report_problems.h"
#include "ui/dashboard/report_tables.h"
#include "ui/dashboard/stored_annotation.h"
#include "ui/dashboard/time_region.h"
#include "ui/frame/transform.h"

namespace watchglass::ui {

namespace {

/// Whether a click at a value leads to its data links.
bool followsLinks(std::string_view type)
{
    static const std::set<std::string_view> kTypes{
        "bargauge", "candlestick",    "canvas",         "gauge", "geomap",     "nodeGraph", "piechart",
        "stat",     "state-timeline", "status-history", "table", "timeseries", "trend"};
    return kTypes.contains(type);
}

/// What the panels read of their options (ui/panels), by path; an entry covers what lies below it.
struct Honours {
    std::string_view type;
    std::vector<std::string_view> options;
    std::vector<std::string_view> custom;
};

/// Of everything that is a graph over one axis.
const std::vector<std::string_view> kGraphFields{
    "drawStyle",     "lineInterpolation", "lineWidth",       "lineStyle",        "fillOpacity",
    "gradientMode",  "fillBelowTo",       "spanNulls",       "showPoints",       "pointSize",
    "stacking",      "barAlignment",      "barWidthFactor",  "axisPlacement",    "axisLabel",
    "axisSoftMin",   "axisSoftMax",       "axisGridShow",    "axisCenteredZero", "axisBorderShow",
    "axisColorMode", "scaleDistribution", "thresholdsStyle", "hideFrom",         "transform"};

const std::vector<Honours>& honours()
{
    static const std::vector<Honours> table{
        {"timeseries",
         {"legend.calcs", "legend.displayMode", "legend.placement", "legend.showLegend", "legend.sortBy",
          "legend.sortDesc", "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         kGraphFields},
        {"stat",
         {"reduceOptions", "orientation", "textMode", "colorMode", "graphMode", "justifyMode", "wideLayout",
          "showPercentChange", "percentChangeColorMode", "text.titleSize", "text.valueSize"},
         {"hideFrom"}},
        {"gauge",
         {"reduceOptions", "orientation", "showThresholdLabels", "showThresholdMarkers", "shape", "effects.gradient",
          "sparkline", "barWidthFactor", "textMode", "segmentCount", "segmentSpacing"},
         {"hideFrom"}},
        {"bargauge",
         {"reduceOptions", "orientation", "displayMode", "valueMode", "namePlacement", "showUnfilled", "maxVizHeight",
          "minVizHeight", "minVizWidth", "text.titleSize", "text.valueSize"},
         {"hideFrom"}},
        {"table",
         {"showHeader", "sortBy", "footer.show", "footer.reducer", "footer.fields", "footer.enablePagination",
          "enablePagination", "cellHeight", "frameIndex"},
         {"align", "width", "minWidth", "hidden", "hideFrom", "displayMode", "cellOptions.type", "cellOptions.mode",
          "cellOptions.applyToRow", "cellOptions.valueDisplayMode", "cellOptions.wrapText", "wrapText", "filterable",
          "inspect", "footer.reducers"}},
        {"piechart",
         {"reduceOptions", "pieType", "displayLabels", "sort", "legend.displayMode", "legend.placement",
          "legend.showLegend", "legend.values", "legend.sortBy", "legend.sortDesc", "legend.width", "tooltip.mode",
          "tooltip.sort", "tooltip.hideZeros"},
         {"hideFrom"}},
        {"heatmap",
         {"calculate", "calculation", "color", "cellGap", "cellValues", "exemplars", "filterValues", "legend.show",
          "rowsFrame.layout", "showValue", "tooltip.mode", "tooltip.show", "yAxis.axisPlacement", "yAxis.axisLabel",
          "yAxis.unit", "yAxis.decimals", "yAxis.min", "yAxis.max", "yAxis.reverse"},
         {"hideFrom.viz"}},
        {"barchart",
         {"xField",
          "orientation",
          "stacking",
          "barWidth",
          "groupWidth",
          "barRadius",
          "showValue",
          "text.valueSize",
          "colorByField",
          "fullHighlight",
          "xTickLabelRotation",
          "xTickLabelSpacing",
          "xTickLabelMaxLength",
          "legend.calcs",
          "legend.displayMode",
          "legend.placement",
          "legend.showLegend",
          "legend.sortBy",
          "legend.sortDesc",
          "legend.width",
          "tooltip.mode",
          "tooltip.sort",
          "tooltip.hideZeros"},
         {"fillOpacity", "lineWidth", "gradientMode", "hideFrom", "axisSoftMin", "axisSoftMax", "axisCenteredZero",
          "axisGridShow", "scaleDistribution", "thresholdsStyle"}},
        {"histogram",
         {"bucketCount", "bucketSize", "bucketOffset", "combine", "legend.calcs", "legend.displayMode",
          "legend.placement", "legend.showLegend", "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         {"fillOpacity", "lineWidth", "gradientMode", "hideFrom"}},
        {"state-timeline",
         {"mergeValues", "showValue", "alignValue", "rowHeight", "legend.displayMode", "legend.placement",
          "legend.showLegend", "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         {"fillOpacity", "lineWidth", "spanNulls", "hideFrom.viz"}},
        {"status-history",
         {"showValue", "colWidth", "rowHeight", "legend.displayMode", "legend.placement", "legend.showLegend",
          "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         {"fillOpacity", "lineWidth", "hideFrom.viz"}},
        {"canvas", {"root", "panZoom", "tooltip.mode"}, {}},
        {"flamegraph", {}, {}},
        {"traces", {}, {}},
        {"nodeGraph", {"nodes", "edges", "zoomMode", "layoutAlgorithm"}, {}},
        {"geomap", {"view", "controls", "tooltip.mode"}, {"hideFrom"}},
        {"text", {"mode", "content"}, {}},
        {"alertlist",
         {"viewMode", "groupMode", "groupBy", "maxItems", "sortOrder", "dashboardAlerts", "alertName",
          "alertInstanceLabelFilter", "folder", "showInstances", "showInactiveAlerts", "stateFilter"},
         {}},
        {"annolist",
         {"limit", "tags", "onlyInTimeRange", "onlyFromThisDashboard", "showTags", "showTime", "showUser",
          "navigateBefore", "navigateAfter", "navigateToPanel"},
         {}},
        {"dashlist",
         {"maxItems", "query", "tags", "folderUID", "showHeadings", "showRecentlyViewed", "showSearch", "showStarred",
          "showFolderNames", "includeVars", "keepTime"},
         {}},
        {"logs",
         {"showTime", "showLabels", "showCommonLabels", "wrapLogMessage", "prettifyLogMessage", "enableLogDetails",
          "dedupStrategy", "sortOrder", "showLevel", "fontSize", "detailsMode", "timestampResolution"},
         {}},
        {"trend",
         {"xField", "legend.calcs", "legend.displayMode", "legend.placement", "legend.showLegend", "legend.sortBy",
          "legend.sortDesc", "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         kGraphFields},
        {"candlestick",
         {"mode", "candleStyle", "colorStrategy", "colors", "fields", "includeAllFields", "legend.calcs",
          "legend.displayMode", "legend.placement", "legend.showLegend", "legend.sortBy", "legend.sortDesc",
          "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         kGraphFields},
        {"xychart",
         {"mapping", "series", "seriesMapping", "dims.x", "legend.calcs", "legend.displayMode", "legend.placement",
          "legend.showLegend", "legend.width", "tooltip.mode", "tooltip.sort", "tooltip.hideZeros"},
         {"show", "pointSize", "pointShape", "pointStrokeWidth", "lineWidth", "lineStyle", "fillOpacity",
          "axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax", "axisGridShow", "axisCenteredZero",
          "axisBorderShow", "axisColorMode", "scaleDistribution", "hideFrom"}},
        {"news", {"feedUrl"}, {}},
        {"gettingstarted", {}, {}},
        {"pluginlist", {}, {}},
        {"welcome", {}, {}},
        {"row", {}, {}},
    };
    return table;
}

const Honours* honoursOf(std::string_view type)
{
    const auto it = std::find_if(honours().begin(), honours().end(),
                                 [&](const Honours& one) { return one.type == type; });
    return it == honours().end() ? nullptr : &*it;
}

bool covered(const std::vector<std::string_view>& paths, std::string_view path)
{
    return std::any_of(paths.begin(), paths.end(), [&](std::string_view known) {
        return path == known || (path.starts_with(known) && path.size() > known.size() && path[known.size()] == '.');
    });
}

/// Options that Grafana writes into every file and whose usual value is what is drawn anyway.
bool isUsual(std::string_view path, const json::Value& value)
{
    static const std::map<std::string_view, std::vector<std::string_view>> usual{
        {"percentChangeColorMode", {"standard"}}, {"code.language", {"plaintext"}},
        {"minVizHeight", {"10", "16", "75"}},     {"minVizWidth", {"0", "8", "75"}},
        {"tooltip.maxHeight", {"600"}},           {"sizing", {"auto"}},
    };
    const auto it = usual.find(path);
    if (it == usual.end()) return false;
    const std::string& text = value.isNumber() ? value.numberSpelling() : value.toString();
    return std::find(it->second.begin(), it->second.end(), text) != it->second.end();
}

/// Calls `leaf` for each value that is no object, with its path.
void eachLeaf(const json::Value& value, const std::string& path,
              const std::function<void(const std::string&, const json::Value&)>& leaf)
{
    if (!value.isObject() || value.members().empty()) {
        if (!path.empty()) leaf(path, value);
        return;
    }
    for (const auto& [name, member] : value.members()) eachLeaf(member, path.empty() ? name : path + "." + name, leaf);
}

const std::set<std::string, std::less<>>& standardProperties()
{
    static const std::set<std::string, std::less<>> known{
        "unit",  "decimals",   "min",      "max",   "displayName", "noValue",   "description",
        "color", "thresholds", "mappings", "links", "fieldMinMax", "filterable"};
    return known;
}

class Reporter {
public:
    explicit Reporter(ImportReport& report) : m_report(report) {}

    void panel(const Panel& panel)
    {
        m_id = panel.id;
        m_title = reportTitle(panel);
        const Honours* known = honoursOf(panel.type);
        if (!panel.libraryPanel.empty()) {
            add("libraryPanel", Honoured::NotDrawn, "the body of \"" + panel.libraryPanel + "\" is not in the file");
            return;
        }
        if (!known) {
            add("type", Honoured::NotDrawn,
                "panel type \"" + panel.type + "\" is not drawn yet; a card stands in its place");
        } else if (panel.type != panel.originalType) {
            add("type", Honoured::Approximated, "\"" + panel.originalType + "\" is shown as " + panel.type);
        } else {
            add("type", Honoured::Yes);
        }
        if (known) options(panel, *known);
        if (known && !panel.isRow()) fieldConfig(panel, *known);
        transformations(panel);
        for (const Target& target : panel.targets) targetOptions(target, panel);
        if (!panel.links.empty()) add("links", Honoured::Yes);
        for (const Panel& child : panel.children) this->panel(child);
    }

    void dashboard(const Dashboard& dashboard)
    {
        m_id = 0;
        m_title = "dashboard";
        for (const Variable& one : dashboard.variables().all()) variable(one);
        for (const Panel& panel : dashboard.panels()) {
            for (const Variable& one : panel.variables) variable(one);
        }
        for (const AnnotationQuery& annotation : dashboard.annotations()) {
            const std::string option = "annotations." +
                                       (annotation.name.empty() ? std::string("unnamed") : annotation.name);
            const std::string foreign = annotation.expr.empty() ? "" : foreignSource(annotation.model["datasource"]);
            if (!foreign.empty()) {
                add(option, Honoured::NotDrawn, "queries of " + foreign + " are not supported yet");
            } else if (asksForStored(annotation) || !annotation.expr.empty()) {
                add(option, Honoured::Yes);
            } else if (isTimeRegion(annotation.model)) {
                const auto spans = timeRegionSpans(annotation.model, {});
                add(option, spans ? Honoured::Yes : Honoured::NotDrawn, spans ? "" : spans.error().message);
            } else {
                add(option, Honoured::NotDrawn, "it asks another source than Prometheus");
            }
        }
        sources(dashboard);
        for (const DashboardLink& link : dashboard.links()) {
            add("links." + link.title, Honoured::Yes);
        }
    }

private:
    /// What asks several sources of one kind gets the same answer from all.
    void sources(const Dashboard& dashboard)
    {
        std::set<std::string> names;
        const std::function<void(const Panel&)> collect = [&](const Panel& panel) {
            for (const Target& target : panel.targets) {
                const std::string& type = target.datasourceType.empty() ? panel.datasourceType : target.datasourceType;
                const std::string& source = target.datasource.empty() ? panel.datasource : target.datasource;
                if (target.expr.empty() || source.empty() || source[0] == '$' || source[0] == '-') continue;
                if (source == ImportOptions().defaultDatasource) continue;  // what opening chose
                if (!isGrafanaSource(type, source) && foreignSource(type, source).empty()) names.insert(source);
            }
            for (const Panel& child : panel.children) collect(child);
        };
        for (const Panel& panel : dashboard.panels()) collect(panel);
        if (names.size() < 2) return;
        std::string all;
        for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
        add("datasource", Honoured::Approximated, "the built-in engine stands for all of " + all);
    }

    void variable(const Variable& variable)
    {
        const std::string option = "templating." + variable.name;
        switch (variable.type) {
        case VariableType::Other:
            add(option, Honoured::NotDrawn, "variable type \"" + variable.typeName + "\" is not known");
            break;
        case VariableType::Datasource:
            add(option, Honoured::Approximated, "the built-in engine stands for all sources");
            break;
        case VariableType::Query:
            if (variable.foreignSource.empty()) {
                add(option, Honoured::Yes);
            } else {
                add(option, Honoured::NotDrawn,
                    "queries of " + variable.foreignSource + " are not supported yet; the values of the file stand");
            }
            break;
        default: add(option, Honoured::Yes);
        }
    }

    void add(std::string option, Honoured honoured, std::string note = {})
    {
        m_report.add(m_id, m_title, std::move(option), honoured, std::move(note));
    }

    void options(const Panel& panel, const Honours& known)
    {
        eachLeaf(panel.model["options"], "", [&](const std::string& path, const json::Value& value) {
            if (const auto verdict = panelOptionVerdict(panel.type, path, value)) {
                add("options." + path, verdict->honoured, std::string(verdict->note));
            } else if (!isChoice(panel.type, path, value)) {
                add("options." + path, Honoured::Approximated,
                    "there is no \"" + value.toString() + "\"; the usual is drawn");
            } else if (covered(known.options, path) || saysNothing(value) || isUsual(path, value)) {
                add("options." + path, Honoured::Yes);
            } else {
                add("options." + path, Honoured::NotDrawn, "not read by this panel yet");
            }
        });
    }

    void custom(const Honours& known, const std::string& where, const std::string& path, const json::Value& value)
    {
        if (!isGraphChoice(path, value))
            add(where, Honoured::Approximated, "there is no \"" + value.toString() + "\"; the usual is drawn");
        else if (covered(known.custom, path) || saysNothing(value)) {
            add(where, Honoured::Yes);
        } else {
            add(where, Honoured::NotDrawn, "not read by this panel yet");
        }
    }

    void fieldConfig(const Panel& panel, const Honours& known)
    {
        const json::Value& config = panel.model["fieldConfig"];
        for (const auto& [name, value] : config["defaults"].members()) {
            if (name == "custom") {
                eachLeaf(value, "", [&](const std::string& path, const json::Value& leaf) {
                    custom(known, "fieldConfig.defaults.custom." + path, path, leaf);
                });
            } else if (name == "color" && value["mode"].isString() && !isColorMode(value["mode"].toString())) {
                add("fieldConfig.defaults.color", Honoured::Approximated,
                    "there is no colour mode \"" + value["mode"].toString() + "\"; thresholds are used");
            } else if (name == "links" && !value.items().empty()) {
                const bool followed = followsLinks(panel.type);
                add("fieldConfig.defaults.links", followed ? Honoured::Yes : Honoured::Approximated,
                    followed ? "" : "data links cannot be followed in a panel of this type");
            } else if (name == "nullValueMode") {
                const bool asZero = value.toString() == "null as zero";
                add("fieldConfig.defaults.nullValueMode", asZero ? Honoured::Approximated : Honoured::Yes,
                    asZero ? "missing values are left out instead of drawn as zero" : "");
            } else if (standardProperties().contains(name) || saysNothing(value)) {
                add("fieldConfig.defaults." + name, Honoured::Yes);
            } else {
                add("fieldConfig.defaults." + name, Honoured::NotDrawn, "not known");
            }
        }
        std::size_t number = 0;
        for (const FieldOverride& rule : panel.fieldConfig.overrides) {
            const std::string where = "fieldConfig.overrides[" + std::to_string(number++) + "]";
            if (!isKnownFieldMatcher(rule.matcher.id)) {
                add(where + ".matcher", Honoured::NotDrawn, "the matcher \"" + rule.matcher.id + "\" is not known");
                continue;
            }
            for (const FieldProperty& property : rule.properties) {
                const std::string option = where + "." + property.id;
                if (property.id.starts_with("custom.")) {
                    // One line for a property, whatever it is made of: the worst of its parts.
                    const std::string base = property.id.substr(7);
                    if (!property.value.isObject()) {
                        custom(known, option, base, property.value);
                        continue;
                    }
                    bool drawn = true;
                    eachLeaf(property.value, base, [&](const std::string& path, const json::Value& leaf) {
                        drawn = drawn && (covered(known.custom, path) || saysNothing(leaf));
                    });
                    add(option, drawn ? Honoured::Yes : Honoured::NotDrawn, drawn ? "" : "not read by this panel yet");
                } else if (standardProperties().contains(property.id)) {
                    add(option, Honoured::Yes);
                } else {
                    add(option, Honoured::NotDrawn, "not known");
                }
            }
        }
    }

    void transformations(const Panel& panel)
    {
        std::size_t number = 0;
        for (const json::Value& step : panel.transformations.items()) {
            const std::string& id = step["id"].toString();
            const std::string option = "transformations[" + std::to_string(number++) + "]." + id;
            if (step["disabled"].toBool() || isKnownTransformation(id)) {
                add(option, Honoured::Yes);
            } else {
                add(option, Honoured::NotDrawn,
                    "the transformation is not carried out yet: the data is shown as it comes");
            }
        }
    }

    void targetOptions(const Target& target, const Panel& panel)
    {
        const std::string where = "targets." + target.refId;
        const std::string type = target.datasourceType.empty() ? panel.datasourceType : target.datasourceType;
        const std::string source = target.datasource.empty() ? panel.datasource : target.datasource;
        const bool isExpression = type == "__expr__" || source == "__expr__" || source == "-100";
        if (isExpression) {
            static constexpr std::string_view kKnown[] = {"math", "reduce", "resample", "threshold",
                                                          "classic_conditions"};
            const std::string& kind = target.model["type"].toString();
            const bool known = std::find(std::begin(kKnown), std::end(kKnown), kind) != std::end(kKnown);
            add(where, known ? Honoured::Yes : Honoured::NotDrawn,
                known           ? ""
                : kind == "sql" ? "expressions in SQL are not carried out"
                                : "expressions of type \"" + kind + "\" are not supported");
            return;
        }
        if (source == "-- Dashboard --") {
            add(where, Honoured::Yes);
            return;
        }
        if (isGrafanaSource(type, source)) {
            const std::string trouble = asksForData(panel.type) && !target.hide ? grafanaQueryTrouble(target.model)
                                                                                : std::string();
            add(where, trouble.empty() ? Honoured::Yes : Honoured::NotDrawn, trouble);
            return;
        }
        if (const std::string foreign = foreignSource(type, source); !foreign.empty() && !target.hide) {
            add(where, Honoured::NotDrawn, "queries of " + foreign + " are not supported yet");
            return;
        }
        if (target.expr.empty() && !target.hide) {
            std::string why = "queries of " + type + " are not supported yet";
            if (type == "prometheus" || type.empty()) why = "there is no PromQL expression";
            add(where, Honoured::NotDrawn, std::move(why));
            return;
        }
        add(where + ".expr", Honoured::Yes);
        if (target.exemplar) add(where + ".exemplar", Honoured::Yes);
    }

    ImportReport& m_report;
    std::int64_t m_id = 0;
    std::string m_title;
};

}  // namespace

void ImportReport::add(std::int64_t panelId, std::string panel, std::string option, Honoured honoured, std::string note)
{
    lines.push_back({panelId, std::move(panel), std::move(option), honoured, std::move(note), {}});
}

std::size_t ImportReport::count(Honoured honoured) const
{
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [&](const ReportLine& line) { return line.honoured == honoured; }));
}

std::string ImportReport::toText(bool all) const
{
    std::string out;
    for (const ReportLine& line : lines) {
        if (line.honoured == Honoured::Yes && !all) continue;
        const char* verdict = line.honoured == Honoured::Yes            ? "honoured"
                              : line.honoured == Honoured::Approximated ? "approximated"
                                                                        : "not drawn";
        out += "  " + line.panel + ": " + line.option + ": " + verdict + (line.note.empty() ? "" : ": " + line.note) +
               "\n";
    }
    return out;
}

std::string reportTitle(const Panel& panel)
{
    return panel.title.empty() ? panel.type + " " + std::to_string(panel.id) : panel.title;
}

ImportReport makeImportReport(const Dashboard& dashboard)
{
    ImportReport report;
    Reporter reporter(report);
    reporter.dashboard(dashboard);
    for (const Panel& panel : dashboard.panels()) reporter.panel(panel);
    reportProblems(dashboard, report);
    coverDocument(dashboard, report);
    return report;
}

}  // namespace watchglass::ui
