// Any bytes as what stands in journals and blocks: frames of numbers, rows of a commit, packed blobs, labels. Then
// the bytes as samples, which must come back from every encoder and from a sealed piece.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "engine/model/labels.h"
#include "engine/storage/column_codec.h"
#include "engine/storage/int_codec.h"
#include "engine/storage/journal_codec.h"
#include "engine/storage/label_rows.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/piece.h"
#include "engine/storage/plane_codec.h"
#include "engine/storage/series_index.h"
#include "engine/storage/value_codec.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

void decodeAnything(std::string_view bytes)
{
    if (bytes.empty()) return;
    const std::size_t count = static_cast<unsigned char>(bytes[0]) * 2U;
    bytes.remove_prefix(1);
    std::vector<std::int64_t> ints(count);
    ByteReader forInts(bytes);
    (void)decodeInts(forInts, ints);
    std::vector<double> values(count);
    ByteReader forValues(bytes);
    (void)decodeValues(forValues, values);
    ByteReader forPlanes(bytes);
    (void)decodePlanes(forPlanes, values);
    Columns columns;
    (void)decodeColumns(bytes, columns);
    for (const bool coded : {false, true}) {
        ByteReader forStored(bytes);
        (void)decodeStoredColumns(forStored, coded, columns);
    }
    (void)unpackBlob(bytes);
    (void)decodePending(bytes, [](const SampleBatch& batch) { require(batch.refs.size() == batch.values.size()); });
    if (LabelRow row; decodeLabelRow(bytes, row)) {
        SeriesIndex index;
        std::vector<SeriesRef> refs;
        index.add(row, refs);
        for (const SeriesRef ref : refs) require(Labels::fromStored(index.packed(ref)).has_value());
    }
    if (const auto labels = Labels::fromStored(std::string(bytes))) {
        require(labels->packed() == bytes);
        (void)labels->toString();
    }
}

template <class T>
std::vector<T> numbersOf(std::string_view bytes)
{
    std::vector<T> out(bytes.size() / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
    return out;
}

bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

void comesBack(std::string_view bytes)
{
    const auto ints = numbersOf<std::int64_t>(bytes);
    std::string encoded;
    encodeInts(ints, encoded);
    std::vector<std::int64_t> intsAgain(ints.size());
    ByteReader forInts(encoded);
    require(decodeInts(forInts, intsAgain) && forInts.atEnd() && intsAgain == ints);

    const auto values = numbersOf<double>(bytes);
    encoded.clear();
    encodeValues(values, encoded);
    std::vector<double> valuesAgain(values.size());
    ByteReader forValues(encoded);
    require(decodeValues(forValues, valuesAgain) && forValues.atEnd() && sameBits(values, valuesAgain));

    // As it is, and as short decimals, which is what planes are for.
    PlaneEncoder planes;
    std::vector<double> decimals;
    for (const double value : values) {
        decimals.push_back(static_cast<double>(static_cast<std::int16_t>(std::bit_cast<std::uint64_t>(value))) / 100);
    }
    for (const std::vector<double>& column : {values, decimals}) {
        encoded.clear();
        if (!planes.encode(column, encoded)) continue;
        std::vector<double> columnAgain(column.size());
        ByteReader forColumn(encoded);
        require(decodePlanes(forColumn, columnAgain) && forColumn.atEnd() && sameBits(column, columnAgain));
        // Damage within what is otherwise right gets further than noise does.
        encoded[static_cast<unsigned char>(bytes[0]) % encoded.size()] = bytes[1];
        ByteReader forDamaged(encoded);
        (void)decodePlanes(forDamaged, columnAgain);
    }

    const auto blob = unpackBlob(packBlob(bytes));
    require(blob && *blob == bytes);
}

/// A slab of two columns, the second with gaps, as the journal and as a sealed piece have it.
void sealsWhole(std::string_view bytes)
{
    const auto values = numbersOf<double>(bytes);
    const auto rows = static_cast<std::uint32_t>(std::min<std::size_t>(values.size(), 128));
    if (rows == 0) return;
    const auto slab = std::make_shared<Slab>(
        std::make_shared<const std::vector<SeriesRef>>(std::vector<SeriesRef>{3, 9}), rows);
    Pending pending;
    std::vector<double> first;
    std::vector<double> second;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto bits = std::bit_cast<std::uint64_t>(values[row]);
        slab->times[row] = static_cast<std::int64_t>(row * 1000 + bits % 1000);
        slab->sequences[row] = row + 1;
        double* const into = slab->begin(row);
        into[0] = values[row];
        into[1] = -values[row];
        slab->full[row] = bits % 3 != 0;
        slab->presence[row] = 1;
        first.push_back(values[row]);
        if (slab->full[row]) second.push_back(-values[row]);
        pending.rows.push_back({slab, row});
    }
    slab->rows = rows;
    const ReadRange everything{INT64_MIN, INT64_MAX, UINT64_MAX};
    for (std::size_t column = 0; column < 2; ++column) {
        Columns out;
        Piece::seal(*slab)->collect(column, everything, out);
        require(sameBits(out.values, column == 0 ? first : second));
    }
    std::vector<double> journaled;
    require(decodePending(encodePending(pending), [&](const SampleBatch& batch) {
        for (std::size_t i = 0; i < batch.refs.size(); ++i) {
            if (batch.refs[i] == 3) journaled.push_back(batch.values[i]);
        }
    }));
    require(sameBits(journaled, first));
}

