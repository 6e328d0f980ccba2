#include "engine/template/parser.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/base/go_float.h"
#include "engine/base/utf8.h"
#include "engine/model/labels.h"
#include "engine/template/function_names.h"
#include "engine/template/lexer.h"

namespace watchglass::tmpl {

namespace {

constexpr int kMaxNesting = 200;

/// Leaves the recursive descent; never gets out of parseTemplate().
struct ParseFailure {
    std::string message;
    std::size_t position;
};

std::string withoutUnderscores(std::string_view text)
{
    std::string out(text);
    std::erase(out, '_');
    return out;
}

class Parser {
public:
    Parser(std::string_view text, const std::vector<Token>& tokens) : m_text(text), m_tokens(tokens) {}

    Tree run()
    {
        m_variables = {"$"};
        while (peek().type != TokenType::Eof) {
            if (peek().type == TokenType::LeftDelim) {
                const std::size_t back = m_at;
                next();
                if (nextNonSpace().type == TokenType::Define) {
                    definition();
                    continue;
                }
                m_at = back;
            }
            const Token& token = peek();
            if (Stop stop = statement(m_tree.main); stop != Stop::No) {
                raise(std::string("unexpected {{") + (stop == Stop::End ? "end" : "else") + "}}", token);
            }
        }
        return std::move(m_tree);
    }

private:
    /// What ended a list of statements.
    enum class Stop : std::uint8_t { No, End, Else };

    /// Counts nesting for as long as it lives.
    class Nested {
    public:
        explicit Nested(Parser& parser) : m_parser(parser)
        {
            if (++m_parser.m_depth > kMaxNesting) m_parser.raise("nested too deep", m_parser.peek());
        }
        ~Nested() { --m_parser.m_depth; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;

    private:
        Parser& m_parser;
    };

    [[noreturn]] void raise(std::string message, const Token& at) const
    {
        throw ParseFailure{std::move(message), at.position};
    }

    [[noreturn]] void unexpected(const Token& token, std::string_view context) const
    {
        if (token.type == TokenType::Error) raise(std::string(token.text), token);
        raise("unexpected " + shown(token) + " in " + std::string(context), token);
    }

    static std::string shown(const Token& token)
    {
        if (token.type == TokenType::Eof) return "EOF";
        if (token.type >= TokenType::Block && token.type <= TokenType::With) {
            return '<' + std::string(token.text) + '>';
        }
        return token.text.size() > 10 ? goQuote(token.text.substr(0, 10)) + "..." : goQuote(token.text);
    }

    // An error or the end is never passed.
    const Token& peek() const { return m_tokens[std::min(m_at, m_tokens.size() - 1)]; }
    const Token& next()
    {
        const Token& token = peek();
        if (m_at + 1 < m_tokens.size()) ++m_at;
        return token;
    }
    const Token& peekNonSpace()
    {
        while (peek().type == TokenType::Space) next();
        return peek();
    }
    const Token& nextNonSpace()
    {
        peekNonSpace();
        return next();
    }
    const Token& expect(TokenType type, std::string_view context)
    {
        const Token& token = nextNonSpace();
        if (token.type != type) unexpected(token, context);
        return token;
    }

    [[nodiscard]] std::string sourceFrom(std::size_t position) const
    {
        const std::size_t end = std::min(peek().position, m_text.size());
        std::string_view text = m_text.substr(position, end > position ? end - position : 0);
        while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) {
            text.remove_suffix(1);
        }
        // Longer texts are cut in every message.
        return std::string(text.substr(0, 64));
    }

    void definition()
    {
        const std::string context = "define clause";
        const Token& token = nextNonSpace();
        if (token.type != TokenType::String && token.type != TokenType::RawString) unexpected(token, context);
        const std::string name = unquoted(token);
        expect(TokenType::RightDelim, context);
        std::vector<std::string> outer = std::move(m_variables);
        m_variables = {"$"};
        std::vector<Node> list;
        if (statements(list) != Stop::End) raise("unexpected {{else}} in " + context, peek());
        m_variables = std::move(outer);
        add(name, std::move(list), token);
    }

    static bool isEmptyList(const std::vector<Node>& list)
    {
        for (const Node& node : list) {
            if (node.type != NodeType::Text) return false;
            if (node.text.find_first_not_of(" \t\r\n\v\f") != std::string::npos) return false;
        }
        return true;
    }

    void add(const std::string& name, std::vector<Node> list, const Token& at)
    {
        const auto known = m_tree.defined.find(name);
        if (known == m_tree.defined.end() || isEmptyList(known->second)) {
            m_tree.defined[name] = std::move(list);
        } else if (!isEmptyList(list)) {
            raise("multiple definition of template " + goQuote(name), at);
        }
    }

