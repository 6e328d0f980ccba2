#include "engine/template/executor.h"

#include <algorithm>
#include <optional>

#include "engine/template/functions.h"
#include "engine/template/printf.h"

namespace watchglass::tmpl {

namespace {

constexpr int kMaxTemplateDepth = 100;

/// Leaves the evaluation; never gets out of execute().
struct ExecFailure {
    Error error;
};

/// The value that a pipeline hands to its next command; none for the first.
using Final = std::optional<Value>;

class Executor {
public:
    Executor(const Tree& tree, std::string_view name, std::string_view text, const Environment& environment)
        : m_tree(tree), m_name(name), m_text(text), m_environment(environment), m_template(name)
    {
    }

    std::string run(const Value& data)
    {
        m_variables.push_back({"$", data});
        (void)walkList(data, m_tree.main);
        return std::move(m_out);
    }

private:
    struct Variable {
        std::string name;
        Value value;
    };

    enum class Flow : std::uint8_t { Go, Break, Continue };

    // ---- failures -----------------------------------------------------------------------------

    void at(std::size_t position, const std::string& source)
    {
        m_position = position;
        m_source = &source;
    }
    void at(const Node& node) { at(node.position, node.source); }

    [[noreturn]] void raise(const std::string& message, ErrorCode code = ErrorCode::InvalidInput) const
    {
        const std::string_view before = m_text.substr(0, m_position);
        std::size_t line = 1;
        for (const char c : before) line += c == '\n' ? 1 : 0;
        const std::size_t newline = before.rfind('\n');
        const std::size_t column = newline == std::string_view::npos ? m_position : m_position - newline - 1;
        std::string source = m_source ? *m_source : std::string();
        if (source.size() > 20) source = source.substr(0, 20) + "...";
        const std::string where = std::to_string(line) + ':' + std::to_string(column);
        throw ExecFailure{
            {code,
             "template: " + m_name + ':' + where + ": executing \"" + m_template + "\" at <" + source + ">: " + message,
             "line " + where}};
    }

    void step()
    {
        if (++m_steps > m_environment.maxSteps) raise("too many steps", ErrorCode::Limit);
    }

    void write(std::string_view text)
    {
        if (text.size() > m_environment.maxOutputBytes - m_out.size())
            raise("the output is too long", ErrorCode::Limit);
        m_out += text;
    }

    // ---- statements -----------------------------------------------------------------------------

    Flow walkList(const Value& dot, const std::vector<Node>& list)
    {
        for (const Node& node : list) {
            if (const Flow flow = walk(dot, node); flow != Flow::Go) return flow;
        }
        return Flow::Go;
    }

    Flow walk(const Value& dot, const Node& node)
    {
        step();
        at(node);
        switch (node.type) {
        case NodeType::Text: write(node.text); return Flow::Go;
        case NodeType::Action: {
            const Value value = evalPipeline(dot, *node.pipe);
            at(node);
            if (node.pipe->declared.empty()) write(value.isNil() ? "<no value>" : printed(value));
            return Flow::Go;
        }
        case NodeType::If:
        case NodeType::With: {
            const std::size_t mark = m_variables.size();
            const Value value = evalPipeline(dot, *node.pipe);
            Flow flow = Flow::Go;
            if (value.truth()) {
                flow = walkList(node.type == NodeType::With ? value : dot, node.list);
            } else {
                flow = walkList(dot, node.elseList);
            }
            m_variables.resize(mark);
            return flow;
        }
        case NodeType::Range: return walkRange(dot, node);
        case NodeType::Template: walkTemplate(dot, node); return Flow::Go;
        case NodeType::Break: return Flow::Break;
        case NodeType::Continue: return Flow::Continue;
        default: raise("unknown node");
        }
    }

