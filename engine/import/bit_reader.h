#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass::import {

/// Reads bits, the highest of each byte first, as Prometheus's chunks have them. Behind the end everything is 0 and
/// failed() says so.
class BitReader {
public:
    explicit BitReader(std::string_view bytes) : m_bytes(bytes) {}

    [[nodiscard]] bool failed() const { return m_failed; }

    bool bit() { return bits(1) != 0; }

    /// `count` is 0 to 64.
    std::uint64_t bits(unsigned count)
    {
        if (count == 0) return 0;
        if (count > 32) {
            const std::uint64_t high = bits(count - 32);
            return high << 32 | bits(32);
        }
        if (m_valid < count) refill();
        if (m_valid < count) {
            m_failed = true;
            m_valid = 0;
            return 0;
        }
        m_valid -= count;
        return m_buffer >> m_valid & ((std::uint64_t{1} << count) - 1);
    }

    /// As bits(), but values above half of the range stand for negative ones.
    std::int64_t signedBits(unsigned count)
    {
        std::uint64_t out = bits(count);
        if (count < 64 && out > std::uint64_t{1} << (count - 1)) out -= std::uint64_t{1} << count;
        return static_cast<std::int64_t>(out);
    }

    /// Go's encoding/binary uvarint.
    std::uint64_t uvarint()
    {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 70 && !m_failed; shift += 7) {
            const std::uint64_t byte = bits(8);
            if (shift < 64) out |= (byte & 0x7F) << shift;
            if (byte < 0x80) return out;
        }
        m_failed = true;
        return 0;
    }
    std::int64_t varint()
    {
        const std::uint64_t zigzag = uvarint();
        return static_cast<std::int64_t>(zigzag >> 1 ^ (~(zigzag & 1) + 1));
    }

    /// Ones before the first zero, at most `most`.
    unsigned ones(unsigned most)
    {
        unsigned out = 0;
        while (out < most && bit()) ++out;
        return out;
    }

private:
    void refill()
    {
        while (m_valid <= 56 && m_at < m_bytes.size()) {
            m_buffer = m_buffer << 8 | static_cast<unsigned char>(m_bytes[m_at++]);
            m_valid += 8;
        }
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::uint64_t m_buffer = 0;
    unsigned m_valid = 0;  ///< bits of m_buffer that are still to come, its lowest ones
    bool m_failed = false;
};

}  // namespace watchglass::import