    Stop statements(std::vector<Node>& list)
    {
        while (peekNonSpace().type != TokenType::Eof) {
            if (const Stop stop = statement(list); stop != Stop::No) return stop;
        }
        raise("unexpected EOF", peek());
    }

    Stop statement(std::vector<Node>& list)
    {
        const Token& token = nextNonSpace();
        if (token.type == TokenType::Text) {
            Node node;
            node.type = NodeType::Text;
            node.position = token.position;
            node.text = std::string(token.text);
            list.push_back(std::move(node));
            return Stop::No;
        }
        if (token.type != TokenType::LeftDelim) unexpected(token, "input");
        return action(list);
    }

    Stop action(std::vector<Node>& list)
    {
        const Nested nested(*this);
        const std::size_t start = m_at;
        const Token& token = nextNonSpace();
        switch (token.type) {
        case TokenType::Block: list.push_back(block(token)); return Stop::No;
        case TokenType::Break:
        case TokenType::Continue: list.push_back(jump(token)); return Stop::No;
        case TokenType::Else: {
            const TokenType following = peekNonSpace().type;
            if (following != TokenType::If && following != TokenType::With) expect(TokenType::RightDelim, "else");
            return Stop::Else;
        }
        case TokenType::End: expect(TokenType::RightDelim, "end"); return Stop::End;
        case TokenType::If: list.push_back(control(NodeType::If, "if", token)); return Stop::No;
        case TokenType::With: list.push_back(control(NodeType::With, "with", token)); return Stop::No;
        case TokenType::Range: list.push_back(control(NodeType::Range, "range", token)); return Stop::No;
        case TokenType::Template: list.push_back(templateCall(token)); return Stop::No;
        default: break;
        }
        m_at = start;
        Node node;
        node.type = NodeType::Action;
        node.position = peekNonSpace().position;
        node.pipe = pipeline("command", TokenType::RightDelim);
        node.source = node.pipe->source;
        list.push_back(std::move(node));
        return Stop::No;
    }

    Node jump(const Token& token)
    {
        const std::string word = "{{" + std::string(token.text) + "}}";
        if (const Token& after = nextNonSpace(); after.type != TokenType::RightDelim) unexpected(after, word);
        if (m_rangeDepth == 0) raise(word + " outside {{range}}", token);
        Node node;
        node.type = token.type == TokenType::Break ? NodeType::Break : NodeType::Continue;
        node.position = token.position;
        return node;
    }

    Node control(NodeType type, const char* context, const Token& token)
    {
        const Nested nested(*this);
        const std::size_t variables = m_variables.size();
        Node node;
        node.type = type;
        node.position = token.position;
        node.pipe = pipeline(context, TokenType::RightDelim);
        node.source = node.pipe->source;
        if (type == NodeType::Range) ++m_rangeDepth;
        const Stop stop = statements(node.list);
        if (type == NodeType::Range) --m_rangeDepth;
        if (stop == Stop::Else) {
            node.hasElse = true;
            const Token& following = peek();
            if ((type == NodeType::If && following.type == TokenType::If) ||
                (type == NodeType::With && following.type == TokenType::With)) {
                next();
                node.elseList.push_back(control(type, context, following));
            } else if (statements(node.elseList) != Stop::End) {
                raise("expected end; found {{else}}", following);
            }
        }
        m_variables.resize(variables);
        return node;
    }

    Node templateCall(const Token& token)
    {
        const std::string context = "template clause";
        Node node;
        node.type = NodeType::Template;
        node.position = token.position;
        const Token& name = nextNonSpace();
        if (name.type != TokenType::String && name.type != TokenType::RawString) unexpected(name, context);
        node.text = unquoted(name);
        node.source = std::string(name.text.substr(0, 64));
        if (peekNonSpace().type == TokenType::RightDelim) {
            next();
        } else {
            node.pipe = pipeline(context, TokenType::RightDelim);
        }
        return node;
    }

    Node block(const Token& token)
    {
        const std::string context = "block clause";
        const Token& name = nextNonSpace();
        if (name.type != TokenType::String && name.type != TokenType::RawString) unexpected(name, context);
        Node node;
        node.type = NodeType::Template;
        node.position = token.position;
        node.text = unquoted(name);
        node.source = std::string(name.text.substr(0, 64));
        node.pipe = pipeline(context, TokenType::RightDelim);
        std::vector<std::string> outer = std::move(m_variables);
        m_variables = {"$"};
        const int rangeDepth = m_rangeDepth;
        m_rangeDepth = 0;
        std::vector<Node> list;
        if (statements(list) != Stop::End) raise("unexpected {{else}} in " + context, peek());
        m_variables = std::move(outer);
        m_rangeDepth = rangeDepth;
        add(node.text, std::move(list), name);
        return node;
    }

