#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/labels.h"
#include "engine/storage/postings.h"
#include "engine/storage/ref_table.h"

namespace watchglass::storage {

/// Memory for things that stay until the end, in large blocks.
template <class T>
class Arena {
public:
    [[nodiscard]] T* allocate(std::size_t count)
    {
        if (count > m_left) {
            m_left = std::max(count, kBlock);
            m_at = m_blocks.emplace_back(std::make_unique_for_overwrite<T[]>(m_left)).get();
        }
        T* const out = m_at;
        m_at += count;
        m_left -= count;
        return out;
    }

private:
    static constexpr std::size_t kBlock = 16384 / sizeof(T);
    std::vector<std::unique_ptr<T[]>> m_blocks;
    T* m_at = nullptr;
    std::size_t m_left = 0;
};

/// The distinct labels (name and value together) of all series: each has a number, and the list of series that have it.
/// Threads: none of its own; the owner locks.
class LabelPairs {
public:
    using Id = std::uint32_t;
    static constexpr Id kNone = ~Id{0};

    struct Pair {
        std::string_view text;   ///< as in Labels::packed()
        std::uint64_t hash = 0;  ///< hashOf(text)
        Postings refs;
        std::uint32_t name = 0;  ///< place in names()

        [[nodiscard]] LabelView label() const { return *Labels::Iterator(text.data()); }
    };
    struct Name {
        std::string_view text;
        std::vector<Id> pairs;  ///< one per distinct value
        Postings refs;          ///< every series that has the label
    };

    [[nodiscard]] static std::uint64_t hashOf(std::string_view text);

    /// The number of a pair; kNone when there is none.
    [[nodiscard]] Id find(std::string_view text, std::uint64_t hash) const;
    [[nodiscard]] Id find(std::string_view name, std::string_view value) const;
    /// The number of a pair, old or new. `text` is one whole label of Labels::packed().
    [[nodiscard]] Id intern(std::string_view text, std::uint64_t hash);
    [[nodiscard]] const Pair& operator[](Id id) const { return m_pairs[id]; }
    [[nodiscard]] std::size_t size() const { return m_pairs.size(); }
    [[nodiscard]] const Name* findName(std::string_view name) const;
    [[nodiscard]] const Name& name(std::uint32_t place) const { return m_names[place]; }
    /// Enters a new series into the lists of a label of it.
    void post(Id id, SeriesRef ref)
    {
        m_pairs[id].refs.add(ref);
        m_names[m_pairs[id].name].refs.add(ref);
    }

private:
    std::vector<Pair> m_pairs;
    std::vector<Name> m_names;
    std::unordered_map<std::string_view, std::uint32_t> m_nameOf;  ///< keys point into m_texts
    RefTable m_byText;                                             ///< numbers + 1
    Arena<char> m_texts;
};

}  // namespace watchglass::storage
