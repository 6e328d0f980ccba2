#include "ui/panels/panel_factory.h"

#include <QPainter>

#include "ui/panels/alert_list_panel.h"
#include "ui/panels/anno_list_panel.h"
#include "ui/panels/bar_chart_panel.h"
#include "ui/panels/bar_gauge_panel.h"
#include "ui/panels/canvas_panel.h"
#include "ui/panels/dash_list_panel.h"
#include "ui/panels/flame_panel.h"
#include "ui/panels/gauge_panel.h"
#include "ui/panels/geomap_panel.h"
#include "ui/panels/graph_panels.h"
#include "ui/panels/heatmap_panel.h"
#include "ui/panels/logs_panel.h"
#include "ui/panels/node_graph_panel.h"
#include "ui/panels/note_panel.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/pie_panel.h"
#include "ui/panels/stat_panel.h"
#include "ui/panels/state_panel.h"
#include "ui/panels/table_panel.h"
#include "ui/panels/text_panel.h"
#include "ui/panels/timeseries_panel.h"
#include "ui/panels/trace_panel.h"
#include "ui/panels/unsupported_panel.h"
#include "ui/panels/xy_panel.h"

namespace watchglass::ui {

namespace {

struct PanelKind {
    std::string_view type;
    PanelWidget* (*create)(QWidget* parent);
};

template <class T>
PanelWidget* make(QWidget* parent)
{
    return new T(parent);
}

constexpr PanelKind kKinds[] = {
    {"timeseries", make<TimeSeriesPanel>},
    {"stat", make<StatPanel>},
    {"gauge", make<GaugePanel>},
    {"bargauge", make<BarGaugePanel>},
    {"table", make<TablePanel>},
    {"text", make<TextPanel>},
    {"piechart", make<PiePanel>},
    {"heatmap", make<HeatmapPanel>},
    {"barchart", make<BarChartPanel>},
    {"histogram", make<HistogramPanel>},
    {"state-timeline", make<StateTimelinePanel>},
    {"status-history", make<StatusHistoryPanel>},
    {"geomap", make<GeomapPanel>},
    {"canvas", make<CanvasPanel>},
    {"nodeGraph", make<NodeGraphPanel>},
    {"flamegraph", make<FlamePanel>},
    {"traces", make<TracePanel>},
    {"alertlist", make<AlertListPanel>},
    {"annolist", make<AnnoListPanel>},
    {"candlestick", make<CandlestickPanel>},
    {"dashlist", make<DashListPanel>},
    {"gettingstarted", make<NotePanel>},
    {"logs", make<LogsPanel>},
    {"news", make<NotePanel>},
    {"pluginlist", make<NotePanel>},
    {"trend", make<TrendPanel>},
    {"welcome", make<NotePanel>},
    {"xychart", make<XyPanel>},
};

}  // namespace

PanelWidget* createPanel(std::string_view type, QWidget* parent)
{
    for (const PanelKind& kind : kKinds) {
        if (kind.type == type) return kind.create(parent);
    }
    return new UnsupportedPanel(parent);
}

bool isPanelTypeSupported(std::string_view type)
{
    for (const PanelKind& kind : kKinds) {
        if (kind.type == type) return true;
    }
    return false;
}

bool isAnnotated(std::string_view type)
{
    return type == "timeseries" || type == "candlestick" || type == "heatmap" || type == "state-timeline" ||
           type == "status-history";
}

QImage renderPanel(const RenderRequest& request, const PanelData& data)
{
    PanelFrame frame;
    frame.setAttribute(Qt::WA_DontShowOnScreen);
    frame.setPanel(createPanel(request.type));
    frame.setTitle(request.title);
    frame.setDescription(request.description);
    frame.setTransparent(request.transparent);
    frame.resize(request.size);
    PanelData typed = data;
    typed.type = request.type;
    frame.setData(typed);
    frame.setError(request.error);
    QImage image(request.size * request.devicePixelRatio, QImage::Format_RGB32);
    image.setDevicePixelRatio(request.devicePixelRatio);
    image.fill(currentTheme().canvas);
    // Children get their sizes from show events; the attribute keeps the window off the screen.
    frame.show();
    QPainter painter(&image);
    frame.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    return image;
}

}  // namespace watchglass::ui