    std::unique_ptr<Pipeline> pipeline(const std::string& context, TokenType end)
    {
        const Nested nested(*this);
        auto pipe = std::make_unique<Pipeline>();
        pipe->position = peekNonSpace().position;
        declarations(*pipe, context);
        for (;;) {
            const Token& token = peekNonSpace();
            if (token.type == end) {
                pipe->source = sourceFrom(pipe->position);
                next();
                checkPipeline(*pipe, context, token);
                return pipe;
            }
            switch (token.type) {
            case TokenType::Bool:
            case TokenType::CharConstant:
            case TokenType::Dot:
            case TokenType::Field:
            case TokenType::Identifier:
            case TokenType::Number:
            case TokenType::Nil:
            case TokenType::RawString:
            case TokenType::String:
            case TokenType::Variable:
            case TokenType::LeftParen: pipe->commands.push_back(command()); break;
            default: unexpected(token, context);
            }
        }
    }

    void declarations(Pipeline& pipe, const std::string& context)
    {
        while (peekNonSpace().type == TokenType::Variable) {
            const std::size_t start = m_at;
            const Token& variable = next();
            const Token& following = peekNonSpace();
            if (following.type == TokenType::Assign || following.type == TokenType::Declare) {
                next();
                pipe.isAssign = following.type == TokenType::Assign;
                declare(pipe, variable);
                return;
            }
            if (following.type != TokenType::Comma) {
                m_at = start;
                return;
            }
            next();
            declare(pipe, variable);
            if (context != "range" || pipe.declared.size() > 1) raise("too many declarations in " + context, following);
            const TokenType second = peekNonSpace().type;
            if (second != TokenType::Variable && second != TokenType::RightDelim && second != TokenType::RightParen) {
                raise("range can only initialize variables", following);
            }
        }
    }

    void declare(Pipeline& pipe, const Token& variable)
    {
        pipe.declared.emplace_back(variable.text);
        m_variables.emplace_back(variable.text);
    }

    void checkPipeline(const Pipeline& pipe, const std::string& context, const Token& at) const
    {
        if (pipe.commands.empty()) raise("missing value for " + context, at);
        for (std::size_t i = 1; i < pipe.commands.size(); ++i) {
            switch (pipe.commands[i].args.front().type) {
            case NodeType::Bool:
            case NodeType::Dot:
            case NodeType::Nil:
            case NodeType::Number:
            case NodeType::String: raise("non executable command in pipeline stage " + std::to_string(i + 1), at);
            default: break;
            }
        }
    }

    Command command()
    {
        Command out;
        out.position = peekNonSpace().position;
        for (;;) {
            peekNonSpace();
            operand(out.args);
            const Token& token = peek();
            if (token.type == TokenType::Space) {
                next();
                continue;
            }
            if (token.type != TokenType::RightDelim && token.type != TokenType::RightParen &&
                token.type != TokenType::Pipe) {
                unexpected(token, "operand");
            }
            out.source = sourceFrom(out.position);
            if (token.type == TokenType::Pipe) next();
            break;
        }
        if (out.args.empty()) raise("empty command", peek());
        return out;
    }

    /// A term and the fields behind it. Nothing when there is no term here.
    void operand(std::vector<Node>& args)
    {
        const std::size_t position = peek().position;
        Node node;
        if (!term(node)) return;
        node.position = position;
        if (peek().type == TokenType::Field) {
            std::vector<std::string> fields;
            const Token& dot = peek();
            while (peek().type == TokenType::Field) fields.emplace_back(next().text.substr(1));
            switch (node.type) {
            case NodeType::Field:
            case NodeType::Variable: node.names.insert(node.names.end(), fields.begin(), fields.end()); break;
            case NodeType::Bool:
            case NodeType::String:
            case NodeType::Number:
            case NodeType::Nil:
            case NodeType::Dot: raise("unexpected . after term " + goQuote(m_text.substr(position, 20)), dot);
            default: {
                Node chain;
                chain.type = NodeType::Chain;
                chain.position = position;
                node.source = sourceFrom(position);
                chain.operand = std::make_unique<Node>(std::move(node));
                chain.names = std::move(fields);
                node = std::move(chain);
            }
            }
        }
        node.source = sourceFrom(position);
        args.push_back(std::move(node));
    }

