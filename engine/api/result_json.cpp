#include "engine/api/result_json.h"

#include "engine/api/params.h"
#include "engine/base/go_float.h"
#include "engine/base/json.h"

namespace watchglass::api {

namespace {

/// `text` is "[1700000000.217," as pointStart() makes it.
void appendPoint(std::string& out, std::string_view text, double value)
{
    out += text;
    out += '"';
    appendFloatJson(out, value);
    out += "\"]";
}

void appendQuotedFloat(std::string& out, double value)
{
    out += '"';
    appendFloatJson(out, value);
    out += '"';
}

/// Which bounds belong to the bucket, as Prometheus's API numbers it.
int boundaryRule(const HistogramBucket& bucket)
{
    if (bucket.lowerInclusive) return bucket.upperInclusive ? 3 : 1;
    return bucket.upperInclusive ? 0 : 2;
}

/// [time, {"count":"..","sum":"..","buckets":[[rule,"lower","upper","count"]]}], empty buckets left out.
void appendHistogramPoint(std::string& out, std::string_view text, const FloatHistogram& h)
{
    out += text;
    out += R"({"count":)";
    appendQuotedFloat(out, h.count);
    out += R"(,"sum":)";
    appendQuotedFloat(out, h.sum);
    bool any = false;
    const std::vector<HistogramBucket> buckets = h.buckets();
    for (const HistogramBucket& bucket : buckets) {
        if (bucket.count == 0) continue;
        out += any ? ",[" : R"(,"buckets":[[)";
        any = true;
        out += std::to_string(boundaryRule(bucket));
        for (const double number : {bucket.lower, bucket.upper, bucket.count}) {
            out += ',';
            appendQuotedFloat(out, number);
        }
        out += ']';
    }
    out += any ? "]}]" : "}]";
}

/// A point up to its value; of each time made once for all series.
std::string pointStart(std::int64_t ms)
{
    std::string out = "[";
    appendSeconds(out, ms);
    out += ',';
    return out;
}

/// Room for a result, so that it is not moved while it grows: most values are short or have 17 digits.
std::size_t sizeHint(const promql::QueryResult& result, std::size_t seriesCount)
{
    std::size_t points = 0;
    std::size_t labels = 0;
    for (std::size_t i = 0; i < seriesCount; ++i) {
        points += result.series[i].values.size();
        labels += result.series[i].labels.packed().size() * 2 + 64;
    }
    return points * 34 + labels + 64;
}

void appendMatrixSeries(std::string& out, const promql::ResultSeries& series, const std::vector<std::string>& times)
{
    out += R"({"metric":)";
    appendLabels(out, series.labels);
    const auto points = [&](const char* key, bool histograms) {
        bool any = false;
        const auto point = [&](std::string_view time, std::uint32_t i) {
            const FloatHistogram* h = series.histogramAt(i);
            if ((h != nullptr) != histograms) return;
            out += any ? "," : key;
            any = true;
            if (histograms) {
                appendHistogramPoint(out, time, *h);
            } else {
                appendPoint(out, time, series.values[i]);
            }
        };
        if (!series.times.empty()) {
            for (std::uint32_t i = 0; i < series.times.size(); ++i) point(pointStart(series.times[i]), i);
        } else {
            for (std::uint32_t i = 0; i < times.size(); ++i) {
                if (series.has(i)) point(times[i], i);
            }
        }
        if (any) out += ']';
    };
    points(R"(,"values":[)", false);
    if (!series.histograms.empty()) points(R"(,"histograms":[)", true);
    out += '}';
}

}  // namespace

void appendLabels(std::string& out, const Labels& labels)
{
    out += '{';
    bool first = true;
    for (const LabelView label : labels) {
        if (!first) out += ',';
        first = false;
        json::appendQuoted(out, label.name);
        out += ':';
        json::appendQuoted(out, label.value);
    }
    out += '}';
}

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
    const auto read = static_cast<std::int64_t>(stats.samplesRead);
    json::Value samples = json::Value::object();
    samples.set("totalQueryableSamples", read);
    samples.set("samplesRead", read);
    samples.set("peakSamples", static_cast<std::int64_t>(stats.peakSamples));
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
    const std::size_t count = limit > 0 && limit < result.series.size() ? limit : result.series.size();
    const std::string start = pointStart(result.grid.startMs);
    out.reserve(out.size() + sizeHint(result, count));

    if (!range && result.type == ValueType::Scalar) {
        out += R"({"resultType":"scalar","result":)";
        appendPoint(out, start, result.scalar);
        out += '}';
        return false;
    }
    if (!range && result.type == ValueType::String) {
        out += R"({"resultType":"string","result":)" + start;
        json::appendQuoted(out, result.text);
        out += "]}";
        return false;
    }
    const bool vector = !range && result.type == ValueType::Vector;
    out += vector ? R"({"resultType":"vector","result":[)" : R"({"resultType":"matrix","result":[)";
    std::vector<std::string> times;
    if (!vector) {
        times.reserve(result.grid.steps);
        for (std::uint32_t i = 0; i < result.grid.steps; ++i) times.push_back(pointStart(result.grid.at(i)));
    }
    bool first = true;
    for (std::size_t i = 0; i < count; ++i) {
        const promql::ResultSeries& series = result.series[i];
        if (vector && !series.has(0)) continue;
        if (!first) out += ',';
        first = false;
        if (vector) {
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
        } else {
            appendMatrixSeries(out, series, times);
        }
    }
    out += "]}";
    return count < result.series.size();
}

}  // namespace watchglass::api
