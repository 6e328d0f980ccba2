#include "engine/remotewrite/write_request.h"

#include <cstring>

#include <protozero/exception.hpp>

#include "engine/exposition/protobuf_fields.h"

namespace watchglass::remotewrite {

namespace {

using exposition::protobuf::append;
using exposition::protobuf::field;
using exposition::protobuf::kBytes;
using exposition::protobuf::kFixed64;
using exposition::protobuf::kVarint;
using exposition::protobuf::readLabel;
using exposition::protobuf::viewOf;
using protozero::pbf_reader;

/// What takes two bytes in a message may take a hundred times that here.
constexpr std::size_t kMostParts = 2'000'000;
constexpr std::size_t kMostSamples = 20'000'000;

/// Ends the reading; caught in readWriteRequest().
struct TooMany {};

template <class T>
std::uint32_t sizeOf(const std::vector<T>& list)
{
    return static_cast<std::uint32_t>(list.size());
}

/// The enumerations of both versions have the order of ours. What they lack is unknown.
exposition::MetricType typeOf(std::int32_t number)
{
    const bool known = number > 0 && number <= static_cast<std::int32_t>(exposition::MetricType::StateSet);
    return known ? static_cast<exposition::MetricType>(number) : exposition::MetricType::Unknown;
}

/// Of version 1.
Metadata readMetadata(pbf_reader reader)
{
    Metadata out;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint): out.type = typeOf(reader.get_enum()); break;
        case field(2, kBytes): out.metric = viewOf(reader); break;
        case field(4, kBytes): out.help = viewOf(reader); break;
        case field(5, kBytes): out.unit = viewOf(reader); break;
        default: reader.skip();
        }
    }
    return out;
}

/// The sample that most are: a value and a time behind it, and nothing else. False: it is to be read field by field.
bool readPlainSample(std::string_view bytes, Sample& out)
{
    constexpr std::size_t kTimeAt = 10;
    if (bytes.size() <= kTimeAt || bytes[0] != 0x09 || bytes[kTimeAt - 1] != 0x10) return false;
    std::uint64_t time = 0;
    std::size_t at = kTimeAt;
    for (unsigned shift = 0; shift < 63; shift += 7, ++at) {
        if (at == bytes.size()) return false;
        const auto byte = static_cast<std::uint8_t>(bytes[at]);
        time |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) break;
    }
    if (at + 1 != bytes.size()) return false;
    std::memcpy(&out.value, bytes.data() + 1, sizeof(out.value));
    out.tMs = static_cast<std::int64_t>(time);
    return true;
}

/// Start times of samples came after Prometheus 3.5; `startMs` gets the first one.
Sample readSample(std::string_view bytes, std::int64_t& startMs)
{
    Sample out;
    if (readPlainSample(bytes, out)) return out;
    pbf_reader reader(bytes.data(), bytes.size());
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kFixed64): out.value = reader.get_double(); break;
        case field(2, kVarint): out.tMs = reader.get_int64(); break;
        case field(3, kVarint):
            if (const std::int64_t start = reader.get_int64(); startMs == 0) startMs = start;
            break;
        default: reader.skip();
        }
    }
    return out;
}

