#include "ui/frame/frame_builder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/base/go_float.h"
#include "engine/model/histogram.h"

namespace watchglass::ui {

namespace {

/// The step times as numbers, owned by who asks. One column serves all series of a result.
Values gridTimes(const promql::Grid& grid)
{
    std::vector<double> times(grid.steps);
    for (std::uint32_t i = 0; i < grid.steps; ++i) times[i] = static_cast<double>(grid.at(i));
    return Values::numbers(std::move(times));
}

Field timeField(Values times)
{
    Field field;
    field.name = "Time";
    field.type = FieldType::Time;
    field.values = std::move(times);
    return field;
}

/// How many steps of a series hold a value.
std::size_t presentCount(const promql::ResultSeries& series, std::uint32_t steps)
{
    if (!series.times.empty()) return series.times.size();
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < steps; ++i) count += series.has(i) ? 1 : 0;
    return count;
}

Values seriesValues(const promql::QueryResultPtr& result, const promql::ResultSeries& series)
{
    if (!series.times.empty()) return Values::reference(result, series.values, {});
    const bool dense = presentCount(series, result->grid.steps) == result->grid.steps;
    return Values::reference(result, series.values, dense ? std::span<const std::uint64_t>() : series.present)
        .asSparse();
}

/// A scalar or string answer as one series without labels.
promql::QueryResultPtr asSeries(const promql::QueryResultPtr& result)
{
    if (result->type != promql::ValueType::Scalar || !result->series.empty()) return result;
    auto out = std::make_shared<promql::QueryResult>(*result);
    promql::ResultSeries series;
    series.values = {result->scalar};
    series.present = {1};
    out->series.push_back(std::move(series));
    return out;
}

/// `{a="x", b="y"}` of some labels; just the value when there is one.
std::string labelsText(const std::vector<LabelView>& labels)
{
    std::string out = "{";
    for (std::size_t i = 0; i < labels.size(); ++i) {
        out += (i > 0 ? ", " : "") + std::string(labels[i].name) + "=\"" + std::string(labels[i].value) + "\"";
    }
    return out + "}";
}

/// Automatic legends: what tells the series apart (GRAFANA-NOTES §9, `__auto`).
class AutoNames {
public:
    explicit AutoNames(const std::vector<QueryFrameInput>& inputs)
    {
        for (const QueryFrameInput& input : inputs) {
            if (!input.result) continue;
            for (const promql::ResultSeries& series : input.result->series) {
                for (const LabelView label : series.labels) {
                    if (label.name != kMetricName) m_names.emplace(label.name);
                }
            }
        }
    }

