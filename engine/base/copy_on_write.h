#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace watchglass {

/// A `T` that copies share until one of them is changed; empty until then costs no memory.
///
/// A reference from edit() belongs to this handle alone only until the handle is copied: what is written through it
/// after that shows in both. Ask edit() again after copying.
/// Threads: as safe as a `T`. Copies in several threads do not know of each other.
template <typename T>
class CopyOnWrite {
public:
    CopyOnWrite() = default;
    explicit CopyOnWrite(T value) : m_node(new Node{std::move(value)}) {}
    CopyOnWrite(const CopyOnWrite& other) : m_node(other.m_node)
    {
        if (m_node) m_node->holders.fetch_add(1, std::memory_order_relaxed);
    }
    CopyOnWrite(CopyOnWrite&& other) noexcept : m_node(std::exchange(other.m_node, nullptr)) {}
    CopyOnWrite& operator=(CopyOnWrite other) noexcept
    {
        std::swap(m_node, other.m_node);
        return *this;
    }
    ~CopyOnWrite()
    {
        if (m_node && m_node->holders.fetch_sub(1, std::memory_order_acq_rel) == 1) delete m_node;
    }

    /// Null while nothing was ever put in.
    [[nodiscard]] const T* get() const { return m_node ? &m_node->value : nullptr; }
    [[nodiscard]] bool isSharedWith(const CopyOnWrite& other) const { return m_node == other.m_node; }
    /// To change: this handle's own from now on.
    [[nodiscard]] T& edit()
    {
        if (!m_node) {
            m_node = new Node;
        } else if (m_node->holders.load(std::memory_order_acquire) != 1) {
            *this = CopyOnWrite(m_node->value);
        }
        return m_node->value;
    }

private:
    struct Node {
        T value{};
        std::atomic<std::uint32_t> holders = 1;
    };

    Node* m_node = nullptr;
};

}  // namespace watchglass
