#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace watchglass::storage {

/// Label names and values as small numbers; each distinct text is kept once and never moves.
/// Threads: none of its own; the owner locks.
class SymbolTable {
public:
    using Id = std::uint32_t;

    Id intern(std::string_view text)
    {
        if (const auto it = m_ids.find(text); it != m_ids.end()) return it->second;
        const auto id = static_cast<Id>(m_texts.size());
        m_ids.emplace(m_texts.emplace_back(text), id);
        return id;
    }

    [[nodiscard]] std::optional<Id> find(std::string_view text) const
    {
        const auto it = m_ids.find(text);
        if (it == m_ids.end()) return std::nullopt;
        return it->second;
    }

    [[nodiscard]] const std::string& text(Id id) const { return m_texts[id]; }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }

private:
    std::deque<std::string> m_texts;
    std::unordered_map<std::string_view, Id> m_ids;  // keys point into m_texts
};

}  // namespace watchglass::storage
