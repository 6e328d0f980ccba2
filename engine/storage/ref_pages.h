#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::storage {

/// Something per ref, in pages that are there only where somebody needs them: of series that come and go nothing stays
/// but a pointer for 256 of them. Elements do not move.
/// Threads: none of its own; the owner locks.
template <class T>
class RefPages {
public:
    /// Made when it is not there. `ref` is not 0.
    [[nodiscard]] T& at(SeriesRef ref)
    {
        const std::size_t page = (ref - 1) / kPage;
        if (page >= m_pages.size()) m_pages.resize(page + 1);
        if (!m_pages[page]) m_pages[page] = std::make_unique<Page>();
        return (*m_pages[page])[(ref - 1) % kPage];
    }
    /// Null where nobody needed one.
    [[nodiscard]] const T* find(SeriesRef ref) const
    {
        const std::size_t page = (ref - 1) / kPage;  // of 0 beyond all
        if (page >= m_pages.size() || !m_pages[page]) return nullptr;
        return &(*m_pages[page])[(ref - 1) % kPage];
    }

    /// Calls `visit(ref, T&)` with all there are, ascending.
    template <class Visit>
    void forEach(Visit&& visit)
    {
        each(*this, visit);
    }
    template <class Visit>
    void forEach(Visit&& visit) const
    {
        each(*this, visit);
    }

    /// Gives back the pages of which every element is `empty`.
    template <class Empty>
    void trim(Empty&& empty)
    {
        for (auto& page : m_pages) {
            bool all = page != nullptr;
            for (std::size_t i = 0; all && i < kPage; ++i) all = empty((*page)[i]);
            if (all) page.reset();
        }
    }

private:
    static constexpr std::size_t kPage = 256;
    using Page = std::array<T, kPage>;

    template <class Self, class Visit>
    static void each(Self& self, Visit&& visit)
    {
        for (std::size_t page = 0; page < self.m_pages.size(); ++page) {
            if (!self.m_pages[page]) continue;
            for (std::size_t i = 0; i < kPage; ++i) visit(SeriesRef{page * kPage + i + 1}, (*self.m_pages[page])[i]);
        }
    }

    std::vector<std::unique_ptr<Page>> m_pages;
};

}  // namespace watchglass::storage