    [[nodiscard]] std::string operator()(const promql::QueryResult& result, const promql::ResultSeries& series,
                                         const std::string& expr) const
    {
        std::vector<LabelView> labels;
        for (const LabelView label : series.labels) {
            if (label.name != kMetricName) labels.push_back(label);
        }
        if (labels.empty()) return series.labels.has(kMetricName) ? std::string(series.labels.metricName()) : expr;
        if (m_names.size() == 1) return std::string(labels.front().value);
        if (series.labels.has(kMetricName) && result.series.size() > 1) {
            std::vector<LabelView> different;
            for (const LabelView& label : labels) {
                const bool common = std::all_of(
                    result.series.begin(), result.series.end(),
                    [&](const promql::ResultSeries& other) { return other.labels.get(label.name) == label.value; });
                if (!common) different.push_back(label);
            }
            if (!different.empty()) labels = std::move(different);
        }
        return labelsText(labels);
    }

private:
    std::set<std::string, std::less<>> m_names;
};

std::string seriesName(const QueryFrameInput& input, const promql::ResultSeries& series, const AutoNames& automatic)
{
    if (input.legendFormat == "__auto") return automatic(*input.result, series, input.expr);
    if (!input.legendFormat.empty()) return renderLegend(input.legendFormat, series.labels);
    return defaultSeriesName(series.labels, input.expr);
}

void addTimeSeries(std::vector<Frame>& out, const QueryFrameInput& input, const AutoNames& automatic)
{
    const promql::QueryResult& result = *input.result;
    const Values grid = gridTimes(result.grid);
    for (const promql::ResultSeries& series : result.series) {
        Frame frame;
        frame.refId = input.refId;
        frame.kind = FrameKind::TimeSeries;
        frame.stepMs = result.grid.steps > 1 || result.grid.stepMs > 0 ? result.grid.stepMs : 0;
        if (series.times.empty()) {
            frame.fields.push_back(timeField(grid));
        } else {
            std::vector<double> times(series.times.begin(), series.times.end());
            frame.fields.push_back(timeField(Values::numbers(std::move(times))));
        }
        Field value;
        value.name = "Value";
        value.type = FieldType::Number;
        value.labels = series.labels;
        value.values = seriesValues(input.result, series);
        value.refId = input.refId;
        value.displayNameFromDs = seriesName(input, series, automatic);
        frame.name = value.displayNameFromDs;
        frame.fields.push_back(std::move(value));
        out.push_back(std::move(frame));
    }
}

/// One table per query: Time, every label, Value.
Frame tableFrame(const QueryFrameInput& input, bool severalTables)
{
    const promql::QueryResult& result = *input.result;
    std::set<std::string, std::less<>> names;
    for (const promql::ResultSeries& series : result.series) {
        for (const LabelView label : series.labels) names.emplace(label.name);
    }
    struct Row {
        std::int64_t tMs;
        double value;
        const Labels* labels;
    };
    std::vector<Row> rows;
    for (const promql::ResultSeries& series : result.series) {
        const auto add = [&](std::int64_t tMs, double value) { rows.push_back({tMs, value, &series.labels}); };
        if (!series.times.empty()) {
            for (std::size_t i = 0; i < series.times.size(); ++i) add(series.times[i], series.values[i]);
            continue;
        }
        for (std::uint32_t i = 0; i < result.grid.steps; ++i) {
            if (series.has(i)) add(result.grid.at(i), series.values[i]);
        }
    }
    // By time, and of one time in the order of the series.
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.tMs < b.tMs; });
    std::vector<double> times;
    std::vector<double> values;
    for (const Row& row : rows) {
        times.push_back(static_cast<double>(row.tMs));
        values.push_back(row.value);
    }
    Frame frame;
    frame.refId = input.refId;
    frame.kind = FrameKind::Table;
    frame.fields.push_back(timeField(Values::numbers(std::move(times))));
    for (const std::string& name : names) {
        std::vector<std::string> column;
        column.reserve(rows.size());
        for (const Row& row : rows) column.emplace_back(row.labels->get(name));
        Field field;
        field.name = name;
        field.type = FieldType::String;
        field.config.filterable = true;
        field.values = Values::strings(std::move(column));
        field.refId = input.refId;
        frame.fields.push_back(std::move(field));
    }
    Field value;
    value.name = severalTables ? "Value #" + input.refId : "Value";
    value.type = FieldType::Number;
    value.values = Values::numbers(std::move(values));
    value.refId = input.refId;
    frame.fields.push_back(std::move(value));
    return frame;
}

double bucketBound(const Labels& labels) { return parseFloat(labels.get("le")).value_or(HUGE_VAL); }

/// Buckets side by side, each without the ones below it: cumulative counts differenced.
std::vector<Frame> heatmapFrames(const QueryFrameInput& input)
{
    const promql::QueryResult& result = *input.result;
    std::map<Labels, std::vector<const promql::ResultSeries*>> groups;
    for (const promql::ResultSeries& series : result.series) {
        LabelsBuilder rest(series.labels);
        rest.remove("le");
        groups[rest.build()].push_back(&series);
    }
    std::vector<Frame> out;
    const Values grid = gridTimes(result.grid);
    for (auto& [labels, buckets] : groups) {
        std::stable_sort(buckets.begin(), buckets.end(),
                         [](const promql::ResultSeries* a, const promql::ResultSeries* b) {
                             return bucketBound(a->labels) < bucketBound(b->labels);
                         });
        Frame frame;
        frame.refId = input.refId;
        frame.kind = FrameKind::HeatmapRows;
        frame.stepMs = result.grid.stepMs;
        frame.fields.push_back(timeField(grid));
        std::vector<double> below(result.grid.steps, 0);
        for (const promql::ResultSeries* bucket : buckets) {
            std::vector<double> values(result.grid.steps, 0);
            for (std::uint32_t i = 0; i < result.grid.steps; ++i) {
                if (!bucket->has(i)) continue;
                values[i] = bucket->values[i] - below[i];
                below[i] = bucket->values[i];
            }
            Field field;
            field.name = std::string(bucket->labels.get("le"));
            field.type = FieldType::Number;
            field.labels = bucket->labels;
            field.values = Values::numbers(std::move(values), bucket->present);
            field.refId = input.refId;
            field.displayNameFromDs = field.name;
            frame.fields.push_back(std::move(field));
        }
        out.push_back(std::move(frame));
    }
    return out;
}

bool hasHistograms(const promql::ResultSeries& series)
{
    return std::any_of(series.histograms.begin(), series.histograms.end(),
                       [](const auto& one) { return one != nullptr; });
}

