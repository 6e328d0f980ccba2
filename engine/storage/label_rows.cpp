#include "engine/storage/label_rows.h"

#include <algorithm>
#include <optional>

#include "engine/storage/bytes.h"

namespace watchglass::storage {

namespace {

/// First number of a row that lists labels apart: no series has this id. Older rows begin with an id.
constexpr std::uint64_t kPairs = 0;

/// The name of a label of Labels::packed(), none unless `text` is just that.
std::optional<std::string_view> nameOf(std::string_view text)
{
    ByteReader in(text);
    const std::string_view name = in.text();
    (void)in.text();
    if (in.failed() || !in.atEnd()) return std::nullopt;
    return name;
}

/// The ranks of the names of all pairs: equal names have equal ones. Empty when a pair makes no sense.
std::vector<std::uint32_t> ranksOf(const std::vector<std::string_view>& pairs)
{
    std::vector<std::string_view> names;
    names.reserve(pairs.size());
    for (const std::string_view pair : pairs) {
        const auto name = nameOf(pair);
        if (!name) return {};
        names.push_back(*name);
    }
    std::vector<std::string_view> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::vector<std::uint32_t> out;
    out.reserve(names.size());
    for (const std::string_view name : names) {
        out.push_back(
            static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), name) - sorted.begin()));
    }
    return out;
}

/// Rows as they were before: the whole text of each series.
bool decodeTexts(ByteReader& in, LabelRow& row)
{
    while (!in.atEnd()) {
        const auto id = static_cast<std::int64_t>(in.varint());
        const std::string_view packed = in.text();
        if (in.failed() || !row.add(id, packed)) return false;
    }
    return true;
}

bool decodePairs(ByteReader& in, LabelRow& row)
{
    (void)in.varint();
    const std::uint64_t count = in.varint();
    if (in.failed() || count > in.left()) return false;
    row.pairs.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) row.pairs.push_back(in.text());
    if (in.failed()) return false;
    const std::vector<std::uint32_t> ranks = ranksOf(row.pairs);
    if (ranks.size() != row.pairs.size()) return false;
    std::int64_t id = 0;
    while (!in.atEnd()) {
        id = static_cast<std::int64_t>(static_cast<std::uint64_t>(id) + static_cast<std::uint64_t>(in.signedVarint()));
        const std::uint64_t labels = in.varint();
        if (in.failed() || labels > in.left()) return false;
        row.series.push_back({id, static_cast<std::uint32_t>(row.numbers.size()), static_cast<std::uint32_t>(labels)});
        std::int64_t last = -1;
        for (std::uint64_t i = 0; i < labels; ++i) {
            const std::uint64_t number = in.varint();
            if (in.failed() || number >= ranks.size() || std::int64_t{ranks[number]} <= last) return false;
            last = ranks[number];
            row.numbers.push_back(static_cast<std::uint32_t>(number));
        }
    }
    return !in.failed();
}

}  // namespace

void LabelRow::clear()
{
    pairs.clear();
    numbers.clear();
    series.clear();
}

bool LabelRow::add(std::int64_t id, std::string_view packed)
{
    const auto begin = static_cast<std::uint32_t>(numbers.size());
    std::optional<std::string_view> last;
    ByteReader in(packed);
    while (!in.atEnd()) {
        const std::size_t at = packed.size() - in.left();
        const std::string_view name = in.text();
        (void)in.text();
        if (in.failed() || (last && name <= *last)) return false;
        last = name;
        numbers.push_back(static_cast<std::uint32_t>(pairs.size()));
        pairs.push_back(packed.substr(at, packed.size() - in.left() - at));
    }
    series.push_back({id, begin, static_cast<std::uint32_t>(numbers.size()) - begin});
    return true;
}

bool decodeLabelRow(std::string_view content, LabelRow& row)
{
    row.clear();
    ByteReader in(content);
    const bool apart = !content.empty() && content.front() == static_cast<char>(kPairs);
    if (apart ? decodePairs(in, row) : decodeTexts(in, row)) return true;
    row.clear();
    return false;
}

void LabelRowWriter::begin(std::int64_t id, std::size_t count)
{
    putSigned(m_series, id - m_lastId);
    m_lastId = id;
    putVarint(m_series, count);
}

void LabelRowWriter::add(std::size_t place, std::uint32_t key, std::string_view text)
{
    if (place >= m_recent.size()) m_recent.resize(place + 1);
    Recent& recent = m_recent[place];
    if (recent.key != key) {
        const auto [at, fresh] = m_numbers.try_emplace(key, static_cast<std::uint32_t>(m_numbers.size()));
        if (fresh) putText(m_pairs, text);
        recent = {key, at->second};
    }
    putVarint(m_series, recent.number);
}

std::string LabelRowWriter::content() const
{
    std::string out;
    out.reserve(m_pairs.size() + m_series.size() + 16);
    putVarint(out, kPairs);
    putVarint(out, m_numbers.size());
    out += m_pairs;
    return out += m_series;
}

}  // namespace watchglass::storage
