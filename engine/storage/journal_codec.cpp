#include "engine/storage/journal_codec.h"

#include <bit>
#include <map>
#include <numeric>

#include "engine/model/sample.h"
#include "engine/storage/bytes.h"
#include "engine/storage/column_codec.h"

namespace watchglass::storage {

namespace {

enum Entry : std::uint8_t { kList = 1, kRow = 2, kLate = 3, kHistograms = 4, kRuns = 5 };

constexpr std::uint64_t kMostSeries = 100'000'000;

/// Refs that follow on each other, and how many.
struct Run {
    SeriesRef first;
    std::uint64_t count;
};

std::vector<Run> runsOf(const std::vector<SeriesRef>& refs)
{
    std::vector<Run> out;
    for (const SeriesRef ref : refs) {
        if (!out.empty() && out.back().first + out.back().count == ref) {
            ++out.back().count;
        } else {
            out.push_back({ref, 1});
        }
    }
    return out;
}

void putList(std::string& out, const std::vector<SeriesRef>& refs)
{
    if (const std::vector<Run> runs = runsOf(refs); runs.size() * 2 < refs.size()) {
        out += static_cast<char>(kRuns);
        putVarint(out, runs.size());
        SeriesRef last = 0;
        for (const Run& run : runs) {
            putSigned(out, static_cast<std::int64_t>(run.first) - static_cast<std::int64_t>(last));
            putVarint(out, run.count);
            last = run.first + run.count;
        }
        return;
    }
    out += static_cast<char>(kList);
    putVarint(out, refs.size());
    SeriesRef last = 0;
    for (const SeriesRef ref : refs) {
        putSigned(out, static_cast<std::int64_t>(ref) - static_cast<std::int64_t>(last));
        last = ref;
    }
}

/// Values of the last row of a list, as bits: the next row is written against them.
struct List {
    std::uint64_t id = 0;
    std::vector<std::uint64_t> last;
};

void putRow(std::string& out, const Slab& slab, std::uint32_t index, List& list)
{
    out += static_cast<char>(kRow);
    putVarint(out, list.id);
    putSigned(out, slab.times[index]);
    const bool full = slab.full[index];
    out += static_cast<char>(full ? 1 : 0);
    if (!full) out.append(reinterpret_cast<const char*>(slab.presence.get() + index * slab.words), slab.words * 8);
    const double* values = slab.row(index);
    const std::size_t before = out.size();
    out.resize(before + slab.columns() * kLongestVarint);
    char* at = out.data() + before;
    for (std::size_t column = 0; column < slab.columns(); ++column) {
        if (!full && !slab.present(index, column)) continue;
        // Byte-swapped, so that equal leading bytes of doubles become a short varint.
        const auto bits = std::bit_cast<std::uint64_t>(values[column]);
        at = writeVarint(at, __builtin_bswap64(bits ^ list.last[column]));
        list.last[column] = bits;
    }
    out.resize(static_cast<std::size_t>(at - out.data()));
}

/// The histograms of one series.
void putHistograms(std::string& out, SeriesRef ref, const Columns& columns)
{
    out += static_cast<char>(kHistograms);
    putVarint(out, ref);
    putText(out, encodeColumns(columns));
}

}  // namespace

std::string encodePending(const Pending& pending)
{
    std::string out;
    std::map<const std::vector<SeriesRef>*, List> lists;
    for (const Pending::Row& row : pending.rows) {
        const auto* refs = row.slab->refs.get();
        const auto [it, fresh] = lists.try_emplace(refs);
        if (fresh) {
            it->second.id = lists.size() - 1;
            it->second.last.assign(refs->size(), 0);
            putList(out, *refs);
        }
        putRow(out, *row.slab, row.index, it->second);
    }
    for (const Pending::Late& late : pending.late) {
        out += static_cast<char>(kLate);
        putVarint(out, late.ref);
        putSigned(out, late.tMs);
        putFixed(out, late.value);
    }
    std::map<SeriesRef, Columns> histograms;
    for (const Pending::Histogram& sample : pending.histograms) {
        Columns& columns = histograms[sample.ref];
        columns.times.push_back(sample.tMs);
        columns.values.push_back(sample.histogram ? 0 : staleMarker());
        columns.histograms.push_back(sample.histogram);
    }
    for (const auto& [ref, columns] : histograms) putHistograms(out, ref, columns);
    return out;
}

PendingDecoder::List& PendingDecoder::nextList()
{
    if (m_listCount == m_lists.size()) m_lists.emplace_back();
    List& list = m_lists[m_listCount++];
    list.refs.clear();
    return list;
}

bool PendingDecoder::decodeList(ByteReader& in)
{
    const std::uint64_t count = in.varint();
    if (in.failed() || count > kMostSeries || count > in.left()) return false;
    List& list = nextList();
    list.refs.reserve(count);
    SeriesRef last = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        last += static_cast<SeriesRef>(in.signedVarint());  // wraps in damaged bytes
        list.refs.push_back(last);
    }
    list.last.assign(count, 0);
    return !in.failed();
}

