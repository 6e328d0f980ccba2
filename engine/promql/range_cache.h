#pragma once

#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/base/mutex.h"
#include "engine/promql/query_engine.h"

namespace watchglass::promql {

/// Whether each step of a range query depends only on samples up to that step and on nothing of the window, so
/// that steps can be kept when the window moves on.
[[nodiscard]] bool stepsStandAlone(const Expr& expr, const QueryOptions& options);

/// Whether the annotations of a result concern steps one by one, so that a result can be continued.
[[nodiscard]] bool annotationsAllowReuse(const QueryResult& result);

/// Steps of an earlier result that a query asks for again.
struct KeptSteps {
    std::uint32_t from = 0;   ///< index in the earlier result
    std::uint32_t count = 0;  ///< as many from there on, which are the first of the new grid
};

/// Which steps of `earlier` are those of `grid` and lie before `changedMs`.
[[nodiscard]] KeptSteps keptSteps(const QueryResult& earlier, const Grid& grid, std::int64_t changedMs);

/// The kept steps of `earlier`, continued by `rest` (null: nothing to continue with), over `grid`.
[[nodiscard]] QueryResultPtr joinSteps(const QueryResult& earlier, const KeptSteps& kept, const QueryResult* rest,
                                       const Grid& grid);

/// Results of range queries, for dashboards that ask the same again a few steps later. The least recently used
/// go first.
/// Threads: any.
class RangeCache {
public:
    struct Entry {
        QueryResultPtr result;
        std::uint64_t sequence = 0;  ///< of the store's history before the result was evaluated
    };

    /// Queries with equal keys have equal steps where their windows overlap.
    [[nodiscard]] static std::string key(std::string_view query, std::int64_t startMs, std::int64_t stepMs,
                                         const QueryOptions& options);

    [[nodiscard]] std::optional<Entry> find(const std::string& key);
    void put(const std::string& key, Entry entry);
    void forget(const std::string& key);

private:
    struct Slot {
        std::string key;
        Entry entry;
        std::size_t bytes = 0;
    };
    void eraseSlot(std::list<Slot>::iterator at) WG_REQUIRES(m_mutex);

    Mutex m_mutex;
    std::list<Slot> m_slots WG_GUARDED_BY(m_mutex);  ///< most recently used first
    std::unordered_map<std::string, std::list<Slot>::iterator> m_byKey WG_GUARDED_BY(m_mutex);
    std::size_t m_bytes WG_GUARDED_BY(m_mutex) = 0;
};

}  // namespace watchglass::promql
