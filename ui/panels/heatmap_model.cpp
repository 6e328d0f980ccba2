#include "ui/panels/heatmap_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

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

/// Bounds of buckets that differ by less are the same, computed from another schema.
double slack(double bound) { return std::abs(bound) * 1e-9; }

/// The bounds of all cells as edges of rows; rows between that no cell has are split as finely as the others.
std::vector<double> edgesOfCells(const Field& lows, const Field& highs)
{
    std::set<double> all;
    double ratio = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < lows.values.size(); ++i) {
        const double low = lows.values.number(i);
        const double high = highs.values.number(i);
        if (!std::isfinite(low) || !std::isfinite(high)) continue;
        all.insert(low);
        all.insert(high);
        if (low > 0 && high > low) ratio = std::min(ratio, high / low);
    }
    std::vector<double> edges;
    for (const double edge : all) {
        if (edges.empty() || edge - edges.back() > slack(edge)) edges.push_back(edge);
    }
    std::vector<double> out;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        out.push_back(edges[i]);
        if (i + 1 == edges.size() || edges[i] <= 0 || !std::isfinite(ratio)) continue;
        const double missing = std::round(std::log(edges[i + 1] / edges[i]) / std::log(ratio));
        for (double n = 1; n < missing && out.size() < kMostRows; ++n) out.push_back(edges[i] * std::pow(ratio, n));
    }
    return out;
}

/// A time, the bounds of a bucket and its count in every row.
bool holdsCells(const Frame& frame)
{
    constexpr std::array kNames{"xMax", "yMin", "yMax", "count"};
    return std::equal(frame.fields.begin(), frame.fields.end(), kNames.begin(), kNames.end(),
                      [](const Field& field, const char* name) { return field.name == name; });
}

/// Native histograms: every row of the frames is a bucket at a time. Their buckets grow evenly, so rows are equally
/// high.
void readCells(const PanelData& data, HeatmapModel& model)
{
    const Frame* frame = nullptr;
    for (const Frame& one : *data.frames) {
        if (!frame && one.rows() > 0 && holdsCells(one)) frame = &one;
    }
    if (!frame) return;
    const Field& times = frame->fields[0];
    const Field& lows = frame->fields[1];
    const Field& highs = frame->fields[2];
    const Field& counts = frame->fields[3];
    const std::vector<double> edges = edgesOfCells(lows, highs);
    if (edges.size() < 2) return;
    std::set<double> columns;
    for (std::size_t i = 0; i < times.values.size() && columns.size() < kMostColumns; ++i)
        columns.insert(times.values.number(i));
    model.columns.assign(columns.begin(), columns.end());
    const std::size_t rows = edges.size() - 1;
    model.counts.assign(model.columns.size() * rows, kNan);
    const auto place = [](const std::vector<double>& sorted, double value) {
        return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
    };
    for (std::size_t i = 0; i < times.values.size(); ++i) {
        const std::size_t column = place(model.columns, times.values.number(i));
        const std::size_t from = place(edges, lows.values.number(i) - slack(lows.values.number(i)));
        const std::size_t to = place(edges, highs.values.number(i) - slack(highs.values.number(i)));
        for (std::size_t row = from; row < to && row < rows && column < model.columns.size(); ++row)
            model.counts[column * rows + row] = counts.values.number(i);
    }
    for (std::size_t r = 0; r <= rows; ++r) model.edges.push_back(static_cast<double>(r));
    for (std::size_t r = 0; r < rows; ++r) model.rowNames.push_back(QString::number(edges[r + 1], 'g', 6));
    model.namesAtEdges = true;
    model.value = &counts;
    model.columnMs = frame->stepMs > 0 ? static_cast<double>(frame->stepMs) : spacing(model.columns);
    // A histogram counts what happened up to its time.
    for (double& column : model.columns) column -= model.columnMs;
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
        readCells(data, model);
    if (model.counts.empty() && !data.options["calculate"].toBool()) readBuckets(data, model);
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
