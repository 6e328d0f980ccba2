// What a block has to do with the rollups beside it.

#include "engine/storage/block.h"

namespace watchglass::storage {

Result<void> Block::forEachSeries(const SeriesVisitor& visit) const
{
    for (const Entry& entry : m_entries) {
        const Result<Columns> columns = decodeWhole(entry.id);
        if (!columns) return tl::make_unexpected(columns.error());
        if (auto done = visit(entry.id, *columns); !done) return done;
    }
    return {};
}

std::shared_ptr<const RollupFile> Block::rollups() const
{
    MutexLock lock(m_mutex);
    return m_rollups;
}

void Block::findRollups() const
{
    std::error_code ignored;
    const bool there = std::filesystem::exists(rollupPath(m_path), ignored);
    MutexLock lock(m_mutex);
    m_rollups = there ? std::make_shared<RollupFile>(rollupPath(m_path), m_identity) : nullptr;
}

bool Block::readRollups(SeriesRef ref, RollupKind kind, std::int64_t lengthMs, std::int64_t minMs, std::int64_t maxMs,
                        RollupColumns& out) const
{
    const std::int64_t id = idOf(ref);
    const std::shared_ptr<const RollupFile> file = rollups();
    return id >= 0 && file && file->read(id, lengthMs, kind, minMs, maxMs, out);
}

}  // namespace watchglass::storage
