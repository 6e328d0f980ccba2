#include "engine/exposition/protobuf_parser.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <protozero/exception.hpp>

#include "engine/base/utf8.h"
#include "engine/exposition/classic_histogram.h"
#include "engine/exposition/number.h"
#include "engine/model/sample.h"

namespace watchglass::exposition {

namespace {

using Kind = protobuf::Type;

/// Bytes of a varint that holds a 32-bit length.
constexpr int kMostLengthBytes = 5;

MetricType metricTypeOf(Kind type)
{
    switch (type) {
    case Kind::Counter: return MetricType::Counter;
    case Kind::Gauge: return MetricType::Gauge;
    case Kind::Summary: return MetricType::Summary;
    case Kind::Histogram: return MetricType::Histogram;
    case Kind::GaugeHistogram: return MetricType::GaugeHistogram;
    case Kind::Untyped: break;
    }
    return MetricType::Unknown;
}

bool isHistogram(MetricType type) { return type == MetricType::Histogram || type == MetricType::GaugeHistogram; }

}  // namespace

Result<Entry> ProtobufParser::next()
{
    try {
        auto entry = advance();
        if (entry) return entry;
        entry.error().where = "byte " + std::to_string(m_family);
        return entry;
    } catch (const protozero::exception& e) {
        return fail(ErrorCode::InvalidInput, std::string("proto: ") + e.what(), "byte " + std::to_string(m_family));
    }
}

Result<Entry> ProtobufParser::advance()
{
    switch (m_state) {
    case State::Families: return nextFamily();
    case State::Help:
        if (!m_unit.empty()) {
            m_state = State::Unit;
            m_text = m_unit;
            return Entry::Unit;
        }
        [[fallthrough]];
    case State::Unit: m_state = State::Type; return Entry::Type;
    case State::Type: m_state = State::Metrics; [[fallthrough]];
    case State::Metrics: break;
    }
    return nextMetricEntry();
}

Result<Entry> ProtobufParser::nextFamily()
{
    for (;;) {
        if (m_at >= m_body.size()) return Entry::End;
        m_family = m_at;
        std::uint64_t length = 0;
        int bytes = 0;
        for (bool more = true; more; ++bytes) {
            if (bytes == kMostLengthBytes || m_at + static_cast<std::size_t>(bytes) >= m_body.size()) {
                return fail(ErrorCode::InvalidInput, "clientpb: invalid varint encountered");
            }
            const auto byte = static_cast<unsigned char>(m_body[m_at + static_cast<std::size_t>(bytes)]);
            length |= std::uint64_t{byte & 0x7FU} << (7 * bytes);
            more = byte >= 0x80;
        }
        const std::size_t left = m_body.size() - m_at;
        const std::uint64_t total = length + static_cast<std::uint64_t>(bytes);
        if (total > left) {
            return fail(ErrorCode::InvalidInput, "clientpb: insufficient length of buffer, expected at least " +
                                                     std::to_string(total) + " bytes, got " + std::to_string(left) +
                                                     " bytes");
        }
        m_head = protobuf::readFamily(m_body.substr(m_at + static_cast<std::size_t>(bytes), length));
        m_at += total;
        if (!m_head.metrics.empty()) break;
    }
    m_metric = m_head.name;
    if (m_metric.empty() || !isValidUtf8(m_metric)) {
        return fail(ErrorCode::InvalidInput, "invalid metric name: " + std::string(m_metric));
    }
    if (!isValidUtf8(m_head.help)) {
        return fail(ErrorCode::InvalidInput, "invalid help for metric " + goQuote(m_metric));
    }
    if (m_head.type < 0 || m_head.type > static_cast<std::int32_t>(Kind::GaugeHistogram)) {
        return fail(ErrorCode::InvalidInput,
                    "unknown metric type for metric " + goQuote(m_metric) + ": " + std::to_string(m_head.type));
    }
    m_type = metricTypeOf(static_cast<Kind>(m_head.type));
    m_unit = m_head.unit;
    m_text = m_head.help;
    m_nextMetric = 0;
    m_nextStep = 0;
    m_steps.clear();
    m_state = State::Help;
    return Entry::Help;
}

Result<Entry> ProtobufParser::nextMetricEntry()
{
    while (m_nextStep == m_steps.size()) {
        if (m_nextMetric == m_head.metrics.size()) {
            m_state = State::Families;
            return nextFamily();
        }
        if (const auto read = readMetric(); !read) return tl::make_unexpected(read.error());
    }
    return show(m_steps[m_nextStep++]);
}

Result<void> ProtobufParser::readMetric()
{
    const auto type = static_cast<Kind>(m_head.type);
    m_data = protobuf::readMetric(m_head.metrics[m_nextMetric++], type);
    for (const LabelView& label : m_data.labels) {
        if (label.name.empty() || !isValidUtf8(label.name)) {
            return fail(ErrorCode::InvalidInput, "invalid label name: " + std::string(label.name));
        }
        if (!isValidUtf8(label.value)) {
            return fail(ErrorCode::InvalidInput, "invalid label value: " + goQuote(label.value));
        }
    }
    m_nextStep = 0;
    m_steps.clear();
    if (isHistogram(m_type)) {
        planHistogram();
    } else if (m_type == MetricType::Summary) {
        m_steps = {{Step::Kind::Count}, {Step::Kind::Sum}};
        for (std::size_t i = 0; i < m_data.quantiles.size(); ++i) m_steps.push_back({Step::Kind::Quantile, i});
    } else {
        m_steps = {{Step::Kind::Value}};
    }
    return {};
}

void ProtobufParser::planHistogram()
{
    const protobuf::Histogram& h = m_data.histogram;
    const bool native = h.isNative() && !m_options.ignoreNative;
    const bool convert = !native && m_options.convertClassicToNhcb;
    if (native) m_steps.push_back({Step::Kind::Native});
    if (native ? m_options.keepClassic && !h.buckets.empty() : !convert || m_options.keepClassic) {
        m_steps.push_back({Step::Kind::Count});
        m_steps.push_back({Step::Kind::Sum});
        bool hasInf = false;
        for (std::size_t i = 0; i < h.buckets.size() && !hasInf; ++i) {
            m_steps.push_back({Step::Kind::Bucket, i});
            hasInf = h.buckets[i].bound == std::numeric_limits<double>::infinity();
        }
        if (!hasInf) m_steps.push_back({Step::Kind::InfBucket});
    }
    if (convert) m_steps.push_back({Step::Kind::Converted});
}

std::string_view ProtobufParser::nameWith(std::string_view suffix)
{
    m_suffixed = m_head.name;
    m_suffixed += suffix;
    return m_suffixed;
}

Result<Entry> ProtobufParser::show(Step step)
{
    beginEntry();
    m_histogram.reset();
    m_boundName = {};
    m_seriesName = m_head.name;
    if (m_data.tMs != 0) m_timestampMs = m_data.tMs;
    const protobuf::Histogram& h = m_data.histogram;
    const auto bucket = [&](double bound, double count) {
        m_boundName = "le";
        m_bound = formatOpenMetricsFloat(bound);
        m_seriesName = nameWith("_bucket");
        m_value = count;
    };
    const bool histogram = isHistogram(m_type);
    switch (step.kind) {
    case Step::Kind::Value:
        m_value = m_data.value;
        if (m_data.exemplar) m_exemplars.push_back(*m_data.exemplar);
        break;
    case Step::Kind::Count:
        m_seriesName = nameWith("_count");
        m_value = histogram ? h.total() : static_cast<double>(m_data.summaryCount);
        break;
    case Step::Kind::Sum:
        m_seriesName = nameWith("_sum");
        m_value = histogram ? h.sum : m_data.summarySum;
        break;
    case Step::Kind::Quantile:
        m_boundName = "quantile";
        m_bound = formatOpenMetricsFloat(m_data.quantiles[step.index].quantile);
        m_value = m_data.quantiles[step.index].value;
        break;
    case Step::Kind::Bucket: {
        const protobuf::Bucket& at = h.buckets[step.index];
        bucket(at.bound, at.cumulative());
        if (at.exemplar) m_exemplars.push_back(*at.exemplar);
        break;
    }
    case Step::Kind::InfBucket: bucket(std::numeric_limits<double>::infinity(), h.total()); break;
    case Step::Kind::Native:
    case Step::Kind::Converted: {
        const auto shown = step.kind == Step::Kind::Native ? showNative() : showConverted();
        if (!shown) return tl::make_unexpected(shown.error());
        showNativeExemplars();
        return Entry::Histogram;
    }
    }
    if (std::isnan(m_value)) m_value = std::bit_cast<double>(kNormalNanBits);
    return Entry::Series;
}

Result<void> ProtobufParser::showNative()
{
    protobuf::Histogram& h = m_data.histogram;
    auto out = std::make_shared<FloatHistogram>();
    const bool isFloat = h.isFloat();
    m_integerHistogram = !isFloat;
    out->count = isFloat ? h.countFloat : static_cast<double>(h.count);
    out->zeroCount = isFloat ? h.zeroCountFloat : static_cast<double>(h.zeroCount);
    out->sum = h.sum;
    out->zeroThreshold = h.zeroThreshold;
    out->schema = h.schema;
    if (m_type == MetricType::GaugeHistogram) out->counterResetHint = CounterResetHint::Gauge;
    auto taken = protobuf::takeSide("positive", h.positive, isFloat, out->positiveSpans, out->positiveBuckets);
    if (taken) taken = protobuf::takeSide("negative", h.negative, isFloat, out->negativeSpans, out->negativeBuckets);
    if (!taken) {
        return fail(ErrorCode::InvalidInput, "histogram " + goQuote(m_head.name) + ": " + taken.error().message);
    }
    protobuf::reduceReservedSchema(*out);
    out->compact();
    m_histogram = std::move(out);
    return {};
}

Result<void> ProtobufParser::showConverted()
{
    const protobuf::Histogram& h = m_data.histogram;
    ClassicHistogram classic;
    classic.setCount(h.total());
    classic.setSum(h.sum);
    for (const protobuf::Bucket& bucket : h.buckets) classic.addBucket(bucket.bound, bucket.cumulative());
    auto converted = classic.convert();
    if (!converted) return tl::make_unexpected(converted.error());
    if (m_type == MetricType::GaugeHistogram) converted->histogram.counterResetHint = CounterResetHint::Gauge;
    m_integerHistogram = converted->integer;
    m_histogram = std::make_shared<FloatHistogram>(std::move(converted->histogram));
    return {};
}

/// Those of the histogram, else those of its buckets; only with a time.
void ProtobufParser::showNativeExemplars()
{
    const protobuf::Histogram& h = m_data.histogram;
    for (const Exemplar& exemplar : h.exemplars) {
        if (exemplar.tMs) m_exemplars.push_back(exemplar);
    }
    if (!h.exemplars.empty()) return;
    for (const protobuf::Bucket& bucket : h.buckets) {
        if (bucket.exemplar && bucket.exemplar->tMs) m_exemplars.push_back(*bucket.exemplar);
    }
}

void ProtobufParser::labels(std::vector<LabelView>& out)
{
    out.clear();
    const bool addType = m_options.typeAndUnitLabels && m_type != MetricType::Unknown;
    const bool addUnit = m_options.typeAndUnitLabels && !m_unit.empty();
    out.push_back({kMetricName, m_seriesName});
    if (addType) out.push_back({kTypeLabel, metricTypeName(m_type)});
    if (addUnit) out.push_back({kUnitLabel, m_unit});
    for (const LabelView& label : m_data.labels) {
        if (m_options.typeAndUnitLabels && label.name == kMetricName) continue;
        if ((addType && label.name == kTypeLabel) || (addUnit && label.name == kUnitLabel)) continue;
        out.push_back(label);
    }
    if (!m_boundName.empty()) out.push_back({m_boundName, m_bound});
    std::stable_sort(out.begin(), out.end(), [](const LabelView& a, const LabelView& b) { return a.name < b.name; });
}

}  // namespace watchglass::exposition
