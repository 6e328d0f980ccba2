#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <protozero/pbf_reader.hpp>

#include "engine/base/error.h"
#include "engine/model/histogram.h"
#include "engine/model/labels.h"

/// What the readers of Prometheus's protobuf messages share. All of it throws protozero::exception for bytes that are
/// no such message.
namespace watchglass::exposition::protobuf {

inline constexpr auto kVarint = protozero::pbf_wire_type::varint;
inline constexpr auto kFixed64 = protozero::pbf_wire_type::fixed64;
inline constexpr auto kBytes = protozero::pbf_wire_type::length_delimited;

/// What pbf_reader::tag_and_type() gives for a field; a label of a switch.
constexpr std::uint32_t field(std::uint32_t number, protozero::pbf_wire_type type)
{
    return protozero::tag_and_type(static_cast<protozero::pbf_tag_type>(number), type);
}

inline std::string_view viewOf(protozero::pbf_reader& reader)
{
    const protozero::data_view view = reader.get_view();
    return {view.data(), view.size()};
}

/// A packed repeated number.
template <class T, class Range>
void append(std::vector<T>& out, const Range& range)
{
    out.insert(out.end(), range.begin(), range.end());
}

/// Views into the message.
inline LabelView readLabel(protozero::pbf_reader reader)
{
    LabelView out;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kBytes): out.name = viewOf(reader); break;
        case field(2, kBytes): out.value = viewOf(reader); break;
        default: reader.skip();
        }
    }
    return out;
}

/// The positive or negative buckets of a native histogram: deltas of integers, or counts.
struct Side {
    std::vector<HistogramSpan> spans;
    std::vector<std::int64_t> deltas;
    std::vector<double> counts;
};

inline HistogramSpan readSpan(protozero::pbf_reader reader)
{
    HistogramSpan out;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint): out.offset = reader.get_sint32(); break;
        case field(2, kVarint): out.length = reader.get_uint32(); break;
        default: reader.skip();
        }
    }
    return out;
}

/// Makes counts of deltas and hands over the side. Errors: InvalidInput when spans and buckets do not fit.
inline Result<void> takeSide(std::string_view which, Side& side, bool isFloat, std::vector<HistogramSpan>& spans,
                             std::vector<double>& buckets)
{
    std::uint64_t wanted = 0;
    for (const HistogramSpan& span : side.spans) wanted += span.length;
    const std::size_t got = isFloat ? side.counts.size() : side.deltas.size();
    if (wanted != got) {
        return fail(ErrorCode::InvalidInput, std::string(which) + " side: spans require " + std::to_string(wanted) +
                                                 " buckets, have " + std::to_string(got));
    }
    spans = std::move(side.spans);
    if (isFloat) {
        buckets = std::move(side.counts);
        return {};
    }
    std::uint64_t count = 0;  // wraps as Go's integers do
    for (const std::int64_t delta : side.deltas) {
        count += static_cast<std::uint64_t>(delta);
        buckets.push_back(static_cast<double>(static_cast<std::int64_t>(count)));
    }
    return {};
}

/// Finer schemas, up to 52, are reserved for the future: what Prometheus knows of them is how to make them coarser.
inline void reduceReservedSchema(FloatHistogram& histogram)
{
    constexpr std::int32_t kFinestSchema = 8;
    constexpr std::int32_t kFinestReservedSchema = 52;
    if (histogram.schema > kFinestSchema && histogram.schema <= kFinestReservedSchema) {
        histogram.reduceTo(kFinestSchema);
    }
}

}  // namespace watchglass::exposition::protobuf
