#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>

#include "ui/dashboard/expression.h"

// Source: Grafana's pkg/expr/mathexp (parse and exp.go).

namespace watchglass::ui {

namespace {

using Cell = std::optional<double>;
using Kind = ExpressionValue::Kind;

/// Ends the reading of a formula; caught by evaluateMath() alone.
struct MathError {
    std::string message;
    std::size_t at;
};

ExpressionValue scalar(Cell value)
{
    ExpressionValue out;
    out.kind = Kind::Scalar;
    out.values = {value};
    return out;
}

bool hasAll(const Labels& labels, const Labels& part)
{
    for (const LabelView label : part) {
        if (!labels.has(label.name) || labels.get(label.name) != label.value) return false;
    }
    return true;
}

/// Two values that an operator joins, and the labels of what comes out.
struct Pairing {
    const ExpressionValue* a;
    const ExpressionValue* b;
    Labels labels;
};

std::vector<Pairing> pairings(const ExpressionValues& left, const ExpressionValues& right)
{
    std::vector<Pairing> out;
    for (const ExpressionValue& a : left) {
        for (const ExpressionValue& b : right) {
            if (a.labels == b.labels || b.labels.empty() || hasAll(a.labels, b.labels))
                out.push_back({&a, &b, a.labels});
            else if (a.labels.empty() || hasAll(b.labels, a.labels))
                out.push_back({&a, &b, b.labels});
        }
    }
    // One thing on each side is joined whatever it is called.
    if (out.empty() && left.size() == 1 && right.size() == 1) out.push_back({&left.front(), &right.front(), {}});
    return out;
}

Cell applied(const std::string& op, Cell left, Cell right)
{
    if (!left || !right) return std::nullopt;
    const double a = *left;
    const double b = *right;
    if (op == "+") return a + b;
    if (op == "-") return a - b;
    if (op == "*") return a * b;
    if (op == "/") return a / b;
    if (op == "%") return std::fmod(a, b);
    if (op == "**") return std::pow(a, b);
    if (op == "==") return a == b;
    if (op == "!=") return a != b;
    if (op == ">") return a > b;
    if (op == "<") return a < b;
    if (op == ">=") return a >= b;
    if (op == "<=") return a <= b;
    if (op == "&&") return a != 0 && b != 0;
    return a != 0 || b != 0;
}

ExpressionValue joined(const std::string& op, const Pairing& pair)
{
    ExpressionValue out;
    out.labels = pair.labels;
    const ExpressionValue& a = *pair.a;
    const ExpressionValue& b = *pair.b;
    if (a.kind == Kind::Series && b.kind == Kind::Series) {
        out.kind = Kind::Series;
        std::size_t at = 0;
        for (std::size_t i = 0; i < a.times.size(); ++i) {
            while (at < b.times.size() && b.times[at] < a.times[i]) ++at;
            if (at == b.times.size() || b.times[at] != a.times[i]) continue;
            out.times.push_back(a.times[i]);
            out.values.push_back(applied(op, a.values[i], b.values[at]));
        }
        return out;
    }
    const ExpressionValue& longer = b.kind == Kind::Series ? b : a;
    out.kind = longer.kind == Kind::Series                        ? Kind::Series
               : a.kind == Kind::Scalar && b.kind == Kind::Scalar ? Kind::Scalar
                                                                  : Kind::Number;
    out.times = longer.times;
    for (std::size_t i = 0; i < longer.values.size(); ++i) {
        out.values.push_back(
            applied(op, a.values[a.kind == Kind::Series ? i : 0], b.values[b.kind == Kind::Series ? i : 0]));
    }
    return out;
}

const std::map<std::string, std::function<Cell(Cell)>, std::less<>>& functions()
{
    const auto number = [](double (*of)(double)) {
        return [of](Cell value) { return value ? Cell(of(*value)) : Cell(); };
    };
    static const std::map<std::string, std::function<Cell(Cell)>, std::less<>> all{
        {"abs", number([](double x) { return std::abs(x); })},
        {"log", number([](double x) { return std::log(x); })},
        {"round", number([](double x) { return std::round(x); })},
        {"floor", number([](double x) { return std::floor(x); })},
        {"ceil", number([](double x) { return std::ceil(x); })},
        {"sqrt", number([](double x) { return std::sqrt(x); })},
        {"is_nan", [](Cell x) { return Cell(x && std::isnan(*x)); }},
        {"is_inf", [](Cell x) { return Cell(x && std::isinf(*x)); }},
        {"is_null", [](Cell x) { return Cell(!x); }},
        {"is_number", [](Cell x) { return Cell(x && std::isfinite(*x)); }},
    };
    return all;
}

/// Reads a formula and works it out on the way.
class MathReader {
public:
    MathReader(std::string_view text, const ExpressionInputs& inputs) : m_text(text), m_inputs(inputs) {}

    ExpressionValues read()
    {
        ExpressionValues out = binary(0);
        skip();
        if (m_at < m_text.size()) error("unexpected \"" + std::string(1, m_text[m_at]) + '"');
        return out;
    }

private:
    /// Counts calls that are under way: a formula of brackets alone must not overflow the stack.
    class Depth {
    public:
        explicit Depth(MathReader& reader) : m_reader(reader)
        {
            constexpr int kDeepest = 1'000;
            if (++reader.m_depth > kDeepest) reader.error("nested too deeply");
        }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        ~Depth() { --m_reader.m_depth; }

