#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace watchglass::storage {

static_assert(std::endian::native == std::endian::little, "stored numbers are little-endian and copied as they are");

inline std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

constexpr std::size_t kLongestVarint = 10;

/// Writes at most kLongestVarint bytes. Returns the end.
inline char* writeVarint(char* at, std::uint64_t value)
{
    while (value >= 0x80) {
        *at++ = static_cast<char>(value | 0x80);
        value >>= 7;
    }
    *at++ = static_cast<char>(value);
    return at;
}
inline void putVarint(std::string& out, std::uint64_t value)
{
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}
inline void putSigned(std::string& out, std::int64_t value) { putVarint(out, zigzag(value)); }

/// A fixed-width number, little-endian.
template <class T>
void putFixed(std::string& out, T value)
{
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

/// Length, then the bytes.
inline void putText(std::string& out, std::string_view text)
{
    putVarint(out, text.size());
    out += text;
}

/// Reads what the put functions wrote, from bytes that may be damaged: after the first failure every
/// read returns 0 and failed() is true.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }
    void fail() { m_failed = true; }

    std::uint8_t byte()
    {
        if (m_failed || m_at == m_end) return setFailed();
        return static_cast<std::uint8_t>(*m_at++);
    }

    std::uint64_t varint()
    {
        if (left() >= kLongestVarint && !m_failed) {
            std::uint64_t word = 0;
            std::memcpy(&word, m_at, sizeof(word));
            if (const std::uint64_t ends = ~word & 0x8080808080808080U; ends != 0) {
                m_at += std::countr_zero(ends) / 8 + 1;
                return joined(word & (ends ^ (ends - 1)));
            }
            const auto ninth = static_cast<std::uint8_t>(m_at[8]);
            const auto tenth = static_cast<std::uint8_t>(ninth < 0x80 ? 0 : m_at[9]);
            if (tenth >= 0x80) return setFailed();
            m_at += ninth < 0x80 ? 9 : kLongestVarint;
            return joined(word) | std::uint64_t{ninth & 0x7FU} << 56 | std::uint64_t{tenth} << 63;
        }
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const std::uint8_t part = byte();
            value |= std::uint64_t{part & 0x7FU} << shift;
            if (part < 0x80) return m_failed ? 0 : value;
        }
        return setFailed();
    }
    std::int64_t signedVarint() { return unzigzag(varint()); }

    template <class T>
    T fixed()
    {
        T value{};
        if (const std::string_view from = take(sizeof(T)); from.size() == sizeof(T)) {
            std::memcpy(&value, from.data(), sizeof(T));
        }
        return value;
    }

    /// The next `size` bytes; empty on failure.
    std::string_view take(std::uint64_t size)
    {
        if (m_failed || size > left()) {
            setFailed();
            return {};
        }
        const std::string_view out(m_at, static_cast<std::size_t>(size));
        m_at += size;
        return out;
    }
    std::string_view text() { return take(varint()); }

private:
    /// The low 7 bits of each byte.
    static std::uint64_t joined(std::uint64_t word)
    {
        word &= 0x7F7F7F7F7F7F7F7FU;
        word = (word & 0x007F007F007F007FU) | ((word & 0x7F007F007F007F00U) >> 1);
        word = (word & 0x00003FFF00003FFFU) | ((word & 0x3FFF00003FFF0000U) >> 2);
        return (word & 0x000000000FFFFFFFU) | ((word & 0x0FFFFFFF00000000U) >> 4);
    }

    std::uint8_t setFailed()
    {
        m_failed = true;
        return 0;
    }

    const char* m_at;
    const char* m_end;
    bool m_failed = false;
};

}  // namespace watchglass::storage
