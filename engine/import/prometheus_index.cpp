#include "engine/import/prometheus_index.h"

#include <algorithm>
#include <unordered_map>

#include "engine/import/big_endian_reader.h"
#include "engine/import/crc32c.h"

namespace watchglass::import {

namespace {

constexpr std::uint32_t kMagic = 0xBAAAD700;
constexpr std::uint64_t kHeaderBytes = 5;
constexpr std::uint64_t kTocBytes = 6 * 8 + 4;
constexpr std::uint64_t kEntryAlignment = 16;
/// Enough for most series at once; longer ones are read a second time.
constexpr std::uint64_t kUsualEntryBytes = 4096;
constexpr std::uint64_t kCrcBytes = 4;

bool goodChecksum(std::string_view content, std::string_view sum)
{
    return BigEndianReader(sum).be32() == crc32c(content);
}

}  // namespace

struct PrometheusIndex::Toc {
    std::uint64_t symbols = 0;
    std::uint64_t postingsTable = 0;
};

/// Texts by number (version 2) or by their place in the file (version 1).
struct PrometheusIndex::Symbols {
    std::string bytes;
    std::vector<std::string_view> list;
    std::unordered_map<std::uint64_t, std::string_view> byPlace;

    /// False when they are not what they should be.
    [[nodiscard]] bool read(std::uint64_t offset, bool v1)
    {
        BigEndianReader in(bytes);
        const std::uint32_t count = in.be32();
        if (count > bytes.size()) return false;
        for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
            const std::uint64_t place = offset + 4 + bytes.size() - in.rest().size();
            const std::string_view text = in.text();
            if (v1) {
                byPlace.emplace(place, text);
            } else {
                list.push_back(text);
            }
        }
        return !in.failed();
    }
    [[nodiscard]] bool find(std::uint64_t ref, bool v1, std::string_view& text) const
    {
        if (!v1) {
            if (ref >= list.size()) return false;
            text = list[ref];
            return true;
        }
        const auto found = byPlace.find(ref);
        if (found == byPlace.end()) return false;
        text = found->second;
        return true;
    }
};

tl::unexpected<Error> PrometheusIndex::damaged(std::string what) const
{
    return fail(ErrorCode::Corrupt, "the index is damaged: " + what, m_file.path().string());
}

Result<PrometheusIndex> PrometheusIndex::open(const std::filesystem::path& path)
{
    auto file = RandomFile::open(path);
    if (!file) return tl::make_unexpected(file.error());
    PrometheusIndex out(std::move(*file));
    const auto header = out.m_file.read(0, kHeaderBytes);
    if (!header) return tl::make_unexpected(header.error());
    BigEndianReader in(*header);
    if (in.be32() != kMagic) return out.damaged("it begins like no index");
    const std::uint8_t version = in.byte();
    if (version != 1 && version != 2) {
        return fail(ErrorCode::InvalidInput, "an index of version " + std::to_string(version) + " cannot be read",
                    path.string());
    }
    out.m_v1 = version == 1;
    const auto toc = out.readToc();
    if (!toc) return tl::make_unexpected(toc.error());
    if (auto read = out.readSeries(*toc); !read) return tl::make_unexpected(read.error());
    return out;
}

Result<PrometheusIndex::Toc> PrometheusIndex::readToc() const
{
    if (m_file.size() < kHeaderBytes + kTocBytes) return damaged("it is too short");
    const auto bytes = m_file.read(m_file.size() - kTocBytes, kTocBytes);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const std::string_view content = std::string_view(*bytes).substr(0, kTocBytes - kCrcBytes);
    if (!goodChecksum(content, std::string_view(*bytes).substr(content.size()))) {
        return damaged("its table of contents has another checksum");
    }
    BigEndianReader in(content);
    Toc out;
    out.symbols = in.be64();
    for (int skipped = 0; skipped < 4; ++skipped) in.be64();  // series, label indices and their table, postings
    out.postingsTable = in.be64();
    return out;
}

Result<std::string> PrometheusIndex::section(std::uint64_t offset) const
{
    const auto head = m_file.read(offset, 4);
    if (!head) return tl::make_unexpected(head.error());
    const std::uint64_t length = BigEndianReader(*head).be32();
    auto out = m_file.read(offset + 4, length + kCrcBytes);
    if (!out) return out;
    const std::string_view content = std::string_view(*out).substr(0, length);
    if (!goodChecksum(content, std::string_view(*out).substr(length))) return damaged("a section has another checksum");
    out->resize(length);
    return out;
}

