// What a refresh of a time series panel costs: new data to a finished picture, on the offscreen platform.
// Arguments: series, points, 1 for a frame by Qt Charts or 0 for the bare painter.

#include <benchmark/benchmark.h>

#include <QApplication>

#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/panels/timeseries_panel.h"
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

BENCHMARK(panelRefresh)
    ->Args({10, 240, 1})
    ->Args({10, 240, 0})
    ->Args({50, 1000, 1})
    ->Args({50, 1000, 0})
    ->Args({200, 1000, 1})
    ->Args({200, 1000, 0})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(panelRefreshFilled)->Args({50, 1000, 1})->Args({50, 1000, 0})->Unit(benchmark::kMillisecond);

}  // namespace