bool PendingDecoder::decodeRuns(ByteReader& in)
{
    const std::uint64_t count = in.varint();
    if (in.failed() || count > in.left()) return false;
    List& list = nextList();
    SeriesRef at = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        at += static_cast<SeriesRef>(in.signedVarint());
        const std::uint64_t length = in.varint();
        // A row of them follows, with a bit a series at least.
        if (in.failed() || length > in.left() * 8 || list.refs.size() + length > in.left() * 8) return false;
        const std::size_t before = list.refs.size();
        list.refs.resize(before + length);
        std::iota(list.refs.begin() + static_cast<std::ptrdiff_t>(before), list.refs.end(), at);
        at += length;
    }
    list.last.assign(list.refs.size(), 0);
    return true;
}

bool PendingDecoder::decodeRow(ByteReader& in, const std::function<void(const SampleBatch&)>& batch)
{
    const std::uint64_t id = in.varint();
    const std::int64_t tMs = in.signedVarint();
    const bool full = in.byte() == 1;
    if (in.failed() || id >= m_listCount) return false;
    List& list = m_lists[id];
    const std::size_t columns = list.refs.size();
    if (full) {
        if (columns > in.left()) return false;
        m_values.resize(columns);
        for (std::size_t column = 0; column < columns; ++column) {
            list.last[column] ^= __builtin_bswap64(in.varint());
            m_values[column] = std::bit_cast<double>(list.last[column]);
        }
        if (in.failed()) return false;
        batch({tMs, list.refs, m_values});
        return true;
    }
    const std::string_view bits = in.take((columns + 63) / 64 * 8);
    if (in.failed()) return false;
    m_refs.clear();
    m_values.clear();
    for (std::size_t column = 0; column < columns; ++column) {
        if (((static_cast<unsigned char>(bits[column / 8]) >> (column % 8)) & 1) == 0) continue;
        list.last[column] ^= __builtin_bswap64(in.varint());
        m_refs.push_back(list.refs[column]);
        m_values.push_back(std::bit_cast<double>(list.last[column]));
    }
    if (in.failed()) return false;
    batch({tMs, m_refs, m_values});
    return true;
}

bool PendingDecoder::decode(std::string_view bytes, const std::function<void(const SampleBatch&)>& batch)
{
    m_listCount = 0;
    ByteReader in(bytes);
    while (!in.atEnd() && !in.failed()) {
        switch (in.byte()) {
        case kList:
            if (!decodeList(in)) return false;
            break;
        case kRuns:
            if (!decodeRuns(in)) return false;
            break;
        case kRow:
            if (!decodeRow(in, batch)) return false;
            break;
        case kLate: {
            const SeriesRef ref = in.varint();
            const std::int64_t tMs = in.signedVarint();
            const auto value = in.fixed<double>();
            if (in.failed()) return false;
            m_refs.assign(1, ref);
            m_values.assign(1, value);
            batch({tMs, m_refs, m_values});
            break;
        }
        case kHistograms: {
            const SeriesRef ref = in.varint();
            Columns columns;
            if (!decodeColumns(in.text(), columns) || in.failed()) return false;
            m_refs.assign(columns.times.size(), ref);
            if (!m_refs.empty())
                batch({columns.times.front(), m_refs, columns.values, columns.times, columns.histograms});
            break;
        }
        default: return false;
        }
    }
    return !in.failed();
}

}  // namespace watchglass::storage
