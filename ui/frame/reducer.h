#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// How nulls count when reducing.
enum class NullMode : std::uint8_t { Null, Ignore, AsZero };

struct ReducerInfo {
    std::string_view id;
    std::string_view name;  ///< column title and legend text: "Last *", "Mean"
    std::string_view description;
    bool standard = false;   ///< worked out for every field in one pass
    std::string_view alias;  ///< the old name that pickers know; "" without
};
/// All reducers in the order of the menu.
[[nodiscard]] std::span<const ReducerInfo> reducerCatalogue();

/// What a picker says of one reducer, percentiles ("p95") included.
struct ReducerDetails {
    std::string id;
    std::string name;
    std::string description;
    bool standard = false;
    std::string_view alias;
};
[[nodiscard]] std::optional<ReducerDetails> reducerInfo(std::string_view id);

/// The id in use for an id or one of its old names ("avg" -> "mean", "current" -> "lastNotNull"); "" if unknown.
[[nodiscard]] std::string_view reducerId(std::string_view idOrAlias);
/// "Last *" for "lastNotNull"; the id itself when unknown.
[[nodiscard]] std::string reducerName(std::string_view id);
/// Whether the result is in the field's unit (mean, max) or a plain number, a list or a truth value (count).
[[nodiscard]] bool reducerKeepsUnit(std::string_view id);

/// Reduces a column to one value: undefined where there are no rows, null where no value counts. Columns of texts are
/// served by first, last, count, countAll, distinctCount, changeCount and the like.
[[nodiscard]] Cell reduce(const Values& values, std::string_view reducer, NullMode nulls = NullMode::Ignore);

/// Reduces a field of any type: only numbers and times are added up and compared.
[[nodiscard]] Cell reduceField(const Field& field, std::string_view reducer, NullMode nulls = NullMode::Ignore);

namespace reducers {
/// Results of Grafana's one pass over the numbers of a field.
enum class StandardId : std::uint8_t {
    None,
    Sum,
    Mean,
    Max,
    Min,
    LogMin,
    Range,
    Delta,
    Step,
    Diff,
    DiffPercent,
    AllIsZero,
    AllIsNull,
    Count,
    NonNullCount,
    PreviousUp,
    FirstNotNull,
    LastNotNull,
};
}  // namespace reducers

/// Several reducers made ready for many fields, as legends and tables show them: each field is gone through once for
/// all that Grafana works out in one pass, and only for what was asked. Where a column holds more than numbers, what is
/// asked for together can differ from what is asked for alone, as in Grafana. The pass's other results ("nonNullCount",
/// "previousDeltaUp") can be asked for, too. Threads: immutable.
class ReducerSet {
public:
    explicit ReducerSet(std::vector<std::string> ids);

    /// One value for each, in their order.
    [[nodiscard]] std::vector<Cell> operator()(const Field& field, NullMode nulls = NullMode::Ignore) const;

private:
    std::vector<std::string> m_ids;
    std::vector<reducers::StandardId> m_together;  ///< None: by themselves
    unsigned m_parts = 0;
};

/// What "all values" lists, each once if `unique`.
[[nodiscard]] std::vector<Cell> listedCells(const Values& values, bool unique);

}  // namespace watchglass::ui
