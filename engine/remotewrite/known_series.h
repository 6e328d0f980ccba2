#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/base/seeded_hash.h"
#include "engine/remotewrite/write_request.h"
#include "engine/storage/storage.h"

namespace watchglass::remotewrite {

/// Refs of the series that were stored, by their labels as their sender spells them: he does so with every request, and
/// they need not be checked, sorted and looked up again. Two spellings that collide (2^-64, random seed per process)
/// would be one series. Threads: any. Memory: 16 to 43 bytes a spelling, 2 million at most.
class KnownSeries {
public:
    /// What find() wants and note() is given: never 0.
    [[nodiscard]] std::uint64_t hashOf(std::span<const LabelView> labels) const;

    /// The ref behind each hash, 0 where it is not known. The store knows these for a minute at least.
    [[nodiscard]] std::vector<storage::SeriesRef> find(const std::vector<std::uint64_t>& hashes,
                                                       storage::SampleSink& store);
    void note(std::uint64_t hash, storage::SeriesRef ref);

private:
    struct Slot {
        std::uint64_t hash = 0;  ///< 0: free
        storage::SeriesRef ref = 0;
    };
    [[nodiscard]] Slot& slot(std::uint64_t hash) WG_REQUIRES(m_mutex);
    void grow() WG_REQUIRES(m_mutex);

    SeededHash m_hash;
    Mutex m_mutex;
    std::vector<Slot> m_slots WG_GUARDED_BY(m_mutex);  ///< open addressing; a power of two
    std::size_t m_used WG_GUARDED_BY(m_mutex) = 0;
};

}  // namespace watchglass::remotewrite
