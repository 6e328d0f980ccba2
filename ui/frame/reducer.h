#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// How nulls count when reducing.
enum class NullMode : std::uint8_t { Null, Ignore, AsZero };

struct ReducerInfo {
    std::string_view id;
    std::string_view name;  ///< column title and legend text: "Last *", "Mean"
};
/// All reducers in the order of the menu.
[[nodiscard]] std::span<const ReducerInfo> reducerCatalogue();

/// The id in use for an id or one of its old names ("avg" -> "mean", "current" -> "lastNotNull"); "" if unknown.
[[nodiscard]] std::string_view reducerId(std::string_view idOrAlias);
/// "Last *" for "lastNotNull"; the id itself when unknown.
[[nodiscard]] std::string reducerName(std::string_view id);
/// Whether the result is in the field's unit (mean, max) or a plain number, a list or a truth value (count).
[[nodiscard]] bool reducerKeepsUnit(std::string_view id);

/// Reduces a column to one value. Null for "nothing there" (empty column, unknown reducer). Non-numeric columns are
/// served by first, last, count, countAll, distinctCount, changeCount and the like.
[[nodiscard]] Cell reduce(const Values& values, std::string_view reducer, NullMode nulls = NullMode::Ignore);

}  // namespace watchglass::ui