/// Histograms whose numbers and layout come from the bytes, as a block and as the journal have them.
void histogramsComeBack(std::string_view bytes)
{
    const auto values = numbersOf<double>(bytes);
    if (values.empty()) return;
    Columns columns;
    Pending pending;
    for (std::size_t i = 0; i < values.size() && i < 300; ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(values[i]);
        columns.times.push_back(static_cast<std::int64_t>(i * 1000 + bits % 1000));
        columns.values.push_back(0);
        auto h = std::make_shared<FloatHistogram>();
        h->schema = bits % 7 == 0 ? kCustomBucketsSchema : static_cast<std::int32_t>(bits >> 56) % 9;
        h->counterResetHint = static_cast<CounterResetHint>(bits % 4);
        h->count = h->zeroCount = h->sum = values[i];
        h->positiveSpans = {{static_cast<std::int32_t>(bits >> 60), 2}, {1, 1}};
        h->positiveBuckets = {values[i], -values[i], 1};
        if (bits % 5 == 0) h->negativeBuckets = {values[i]};
        if (h->usesCustomBuckets()) h->customValues = {values[i]};
        columns.histograms.push_back(h);
        pending.histograms.push_back({5, columns.times.back(), h});
    }
    const auto same = [&](std::span<const HistogramPtr> got) {
        require(got.size() == columns.histograms.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            const FloatHistogram& a = *got[i];
            const FloatHistogram& b = *columns.histograms[i];
            require(a.schema == b.schema && a.counterResetHint == b.counterResetHint &&
                    a.positiveSpans == b.positiveSpans && a.negativeSpans == b.negativeSpans &&
                    sameBits({a.count, a.zeroCount, a.sum}, {b.count, b.zeroCount, b.sum}) &&
                    sameBits(a.positiveBuckets, b.positiveBuckets) && sameBits(a.negativeBuckets, b.negativeBuckets) &&
                    sameBits(a.customValues, b.customValues));
        }
    };
    Columns again;
    require(decodeColumns(encodeColumns(columns), again) && again.times == columns.times);
    same(again.histograms);
    std::size_t batches = 0;
    require(decodePending(encodePending(pending), [&](const SampleBatch& batch) {
        ++batches;
        same(batch.histograms);
    }));
    require(batches == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    decodeAnything(bytes);
    comesBack(bytes);
    sealsWhole(bytes);
    histogramsComeBack(bytes);
    return 0;
}
