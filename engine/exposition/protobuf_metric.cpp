#include "engine/exposition/protobuf_metric.h"

#include <algorithm>

#include "engine/exposition/protobuf_fields.h"

namespace watchglass::exposition::protobuf {

namespace {

using protozero::pbf_reader;

/// google.protobuf.Timestamp
std::int64_t readTime(pbf_reader reader)
{
    std::uint64_t seconds = 0;
    std::int64_t nanos = 0;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint): seconds = static_cast<std::uint64_t>(reader.get_int64()); break;
        case field(2, kVarint): nanos = reader.get_int32(); break;
        default: reader.skip();
        }
    }
    return static_cast<std::int64_t>(seconds * 1000 + static_cast<std::uint64_t>(nanos / 1'000'000));
}

Exemplar readExemplar(pbf_reader reader)
{
    Exemplar out;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kBytes): out.labels.push_back(readLabel(reader.get_message())); break;
        case field(2, kFixed64): out.value = reader.get_double(); break;
        case field(3, kBytes): out.tMs = readTime(reader.get_message()); break;
        default: reader.skip();
        }
    }
    std::stable_sort(out.labels.begin(), out.labels.end(),
                     [](const LabelView& a, const LabelView& b) { return a.name < b.name; });
    return out;
}

Bucket readBucket(pbf_reader reader)
{
    Bucket out;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint): out.count = reader.get_uint64(); break;
        case field(2, kFixed64): out.bound = reader.get_double(); break;
        case field(3, kBytes): out.exemplar = readExemplar(reader.get_message()); break;
        case field(4, kFixed64): out.countFloat = reader.get_double(); break;
        default: reader.skip();
        }
    }
    return out;
}

Quantile readQuantile(pbf_reader reader)
{
    Quantile out;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kFixed64): out.quantile = reader.get_double(); break;
        case field(2, kFixed64): out.value = reader.get_double(); break;
        default: reader.skip();
        }
    }
    return out;
}

void readHistogram(pbf_reader reader, Metric& out)
{
    Histogram& h = out.histogram;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint): h.count = reader.get_uint64(); break;
        case field(2, kFixed64): h.sum = reader.get_double(); break;
        case field(3, kBytes): h.buckets.push_back(readBucket(reader.get_message())); break;
        case field(4, kFixed64): h.countFloat = reader.get_double(); break;
        case field(5, kVarint): h.schema = reader.get_sint32(); break;
        case field(6, kFixed64): h.zeroThreshold = reader.get_double(); break;
        case field(7, kVarint): h.zeroCount = reader.get_uint64(); break;
        case field(8, kFixed64): h.zeroCountFloat = reader.get_double(); break;
        case field(9, kBytes): h.negative.spans.push_back(readSpan(reader.get_message())); break;
        case field(10, kBytes): append(h.negative.deltas, reader.get_packed_sint64()); break;
        case field(10, kVarint): h.negative.deltas.push_back(reader.get_sint64()); break;
        case field(11, kBytes): append(h.negative.counts, reader.get_packed_double()); break;
        case field(11, kFixed64): h.negative.counts.push_back(reader.get_double()); break;
        case field(12, kBytes): h.positive.spans.push_back(readSpan(reader.get_message())); break;
        case field(13, kBytes): append(h.positive.deltas, reader.get_packed_sint64()); break;
        case field(13, kVarint): h.positive.deltas.push_back(reader.get_sint64()); break;
        case field(14, kBytes): append(h.positive.counts, reader.get_packed_double()); break;
        case field(14, kFixed64): h.positive.counts.push_back(reader.get_double()); break;
        case field(15, kBytes): out.startMs = readTime(reader.get_message()); break;
        case field(16, kBytes): h.exemplars.push_back(readExemplar(reader.get_message())); break;
        default: reader.skip();
        }
    }
}

void readCounter(pbf_reader reader, Metric& out)
{
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kFixed64): out.value = reader.get_double(); break;
        case field(2, kBytes): out.exemplar = readExemplar(reader.get_message()); break;
        case field(3, kBytes): out.startMs = readTime(reader.get_message()); break;
        default: reader.skip();
        }
    }
}

/// Gauge and Untyped.
void readValue(pbf_reader reader, Metric& out)
{
    while (reader.next()) {
        if (reader.tag_and_type() == field(1, kFixed64)) {
            out.value = reader.get_double();
        } else {
            reader.skip();
        }
    }
}

void readSummary(pbf_reader reader, Metric& out)
{
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint): out.summaryCount = reader.get_uint64(); break;
        case field(2, kFixed64): out.summarySum = reader.get_double(); break;
        case field(3, kBytes): out.quantiles.push_back(readQuantile(reader.get_message())); break;
        case field(4, kBytes): out.startMs = readTime(reader.get_message()); break;
        default: reader.skip();
        }
    }
}

}  // namespace

Family readFamily(std::string_view bytes)
{
    Family out;
    pbf_reader reader(bytes.data(), bytes.size());
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kBytes): out.name = viewOf(reader); break;
        case field(2, kBytes): out.help = viewOf(reader); break;
        case field(3, kVarint): out.type = reader.get_int32(); break;
        case field(4, kBytes): out.metrics.push_back(viewOf(reader)); break;
        case field(5, kBytes): out.unit = viewOf(reader); break;
        default: reader.skip();
        }
    }
    return out;
}

Metric readMetric(std::string_view bytes, Type type)
{
    Metric out;
    pbf_reader reader(bytes.data(), bytes.size());
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kBytes): out.labels.push_back(readLabel(reader.get_message())); break;
        case field(6, kVarint): out.tMs = reader.get_int64(); break;
        case field(2, kBytes):
        case field(3, kBytes):
        case field(4, kBytes):
        case field(5, kBytes):
        case field(7, kBytes): {
            const protozero::pbf_tag_type tag = reader.tag();
            const pbf_reader message = reader.get_message();
            if (tag == 2 && type == Type::Gauge) readValue(message, out);
            if (tag == 3 && type == Type::Counter) readCounter(message, out);
            if (tag == 4 && type == Type::Summary) readSummary(message, out);
            if (tag == 5 && type == Type::Untyped) readValue(message, out);
            if (tag == 7 && (type == Type::Histogram || type == Type::GaugeHistogram)) readHistogram(message, out);
            break;
        }
        default: reader.skip();
        }
    }
    return out;
}

}  // namespace watchglass::exposition::protobuf
