#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/promql/query_engine.h"

namespace watchglass::api {

/// Appends `{"resultType":"matrix","result":[...]}`. `limit` > 0 cuts the series; returns whether some were cut.
bool appendMatrixResult(std::string& out, const promql::QueryResult& result, std::size_t limit);

/// The text of a range query's answer and where in it the points stand.
struct MatrixText {
    promql::QueryResultPtr result;
    std::string text;
    std::vector<std::uint32_t> offsets;  ///< series by series, steps + 1 each: where a point begins, where they end
};

/// Writes the answers of dashboards that ask the same again a few steps later: what stood in the last answer, with
/// the same labels, times and bits, is copied and not written anew.
/// Threads: any.
class MatrixTexts {
public:
    /// Appends what appendMatrixResult() without a limit does. `query`: what is asked again; equal ones only share
    /// more.
    void append(std::string& out, std::string_view query, const promql::QueryResultPtr& result);

    /// Points that were copied so far, for tests.
    [[nodiscard]] std::uint64_t pointsCopied() const;

private:
    [[nodiscard]] std::optional<MatrixText> take(const std::string& key);
    void keep(std::string key, MatrixText text);

    mutable Mutex m_mutex;
    std::unordered_map<std::string, MatrixText> m_texts WG_GUARDED_BY(m_mutex);
    std::size_t m_bytes WG_GUARDED_BY(m_mutex) = 0;
    std::uint64_t m_copied WG_GUARDED_BY(m_mutex) = 0;
};

}  // namespace watchglass::api