/// Native histograms of one series as cells, whatever the target's format is: numbers cannot hold them.
/// Source: Grafana's pkg/promlib/models, converter of native histograms ("heatmap-cells").
Frame cellFrame(const QueryFrameInput& input, const promql::ResultSeries& series)
{
    const promql::Grid& grid = input.result->grid;
    std::vector<double> times, lows, highs, counts;
    for (std::uint32_t i = 0; i < series.histograms.size(); ++i) {
        const FloatHistogram* histogram = series.histogramAt(i);
        if (!histogram) continue;
        const std::int64_t time = series.times.empty() ? grid.at(i) : series.times[i];
        for (const HistogramBucket& bucket : histogram->buckets()) {
            if (bucket.count == 0) continue;
            times.push_back(static_cast<double>(time));
            lows.push_back(bucket.lower);
            highs.push_back(bucket.upper);
            counts.push_back(bucket.count);
        }
    }
    Frame frame;
    frame.refId = input.refId;
    frame.stepMs = grid.stepMs;
    frame.fields.push_back(timeField(Values::numbers(std::move(times))));
    frame.fields.back().name = "xMax";
    const auto add = [&](const char* name, std::vector<double> values) {
        Field field;
        field.name = name;
        field.type = FieldType::Number;
        field.values = Values::numbers(std::move(values));
        field.refId = input.refId;
        frame.fields.push_back(std::move(field));
    };
    add("yMin", std::move(lows));
    add("yMax", std::move(highs));
    add("count", std::move(counts));
    frame.fields.back().labels = series.labels;
    frame.name = defaultSeriesName(series.labels, input.expr);
    return frame;
}

/// Takes series of histograms out of an answer, as frames of their own.
void takeHistograms(QueryFrameInput& input, std::vector<Frame>& out)
{
    const auto& all = input.result->series;
    if (std::none_of(all.begin(), all.end(), hasHistograms)) return;
    auto rest = std::make_shared<promql::QueryResult>(*input.result);
    rest->series.clear();
    for (const promql::ResultSeries& series : all) {
        if (hasHistograms(series))
            out.push_back(cellFrame(input, series));
        else
            rest->series.push_back(series);
    }
    input.result = std::move(rest);
}

}  // namespace

ResultFormat resultFormatFromName(std::string_view name)
{
    if (name == "table") return ResultFormat::Table;
    if (name == "heatmap") return ResultFormat::Heatmap;
    return ResultFormat::TimeSeries;
}

std::string renderLegend(std::string_view legendFormat, const Labels& labels, MissingLabel missing)
{
    std::string out;
    std::size_t at = 0;
    for (;;) {
        const std::size_t open = legendFormat.find("{{", at);
        const std::size_t close = open == std::string_view::npos ? open : legendFormat.find("}}", open + 2);
        if (close == std::string_view::npos) break;
        std::string_view name = legendFormat.substr(open + 2, close - open - 2);
        while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
        out.append(legendFormat.substr(at, open - at));
        const std::string_view value = labels.get(name);
        out += value.empty() && missing == MissingLabel::Name ? name : value;
        at = close + 2;
    }
    return out.append(legendFormat.substr(at));
}

std::string defaultSeriesName(const Labels& labels, std::string_view expr)
{
    if (labels.empty()) return std::string(expr);
    std::vector<LabelView> rest;
    for (const LabelView label : labels) {
        if (label.name != kMetricName) rest.push_back(label);
    }
    const std::string name(labels.metricName());
    if (rest.empty()) return name;
    return name + labelsText(rest);
}

std::vector<Frame> framesFromResults(const std::vector<QueryFrameInput>& given)
{
    std::vector<QueryFrameInput> inputs;
    std::set<std::string> tables;
    for (const QueryFrameInput& input : given) {
        if (!input.result) continue;
        inputs.push_back(input);
        inputs.back().result = asSeries(input.result);
        if (input.format == ResultFormat::Table) tables.insert(input.refId);
    }
    std::vector<Frame> out;
    for (QueryFrameInput& input : inputs) takeHistograms(input, out);
    const AutoNames automatic(inputs);
    for (const QueryFrameInput& input : inputs) {
        switch (input.format) {
        case ResultFormat::TimeSeries: addTimeSeries(out, input, automatic); break;
        case ResultFormat::Table: out.push_back(tableFrame(input, tables.size() > 1)); break;
        case ResultFormat::Heatmap: {
            for (Frame& frame : heatmapFrames(input)) out.push_back(std::move(frame));
            break;
        }
        }
    }
    return out;
}

}  // namespace watchglass::ui
