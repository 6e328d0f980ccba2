// What a refresh of a time series panel costs: new data to a finished picture, and hovering, on the offscreen platform.
// Arguments: series, points, 0 for the frame that graphs have or 1 for one by Qt Charts.

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <QApplication>
#include <QFile>
#include <QGridLayout>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "ui/frame/field_override.h"
#include "ui/panels/timeseries_panel.h"
#include "ui/plot/crosshair_hub.h"
#include "ui/theme/theme.h"

namespace {

using namespace watchglass;
using namespace watchglass::ui;

QApplication& application()
{
    static int argc = 1;
    static char name[] = "watchglass_bench";
    static char* argv[] = {name, nullptr};
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    // Never destroyed: Qt's statics must not go before it.
    static auto* instance = new QApplication(argc, argv);
    return *instance;
}

constexpr std::int64_t kStepMs = 15'000;

/// Random walks that share one time column, `shift` steps after the first refresh.
PanelData noise(std::size_t series, std::size_t points, std::int64_t shift, const char* custom)
{
    std::vector<double> times(points);
    for (std::size_t i = 0; i < points; ++i)
        times[i] = static_cast<double>((static_cast<std::int64_t>(i) + shift) * kStepMs);
    Frame frame;
    frame.stepMs = kStepMs;
    Field time;
    time.type = FieldType::Time;
    time.values = Values::numbers(times);
    frame.fields.push_back(time);
    std::uint64_t random = 88172645463325252ULL;
    for (std::size_t s = 0; s < series; ++s) {
        std::vector<double> values(points);
        double level = static_cast<double>(s);
        for (double& value : values) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            level += static_cast<double>(random % 1000) / 500 - 1;
            value = level;
        }
        Field field;
        field.name = "series " + std::to_string(s);
        field.values = Values::numbers(std::move(values));
        frame.fields.push_back(std::move(field));
    }
    std::vector<Frame> frames;
    frames.push_back(std::move(frame));
    const auto config = json::parse(std::string(R"({"defaults":{"color":{"mode":"palette-classic"},"custom":{)") +
                                    custom + "}}}");
    applyFieldConfig(frames, fieldConfigSourceFromJson(*config));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.fromMs = shift * kStepMs;
    data.toMs = (shift + static_cast<std::int64_t>(points) - 1) * kStepMs;
    data.timeZone = "utc";
    return data;
}

void refresh(benchmark::State& state, const char* custom)
{
    applyTheme(application(), ThemeKind::Dark);
    TimeSeriesPanel panel;
    panel.resize(600, 260);
    panel.view()->setFrameKind(state.range(2) != 0 ? TimeSeriesView::FrameKind::Chart
                                                   : TimeSeriesView::FrameKind::Painter);
    std::vector<PanelData> windows;
    for (std::int64_t shift = 0; shift < 8; ++shift) {
        windows.push_back(
            noise(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)), shift, custom));
    }
    panel.setData(windows.front());
    panel.show();
    QImage screen(panel.size(), QImage::Format_RGB32);
    std::size_t i = 0;
    for (auto _ : state) {
        panel.setData(windows[++i % windows.size()]);
        panel.prepare();
        panel.view()->render(&screen);
    }
}

void panelRefresh(benchmark::State& state) { refresh(state, ""); }
void panelRefreshFilled(benchmark::State& state) { refresh(state, R"("fillOpacity":10,"lineWidth":2)"); }

void panelRefreshStacked(benchmark::State& state)
{
    refresh(state, R"("fillOpacity":10,"lineWidth":2,"stacking":{"mode":"normal","group":"A"})");
}

double threadCpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double quantile(std::vector<double>& values, double q)
{
    const auto at = static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

/// What is allocated, in megabytes.
double heapMb()
{
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd) / 1024 / 1024;
}

/// The process's own share of memory (PSS), in megabytes.
double shareMb()
{
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:")) return line.simplified().split(' ').at(1).toDouble() / 1024;
    }
    return 0;
}

/// Graphs of 10 x 240 that share the crosshair of `hub`, painted once.
std::vector<TimeSeriesPanel*> showGraphs(QWidget& window, CrosshairHub& hub, int count)
{
    std::vector<TimeSeriesPanel*> panels;
    const auto options = json::parse(R"({"tooltip":{"mode":"multi","sort":"desc"},"legend":{"showLegend":true}})");
    auto* grid = new QGridLayout(&window);
    for (int i = 0; i < count; ++i) {
        auto* panel = new TimeSeriesPanel;
        panel->setMinimumSize(600, 260);
        panel->setHub(&hub);
        PanelData data = noise(10, 240, i, "");
        data.options = *options;
        panel->setData(data);
        grid->addWidget(panel, i / 3, i % 3);
        panels.push_back(panel);
    }
    window.resize(window.sizeHint());
    window.show();
    application().processEvents();
    for (TimeSeriesPanel* panel : panels) panel->prepare();
    application().processEvents();
    return panels;
}

/// The pointer moves over one of twelve graphs that share the crosshair; argument: 1 if all show their values.
void panelHover(benchmark::State& state)
{
    applyTheme(application(), ThemeKind::Dark);
    const double before = heapMb();
    QWidget window;
    CrosshairHub hub;
    hub.setTooltips(state.range(0) != 0);
    const std::vector<TimeSeriesPanel*> panels = showGraphs(window, hub, 12);
    state.counters["MB_a_panel"] = (heapMb() - before) / static_cast<double>(panels.size());
    TimeSeriesView& first = *panels.front()->view();
    std::vector<double> frames;
    int x = 80;
    for (auto _ : state) {
        x = x < 560 ? x + 3 : 80;
        const double start = threadCpuMs();
        QMouseEvent move(QEvent::MouseMove, QPointF(x, 90 + x % 60), first.mapToGlobal(QPointF(x, 90)), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&first, &move);
        QCoreApplication::sendPostedEvents();
        frames.push_back(threadCpuMs() - start);
    }
    state.counters["median_ms"] = quantile(frames, 0.5);
    state.counters["p95_ms"] = quantile(frames, 0.95);
}

/// The whole process while it shows 30 graphs.
void panelMemory(benchmark::State& state)
{
    applyTheme(application(), ThemeKind::Dark);
    for (auto _ : state) {
        QWidget window;
        CrosshairHub hub;
        showGraphs(window, hub, 30);
        state.counters["MB"] = shareMb();
    }
}

BENCHMARK(panelRefresh)
    ->Args({10, 240, 0})
    ->Args({50, 1000, 0})
    ->Args({200, 1000, 0})
    ->Args({10, 20000, 0})
    ->Args({50, 1000, 1})
    ->Unit(benchmark::kMillisecond);
/// Beside uPlot (peers/uplot_cost.py): of all threads.
BENCHMARK(panelRefresh)
    ->Name("panelUpdate")
    ->Args({10, 240, 0})
    ->Args({50, 1000, 0})
    ->Args({200, 1000, 0})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK(panelRefreshFilled)
    ->Name("panelUpdateFilled")
    ->Args({50, 1000, 0})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK(panelRefreshFilled)->Args({50, 1000, 0})->Unit(benchmark::kMillisecond);
BENCHMARK(panelRefreshStacked)->Args({50, 1000, 0})->Unit(benchmark::kMillisecond);
BENCHMARK(panelMemory)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(panelHover)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
