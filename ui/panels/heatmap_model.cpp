#include "ui/panels/heatmap_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "engine/base/duration.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostRows = 2'000;
constexpr std::size_t kMostColumns = 20'000;

/// Buckets as Grafana sizes them when nothing else is said.
constexpr double kColumns = 20;
constexpr double kRows = 10;

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

/// The largest round step that is not above `wanted`.
double roundStep(double wanted)
{
    if (!(wanted > 0) || !std::isfinite(wanted)) return 1;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    double best = power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power <= wanted * (1 + 1e-9)) best = factor * power;
    }
    return best;
}

double roundTimeStep(double wanted)
{
    constexpr double kSecond = 1'000;
    constexpr double kMinute = 60 * kSecond;
    constexpr double kHour = 60 * kMinute;
    constexpr double kDay = 24 * kHour;
    constexpr std::array kSteps{1.0,          2.0,          5.0,          10.0,       20.0,        50.0,
                                100.0,        200.0,        500.0,        kSecond,    2 * kSecond, 5 * kSecond,
                                10 * kSecond, 15 * kSecond, 30 * kSecond, kMinute,    2 * kMinute, 5 * kMinute,
                                10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,      2 * kHour,   3 * kHour,
                                4 * kHour,    6 * kHour,    8 * kHour,    12 * kHour, kDay,        2 * kDay,
                                3 * kDay,     5 * kDay,     7 * kDay,     14 * kDay,  28 * kDay,   90 * kDay};
    double best = kSteps.front();
    for (const double step : kSteps) {
        if (step <= wanted) best = step;
    }
    return best;
}

/// "1min", "5m", 60: milliseconds; 0 when it says nothing.
double sizeOf(const json::Value& value, bool time)
{
    if (value.isNumber()) return value.toDouble();
    const std::string text = value.toString();
    if (text.empty()) return 0;
    if (time) {
        std::string unit = text;
        if (unit.ends_with("min")) unit.resize(unit.size() - 2);
        if (const auto duration = parseDuration(unit)) return static_cast<double>(duration->count());
    }
    return QString::fromStdString(text).toDouble();
}

double bucketSize(const json::Value& options, double range, double usual, bool time)
{
    const double size = sizeOf(options["value"], time);
    if (options["mode"].toString() == "size" && size > 0) return size;
    const double count = size > 0 ? size : usual;
    const double wanted = range / std::max(count - 1, 1.0);
    return time ? roundTimeStep(wanted) : roundStep(wanted);
}

void countValues(const PanelData& data, HeatmapModel& model)
{
    const std::vector<Source> all = sources(data);
    const json::Value& options = data.options["calculation"];
    const json::Value& scale = options.get("yBuckets.scale");
    const bool log = scale["type"].toString() == "log";
    model.scale.kind = log ? ScaleKind::Log : ScaleKind::Linear;
    model.scale.logBase = scale["log"].toInt(10) == 2 ? 2 : 10;
    const auto place = [&](double value) {
        if (!log) return value;
        return value > 0 ? std::log(value) / std::log(model.scale.logBase) : kNan;
    };
    double lowX = std::numeric_limits<double>::infinity();
    double highX = -lowX;
    double lowY = lowX;
    double highY = -lowX;
    for (const Source& source : all) {
        for (std::size_t i = 0; i < std::min(source.time->values.size(), source.value->values.size()); ++i) {
            const double y = place(source.value->values.number(i));
            if (!std::isfinite(y)) continue;
            lowX = std::min(lowX, source.time->values.number(i));
            highX = std::max(highX, source.time->values.number(i));
            lowY = std::min(lowY, y);
            highY = std::max(highY, y);
        }
    }
    if (lowX > highX) return;
    double stepX = bucketSize(options["xBuckets"], highX - lowX, kColumns, true);
    const double parts = sizeOf(options.get("yBuckets.value"), false);
    double stepY = log ? 1 / (parts > 0 ? parts : 1) : bucketSize(options["yBuckets"], highY - lowY, kRows, false);
    while ((highX - lowX) / stepX > static_cast<double>(kMostColumns)) stepX *= 2;
    while ((highY - lowY) / stepY > static_cast<double>(kMostRows)) stepY *= 2;
    const double firstX = std::floor(lowX / stepX);
    const double firstY = std::floor(lowY / stepY);
    const auto columns = static_cast<std::size_t>(std::floor(highX / stepX) - firstX) + 1;
    const auto rows = static_cast<std::size_t>(std::floor(highY / stepY) - firstY) + 1;
    for (std::size_t c = 0; c < columns; ++c) model.columns.push_back((firstX + static_cast<double>(c)) * stepX);
    for (std::size_t r = 0; r <= rows; ++r) {
        const double edge = (firstY + static_cast<double>(r)) * stepY;
        model.edges.push_back(log ? std::pow(model.scale.logBase, edge) : edge);
    }
    model.columnMs = stepX;
    model.counts.assign(columns * rows, 0);
    for (const Source& source : all) {
        for (std::size_t i = 0; i < std::min(source.time->values.size(), source.value->values.size()); ++i) {
            const double y = place(source.value->values.number(i));
            if (!std::isfinite(y)) continue;
            const auto column = static_cast<std::size_t>(std::floor(source.time->values.number(i) / stepX) - firstX);
            const auto row = static_cast<std::size_t>(std::floor(y / stepY) - firstY);
            model.counts[std::min(column, columns - 1) * rows + std::min(row, rows - 1)] += 1;
        }
    }
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
