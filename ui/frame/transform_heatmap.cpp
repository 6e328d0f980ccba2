#include "ui/frame/heat_grid.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

Frame gridFrame(const HeatGrid& grid, const HeatSource& first, const json::Value& scale)
{
    std::vector<double> xs;
    std::vector<double> ys;
    for (std::size_t column = 0; column < grid.columns; ++column) {
        for (std::size_t row = 0; row < grid.rows; ++row) {
            xs.push_back(grid.edgeX(column));
            ys.push_back(grid.edgeY(row));
        }
    }
    Frame out;
    const Field& value = *first.value;
    out.name = value.displayNameFromDs.empty() ? bareName(value) : value.displayNameFromDs;
    out.fields = {plainField("xMin", first.time->type, Values::numbers(std::move(xs))),
                  plainField("yMin", FieldType::Number, Values::numbers(std::move(ys))),
                  plainField("Count", FieldType::Number, Values::numbers(grid.counts))};
    out.fields[0].config = first.time->config;
    out.fields[1].config = first.value->config;
    out.fields[1].config.custom = json::Value::object(
        {{"scaleDistribution", scale.isObject() ? scale : json::Value::object({{"type", "linear"}})}});
    out.fields[2].config.unit = "short";
    return out;
}

}  // namespace

std::vector<Frame> transformHeatmap(std::vector<Frame> frames, const json::Value& options)
{
    std::vector<HeatSource> sources;
    for (const Frame& frame : frames) {
        const Field* time = frame.first(FieldType::Time);
        if (!time) continue;
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::Number) sources.push_back({time, &field});
        }
    }
    if (sources.empty()) throw TransformError{"heatmap: no fields of times and numbers"};
    if (options.get("xBuckets.scale.type").toString() == "log")
        throw TransformError{"heatmap: time has linear buckets only"};
    const auto grid = countHeat(sources, options);
    if (!grid) throw TransformError{"heatmap: no values"};
    std::vector<Frame> out;
    out.push_back(gridFrame(*grid, sources.front(), options.get("yBuckets.scale")));
    if (options["keepOriginalData"].toBool()) out.insert(out.end(), frames.begin(), frames.end());
    return out;
}

}  // namespace watchglass::ui
