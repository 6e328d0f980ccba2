#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass::import {

/// Reads big-endian numbers and varints as Go's encoding/binary writes them. Behind the end everything is 0 or empty
/// and failed() says so.
class BigEndianReader {
public:
    explicit BigEndianReader(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] bool done() const { return m_failed || m_rest.empty(); }
    [[nodiscard]] std::string_view rest() const { return m_rest; }

    std::string_view bytes(std::uint64_t count)
    {
        if (m_failed || count > m_rest.size()) {
            m_failed = true;
            return {};
        }
        const std::string_view out = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return out;
    }
    std::uint8_t byte()
    {
        const std::string_view one = bytes(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
    }
    std::uint32_t be32() { return static_cast<std::uint32_t>(bigEndian(4)); }
    std::uint64_t be64() { return bigEndian(8); }

    std::uint64_t uvarint()
    {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 70 && !m_failed; shift += 7) {
            const std::uint64_t part = byte();
            if (shift < 64) out |= (part & 0x7F) << shift;
            if (part < 0x80) return out;
        }
        m_failed = true;
        return 0;
    }
    std::int64_t varint()
    {
        const std::uint64_t zigzag = uvarint();
        return static_cast<std::int64_t>(zigzag >> 1 ^ (~(zigzag & 1) + 1));
    }
    std::string_view text() { return bytes(uvarint()); }

private:
    std::uint64_t bigEndian(unsigned count)
    {
        std::uint64_t out = 0;
        for (const char c : bytes(count)) out = out << 8 | static_cast<unsigned char>(c);
        return out;
    }

    std::string_view m_rest;
    bool m_failed = false;
};

}  // namespace watchglass::import
