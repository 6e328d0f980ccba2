#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/bytes.h"
#include "engine/storage/head.h"

namespace watchglass::storage {

/// The samples of a commit as bytes: lists of series, rows against the row before of the same list, late samples.
[[nodiscard]] std::string encodePending(const Pending& pending);

/// Reads them, many in a row in the same memory.
class PendingDecoder {
public:
    /// Calls `batch` for every row in its order. False when the bytes make no sense; what came before was delivered.
    [[nodiscard]] bool decode(std::string_view bytes, const std::function<void(const SampleBatch&)>& batch);

private:
    struct List {
        std::vector<SeriesRef> refs;
        std::vector<std::uint64_t> last;  ///< values of its last row, as bits
    };
    [[nodiscard]] List& nextList();
    [[nodiscard]] bool decodeList(ByteReader& in);
    [[nodiscard]] bool decodeRuns(ByteReader& in);
    [[nodiscard]] bool decodeRow(ByteReader& in, const std::function<void(const SampleBatch&)>& batch);

    std::vector<List> m_lists;
    std::size_t m_listCount = 0;  ///< of these in use
    std::vector<SeriesRef> m_refs;
    std::vector<double> m_values;
};

/// The same for one.
[[nodiscard]] inline bool decodePending(std::string_view bytes, const std::function<void(const SampleBatch&)>& batch)
{
    return PendingDecoder().decode(bytes, batch);
}

}  // namespace watchglass::storage
