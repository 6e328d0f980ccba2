#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::storage {

/// Bytes as they stand in our tables: version, XXH3 of the content, then the content under zstd level 1.
[[nodiscard]] std::string packBlob(std::string_view content);

/// The same without zstd, whose set-up takes longer than all else where rows are short.
[[nodiscard]] std::string storeBlob(std::string_view content);

/// Reads either. Errors: Corrupt when the checksum does not hold, InvalidInput for a version of a newer program.
[[nodiscard]] Result<std::string> unpackBlob(std::string_view blob);

/// The same for many in a row, in the same memory.
class BlobReader {
public:
    BlobReader();
    ~BlobReader();
    BlobReader(const BlobReader&) = delete;
    BlobReader& operator=(const BlobReader&) = delete;

    /// As unpackBlob(). The content is valid until the next call, and as long as `blob`.
    [[nodiscard]] Result<std::string_view> read(std::string_view blob);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
    std::string m_content;
};

}  // namespace watchglass::storage
