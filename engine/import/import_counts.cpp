#include "engine/import/import_counts.h"

#include <limits>

namespace watchglass::import {

Result<ImportCounts> importHistory(const storage::History& history, storage::Storage& store)
{
    ImportCounts out;
    const auto added = store.addHistory(history);
    if (!added) return tl::make_unexpected(added.error());
    out.series = history.size();
    out.samples = added->added + added->known;
    out.refused = added->refused;
    out.minMs = history.nextMs(std::numeric_limits<std::int64_t>::min());
    if (out.minMs) out.maxMs = history.maxMs();
    return out;
}

}  // namespace watchglass::import
