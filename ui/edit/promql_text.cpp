#include "ui/edit/promql_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/promql/ast.h"
#include "engine/promql/parser.h"

namespace watchglass::ui {

namespace {

constexpr std::array<std::string_view, 18> kKeywords{
    "by", "without", "on",    "ignoring", "group_left", "group_right", "offset",   "bool", "and",
    "or", "unless",  "atan2", "start",    "end",        "anchored",    "smoothed", "inf",  "nan"};
constexpr std::array<std::string_view, 14> kAggregators{"sum",      "avg",          "count",  "min",        "max",
                                                        "group",    "stddev",       "stdvar", "topk",       "bottomk",
                                                        "quantile", "count_values", "limitk", "limit_ratio"};

bool isWordStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':'; }
bool isWord(char c) { return isWordStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

template <class List>
bool among(const List& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The end of a variable that begins at `at`; `at` when none does.
std::size_t variableEnd(std::string_view text, std::size_t at)
{
    if (text.substr(at).starts_with("[[")) {
        const std::size_t end = text.find("]]", at);
        return end == std::string_view::npos ? at : end + 2;
    }
    if (text[at] != '$' || at + 1 >= text.size()) return at;
    if (text[at + 1] == '{') {
        const std::size_t end = text.find('}', at);
        return end == std::string_view::npos ? at : end + 1;
    }
    std::size_t end = at + 1;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    return end > at + 1 ? end : at;
}

std::size_t stringEnd(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && quote != '`') {
            ++i;
        } else if (text[i] == quote) {
            return i + 1;
        }
    }
    return text.size();
}

std::size_t wordEnd(std::string_view text, std::size_t at)
{
    while (at < text.size() && isWord(text[at])) ++at;
    return at;
}

/// "by (" and the like open a list of labels.
bool opensLabels(std::string_view word)
{
    return word == "by" || word == "without" || word == "on" || word == "ignoring" || word == "group_left" ||
           word == "group_right";
}

class Cutter {
public:
    explicit Cutter(std::string_view text) : m_text(text) {}

    std::vector<QueryPiece> run()
    {
        for (std::size_t at = 0; at < m_text.size();) at = std::max(step(at), at + 1);
        return std::move(m_out);
    }

private:
    std::size_t add(std::size_t begin, std::size_t end, QueryPart part)
    {
        m_out.push_back({begin, end, part});
        return end;
    }

    std::size_t step(std::size_t at)
    {
        const char c = m_text[at];
        if (c == '#') return add(at, std::min(m_text.find('\n', at), m_text.size()), QueryPart::Comment);
        if (c == '"' || c == '\'' || c == '`') return add(at, stringEnd(m_text, at), QueryPart::String);
        if (const std::size_t end = variableEnd(m_text, at); end > at) return add(at, end, QueryPart::Variable);
        if (std::isdigit(static_cast<unsigned char>(c))) {
            std::size_t end = at;
            while (end < m_text.size() && (isWord(m_text[end]) || m_text[end] == '.') && m_text[end] != ':') ++end;
            return add(at, end, QueryPart::Number);
        }
        if (isWordStart(c)) return word(at);
        if (c == '{') m_inBraces = true;
        if (c == '}') m_inBraces = false;
        if (c == ')') m_inLabels = false;
        if (std::string_view("+-*/%^=!<>~@").find(c) != std::string_view::npos)
            return add(at, at + 1, QueryPart::Operator);
        return at + 1;
    }

    std::size_t word(std::size_t at)
    {
        const std::size_t end = wordEnd(m_text, at);
        const std::string_view text = m_text.substr(at, end - at);
        const std::size_t next = m_text.find_first_not_of(" \t\n", end);
        const bool call = next != std::string_view::npos && m_text[next] == '(';
        if (m_inBraces || m_inLabels) return add(at, end, QueryPart::Label);
        if (opensLabels(text)) m_inLabels = call;
        if (among(kAggregators, text) || (call && promql::findFunction(text))) return add(at, end, QueryPart::Function);
        return add(at, end, among(kKeywords, text) ? QueryPart::Keyword : QueryPart::Metric);
    }

    std::string_view m_text;
    std::vector<QueryPiece> m_out;
    bool m_inBraces = false;
    bool m_inLabels = false;
};

bool isCounterName(std::string_view name) { return name.ends_with("_total") || name.ends_with("_bucket"); }

/// Functions that make sense of a counter's own value.
bool takesCounters(std::string_view function)
{
    return function == "absent" || function == "timestamp" || function == "resets" || function == "changes" ||
           function == "histogram_quantile" || function == "label_replace" || function == "label_join" ||
           function == "count_over_time";
}

void collectHints(const promql::Expr& expr, std::string_view query, std::string_view original,
                  std::vector<QueryHint>& out, bool quiet)
{
    using promql::ExprKind;
    if (expr.kind == ExprKind::MatrixSelector) return;
    if (expr.kind == ExprKind::VectorSelector && !quiet) {
        const auto& selector = static_cast<const promql::VectorSelector&>(expr);
        const auto begin = static_cast<std::size_t>(std::max(0, expr.pos.start));
        const auto end = std::min(static_cast<std::size_t>(std::max(0, expr.pos.end)), query.size());
        if (isCounterName(selector.name) && begin < end) {
            const std::string text(original.substr(begin, end - begin));
            QueryHint hint;
            hint.text = selector.name + " counts up all the time: its rate says how fast.";
            hint.action = "Use rate()";
            hint.fixed = std::string(original.substr(0, begin)) + "rate(" + text + "[$__rate_interval])" +
                         std::string(original.substr(end));
            out.push_back(std::move(hint));
        }
        return;
    }
    bool below = quiet;
    if (expr.kind == ExprKind::Call) {
        const auto& call = static_cast<const promql::CallExpr&>(expr);
        below = below || (call.function && takesCounters(call.function->name));
    }
    if (expr.kind == ExprKind::Aggregate) {
        const auto op = static_cast<const promql::AggregateExpr&>(expr).op;
        below = below || op == promql::AggOp::Count || op == promql::AggOp::Group;
    }
    for (const promql::Expr* child : promql::childrenOf(expr)) collectHints(*child, query, original, out, below);
}

}  // namespace

