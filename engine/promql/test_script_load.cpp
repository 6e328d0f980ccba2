#include "engine/promql/test_script_load.h"

#include <cmath>
#include <limits>
#include <map>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"

namespace watchglass::promql::script {

namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::size_t kMostValues = 1'000'000;

/// Cuts a signed duration off the front of an item, in ms.
std::int64_t takeDuration(std::string_view& item)
{
    const bool negative = item.starts_with('-');
    if (negative || item.starts_with('+')) item.remove_prefix(1);
    std::size_t end = 0;
    while (end < item.size() && item[end] >= '0' && item[end] <= '9') ++end;
    if (end == 0) throw ScriptError("expected digits in duration \"" + std::string(item) + '"');
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (end < item.size() && isLetter(item[end]) && item[end] != 'x') ++end;
    const auto length = parseDuration(item.substr(0, end));
    if (!length) throw ScriptError("invalid duration \"" + std::string(item.substr(0, end)) + '"');
    item.remove_prefix(end);
    return negative ? -length->count() : length->count();
}

std::size_t takeCount(std::string_view digits)
{
    std::size_t count = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') throw ScriptError("invalid repeat count \"" + std::string(digits) + '"');
        count = count * 10 + static_cast<std::size_t>(c - '0');
        if (count > kMostValues) throw ScriptError("too many values in a series");
    }
    if (digits.empty()) throw ScriptError("invalid repeat count");
    return count;
}

void appendItem(std::string_view item, std::vector<std::optional<std::int64_t>>& out)
{
    if (item.starts_with('_')) {
        std::size_t count = 1;
        if (item.size() > 1) {
            if (item[1] != 'x') throw ScriptError("invalid ST item \"" + std::string(item) + '"');
            count = takeCount(item.substr(2));
            if (count == 0) throw ScriptError("invalid repeat count");
        }
        out.insert(out.end(), count, std::nullopt);
        return;
    }
    std::int64_t offset = takeDuration(item);
    if (item.empty()) {
        out.emplace_back(offset);
        return;
    }
    std::int64_t step = 0;
    if (item[0] == '+' || item[0] == '-') {
        const bool negative = item[0] == '-';
        item.remove_prefix(1);
        step = takeDuration(item) * (negative ? -1 : 1);
    }
    if (!item.starts_with('x')) throw ScriptError("expected 'x<count>' after a duration");
    const std::size_t repeats = takeCount(item.substr(1));
    for (std::size_t i = 0; i <= repeats; ++i, offset += step) out.emplace_back(offset);
}

/// The classic buckets of one time.
struct ClassicHistogram {
    std::map<double, double> buckets;  ///< cumulative counts by bound
    std::optional<double> count;
    double sum = 0;
};

HistogramPtr convert(ClassicHistogram classic)
{
    constexpr double kInf = std::numeric_limits<double>::infinity();
    const double count = classic.count.value_or(classic.buckets.empty() ? 0 : classic.buckets.rbegin()->second);
    classic.buckets.try_emplace(kInf, count);
    FloatHistogram h;
    h.schema = kCustomBucketsSchema;
    h.count = count;
    h.sum = classic.sum;
    double before = 0;
    for (const auto& [bound, cumulative] : classic.buckets) {
        if (cumulative < before) {
            throw ScriptError("count is not cumulative: " + formatFloatG(cumulative) + " < " + formatFloatG(before));
        }
        h.positiveBuckets.push_back(cumulative - before);
        before = cumulative;
        if (bound != kInf) h.customValues.push_back(bound);
    }
    if (before != count) {
        throw ScriptError("count mismatch: count=" + formatFloatG(count) + " != le=+Inf count=" + formatFloatG(before));
    }
    h.positiveSpans = {{0, static_cast<std::uint32_t>(h.positiveBuckets.size())}};
    h.compact();
    return std::make_shared<const FloatHistogram>(std::move(h));
}

}  // namespace

bool isStartLine(std::string_view line)
{
    const std::size_t blank = line.find_first_of(kBlanks);
    return blank != std::string_view::npos && line.substr(0, blank).ends_with("@st");
}

SeriesLine parseStartLine(std::string_view line)
{
    const std::size_t blank = line.find_first_of(kBlanks);
    SeriesLine out;
    const std::string_view metric = line.substr(0, blank - 3);
    Result<SeriesDescription> description = parseSeriesDescription(std::string(metric) + " _");
    if (!description) throw ScriptError("invalid @st line metric \"" + std::string(metric) + '"');
    out.labels = std::move(description->labels);
    std::string_view rest = line.substr(blank);
    while (true) {
        const std::size_t from = rest.find_first_not_of(kBlanks);
        if (from == std::string_view::npos) break;
        rest.remove_prefix(from);
        const std::size_t end = std::min(rest.find_first_of(kBlanks), rest.size());
        appendItem(rest.substr(0, end), out.startOffsets);
        rest.remove_prefix(end);
    }
    return out;
}

std::vector<ConvertedSeries> convertClassic(const LoadCommand& load)
{
    std::map<Labels, std::map<std::int64_t, ClassicHistogram>> found;
    for (const SeriesLine& series : load.series) {
        const std::string_view name = series.labels.metricName();
        enum class Part : std::uint8_t { Bucket, Count, Sum } part = Part::Bucket;
        std::string_view base;
        for (const auto& [suffix, which] : {std::pair<std::string_view, Part>{"_bucket", Part::Bucket},
                                            {"_count", Part::Count},
                                            {"_sum", Part::Sum}}) {
            if (!name.ends_with(suffix)) continue;
            base = name.substr(0, name.size() - suffix.size());
            part = which;
        }
        if (base.data() == nullptr) continue;
        std::optional<double> bound;
        if (part == Part::Bucket) {
            if (!series.labels.has("le")) throw ScriptError("expected a label le in " + series.labels.toString());
            bound = parseFloat(series.labels.get("le"));
            if (!bound || std::isnan(*bound)) continue;
        }
        auto& histograms = found[LabelsBuilder(series.labels).set(kMetricName, base).remove("le").build()];
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            const SequenceValue& value = series.values[i];
            if (value.omitted || value.histogram) continue;
            ClassicHistogram& h = histograms[load.intervalMs * static_cast<std::int64_t>(i)];
            switch (part) {
            case Part::Bucket: h.buckets.try_emplace(*bound, value.value); break;
            case Part::Count: h.count = value.value; break;
            case Part::Sum: h.sum = value.value; break;
            }
        }
    }
    std::vector<ConvertedSeries> out;
    for (auto& [labels, histograms] : found) {
        ConvertedSeries& series = out.emplace_back();
        series.labels = labels;
        for (auto& [tMs, h] : histograms) series.samples.push_back({tMs, convert(std::move(h))});
    }
    return out;
}

}  // namespace watchglass::promql::script
