#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace watchglass::ui::detail {

static_assert(std::endian::native == std::endian::little, "texts lie in numbers, first character lowest");

/// A text of at most eight bytes in a register: " Ki", " hours".
class ShortText {
public:
    static constexpr std::size_t kMost = 8;

    constexpr ShortText() = default;
    /// `chars` holds nothing behind `size`.
    constexpr ShortText(std::uint64_t chars, std::size_t size) : m_chars(chars), m_size(size) {}
    /// Longer literals do not compile.
    template <std::size_t N>
    constexpr ShortText(const char (&text)[N]) : m_size(N - 1)
    {
        static_assert(N - 1 <= kMost);
        for (std::size_t i = 0; i + 1 < N; ++i) m_chars |= std::uint64_t{static_cast<unsigned char>(text[i])} << 8 * i;
    }
    /// REQUIRES: at most kMost bytes.
    explicit ShortText(std::string_view text) : m_size(text.size()) { std::memcpy(&m_chars, text.data(), m_size); }

    [[nodiscard]] constexpr std::uint64_t chars() const { return m_chars; }
    [[nodiscard]] constexpr std::size_t size() const { return m_size; }
    /// Valid as long as this.
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char*>(&m_chars), m_size}; }

private:
    std::uint64_t m_chars = 0;
    std::size_t m_size = 0;
};

/// A text put together in two registers: bytes in memory that were written one by one cannot be read at once again
/// without waiting for them, which takes longer than all the rest of a short text.
class TextRow {
public:
    static constexpr std::size_t kMost = 2 * ShortText::kMost;

    /// What goes beyond kMost is lost: size() tells.
    void append(const ShortText& text)
    {
        constexpr std::size_t kBits = 64;
        const std::size_t at = 8 * m_size;
        if (at == 0) {
            m_front = text.chars();
        } else if (at < kBits) {
            m_front |= text.chars() << at;
            m_back = text.chars() >> (kBits - at);
        } else if (at < 2 * kBits) {
            m_back |= text.chars() << (at - kBits);
        }
        m_size += text.size();
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// REQUIRES of both: size() at most kMost.
    void appendTo(std::string& out) const
    {
        const std::size_t before = out.size();
        out.resize(before + kMost);
        char* const to = out.data() + before;
        std::memcpy(to, &m_front, ShortText::kMost);
        std::memcpy(to + ShortText::kMost, &m_back, ShortText::kMost);
        out.resize(before + m_size);
    }
    [[nodiscard]] std::string text() const
    {
        const std::array<std::uint64_t, 2> words{m_front, m_back};
        return {reinterpret_cast<const char*>(words.data()), m_size};
    }

private:
    std::uint64_t m_front = 0;
    std::uint64_t m_back = 0;
    std::size_t m_size = 0;
};

}  // namespace watchglass::ui::detail