/// The refs of all series: what the postings of the empty label list.
Result<std::string> PrometheusIndex::postingsOfAll(const Toc& toc) const
{
    const auto table = section(toc.postingsTable);
    if (!table) return tl::make_unexpected(table.error());
    BigEndianReader in(*table);
    for (std::uint32_t left = in.be32(); left > 0 && !in.failed(); --left) {
        const std::uint64_t parts = in.uvarint();
        const std::string_view name = in.text();
        const std::string_view value = in.text();
        const std::uint64_t offset = in.uvarint();
        if (parts != 2) break;
        if (name.empty() && value.empty() && !in.failed()) return section(offset);
    }
    return damaged("it does not list its series");
}

Result<std::string> PrometheusIndex::entry(std::uint64_t ref) const
{
    const std::uint64_t offset = m_v1 ? ref : ref * kEntryAlignment;
    auto bytes = m_file.readSome(offset, kUsualEntryBytes);
    if (!bytes) return bytes;
    BigEndianReader in(*bytes);
    const std::uint64_t length = in.uvarint();
    const std::uint64_t head = bytes->size() - in.rest().size();
    if (in.failed() || length > m_file.size()) return damaged("a series has no length");
    if (head + length + kCrcBytes > bytes->size()) {
        bytes = m_file.read(offset, head + length + kCrcBytes);
        if (!bytes) return bytes;
    }
    const std::string_view content = std::string_view(*bytes).substr(head, length);
    if (!goodChecksum(content, std::string_view(*bytes).substr(head + length))) {
        return damaged("a series has another checksum");
    }
    return std::string(content);
}

Result<void> PrometheusIndex::readSeries(const Toc& toc)
{
    Symbols symbols;
    auto table = section(toc.symbols);
    if (!table) return tl::make_unexpected(table.error());
    symbols.bytes = std::move(*table);
    if (!symbols.read(toc.symbols, m_v1)) return damaged("its symbols cannot be told");
    const auto postings = postingsOfAll(toc);
    if (!postings) return tl::make_unexpected(postings.error());
    BigEndianReader refs(*postings);
    std::vector<LabelView> labels;
    for (std::uint32_t left = refs.be32(); left > 0; --left) {
        const std::uint64_t ref = refs.be32();
        if (refs.failed()) return damaged("its list of series ends early");
        const auto bytes = entry(ref);
        if (!bytes) return tl::make_unexpected(bytes.error());
        BigEndianReader in(*bytes);
        labels.clear();
        for (std::uint64_t pairs = in.uvarint(); pairs > 0 && !in.failed(); --pairs) {
            LabelView label;
            if (!symbols.find(in.uvarint(), m_v1, label.name) || !symbols.find(in.uvarint(), m_v1, label.value)) {
                return damaged("a label is no symbol");
            }
            if (!labels.empty() && labels.back().name >= label.name) return damaged("labels are not in order");
            if (!label.value.empty()) labels.push_back(label);
        }
        if (in.failed()) return damaged("a series ends early");
        m_series.push_back({Labels::fromSorted(labels), ref});
    }
    return {};
}

Result<std::vector<PrometheusIndex::Chunk>> PrometheusIndex::chunks(const Series& series) const
{
    const auto bytes = entry(series.ref);
    if (!bytes) return tl::make_unexpected(bytes.error());
    BigEndianReader in(*bytes);
    for (std::uint64_t pairs = in.uvarint(); pairs > 0 && !in.failed(); --pairs) {
        in.uvarint();
        in.uvarint();
    }
    std::vector<Chunk> out;
    std::uint64_t last = 0;
    for (std::uint64_t left = in.uvarint(); left > 0 && !in.failed(); --left) {
        Chunk chunk;
        // The sums wrap as Go's do.
        const std::uint64_t from = out.empty() ? static_cast<std::uint64_t>(in.varint()) : last + in.uvarint();
        last = from + in.uvarint();
        chunk.minMs = static_cast<std::int64_t>(from);
        chunk.maxMs = static_cast<std::int64_t>(last);
        chunk.ref = out.empty() ? in.uvarint() : out.back().ref + static_cast<std::uint64_t>(in.varint());
        out.push_back(chunk);
    }
    if (in.failed()) return damaged("the chunks of a series end early");
    return out;
}

}  // namespace watchglass::import
