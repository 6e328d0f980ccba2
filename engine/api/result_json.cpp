#include "engine/api/result_json.h"

#include "engine/api/matrix_json.h"
#include "engine/api/params.h"
#include "engine/api/point_json.h"
#include "engine/base/json.h"

namespace watchglass::api {

void appendStats(std::string& out, const promql::QueryStats& stats, const promql::ProfileNode* profile,
                 double queuedSeconds)
{
    json::Value timings = json::Value::object();
    timings.set("evalTotalTime", stats.seconds);
    timings.set("resultSortTime", 0);  // sorting and preparing are part of the evaluation here
    timings.set("queryPreparationTime", 0);
    timings.set("innerEvalTime", stats.seconds);
    timings.set("execQueueTime", queuedSeconds);
    timings.set("execTotalTime", stats.seconds + queuedSeconds);
    const auto raw = static_cast<std::int64_t>(stats.samplesRead);
    const auto minutes5 = static_cast<std::int64_t>(stats.minutes5Read);
    const auto hours = static_cast<std::int64_t>(stats.hoursRead);
    json::Value samples = json::Value::object();
    samples.set("totalQueryableSamples", raw + minutes5 + hours);
    samples.set("samplesRead", raw + minutes5 + hours);
    json::Value resolutions = json::Value::object();
    resolutions.set("raw", raw);
    resolutions.set("5m", minutes5);
    resolutions.set("1h", hours);
    samples.set("peakSamples", static_cast<std::int64_t>(stats.peakSamples));
    samples.set("byResolution", std::move(resolutions));
    json::Value all = json::Value::object();
    all.set("timings", std::move(timings));
    all.set("samples", std::move(samples));
    if (profile != nullptr) all.set("profile", promql::toJson(*profile));
    out += ",\"stats\":";
    out += json::write(all);
}

bool appendResult(std::string& out, const promql::QueryResult& result, bool range, std::size_t limit)
{
    using promql::ValueType;
    if (range || result.type == ValueType::Matrix) return appendMatrixResult(out, result, limit);
    const std::size_t count = limit > 0 && limit < result.series.size() ? limit : result.series.size();
    const std::string start = pointStart(result.grid.startMs);
    if (result.type == ValueType::Scalar) {
        out += R"({"resultType":"scalar","result":)";
        appendPoint(out, start, result.scalar);
        out += '}';
        return false;
    }
    if (result.type == ValueType::String) {
        out += R"({"resultType":"string","result":)" + start;
        json::appendQuoted(out, result.text);
        out += "]}";
        return false;
    }
    out += R"({"resultType":"vector","result":[)";
    bool first = true;
    for (std::size_t i = 0; i < count; ++i) {
        const promql::ResultSeries& series = result.series[i];
        if (!series.has(0)) continue;
        if (!first) out += ',';
        first = false;
        out += R"({"metric":)";
        appendLabels(out, series.labels);
        if (const FloatHistogram* h = series.histogramAt(0)) {
            out += R"(,"histogram":)";
            appendHistogramPoint(out, start, *h);
        } else {
            out += R"(,"value":)";
            appendPoint(out, start, series.values[0]);
        }
        out += '}';
    }
    out += "]}";
    return count < result.series.size();
}

}  // namespace watchglass::api
