// Rollups of blocks that are old enough.

#include <algorithm>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"
#include "engine/storage/files.h"

namespace watchglass::storage {

void DurableStore::addRollups(const std::stop_token& stop)
{
    if (m_options.rollupAgeMs <= 0) return;
    const auto list = blocks();
    if (list->empty()) return;
    const std::int64_t newest = std::max(list->back()->toMs(), m_data->head.newestMs().value_or(list->back()->toMs()));
    const std::int64_t before = std::min(m_clock.nowMs(), newest) - m_options.rollupAgeMs;
    for (const auto& block : *list) {
        if (block->toMs() > before || stop.stop_requested()) break;
        const auto rollups = block->rollups();
        if ((rollups && !rollups->damaged()) || !block->damage().empty()) continue;
        const auto done = writeRollups(*block, [&] { return !stop.stop_requested(); });
        if (done) {
            m_noRollups.erase(block->path());
            block->findRollups();
            if (stop.stop_possible()) break;  // in the background one at a time: whoever waits for us gets a turn
        } else if (std::string& known = m_noRollups[block->path()];
                   done.error().code != ErrorCode::Cancelled && known != done.error().message) {
            known = done.error().message;
            logError("storage", "no rollups of " + block->path().filename().string() + ": " + known);
        }
    }
}

}  // namespace watchglass::storage