    Flow walkRange(const Value& dot, const Node& node)
    {
        const std::size_t outer = m_variables.size();
        const Value over = evalPipeline(dot, *node.pipe);
        at(node);
        bool ran = false;
        const auto iteration = [&](const Value& index, const Value& element) {
            ran = true;
            step();
            const std::size_t mark = m_variables.size();
            const auto& declared = node.pipe->declared;
            if (!declared.empty()) {
                if (node.pipe->isAssign) {
                    setVariable(declared[0], declared.size() > 1 ? index : element);
                    if (declared.size() > 1) setVariable(declared[1], element);
                } else {
                    m_variables[m_variables.size() - 1].value = element;
                    if (declared.size() > 1) m_variables[m_variables.size() - 2].value = index;
                }
            }
            const Flow flow = walkList(element, node.list);
            m_variables.resize(mark);
            return flow != Flow::Break;
        };
        switch (over.kind()) {
        case Kind::List: {
            std::int64_t i = 0;
            for (const Value& item : over.items()) {
                if (!iteration(Value::integer(i++), item)) break;
            }
            break;
        }
        case Kind::Map:
            for (const auto& [name, member] : over.members()) {
                if (!iteration(Value::string(name), member)) break;
            }
            break;
        case Kind::Int:
        case Kind::Uint:
            if (node.pipe->declared.size() > 1) {
                raise("can't use " + printed(over) + " to iterate over more than one variable");
            }
            for (std::int64_t i = 0;
                 over.kind() == Kind::Uint ? static_cast<std::uint64_t>(i) < over.toUint() : i < over.toInt(); ++i) {
                if (!iteration(Value(), Value::integer(i, over.type()))) break;
            }
            break;
        case Kind::Nil: break;
        default: raise("range can't iterate over " + printed(over));
        }
        Flow flow = Flow::Go;
        if (!ran) flow = walkList(dot, node.elseList);
        m_variables.resize(outer);
        return flow;
    }

    void walkTemplate(const Value& dot, const Node& node)
    {
        const auto found = m_tree.defined.find(node.text);
        const bool isMain = found == m_tree.defined.end() && node.text == m_name;
        if (found == m_tree.defined.end() && !isMain) raise("template " + goQuote(node.text) + " not defined");
        if (++m_depth > kMaxTemplateDepth) {
            raise("exceeded maximum template depth (" + std::to_string(kMaxTemplateDepth) + ")", ErrorCode::Limit);
        }
        const Value data = node.pipe ? evalPipeline(dot, *node.pipe) : Value();
        std::vector<Variable> outer = std::move(m_variables);
        const std::string outerName = std::move(m_template);
        m_variables = {{"$", data}};
        m_template = node.text;
        (void)walkList(data, isMain ? m_tree.main : found->second);
        m_variables = std::move(outer);
        m_template = outerName;
        --m_depth;
    }

    // ---- variables ------------------------------------------------------------------------------

    Variable& findVariable(std::string_view name)
    {
        for (std::size_t i = m_variables.size(); i-- > 0;) {
            if (m_variables[i].name == name) return m_variables[i];
        }
        raise("undefined variable: " + std::string(name));
    }

    void setVariable(std::string_view name, const Value& value) { findVariable(name).value = value; }

    // ---- pipelines ------------------------------------------------------------------------------

    Value evalPipeline(const Value& dot, const Pipeline& pipe)
    {
        step();
        at(pipe.position, pipe.source);
        Final value;
        for (const Command& command : pipe.commands) value = evalCommand(dot, command, std::move(value));
        for (const std::string& name : pipe.declared) {
            if (pipe.isAssign) {
                setVariable(name, *value);
            } else {
                m_variables.push_back({name, *value});
            }
        }
        return *value;
    }

    Value evalCommand(const Value& dot, const Command& command, Final final)
    {
        const Node& word = command.args.front();
        switch (word.type) {
        case NodeType::Field: return evalFields(dot, dot, word, word.names, 0, &command.args, final);
        case NodeType::Chain: return evalChain(dot, word, &command.args, final);
        case NodeType::Variable: return evalVariable(dot, word, &command.args, final);
        case NodeType::Identifier:
            at(word);
            return evalCall(dot, *findFunction(word.text), std::nullopt, command.args, final,
                            command.args.size() > 1 ? &command.source : &word.source, command.position);
        case NodeType::Pipe: notAFunction(command.args, final); return evalPipeline(dot, *word.pipe);
        default: break;
        }
        at(word);
        notAFunction(command.args, final);
        if (word.type == NodeType::Nil) raise("nil is not a command");
        return evalOperand(dot, word);
    }

    void notAFunction(const std::vector<Node>& args, const Final& final)
    {
        if (args.size() > 1 || final) raise("can't give argument to non-function " + args.front().source);
    }

