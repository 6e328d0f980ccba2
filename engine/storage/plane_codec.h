#pragma once

#include <memory>
#include <span>
#include <string>

#include "engine/storage/bytes.h"

namespace watchglass::storage {

/// Values of one series in one column that planes take (FORMAT.md): a damaged count must not allocate the machine's
/// memory.
inline constexpr std::size_t kMostInPlanes = std::size_t{1} << 22;

/// Encodes long columns of decimals more densely than frames (value_codec.h): integers over one power of ten, less the
/// smallest or the one before, byte by byte in planes, each under zstd, whose entropy coding comes within 2 % of what
/// independent values carry.
/// Threads: one.
class PlaneEncoder {
public:
    PlaneEncoder();
    ~PlaneEncoder();
    PlaneEncoder(const PlaneEncoder&) = delete;
    PlaneEncoder& operator=(const PlaneEncoder&) = delete;

    /// Appends `values`. False, and nothing, when they are too few, too many or no decimals.
    [[nodiscard]] bool encode(std::span<const double> values, std::string& out);

private:
    struct Work;
    std::unique_ptr<Work> m_work;
};

/// Reads `out.size()` values. Returns false, and fails `in`, when the bytes end early or make no sense.
[[nodiscard]] bool decodePlanes(ByteReader& in, std::span<double> out);

}  // namespace watchglass::storage
