#include "ui/edit/panel_types.h"

#include <algorithm>
#include <array>

#include "ui/panels/panel_factory.h"

namespace watchglass::ui {

namespace {

constexpr std::array kTypes{
    PanelTypeName{"timeseries", "Time series"},
    PanelTypeName{"barchart", "Bar chart"},
    PanelTypeName{"stat", "Stat"},
    PanelTypeName{"gauge", "Gauge"},
    PanelTypeName{"bargauge", "Bar gauge"},
    PanelTypeName{"table", "Table"},
    PanelTypeName{"piechart", "Pie chart"},
    PanelTypeName{"state-timeline", "State timeline"},
    PanelTypeName{"heatmap", "Heatmap"},
    PanelTypeName{"status-history", "Status history"},
    PanelTypeName{"histogram", "Histogram"},
    PanelTypeName{"text", "Text"},
    PanelTypeName{"alertlist", "Alert list"},
    PanelTypeName{"dashlist", "Dashboard list"},
    PanelTypeName{"annolist", "Annotations list"},
    PanelTypeName{"news", "News"},
    PanelTypeName{"logs", "Logs"},
    PanelTypeName{"nodeGraph", "Node graph"},
    PanelTypeName{"traces", "Traces"},
    PanelTypeName{"flamegraph", "Flame graph"},
    PanelTypeName{"candlestick", "Candlestick"},
    PanelTypeName{"trend", "Trend"},
    PanelTypeName{"xychart", "XY chart"},
    PanelTypeName{"geomap", "Geomap"},
    PanelTypeName{"canvas", "Canvas"},
};

}  // namespace

std::vector<PanelTypeName> choosablePanelTypes()
{
    std::vector<PanelTypeName> out;
    std::copy_if(kTypes.begin(), kTypes.end(), std::back_inserter(out),
                 [](const PanelTypeName& type) { return isPanelTypeSupported(type.id); });
    return out;
}

std::string_view panelTypeName(std::string_view id)
{
    const auto it = std::find_if(kTypes.begin(), kTypes.end(),
                                 [&](const PanelTypeName& type) { return type.id == id; });
    return it == kTypes.end() ? id : it->name;
}

}  // namespace watchglass::ui