    bool term(Node& node)
    {
        const Token& token = peekNonSpace();
        switch (token.type) {
        case TokenType::Identifier:
            if (!isFunction(token.text)) raise("function " + goQuote(token.text) + " not defined", token);
            node.type = NodeType::Identifier;
            node.text = std::string(token.text);
            break;
        case TokenType::Dot: node.type = NodeType::Dot; break;
        case TokenType::Nil: node.type = NodeType::Nil; break;
        case TokenType::Variable:
            if (std::find(m_variables.begin(), m_variables.end(), token.text) == m_variables.end()) {
                raise("undefined variable " + goQuote(token.text), token);
            }
            node.type = NodeType::Variable;
            node.names = {std::string(token.text)};
            break;
        case TokenType::Field:
            node.type = NodeType::Field;
            node.names = {std::string(token.text.substr(1))};
            break;
        case TokenType::Bool:
            node.type = NodeType::Bool;
            node.boolean = token.text == "true";
            break;
        case TokenType::CharConstant: charConstant(token, node); break;
        case TokenType::Number: number(token, node); break;
        case TokenType::String:
        case TokenType::RawString:
            node.type = NodeType::String;
            node.text = unquoted(token);
            break;
        case TokenType::LeftParen:
            next();
            node.type = NodeType::Pipe;
            node.pipe = pipeline("parenthesized pipeline", TokenType::RightParen);
            return true;
        default: return false;
        }
        next();
        return true;
    }

    std::string unquoted(const Token& token) const
    {
        std::string out;
        if (!unquote(token.text, out)) raise("invalid syntax", token);
        return out;
    }

    void charConstant(const Token& token, Node& node) const
    {
        std::string text;
        const bool good = unquote(token.text, text) && !text.empty();
        std::size_t length = 0;
        const char32_t code = decodeUtf8(text, length);
        if (!good || (length != text.size())) raise("malformed character constant: " + std::string(token.text), token);
        node.type = NodeType::Number;
        node.integer = static_cast<std::int64_t>(code);
    }

    void number(const Token& token, Node& node) const
    {
        node.type = NodeType::Number;
        const bool negative = token.text.front() == '-';
        std::string digits = withoutUnderscores(token.text);
        if (digits.front() == '-' || digits.front() == '+') digits.erase(0, 1);
        int base = 10;
        std::string_view magnitude = digits;
        if (digits.size() > 1 && digits[0] == '0') {
            const char mark = static_cast<char>(digits[1] | 0x20);
            base = mark == 'x' ? 16 : (mark == 'o' ? 8 : (mark == 'b' ? 2 : 8));
            magnitude.remove_prefix(mark == 'x' || mark == 'o' || mark == 'b' ? 2 : 1);
        }
        std::uint64_t value = 0;
        const auto [end, status] = std::from_chars(magnitude.data(), magnitude.data() + magnitude.size(), value, base);
        const bool whole = end == magnitude.data() + magnitude.size() && !magnitude.empty();
        if (whole && status == std::errc{}) {
            const std::uint64_t limit = std::uint64_t{1} << 63;
            if (value > limit || (value == limit && !negative)) {
                // Go keeps it as an unsigned number and refuses it when it is used.
                if (negative) raise("integer overflow: " + goQuote(token.text), token);
                node.overflow = std::string(token.text) + " overflows int";
            }
            node.integer = static_cast<std::int64_t>(negative ? 0 - value : value);
            return;
        }
        const auto real = parseFloat((negative ? "-" : "") + digits);
        if (!real || std::isinf(*real)) {
            raise((whole ? "integer overflow: " : "illegal number syntax: ") + goQuote(token.text), token);
        }
        if (digits.find_first_of(".eEpP") == std::string::npos) {
            raise("integer overflow: " + goQuote(token.text), token);
        }
        node.isFloat = true;
        node.real = *real;
    }

    std::string_view m_text;
    const std::vector<Token>& m_tokens;
    Tree m_tree;
    std::vector<std::string> m_variables;
    std::size_t m_at = 0;
    int m_rangeDepth = 0;
    int m_depth = 0;
};

}  // namespace

Result<Tree> parseTemplate(std::string_view name, std::string_view text)
{
    std::string message;
    const std::vector<Token> tokens = tokenize(text, message);
    try {
        return Parser(text, tokens).run();
    } catch (const ParseFailure& failure) {
        const std::string_view before = text.substr(0, failure.position);
        const auto line = std::to_string(std::count(before.begin(), before.end(), '\n') + 1);
        return fail(ErrorCode::InvalidInput, "template: " + std::string(name) + ':' + line + ": " + failure.message,
                    "line " + line);
    }
}

}  // namespace watchglass::tmpl