    /// An operand that is no command: a constant, dot, or what evalCommand() does with one word.
    Value evalOperand(const Value& dot, const Node& node)
    {
        at(node);
        switch (node.type) {
        case NodeType::Bool: return Value::boolean(node.boolean);
        case NodeType::Dot: return dot;
        case NodeType::Nil: return {};
        case NodeType::Number:
            if (!node.overflow.empty()) raise(node.overflow);
            return node.isFloat ? Value::number(node.real) : Value::integer(node.integer);
        case NodeType::String: return Value::string(node.text);
        case NodeType::Field: return evalFields(dot, dot, node, node.names, 0, nullptr, {});
        case NodeType::Variable: return evalVariable(dot, node, nullptr, {});
        case NodeType::Chain: return evalChain(dot, node, nullptr, {});
        case NodeType::Pipe: return evalPipeline(dot, *node.pipe);
        case NodeType::Identifier: {
            static const std::vector<Node> kNoArguments(1);
            return evalCall(dot, *findFunction(node.text), std::nullopt, kNoArguments, {}, &node.source, node.position);
        }
        default: raise("can't handle this operand");
        }
    }

    // ---- fields ---------------------------------------------------------------------------------

    Value evalVariable(const Value& dot, const Node& node, const std::vector<Node>* args, const Final& final)
    {
        at(node);
        const Value value = findVariable(node.names.front()).value;
        if (node.names.size() > 1) return evalFields(dot, value, node, node.names, 1, args, final);
        if (args) notAFunction(*args, final);
        return value;
    }

    Value evalChain(const Value& dot, const Node& node, const std::vector<Node>* args, const Final& final)
    {
        at(node);
        if (node.operand->type == NodeType::Nil) raise("indirection through explicit nil in " + node.source);
        const Value receiver = evalOperand(dot, *node.operand);
        return evalFields(dot, receiver, node, node.names, 0, args, final);
    }

    /// receiver.a.b; the last name may be a method that takes the command's arguments.
    Value evalFields(const Value& dot, Value receiver, const Node& node, const std::vector<std::string>& names,
                     std::size_t from, const std::vector<Node>* args, const Final& final)
    {
        at(node);
        for (std::size_t i = from; i < names.size(); ++i) {
            const bool last = i + 1 == names.size();
            receiver = evalField(dot, receiver, node, names[i], last ? args : nullptr, last ? final : Final());
        }
        return receiver;
    }

    Value evalField(const Value& dot, const Value& receiver, const Node& node, const std::string& name,
                    const std::vector<Node>* args, const Final& final)
    {
        using MissingKey = Environment::MissingKey;
        if (receiver.isNil()) {
            if (m_environment.missingKey == MissingKey::Error) raise("nil data; no entry for key " + goQuote(name));
            return {};
        }
        static const std::vector<Node> kNoArguments(1);
        if (const Function* method = findMethod(receiver, name)) {
            return evalCall(dot, *method, receiver, args ? *args : kNoArguments, final, &node.source, node.position);
        }
        const bool hasArguments = (args && args->size() > 1) || final;
        if (receiver.kind() == Kind::Map || receiver.kind() == Kind::Struct) {
            const auto member = receiver.members().find(name);
            const bool found = member != receiver.members().end();
            if (receiver.kind() == Kind::Map || found) {
                if (hasArguments) {
                    raise(receiver.kind() == Kind::Map ? name + " is not a method but has arguments"
                                                       : name + " has arguments but cannot be invoked as function");
                }
                if (found) return member->second;
                if (m_environment.missingKey == MissingKey::Error) raise("map has no entry for key " + goQuote(name));
                return m_environment.missingKey == MissingKey::Zero ? receiver.missingElement() : Value();
            }
        }
        raise("can't evaluate field " + name + " in type " + std::string(receiver.type()));
    }

    // ---- calls ----------------------------------------------------------------------------------

