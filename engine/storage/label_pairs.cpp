#include "engine/storage/label_pairs.h"

#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "engine/storage/bytes.h"

namespace watchglass::storage {

std::uint64_t LabelPairs::hashOf(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

LabelPairs::Id LabelPairs::find(std::string_view text, std::uint64_t hash) const
{
    const SeriesRef found = m_byText.find(hash, [&](SeriesRef number) { return m_pairs[number - 1].text == text; });
    return found == 0 ? kNone : static_cast<Id>(found - 1);
}

LabelPairs::Id LabelPairs::find(std::string_view name, std::string_view value) const
{
    std::string text;
    putText(text, name);
    putText(text, value);
    return find(text, hashOf(text));
}

LabelPairs::Id LabelPairs::intern(std::string_view text, std::uint64_t hash)
{
    if (const Id known = find(text, hash); known != kNone) return known;
    char* const copy = m_texts.allocate(text.size());
    std::memcpy(copy, text.data(), text.size());
    const auto id = static_cast<Id>(m_pairs.size());
    Pair& pair = m_pairs.emplace_back();
    pair.text = {copy, text.size()};
    pair.hash = hash;
    const std::string_view name = pair.label().name;
    const auto [at, fresh] = m_nameOf.try_emplace(name, static_cast<std::uint32_t>(m_names.size()));
    if (fresh) m_names.emplace_back().text = name;
    pair.name = at->second;
    m_names[pair.name].pairs.push_back(id);
    m_byText.insert(hash, SeriesRef{id} + 1);
    return id;
}

const LabelPairs::Name* LabelPairs::findName(std::string_view name) const
{
    const auto at = m_nameOf.find(name);
    return at == m_nameOf.end() ? nullptr : &m_names[at->second];
}

}  // namespace watchglass::storage
