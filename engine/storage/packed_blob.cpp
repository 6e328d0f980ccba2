#include "engine/storage/packed_blob.h"

#include <zstd.h>

#include "engine/base/hash.h"
#include "engine/storage/bytes.h"

namespace watchglass::storage {

namespace {

constexpr std::uint8_t kPacked = 1;
constexpr std::uint8_t kStored = 2;
// A damaged size must not allocate the machine's memory. A block of 128 KiB takes zstd four bytes at least.
constexpr unsigned long long kLargest = 1ULL << 31;
constexpr unsigned long long kLargestRatio = 1ULL << 15;

}  // namespace

std::string packBlob(std::string_view content)
{
    std::string out;
    putFixed(out, kPacked);
    putFixed(out, hashBytes(content));
    const std::size_t head = out.size();
    out.resize(head + ZSTD_compressBound(content.size()));
    const std::size_t size = ZSTD_compress(out.data() + head, out.size() - head, content.data(), content.size(), 1);
    out.resize(head + (ZSTD_isError(size) ? 0 : size));
    return out;
}

std::string storeBlob(std::string_view content)
{
    std::string out;
    out.reserve(content.size() + 9);
    putFixed(out, kStored);
    putFixed(out, hashBytes(content));
    return out += content;
}

Result<std::string> unpackBlob(std::string_view blob)
{
    BlobReader reader;
    const auto content = reader.read(blob);
    if (!content) return tl::make_unexpected(content.error());
    return std::string(*content);
}

struct BlobReader::Context {
    ZSTD_DCtx* zstd = ZSTD_createDCtx();
    ~Context() { ZSTD_freeDCtx(zstd); }
};

BlobReader::BlobReader() = default;
BlobReader::~BlobReader() = default;

Result<std::string_view> BlobReader::read(std::string_view blob)
{
    ByteReader in(blob);
    const std::uint8_t version = in.byte();
    if (!in.failed() && version > kStored)
        return fail(ErrorCode::InvalidInput, "written by a newer version of Watchglass");
    const auto hash = in.fixed<std::uint64_t>();
    if (in.failed()) return fail(ErrorCode::Corrupt, "a stored row is too short");
    const std::string_view packed = in.take(in.left());
    if (version == kStored) {
        if (hashBytes(packed) != hash) return fail(ErrorCode::Corrupt, "a stored row does not match its checksum");
        return packed;
    }
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size > kLargest || size / kLargestRatio > packed.size())
        return fail(ErrorCode::Corrupt, "a stored row is damaged");
    if (!m_context) m_context = std::make_unique<Context>();
    if (m_content.size() < size) m_content.resize(static_cast<std::size_t>(size));
    const std::size_t got = ZSTD_decompressDCtx(m_context->zstd, m_content.data(), m_content.size(), packed.data(),
                                                packed.size());
    const std::string_view content(m_content.data(), static_cast<std::size_t>(size));
    if (ZSTD_isError(got) || got != size || hashBytes(content) != hash) {
        return fail(ErrorCode::Corrupt, "a stored row does not match its checksum");
    }
    return content;
}

}  // namespace watchglass::storage