    private:
        MathReader& m_reader;
    };

    [[noreturn]] void error(std::string message) const { throw MathError{std::move(message), m_at}; }

    void skip()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0) ++m_at;
    }

    bool takes(std::string_view token)
    {
        skip();
        if (!m_text.substr(m_at).starts_with(token)) return false;
        m_at += token.size();
        return true;
    }

    /// Operators of each level, the loosest first; longer ones before those that they begin with.
    static const std::vector<std::vector<std::string>>& levels()
    {
        static const std::vector<std::vector<std::string>> all{
            {"||"}, {"&&"}, {"==", "!=", ">=", "<=", ">", "<"}, {"+", "-"}, {"*", "/", "%"}};
        return all;
    }

    ExpressionValues binary(std::size_t level)
    {
        const Depth depth(*this);
        ExpressionValues left = level + 1 < levels().size() ? binary(level + 1) : unary();
        for (bool more = true; more;) {
            more = false;
            for (const std::string& op : levels()[level]) {
                skip();
                if (op == "*" && m_text.substr(m_at).starts_with("**")) continue;
                if (!takes(op)) continue;
                left = join(op, left, level + 1 < levels().size() ? binary(level + 1) : unary());
                more = true;
                break;
            }
        }
        return left;
    }

    static ExpressionValues join(const std::string& op, const ExpressionValues& left, const ExpressionValues& right)
    {
        ExpressionValues out;
        for (const Pairing& pair : pairings(left, right)) out.push_back(joined(op, pair));
        return out;
    }

    static ExpressionValues mapped(ExpressionValues values, const std::function<Cell(Cell)>& change)
    {
        for (ExpressionValue& value : values) {
            for (Cell& cell : value.values) cell = change(cell);
        }
        return values;
    }

    ExpressionValues unary()
    {
        const Depth depth(*this);
        skip();
        if (m_at < m_text.size() && m_text[m_at] == '!' && !m_text.substr(m_at).starts_with("!=")) {
            ++m_at;
            return mapped(unary(), [](Cell x) { return x ? Cell(*x == 0) : Cell(); });
        }
        if (takes("-")) return mapped(unary(), [](Cell x) { return x ? Cell(-*x) : Cell(); });
        ExpressionValues base = primary();
        if (takes("**")) return join("**", base, unary());
        return base;
    }

    std::string name()
    {
        std::string out;
        while (m_at < m_text.size() &&
               (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0 || m_text[m_at] == '_')) {
            out += m_text[m_at++];
        }
        return out;
    }

    ExpressionValues variable()
    {
        std::string refId;
        if (takes("{")) {
            const std::size_t end = m_text.find('}', m_at);
            if (end == std::string_view::npos) error("\"${\" is not closed");
            refId = std::string(m_text.substr(m_at, end - m_at));
            m_at = end + 1;
        } else {
            refId = name();
        }
        const auto found = m_inputs.find(refId);
        if (found == m_inputs.end()) error("there is no query \"" + refId + '"');
        return found->second;
    }

    ExpressionValues primary()
    {
        skip();
        if (m_at == m_text.size()) error("the formula ends too early");
        if (takes("(")) {
            ExpressionValues inner = binary(0);
            if (!takes(")")) error("\")\" is missing");
            return inner;
        }
        const char c = m_text[m_at];
        if (c == '$') {
            ++m_at;
            return variable();
        }
        if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.') {
            double number = 0;
            const auto [end, code] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), number);
            if (code != std::errc()) error("this is no number");
            m_at = static_cast<std::size_t>(end - m_text.data());
            return {scalar(number)};
        }
        return call();
    }

    ExpressionValues call()
    {
        const std::string function = name();
        if (function.empty()) error("unexpected \"" + std::string(1, m_text[m_at]) + '"');
        if (!takes("(")) error("\"(\" is missing behind \"" + function + '"');
        const bool constant = function == "inf" || function == "nan" || function == "null" || function == "infn";
        ExpressionValues argument;
        if (!constant) argument = binary(0);
        if (!takes(")")) error("\")\" is missing");
        if (function == "inf") return {scalar(HUGE_VAL)};
        if (function == "infn") return {scalar(-HUGE_VAL)};
        if (function == "nan") return {scalar(std::nan(""))};
        if (function == "null") return {scalar(std::nullopt)};
        const auto found = functions().find(function);
        if (found == functions().end()) error("there is no function \"" + function + '"');
        return mapped(std::move(argument), found->second);
    }

    std::string_view m_text;
    const ExpressionInputs& m_inputs;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace

Result<ExpressionValues> evaluateMath(std::string_view formula, const ExpressionInputs& inputs)
{
    try {
        return MathReader(formula, inputs).read();
    } catch (const MathError& error) {
        return fail(ErrorCode::InvalidInput, error.message, "position " + std::to_string(error.at + 1));
    }
}

}  // namespace watchglass::ui
