#pragma once

#include <cstdint>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// What becomes of the nulls of a column in a join, where rows are undefined that have no partner.
enum class JoinNulls : std::uint8_t {
    Remove,  ///< undefined
    Retain,
    Expand,  ///< the undefined rows beside them become null too, so that lines break
};

/// Columns to be joined by the first of them.
struct JoinTable {
    std::vector<Values> columns;
    std::vector<JoinNulls> nulls;  ///< by column; Retain where it is shorter
};

/// Every key once, ascending when they are numbers; of several rows with one key the last stands. The keys come first,
/// then all other columns.
[[nodiscard]] std::vector<Values> joinOuter(const std::vector<JoinTable>& tables);
/// Every combination of rows with the same key; `outer` adds those without a partner at the end.
[[nodiscard]] std::vector<Values> joinTabular(const std::vector<JoinTable>& tables, bool outer);

/// Whether a sample of the values ascends.
[[nodiscard]] bool isLikelyAscending(const Values& values, std::size_t samples = 50);
/// Rows in ascending order of a column.
[[nodiscard]] std::vector<std::size_t> ascendingRows(const Values& values);

}  // namespace watchglass::ui
