#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "ui/frame/reducer.h"

namespace watchglass::ui::reducers {

/// What reduce() and its kin are made of.

/// The number of a percentile reducer ("p95"); 0 for everything else.
[[nodiscard]] int percentileOf(std::string_view id);
/// What JavaScript's Number() makes of a cell.
[[nodiscard]] double coerced(const Cell& cell);
/// Rows that exist: in sparse columns those with a value.
[[nodiscard]] std::size_t rowCount(const Values& values);

// In an order (reducer_order.cpp).
[[nodiscard]] double variance(const Values& values);
[[nodiscard]] Cell median(const Values& values, NullMode nulls);
[[nodiscard]] Cell percentile(const Values& values, int percent, NullMode nulls);

// In one pass (reducer_pass.cpp).
inline constexpr double kMostNumber = std::numeric_limits<double>::max();
/// What Grafana works out in one pass over the numbers.
struct Standard {
    double sum = 0;
    double max = -kMostNumber;
    double min = kMostNumber;
    double logmin = kMostNumber;
    double step = kMostNumber;
    double delta = 0;
    double firstNotNull = 0;
    double lastNotNull = 0;
    std::size_t count = 0;         ///< with NaN
    std::size_t nonNullCount = 0;  ///< without NaN
    bool allIsZero = true;
    bool any = false;        ///< a value that is a number
    bool previousUp = true;  ///< the last step was none down
};
/// Plain numbers, and what is absent does not count: then both passes are one fast loop.
[[nodiscard]] bool isPlain(const Values& values, NullMode nulls);
/// What of it takes time, each to be asked for: the others are counted anyway.
inline constexpr unsigned kSum = 1;
inline constexpr unsigned kExtremes = 2;
inline constexpr unsigned kSteps = 4;  ///< step and delta; sums come along
inline constexpr unsigned kAboveZero = 8;
inline constexpr unsigned kZeros = 16;
inline constexpr unsigned kAllParts = kSum | kExtremes | kSteps | kAboveZero | kZeros;
/// What a reducer needs of the pass.
[[nodiscard]] unsigned partsOf(std::string_view id);
/// Only `parts` (and what comes for nothing) of the result is meant to be read.
[[nodiscard]] Standard standardPass(const Values& values, NullMode nulls, unsigned parts);
/// What the pass gives; None for reducers that it does not work out.
[[nodiscard]] StandardId standardId(std::string_view id);
[[nodiscard]] Cell standardResult(const Standard& s, StandardId id);
/// One pass over values of any kind, as panels that show several reducers run it: numbers count only in columns of
/// numbers and times, first and last in all.
[[nodiscard]] std::map<std::string, Cell, std::less<>> anyPass(const Values& values, bool numeric, NullMode nulls);

// Texts in a column of numbers (reducer_text.cpp): JavaScript adds and compares them as texts.
[[nodiscard]] bool hasText(const Values& values);
/// Replaces what anyPass() has worked out with numbers.
void textPass(const Values& values, NullMode nulls, std::map<std::string, Cell, std::less<>>& out);

// Of values of any kind (reducer_cells.cpp).
[[nodiscard]] std::size_t distinctCount(const Values& values, NullMode nulls);
[[nodiscard]] std::size_t changeCount(const Values& values, NullMode nulls);
/// First or last row that exists; sparse columns have only those with a value.
[[nodiscard]] Cell edge(const Values& values, bool last, bool notNull);
/// All values as one text, each once if `unique`.
[[nodiscard]] Cell listOf(const Values& values, bool unique);

}  // namespace watchglass::ui::reducers
