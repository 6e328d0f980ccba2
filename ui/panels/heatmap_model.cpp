#include "ui/panels/heatmap_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "ui/frame/heat_grid.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostRows = 2'000;
constexpr std::size_t kMostColumns = 20'000;

struct Source {
    const Field* time;
    const Field* value;
};

std::vector<Source> sources(const PanelData& data)
{
    std::vector<Source> out;
    for (const Frame& frame : *data.frames) {
        const Field* time = frame.first(FieldType::Time);
        if (!time) continue;
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::Number && !field.config.hiddenFromViz()) out.push_back({time, &field});
        }
    }
    return out;
}

/// The usual distance of neighbouring times.
double spacing(const std::vector<double>& times)
{
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < times.size(); ++i) least = std::min(least, times[i] - times[i - 1]);
    return std::isfinite(least) && least > 0 ? least : 60'000;
}

bool isBound(const QString& name)
{
    bool ok = false;
    static_cast<void>(name.toDouble(&ok));
    return ok || name == QLatin1String("+Inf") || name == QLatin1String("Inf");
}

void readBuckets(const PanelData& data, HeatmapModel& model)
{
    const std::vector<Source> rows = sources(data);
    if (rows.empty()) return;
    const std::size_t count = std::min(rows.size(), kMostRows);
    std::map<double, std::size_t> places;
    for (std::size_t r = 0; r < count; ++r) {
        for (std::size_t i = 0; i < rows[r].time->values.size(); ++i) places.emplace(rows[r].time->values.number(i), 0);
    }
    for (auto& [time, place] : places) {
        place = model.columns.size();
        if (model.columns.size() < kMostColumns) model.columns.push_back(time);
    }
    model.counts.assign(model.columns.size() * count, kNan);
    bool bounds = true;
    for (std::size_t r = 0; r < count; ++r) {
        const Field& field = *rows[r].value;
        const QString name = toQString(field.displayName.empty() ? field.name : field.displayName);
        bounds = bounds && isBound(name);
        model.rowNames.push_back(name);
        const std::size_t length = std::min(field.values.size(), rows[r].time->values.size());
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t column = places[rows[r].time->values.number(i)];
            if (column < model.columns.size()) model.counts[column * count + r] = field.values.number(i);
        }
    }
    for (std::size_t r = 0; r <= count; ++r) model.edges.push_back(static_cast<double>(r));
    model.value = rows.front().value;
    model.columnMs = spacing(model.columns);
    for (double& column : model.columns) column -= model.columnMs / 2;
    const std::string& layout = data.options.get("rowsFrame.layout").toString();
    model.lowerBounds = layout == "ge";
    model.namesAtEdges = layout == "le" || layout == "ge" || (layout != "unknown" && bounds);
}

void countValues(const PanelData& data, HeatmapModel& model)
{
    const json::Value& calculation = data.options["calculation"];
    std::vector<HeatSource> all;
    for (const Source& source : sources(data)) all.push_back({source.time, source.value});
    const auto grid = countHeat(all, calculation);
    if (!grid) return;
    model.scale.kind = grid->logBase != 0 ? ScaleKind::Log : ScaleKind::Linear;
    model.scale.logBase = grid->logBase == 2 ? 2 : 10;
    for (std::size_t c = 0; c < grid->columns; ++c) model.columns.push_back(grid->edgeX(c));
    for (std::size_t r = 0; r <= grid->rows; ++r) model.edges.push_back(grid->edgeY(r));
    model.columnMs = grid->stepX;
    model.counts = grid->counts;
}

}  // namespace

HeatmapModel heatmapModel(const PanelData& data)
{
    HeatmapModel model;
    if (data.options["calculate"].toBool())
        countValues(data, model);
    else
        readBuckets(data, model);
    const double least = data.options.get("filterValues.le").toDouble(1e-9);
    const json::Value& most = data.options.get("filterValues.ge");
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (double& count : model.counts) {
        if (!std::isfinite(count) || count <= least || (most.isNumber() && count >= most.toDouble())) count = kNan;
        if (std::isnan(count)) continue;
        low = std::min(low, count);
        high = std::max(high, count);
    }
    if (low > high) low = 0, high = 1;
    model.low = data.options.get("color.min").toDouble(low);
    model.high = data.options.get("color.max").toDouble(high);
    return model;
}

}  // namespace watchglass::ui
