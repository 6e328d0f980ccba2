#include "ui/edit/field_entries.h"

#include <algorithm>

#include "ui/schema/schema.h"

namespace watchglass::ui {

namespace {

using Choices = std::vector<std::pair<std::string, json::Value>>;

constexpr double kMinuteMs = 60'000;

bool isGraph(std::string_view type) { return type == "timeseries" || type == "trend" || type == "candlestick"; }

bool hasAxes(std::string_view type)
{
    return isGraph(type) || type == "barchart" || type == "histogram" || type == "xychart";
}

bool hasSeries(std::string_view type)
{
    return hasAxes(type) || type == "piechart" || type == "state-timeline" || type == "status-history";
}

Choices graphChoices(std::string_view name)
{
    Choices out;
    for (const json::Value& one : schema::graphChoices()[name].items())
        out.emplace_back(one["label"].toString(), one["value"]);
    return out;
}

json::Value lineStyle(const char* fill, int length, int gap)
{
    return json::Value::object({{"fill", fill}, {"dash", json::Value::array({length, gap})}});
}

Choices lineStyles()
{
    Choices out{{"Solid", json::Value::object({{"fill", "solid"}})}};
    for (const auto& [length, gap] : {std::pair{10, 10}, {10, 20}, {10, 40}, {15, 10}, {20, 10}, {40, 10}})
        out.emplace_back("Dash " + std::to_string(length) + ", " + std::to_string(gap), lineStyle("dash", length, gap));
    for (const int gap : {10, 20, 30, 40}) out.emplace_back("Dots 0, " + std::to_string(gap), lineStyle("dot", 0, gap));
    return out;
}

/// Off, on, or up to a length of time.
Choices gapChoices()
{
    return {{"Never", false},
            {"Always", true},
            {"Gaps up to 1 minute", kMinuteMs},
            {"Gaps up to 5 minutes", 5 * kMinuteMs},
            {"Gaps up to 1 hour", 60 * kMinuteMs}};
}

Choices cutChoices()
{
    return {{"Never", false},
            {"After 1 minute", kMinuteMs},
            {"After 5 minutes", 5 * kMinuteMs},
            {"After 1 hour", 60 * kMinuteMs}};
}

Choices cellTypes()
{
    return {{"Auto", "auto"},
            {"Colored text", "color-text"},
            {"Colored background", "color-background"},
            {"Data links", "data-links"},
            {"Gauge", "gauge"},
            {"Sparkline", "sparkline"},
            {"JSON view", "json-view"},
            {"Pill", "pill"},
            {"Markdown", "markdown"},
            {"Image", "image"}};
}

OptionEntry with(std::string pointer, std::string name, std::string category, OptionKind kind, json::Value standard,
                 Choices choices = {}, std::string description = {})
{
    return {std::move(pointer),  std::move(name),        std::move(category), kind,
            std::move(standard), std::move(description), std::move(choices)};
}

void addGraph(const std::string& custom, std::vector<OptionEntry>& out)
{
    const std::string group = "Graph styles";
    out.push_back(with(custom + "/lineStyle", "Line style", group, OptionKind::Choice,
                       json::Value::object({{"fill", "solid"}}), lineStyles()));
    out.push_back(with(custom + "/spanNulls", "Connect null values", group, OptionKind::Choice, false, gapChoices()));
    out.push_back(with(custom + "/insertNulls", "Disconnect values", group, OptionKind::Choice, false, cutChoices()));
    out.push_back(
        with(custom + "/stacking/mode", "Stack series", group, OptionKind::Choice, "none", graphChoices("stacking")));
    out.push_back(with(custom + "/stacking/group", "Stack group", group, OptionKind::Text, "A", {},
                       "Series of one group are stacked on each other."));
}

void addScale(const std::string& custom, std::vector<OptionEntry>& out)
{
    out.push_back(with(custom + "/scaleDistribution/type", "Scale", "Axis", OptionKind::Choice, "linear",
                       {{"Linear", "linear"}, {"Logarithmic", "log"}, {"Symlog", "symlog"}}));
    out.push_back(with(custom + "/scaleDistribution/log", "Log base", "Axis", OptionKind::Choice, 2,
                       {{"2", 2}, {"10", 10}}, "Of logarithmic and symlog scales."));
    out.push_back(with(custom + "/scaleDistribution/linearThreshold", "Linear threshold", "Axis", OptionKind::Number,
                       {}, {}, "Of symlog scales: below it they are linear."));
}

void addTable(const std::string& custom, std::vector<OptionEntry>& out)
{
    const std::string cell = custom + "/cellOptions";
    out.push_back(
        with(custom + "/width", "Column width", "Table", OptionKind::Number, {}, {}, "Empty: as there is room."));
    out.push_back(with(custom + "/minWidth", "Minimum column width", "Table", OptionKind::Number, 150));
    out.push_back(with(custom + "/align", "Column alignment", "Table", OptionKind::Choice, "auto",
                       {{"Auto", "auto"}, {"Left", "left"}, {"Center", "center"}, {"Right", "right"}}));
    out.push_back(with(custom + "/filterable", "Column filter", "Table", OptionKind::Switch, false, {},
                       "A funnel in the column's head."));
    out.push_back(with(custom + "/wrapHeaderText", "Wrap header text", "Table", OptionKind::Switch, false));
    out.push_back(with(custom + "/hidden", "Hide in table", "Table", OptionKind::Switch, false));
    out.push_back(with(custom + "/inspect", "Cell value inspect", "Cell options", OptionKind::Switch, false));
    out.push_back(with(cell + "/type", "Cell type", "Cell options", OptionKind::Choice, "auto", cellTypes()));
    out.push_back(with(cell + "/mode", "Mode", "Cell options", OptionKind::Choice, {},
                       {{"Basic", "basic"}, {"Gradient", "gradient"}, {"Retro LCD", "lcd"}},
                       "Of gauges and colored backgrounds."));
    out.push_back(with(cell + "/applyToRow", "Apply to entire row", "Cell options", OptionKind::Switch, false, {},
                       "Of colored backgrounds."));
    out.push_back(with(cell + "/wrapText", "Wrap text", "Cell options", OptionKind::Switch, false));
}

void addHiding(const std::string& custom, std::vector<OptionEntry>& out)
{
    for (const auto& [name, text] :
         {std::pair{"tooltip", "Hide in tooltip"}, {"viz", "Hide in visualization"}, {"legend", "Hide in legend"}})
        out.push_back(with(custom + "/hideFrom/" + name, text, "Series", OptionKind::Switch, false));
}

}  // namespace

std::vector<OptionEntry> fieldStyleEntries(std::string_view type, const std::string& base)
{
    std::vector<OptionEntry> out;
    const std::string custom = base + "/custom";
    if (isGraph(type)) addGraph(custom, out);
    if (hasAxes(type)) addScale(custom, out);
    if (type == "table") addTable(custom, out);
    if (hasSeries(type)) addHiding(custom, out);
    return out;
}

std::vector<OptionEntry> overrideOnlyEntries(std::string_view type, const std::string& base)
{
    if (!isGraph(type)) return {};
    const std::string custom = base + "/custom";
    return {with(custom + "/fillBelowTo", "Fill below to", "", OptionKind::Text, {}, {}, "The name of another series."),
            with(custom + "/transform", "Transform", "", OptionKind::Choice, {},
                 {{"None", json::Value()}, {"Constant", "constant"}, {"Negative Y", "negative-Y"}})};
}

}  // namespace watchglass::ui