std::vector<QueryPiece> queryPieces(std::string_view query) { return Cutter(query).run(); }

QueryCompletion completionAt(std::string_view query, std::size_t cursor)
{
    cursor = std::min(cursor, query.size());
    QueryCompletion out;
    std::string metric;  // the word before an open brace
    std::string label;   // the last label in the braces
    bool inBraces = false;
    bool inLabels = false;
    std::string last;  // the last word
    for (std::size_t at = 0; at < cursor;) {
        const char c = query[at];
        if (c == '"' || c == '\'' || c == '`') {
            const std::size_t end = stringEnd(query, at);
            if (cursor < end || (end == query.size() && cursor == end && (end - at < 2 || query[end - 1] != c))) {
                out.kind = inBraces ? QueryCompletion::Kind::LabelValue : QueryCompletion::Kind::None;
                out.begin = at + 1;
                out.word = std::string(query.substr(at + 1, cursor - at - 1));
                out.metric = metric;
                out.label = label;
                return out;
            }
            at = end;
            continue;
        }
        if (c == '#') {
            const std::size_t end = std::min(query.find('\n', at), query.size());
            if (cursor <= end) {
                out.kind = QueryCompletion::Kind::None;
                return out;
            }
            at = end;
            continue;
        }
        if (const std::size_t end = variableEnd(query, at); end > at) {
            at = end;
            continue;
        }
        if (isWordStart(c)) {
            const std::size_t end = std::min(wordEnd(query, at), cursor);
            last = std::string(query.substr(at, end - at));
            if (inBraces) label = last;
            if (end == cursor) {
                out.begin = at;
                out.word = last;
                break;
            }
            at = end;
            continue;
        }
        if (std::isdigit(static_cast<unsigned char>(c))) {
            while (at < cursor && isWord(query[at])) ++at;
            if (at == cursor) {
                out.kind = QueryCompletion::Kind::None;
                return out;
            }
            continue;
        }
        if (c == '{') {
            inBraces = true;
            metric = last;
            label.clear();
        }
        if (c == '}') inBraces = false;
        if (c == '(') inLabels = opensLabels(last);
        if (c == ')') inLabels = false;
        if (std::string_view(" \t\n").find(c) == std::string_view::npos) last.clear();
        ++at;
    }
    if (out.word.empty()) out.begin = cursor;
    if (inBraces) out.kind = QueryCompletion::Kind::LabelName;
    if (inLabels) out.kind = QueryCompletion::Kind::GroupingLabel;
    out.metric = inBraces ? metric : std::string();
    return out;
}

std::optional<std::string> withoutVariables(std::string_view query)
{
    std::string out(query);
    bool inBrackets = false;
    for (std::size_t at = 0; at < query.size();) {
        const char c = query[at];
        if (c == '"' || c == '\'' || c == '`') {
            at = stringEnd(query, at);  // texts may hold anything
            continue;
        }
        const std::size_t end = variableEnd(query, at);
        if (end > at) {
            // A length of time in brackets and after "offset"; elsewhere it could be a number, a name, an operator.
            const std::size_t before = query.find_last_not_of(" \t\n", at == 0 ? 0 : at - 1);
            const bool offset = at > 0 && before != std::string_view::npos &&
                                query.substr(0, before + 1).ends_with("offset");
            if (!inBrackets && !offset) return std::nullopt;
            std::string length = "1m";
            length.resize(end - at, ' ');
            out.replace(at, end - at, length);
            at = end;
            continue;
        }
        if (c == '[') inBrackets = true;
        if (c == ']') inBrackets = false;
        ++at;
    }
    return out;
}

std::optional<QueryProblem> queryProblem(std::string_view query)
{
    if (query.find_first_not_of(" \t\n") == std::string_view::npos) return std::nullopt;
    const auto plain = withoutVariables(query);
    if (!plain) return std::nullopt;
    const auto parsed = promql::parseExprDetailed(*plain);
    if (parsed) return std::nullopt;
    const promql::ParseError& error = parsed.error();
    QueryProblem out;
    out.begin = std::min(static_cast<std::size_t>(std::max(0, error.pos.start)), query.size());
    out.end = std::min(static_cast<std::size_t>(std::max(0, error.pos.end)), query.size());
    const std::string where = promql::positionText(*plain, error.pos.start);
    out.message = (where.empty() ? "" : where + ": ") + error.message;
    return out;
}

std::vector<QueryHint> queryHints(std::string_view query)
{
    std::vector<QueryHint> out;
    const auto plain = withoutVariables(query);
    if (!plain) return out;
    const auto parsed = promql::parseExpr(*plain);
    if (parsed) collectHints(**parsed, *plain, query, out, false);
    return out;
}

}  // namespace watchglass::ui
