#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// The values as they are drawn: turned over ("negative-Y") or only the first ("constant").
[[nodiscard]] Values transformedValues(const Field& field);

/// Whether more of a sample of the values lies below zero than above.
[[nodiscard]] bool isMostlyNegative(const Values& values);
[[nodiscard]] bool isMostlyNegative(std::span<const double> values);

/// Fields with equal keys are stacked on each other; none for a field that is not stacked. What points down stacks
/// apart from what points up.
[[nodiscard]] std::optional<std::string> stackKey(const Field& field);

/// Fields of a frame that are stacked, in their order.
struct StackGroup {
    std::vector<std::size_t> series;
    int direction = 1;  ///< -1: downwards
};
/// The groups of a frame whose first field is the x axis.
[[nodiscard]] std::vector<StackGroup> stackGroups(const Frame& frame);

/// The area between two members of a stack.
struct StackBand {
    std::size_t from = 0;
    std::size_t to = 0;
    int direction = 1;  ///< of the filling
};
[[nodiscard]] std::vector<StackBand> bandsOf(const StackGroup& group);

/// Members of a stack added up. NaN is no value: the level of those below where others have one.
struct StackedColumns {
    std::vector<std::vector<double>> levels;
    std::vector<double> totals;
};
[[nodiscard]] StackedColumns stackColumns(const std::vector<std::span<const double>>& members, bool percent,
                                          int direction);

/// All columns of a frame as they are drawn, and the totals of the stacks that they are in (else themselves).
struct DrawnColumns {
    std::vector<Values> data;
    std::vector<Values> totals;
};
[[nodiscard]] DrawnColumns drawnColumns(const Frame& frame);

}  // namespace watchglass::ui
