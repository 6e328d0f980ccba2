#include "engine/remotewrite/snappy_block.h"

#include <snappy.h>

namespace watchglass::remotewrite {

namespace {

/// The shortest element, 3 bytes with a 2-byte offset (2 with a 1-byte one give 11), copies 64 bytes.
constexpr std::size_t kMostBytesOfThree = 64;

}  // namespace

Result<std::string> unpackSnappy(std::string_view block, std::size_t mostBytes)
{
    std::size_t length = 0;
    if (!snappy::GetUncompressedLength(block.data(), block.size(), &length)) {
        return fail(ErrorCode::InvalidInput, "snappy: corrupt input");
    }
    if (length > mostBytes) {
        return fail(ErrorCode::Limit, "snappy: the block claims to hold " + std::to_string(length) +
                                          " bytes, more than " + std::to_string(mostBytes));
    }
    if (length / kMostBytesOfThree > block.size() / 3 + 1)
        return fail(ErrorCode::InvalidInput, "snappy: corrupt input");
    std::string out(length, '\0');
    if (!snappy::RawUncompress(block.data(), block.size(), out.data())) {
        return fail(ErrorCode::InvalidInput, "snappy: corrupt input");
    }
    return out;
}

}  // namespace watchglass::remotewrite
