#include "engine/api/point_json.h"

#include "engine/api/params.h"
#include "engine/base/go_float.h"
#include "engine/base/json.h"

namespace watchglass::api {

namespace {

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

}  // namespace

std::string pointStart(std::int64_t ms)
{
    std::string out = "[";
    appendSeconds(out, ms);
    out += ',';
    return out;
}

void appendPoint(std::string& out, std::string_view text, double value)
{
    out += text;
    out += '"';
    appendFloatJson(out, value);
    out += "\"]";
}

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

}  // namespace watchglass::api