/// The message is the same in both versions, but for the start time.
HistogramSample readHistogram(pbf_reader reader, std::int64_t& startMs)
{
    HistogramSample out;
    auto h = std::make_shared<FloatHistogram>();
    exposition::protobuf::Side negative;
    exposition::protobuf::Side positive;
    bool isFloat = false;
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case field(1, kVarint):
            h->count = static_cast<double>(reader.get_uint64());
            isFloat = false;
            break;
        case field(2, kFixed64):
            h->count = reader.get_double();
            isFloat = true;
            break;
        case field(3, kFixed64): h->sum = reader.get_double(); break;
        case field(4, kVarint): h->schema = reader.get_sint32(); break;
        case field(5, kFixed64): h->zeroThreshold = reader.get_double(); break;
        case field(6, kVarint): h->zeroCount = static_cast<double>(reader.get_uint64()); break;
        case field(7, kFixed64): h->zeroCount = reader.get_double(); break;
        case field(8, kBytes): negative.spans.push_back(exposition::protobuf::readSpan(reader.get_message())); break;
        case field(9, kBytes): append(negative.deltas, reader.get_packed_sint64()); break;
        case field(9, kVarint): negative.deltas.push_back(reader.get_sint64()); break;
        case field(10, kBytes): append(negative.counts, reader.get_packed_double()); break;
        case field(10, kFixed64): negative.counts.push_back(reader.get_double()); break;
        case field(11, kBytes): positive.spans.push_back(exposition::protobuf::readSpan(reader.get_message())); break;
        case field(12, kBytes): append(positive.deltas, reader.get_packed_sint64()); break;
        case field(12, kVarint): positive.deltas.push_back(reader.get_sint64()); break;
        case field(13, kBytes): append(positive.counts, reader.get_packed_double()); break;
        case field(13, kFixed64): positive.counts.push_back(reader.get_double()); break;
        case field(14, kVarint):
            if (const auto hint = reader.get_enum(); hint >= 0 && hint <= 3) {
                h->counterResetHint = static_cast<CounterResetHint>(hint);
            }
            break;
        case field(15, kVarint): out.tMs = reader.get_int64(); break;
        case field(16, kBytes): append(h->customValues, reader.get_packed_double()); break;
        case field(16, kFixed64): h->customValues.push_back(reader.get_double()); break;
        case field(17, kVarint):
            if (const std::int64_t start = reader.get_int64(); startMs == 0) startMs = start;
            break;
        default: reader.skip();
        }
    }
    if (isStaleMarker(h->sum)) return out;
    auto taken = exposition::protobuf::takeSide("positive", positive, isFloat, h->positiveSpans, h->positiveBuckets);
    if (taken) {
        taken = exposition::protobuf::takeSide("negative", negative, isFloat, h->negativeSpans, h->negativeBuckets);
    }
    if (taken) {
        exposition::protobuf::reduceReservedSchema(*h);
        taken = h->validate(!isFloat);
    }
    if (!taken) out.error = std::move(taken.error().message);
    out.histogram = std::move(h);
    return out;
}

/// Reads one message of either version into the lists.
class Reader {
public:
    explicit Reader(WriteRequest& out) : m_version(out.version), m_out(out) {}

    void read(std::string_view bytes)
    {
        pbf_reader request(bytes.data(), bytes.size());
        if (m_version == Version::V2) {
            // The symbols may stand behind the series that need them.
            while (request.next()) {
                if (request.tag_and_type() == field(4, kBytes)) {
                    m_symbols.push_back(viewOf(request));
                } else {
                    request.skip();
                }
            }
            request = pbf_reader(bytes.data(), bytes.size());
        }
        const std::uint32_t timeseries = m_version == Version::V1 ? field(1, kBytes) : field(5, kBytes);
        while (request.next()) {
            if (request.tag_and_type() == timeseries) {
                readSeries(request.get_message());
            } else if (m_version == Version::V1 && request.tag_and_type() == field(3, kBytes)) {
                checkSize();
                m_out.metadata.push_back(readMetadata(request.get_message()));
            } else {
                request.skip();
            }
        }
    }

private:
    void readSeries(pbf_reader reader)
    {
        checkSize();
        TimeSeries series;
        series.samples.from = sizeOf(m_out.samples);
        series.histograms.from = sizeOf(m_out.histograms);
        series.exemplars.from = sizeOf(m_out.exemplars);
        series.metadata.from = sizeOf(m_out.metadata);
        m_refs.clear();
        m_labels.clear();
        m_startMs = m_firstStartMs = 0;
        while (reader.next()) {
            checkSize();
            if (m_version == Version::V1) {
                readFieldV1(reader);
            } else {
                readFieldV2(reader);
            }
        }
        series.samples.to = sizeOf(m_out.samples);
        series.histograms.to = sizeOf(m_out.histograms);
        series.exemplars.to = sizeOf(m_out.exemplars);
        series.metadata.to = sizeOf(m_out.metadata);
        if (m_version == Version::V2) {
            series.startMs = m_startMs != 0 ? m_startMs : m_firstStartMs;
            resolve(m_refs, m_labels, series.error);
            if (!series.error.empty()) series.error.insert(0, "parsing labels for series: ");
            if (series.error.empty()) series.error = m_metadataError;
            m_metadataError.clear();
        }
        series.labels = keep(m_labels);
        m_out.series.push_back(std::move(series));
    }

    void readFieldV1(pbf_reader& reader)
    {
        switch (reader.tag_and_type()) {
        case field(1, kBytes): m_labels.push_back(readLabel(reader.get_message())); break;
        case field(2, kBytes): m_out.samples.push_back(readSample(viewOf(reader), m_firstStartMs)); break;
        case field(3, kBytes): readExemplar(reader.get_message()); break;
        case field(4, kBytes): m_out.histograms.push_back(readHistogram(reader.get_message(), m_firstStartMs)); break;
        default: reader.skip();
        }
    }

