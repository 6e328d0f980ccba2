#include "engine/storage/column_codec.h"

#include "engine/storage/histogram_codec.h"
#include "engine/storage/int_codec.h"
#include "engine/storage/plane_codec.h"
#include "engine/storage/value_codec.h"

namespace watchglass::storage {

namespace {

/// Behind a count of zero, which no stored series has.
constexpr std::uint8_t kWithHistograms = 1;

bool takeCount(ByteReader& in, std::uint64_t& count)
{
    count = in.varint();
    // A frame takes two bytes at least: a damaged count must not allocate the machine's memory.
    return !in.failed() && count / kFrameLength <= in.left();
}

void encodeMixed(const Columns& columns, std::string& out)
{
    putVarint(out, 0);
    putFixed(out, kWithHistograms);
    putVarint(out, columns.times.size());
    encodeInts(columns.times, out);
    std::vector<std::int64_t> isHistogram;
    std::vector<double> values;
    std::vector<HistogramPtr> histograms;
    for (std::size_t i = 0; i < columns.times.size(); ++i) {
        const HistogramPtr& histogram = columns.histograms[i];
        isHistogram.push_back(histogram ? 1 : 0);
        if (histogram) {
            histograms.push_back(histogram);
        } else {
            values.push_back(columns.values[i]);
        }
    }
    encodeInts(isHistogram, out);
    encodeValues(values, out);
    encodeHistograms(histograms, out);
}

bool decodeMixed(ByteReader& in, Columns& out)
{
    std::uint64_t count = 0;
    if (in.byte() != kWithHistograms || !takeCount(in, count)) return false;
    out.times.resize(count);
    std::vector<std::int64_t> isHistogram(count);
    if (!decodeInts(in, out.times) || !decodeInts(in, isHistogram)) return false;
    std::size_t total = 0;
    for (const std::int64_t one : isHistogram) {
        if (one != 0 && one != 1) return false;
        total += static_cast<std::size_t>(one);
    }
    std::vector<double> values(count - total);
    std::vector<HistogramPtr> histograms;
    if (!decodeValues(in, values) || !decodeHistograms(in, total, histograms)) return false;
    out.values.assign(count, 0);
    out.histograms.resize(count);
    auto value = values.begin();
    auto histogram = histograms.begin();
    for (std::size_t i = 0; i < count; ++i) {
        if (isHistogram[i] == 1) {
            out.histograms[i] = std::move(*histogram++);
        } else {
            out.values[i] = *value++;
        }
    }
    return true;
}

}  // namespace

std::string encodeColumns(const Columns& columns)
{
    std::string out;
    if (!columns.histograms.empty()) {
        encodeMixed(columns, out);
        return out;
    }
    putVarint(out, columns.times.size());
    encodeInts(columns.times, out);
    encodeValues(columns.values, out);
    return out;
}

bool decodeColumns(std::string_view bytes, Columns& out)
{
    ByteReader in(bytes);
    std::uint64_t count = 0;
    out.histograms.clear();
    if (!takeCount(in, count)) return false;
    if (count == 0 && !in.atEnd()) return decodeMixed(in, out);
    out.times.resize(count);
    out.values.resize(count);
    return decodeInts(in, out.times) && decodeValues(in, out.values);
}

std::optional<std::uint64_t> decodeStoredColumns(ByteReader& in, bool coded, Columns& out)
{
    const std::uint64_t count = in.varint();
    out.clear();
    if (count == 0) return !in.failed() && decodeMixed(in, out) ? std::optional<std::uint64_t>(0) : std::nullopt;
    const std::uint64_t timesRow = in.varint();
    if (timesRow == 0) {
        if (count / kFrameLength > in.left()) return std::nullopt;
        out.times.resize(count);
        if (!decodeInts(in, out.times)) return std::nullopt;
    }
    const std::uint8_t coding = coded ? in.byte() : std::uint8_t{kFrames};
    const std::uint64_t most = coding == kPlanes ? kMostInPlanes : in.left() * kFrameLength;
    if (in.failed() || coding > kPlanes || count > most) return std::nullopt;
    out.values.resize(count);
    if (coding == kPlanes ? !decodePlanes(in, out.values) : !decodeValues(in, out.values)) return std::nullopt;
    return timesRow;
}

}  // namespace watchglass::storage
