#include "engine/import/crc32c.h"

#include <array>

namespace watchglass::import {

namespace {

/// Tables for eight bytes at a time ("slicing by 8").
constexpr auto kTables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> out{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
        out[0][i] = crc;
    }
    for (std::size_t table = 1; table < 8; ++table) {
        for (std::size_t i = 0; i < 256; ++i) {
            const std::uint32_t before = out[table - 1][i];
            out[table][i] = (before >> 8) ^ out[0][before & 0xFFU];
        }
    }
    return out;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes)
{
    std::uint32_t crc = ~std::uint32_t{0};
    const auto at = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
    while (bytes.size() >= 8) {
        crc ^= at(0) | at(1) << 8 | at(2) << 16 | at(3) << 24;
        crc = kTables[7][crc & 0xFFU] ^ kTables[6][crc >> 8 & 0xFFU] ^ kTables[5][crc >> 16 & 0xFFU] ^
              kTables[4][crc >> 24] ^ kTables[3][at(4)] ^ kTables[2][at(5)] ^ kTables[1][at(6)] ^ kTables[0][at(7)];
        bytes.remove_prefix(8);
    }
    for (const char c : bytes) crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(c)) & 0xFFU];
    return ~crc;
}

}  // namespace watchglass::import
