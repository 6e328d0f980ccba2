#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/error.h"
#include "engine/model/labels.h"

namespace watchglass::storage {

struct Columns;

/// Samples from elsewhere, for Storage::addHistory(). All functions are called from one thread.
class History {
public:
    virtual ~History() = default;

    /// Number of series; no two have the same labels.
    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual const Labels& labels(std::size_t series) const = 0;
    /// Appends the samples of a series in [minMs, maxMs] to `out`, times ascending, none twice.
    [[nodiscard]] virtual Result<void> read(std::size_t series, std::int64_t minMs, std::int64_t maxMs,
                                            Columns& out) const = 0;
    /// A time in [fromMs, first sample from there on]; none without such a sample.
    [[nodiscard]] virtual std::optional<std::int64_t> nextMs(std::int64_t fromMs) const = 0;
    /// The newest sample or a little behind it.
    [[nodiscard]] virtual std::int64_t maxMs() const = 0;
};

/// What came of adding history.
struct HistoryCounts {
    std::uint64_t added = 0;
    std::uint64_t known = 0;    ///< stored before, with the same value
    std::uint64_t refused = 0;  ///< another value is stored at that time, or it is in the future
};

/// Puts `added` between what `out` holds. Where both have a time, `out` keeps its value.
void mergeHistory(Columns&& added, Columns& out, HistoryCounts& counts);

}  // namespace watchglass::storage
