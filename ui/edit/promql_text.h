#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::ui {

/// A stretch of a query and what it is, for colours.
enum class QueryPart : std::uint8_t { Function, Keyword, Metric, Label, String, Number, Variable, Comment, Operator };
struct QueryPiece {
    std::size_t begin = 0;
    std::size_t end = 0;
    QueryPart part = QueryPart::Metric;
};
/// Cuts a query into coloured pieces; takes any text. `$name`, `${name}` and `[[name]]` are variables.
[[nodiscard]] std::vector<QueryPiece> queryPieces(std::string_view query);

/// What can stand at a place of a query.
struct QueryCompletion {
    enum class Kind : std::uint8_t { Expression, LabelName, LabelValue, GroupingLabel, None };
    Kind kind = Kind::Expression;
    std::size_t begin = 0;  ///< of the word that is being typed
    std::string word;
    std::string metric;  ///< the selector so far: "" or a name, for names and values of labels
    std::string label;   ///< whose values are wanted
};
[[nodiscard]] QueryCompletion completionAt(std::string_view query, std::size_t cursor);

/// The query with variables replaced by something of the same length that parses, so that positions stay: nothing when
/// a variable stands where anything could be meant.
[[nodiscard]] std::optional<std::string> withoutVariables(std::string_view query);

/// What is wrong with a query: the bytes [begin, end) that it is about.
struct QueryProblem {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string message;
};
/// Nothing for a query that parses, or cannot be told.
[[nodiscard]] std::optional<QueryProblem> queryProblem(std::string_view query);

/// Advice on a query that parses, and the query as it would be when it is followed.
struct QueryHint {
    std::string text;
    std::string action;  ///< "Use rate()"; "" when there is nothing to press
    std::string fixed;
};
[[nodiscard]] std::vector<QueryHint> queryHints(std::string_view query);

}  // namespace watchglass::ui