    void readFieldV2(pbf_reader& reader)
    {
        switch (reader.tag_and_type()) {
        case field(1, kBytes): append(m_refs, reader.get_packed_uint32()); break;
        case field(1, kVarint): m_refs.push_back(reader.get_uint32()); break;
        case field(2, kBytes): m_out.samples.push_back(readSample(viewOf(reader), m_firstStartMs)); break;
        case field(3, kBytes): m_out.histograms.push_back(readHistogram(reader.get_message(), m_firstStartMs)); break;
        case field(4, kBytes): readExemplar(reader.get_message()); break;
        case field(5, kBytes): readSeriesMetadata(reader.get_message()); break;
        case field(6, kVarint): m_startMs = reader.get_int64(); break;
        default: reader.skip();
        }
    }

    /// Of version 2: texts are symbols.
    void readSeriesMetadata(pbf_reader reader)
    {
        Metadata out;
        const auto symbol = [&](std::string_view what, std::uint32_t ref) -> std::string_view {
            if (ref < m_symbols.size()) return m_symbols[ref];
            m_metadataError = "parsing metadata for series: metadata " + std::string(what) + " " + std::to_string(ref) +
                              " outside of symbols table (size " + std::to_string(m_symbols.size()) + ")";
            return {};
        };
        while (reader.next()) {
            switch (reader.tag_and_type()) {
            case field(1, kVarint): out.type = typeOf(reader.get_enum()); break;
            case field(3, kVarint): out.help = symbol("help_ref", reader.get_uint32()); break;
            case field(4, kVarint): out.unit = symbol("unit_ref", reader.get_uint32()); break;
            default: reader.skip();
            }
        }
        m_out.metadata.push_back(out);
    }

    void readExemplar(pbf_reader reader)
    {
        Exemplar out;
        std::vector<LabelView> labels;
        std::vector<std::uint32_t> refs;
        while (reader.next()) {
            switch (reader.tag_and_type()) {
            case field(1, kBytes):
                if (m_version == Version::V1) {
                    labels.push_back(readLabel(reader.get_message()));
                } else {
                    append(refs, reader.get_packed_uint32());
                }
                break;
            case field(1, kVarint): refs.push_back(reader.get_uint32()); break;
            case field(2, kFixed64): out.value = reader.get_double(); break;
            case field(3, kVarint): out.tMs = reader.get_int64(); break;
            default: reader.skip();
            }
        }
        if (m_version == Version::V2) resolve(refs, labels, out.error);
        out.labels = keep(labels);
        m_out.exemplars.push_back(std::move(out));
    }

    /// The pairs of symbols that `refs` name.
    void resolve(const std::vector<std::uint32_t>& refs, std::vector<LabelView>& labels, std::string& error) const
    {
        labels.clear();
        if (refs.size() % 2 != 0) {
            error = "invalid labelRefs length " + std::to_string(refs.size());
            return;
        }
        for (std::size_t i = 0; i < refs.size(); i += 2) {
            if (refs[i] >= m_symbols.size() || refs[i + 1] >= m_symbols.size()) {
                error = "labelRefs " + std::to_string(refs[i]) + " (name) = " + std::to_string(refs[i + 1]) +
                        " (value) outside of symbols table (size " + std::to_string(m_symbols.size()) + ")";
                return;
            }
            labels.push_back({m_symbols[refs[i]], m_symbols[refs[i + 1]]});
        }
    }

    Run keep(const std::vector<LabelView>& labels)
    {
        Run out{sizeOf(m_out.labels), 0};
        append(m_out.labels, labels);
        out.to = sizeOf(m_out.labels);
        return out;
    }

    void checkSize() const
    {
        const std::size_t parts = m_out.series.size() + m_out.exemplars.size() + m_out.histograms.size() +
                                  m_out.metadata.size();
        if (parts > kMostParts || m_out.samples.size() > kMostSamples) throw TooMany{};
    }

    const Version m_version;
    WriteRequest& m_out;
    std::vector<std::string_view> m_symbols;
    std::vector<std::uint32_t> m_refs;  ///< of the current series
    std::vector<LabelView> m_labels;    ///< likewise
    std::string m_metadataError;        ///< likewise
    std::int64_t m_startMs = 0;         ///< likewise
    std::int64_t m_firstStartMs = 0;    ///< of its samples
};

}  // namespace

Result<WriteRequest> readWriteRequest(std::string_view bytes, Version version)
{
    WriteRequest out{version};
    try {
        Reader(out).read(bytes);
    } catch (const protozero::exception& e) {
        return fail(ErrorCode::InvalidInput, std::string("proto: ") + e.what());
    } catch (const TooMany&) {
        return fail(ErrorCode::Limit, "the request has too many samples or series");
    }
    return out;
}

}  // namespace watchglass::remotewrite
