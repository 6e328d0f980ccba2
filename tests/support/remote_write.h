#pragma once

#include <string>
#include <utility>
#include <vector>

#include <protozero/pbf_writer.hpp>

#include "engine/remotewrite/write_request.h"

/// Requests of remote write as a sender makes them.
namespace watchglass::test {

struct SentHistogram {
    std::int64_t tMs = 0;
    FloatHistogram histogram;
    bool isFloat = false;
};

struct SentExemplar {
    std::int64_t tMs = 0;
    double value = 0;
    std::vector<std::pair<std::string, std::string>> labels{};
};

struct SentMetadata {
    std::int32_t type = 0;
    std::string help{};
    std::string unit{};
    std::string metric{};        ///< version 1
    std::uint32_t wrongRef = 0;  ///< version 2: the help's symbol, if not 0
};

struct SentSeries {
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<Sample> samples{};
    std::vector<SentHistogram> histograms{};
    std::vector<SentExemplar> exemplars{};
    std::vector<std::uint32_t> refs{};     ///< version 2: these, whatever the labels are
    std::vector<SentMetadata> metadata{};  ///< version 2
    std::int64_t startMs = 0;              ///< version 2
    std::int64_t sampleStartMs = 0;        ///< version 2, of each sample and histogram
};

class WriteRequestBytes {
public:
    explicit WriteRequestBytes(remotewrite::Version version) : m_v2(version == remotewrite::Version::V2) {}

    [[nodiscard]] std::string of(const std::vector<SentSeries>& series, const std::vector<SentMetadata>& metadata = {})
    {
        std::string out;
        protozero::pbf_writer request(out);
        for (const SentSeries& one : series) request.add_message(m_v2 ? 5 : 1, seriesBytes(one));
        for (const std::string& symbol : m_symbols) request.add_string(4, symbol);
        for (const SentMetadata& one : metadata) request.add_message(3, metadataBytes(one));
        return out;
    }

private:
    std::uint32_t symbol(const std::string& text)
    {
        for (std::size_t i = 0; i < m_symbols.size(); ++i) {
            if (m_symbols[i] == text) return static_cast<std::uint32_t>(i);
        }
        m_symbols.push_back(text);
        return static_cast<std::uint32_t>(m_symbols.size() - 1);
    }

    void addLabels(protozero::pbf_writer& out, const std::vector<std::pair<std::string, std::string>>& labels,
                   std::vector<std::uint32_t> refs = {})
    {
        for (const auto& [name, value] : labels) {
            if (m_v2) {
                refs.push_back(symbol(name));
                refs.push_back(symbol(value));
                continue;
            }
            std::string label;
            protozero::pbf_writer pair(label);
            pair.add_string(1, name);
            pair.add_string(2, value);
            out.add_message(1, label);
        }
        if (m_v2) out.add_packed_uint32(1, refs.begin(), refs.end());
    }

    std::string seriesBytes(const SentSeries& series)
    {
        std::string out;
        protozero::pbf_writer writer(out);
        if (m_v2 && m_symbols.empty()) m_symbols.emplace_back();
        if (series.refs.empty()) {
            addLabels(writer, series.labels);
        } else {
            addLabels(writer, {}, series.refs);
        }
        for (const Sample& sample : series.samples) {
            std::string bytes;
            protozero::pbf_writer one(bytes);
            one.add_double(1, sample.value);
            one.add_int64(2, sample.tMs);
            if (series.sampleStartMs != 0) one.add_int64(3, series.sampleStartMs);
            writer.add_message(2, bytes);
        }
        for (const SentExemplar& exemplar : series.exemplars) {
            std::string bytes;
            protozero::pbf_writer one(bytes);
            addLabels(one, exemplar.labels);
            one.add_double(2, exemplar.value);
            one.add_int64(3, exemplar.tMs);
            writer.add_message(m_v2 ? 4 : 3, bytes);
        }
        for (const SentHistogram& sent : series.histograms) {
            std::string bytes = histogramBytes(sent);
            if (series.sampleStartMs != 0) protozero::pbf_writer(bytes).add_int64(17, series.sampleStartMs);
            writer.add_message(m_v2 ? 3 : 4, bytes);
        }
        for (const SentMetadata& one : series.metadata) writer.add_message(5, metadataBytes(one));
        if (series.startMs != 0) writer.add_int64(6, series.startMs);
        return out;
    }

    std::string metadataBytes(const SentMetadata& sent)
    {
        std::string out;
        protozero::pbf_writer writer(out);
        writer.add_enum(1, sent.type);
        if (m_v2) {
            writer.add_uint32(3, sent.wrongRef != 0 ? sent.wrongRef : symbol(sent.help));
            writer.add_uint32(4, symbol(sent.unit));
        } else {
            writer.add_string(2, sent.metric);
            writer.add_string(4, sent.help);
            writer.add_string(5, sent.unit);
        }
        return out;
    }

    static std::string histogramBytes(const SentHistogram& sent)
    {
        const FloatHistogram& h = sent.histogram;
        std::string out;
        protozero::pbf_writer writer(out);
        if (sent.isFloat) {
            writer.add_double(2, h.count);
            writer.add_double(7, h.zeroCount);
        } else {
            writer.add_uint64(1, static_cast<std::uint64_t>(h.count));
            writer.add_uint64(6, static_cast<std::uint64_t>(h.zeroCount));
        }
        writer.add_double(3, h.sum);
        writer.add_sint32(4, h.schema);
        writer.add_double(5, h.zeroThreshold);
        addSide(writer, 8, h.negativeSpans, h.negativeBuckets, sent.isFloat);
        addSide(writer, 11, h.positiveSpans, h.positiveBuckets, sent.isFloat);
        writer.add_enum(14, static_cast<std::int32_t>(h.counterResetHint));
        writer.add_int64(15, sent.tMs);
        writer.add_packed_double(16, h.customValues.begin(), h.customValues.end());
        return out;
    }

    static void addSide(protozero::pbf_writer& out, std::uint32_t tag, const std::vector<HistogramSpan>& spans,
                        const std::vector<double>& buckets, bool isFloat)
    {
        for (const HistogramSpan& span : spans) {
            std::string bytes;
            protozero::pbf_writer one(bytes);
            one.add_sint32(1, span.offset);
            one.add_uint32(2, span.length);
            out.add_message(tag, bytes);
        }
        if (isFloat) return out.add_packed_double(tag + 2, buckets.begin(), buckets.end());
        std::vector<std::int64_t> deltas;
        std::int64_t last = 0;
        for (const double count : buckets) {
            deltas.push_back(static_cast<std::int64_t>(count) - last);
            last = static_cast<std::int64_t>(count);
        }
        out.add_packed_sint64(tag + 1, deltas.begin(), deltas.end());
    }

    const bool m_v2;
    std::vector<std::string> m_symbols;
};

[[nodiscard]] inline std::string writeRequestBytes(remotewrite::Version version, const std::vector<SentSeries>& series,
                                                   const std::vector<SentMetadata>& metadata = {})
{
    return WriteRequestBytes(version).of(series, metadata);
}

}  // namespace watchglass::test