    /// `args` starts with the function itself; `receiver` is the first argument of a method.
    Value evalCall(const Value& dot, const Function& function, const std::optional<Value>& receiver,
                   const std::vector<Node>& args, const Final& final, const std::string* source, std::size_t position)
    {
        step();
        const std::size_t given = args.size() - 1 + (final ? 1 : 0) + (receiver ? 1 : 0);
        const std::size_t wanted = function.params.size() - (function.variadic ? 1 : 0);
        const std::size_t hidden = receiver ? 1 : 0;
        if (function.variadic ? given < wanted : given != wanted) {
            raise("wrong number of args for " + std::string(function.name) + ": want " +
                  (function.variadic ? "at least " : "") + std::to_string(wanted - hidden) + " got " +
                  std::to_string(given - hidden));
        }
        if (!function.body) return evalLogic(dot, function.name == "or", args, final);

        std::vector<Value> values;
        values.reserve(given);
        if (receiver) values.push_back(*receiver);
        for (std::size_t i = 1; i < args.size(); ++i) {
            values.push_back(evalArgument(dot, args[i], paramOf(function, values.size())));
        }
        at(position, *source);
        if (final) values.push_back(checked(*final, paramOf(function, values.size())));
        auto result = function.body(values, m_environment);
        if (!result) {
            at(position, *source);
            raise("error calling " + std::string(function.name) + ": " + result.error().message, result.error().code);
        }
        // A variable can double itself: values are bounded wherever they arise, not only in the output.
        if (result->weight() > m_environment.maxOutputBytes) raise("a value is too large", ErrorCode::Limit);
        return std::move(*result);
    }

    static Param paramOf(const Function& function, std::size_t index)
    {
        return function.params[std::min(index, function.params.size() - 1)];
    }

    /// `and` and `or` return the argument that decides and leave the rest alone.
    Value evalLogic(const Value& dot, bool isOr, const std::vector<Node>& args, const Final& final)
    {
        Value value;
        for (std::size_t i = 1; i < args.size(); ++i) {
            value = evalArgument(dot, args[i], Param::Any);
            if (value.truth() == isOr) return value;
        }
        return final ? *final : value;
    }

    Value evalArgument(const Value& dot, const Node& node, Param param)
    {
        at(node);
        const bool constant = node.type == NodeType::Bool || node.type == NodeType::Number ||
                              node.type == NodeType::String;
        if (node.type == NodeType::Nil) {
            if (param == Param::Any || param == Param::Sample || param == Param::QueryResult) return {};
            raise("cannot assign nil to " + std::string(paramType(param)));
        }
        if (!constant) {
            const Value value = evalOperand(dot, node);
            at(node);
            return checked(value, param);
        }
        // Constants take the parameter's type where they can.
        const auto expected = [&](const char* what) {
            raise(std::string("expected ") + what + "; found " + node.source);
        };
        switch (param) {
        case Param::String:
            if (node.type != NodeType::String) expected("string");
            break;
        case Param::Int:
        case Param::Duration:
            if (node.type != NodeType::Number || node.isFloat) expected("integer");
            if (param == Param::Duration) return Value::duration(node.integer);
            break;
        case Param::Float:
            if (node.type != NodeType::Number) expected("float");
            return Value::number(node.isFloat ? node.real : static_cast<double>(node.integer));
        case Param::Any: break;
        default: raise("can't handle " + node.source + " for arg of type " + std::string(paramType(param)));
        }
        return evalOperand(dot, node);
    }

    /// Refuses a value whose type is not the parameter's.
    Value checked(const Value& value, Param param)
    {
        if (param == Param::Any) return value;
        if (value.isNil()) raise("invalid value; expected " + std::string(paramType(param)));
        const bool fits = param == Param::Duration ? value.kind() == Kind::Duration
                          : param == Param::Time   ? value.kind() == Kind::Time
                                                   : value.type() == paramType(param);
        if (!fits) {
            raise("wrong type for value; expected " + std::string(paramType(param)) + "; got " +
                  std::string(value.type()));
        }
        return value;
    }

    const Tree& m_tree;
    std::string m_name;
    std::string_view m_text;
    const Environment& m_environment;
    std::string m_template;
    std::vector<Variable> m_variables;
    std::string m_out;
    const std::string* m_source = nullptr;
    std::size_t m_position = 0;
    std::size_t m_steps = 0;
    int m_depth = 0;
};

}  // namespace

Result<std::string> execute(const Tree& tree, std::string_view name, std::string_view text, const Value& data,
                            const Environment& environment)
{
    try {
        return Executor(tree, name, text, environment).run(data);
    } catch (ExecFailure& failure) {
        return tl::make_unexpected(std::move(failure.error));
    }
}

}  // namespace watchglass::tmpl
