#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace watchglass::tmpl {

struct Pipeline;

enum class NodeType : std::uint8_t {
    // Operands
    Bool,
    Dot,
    Nil,
    Number,
    String,
    Field,       ///< .a.b
    Variable,    ///< $x.a.b: names[0] is the variable with its '$'
    Chain,       ///< (pipeline).a.b
    Identifier,  ///< a function
    Pipe,        ///< (pipeline)
    // Statements
    Text,
    Action,
    If,
    With,
    Range,
    Template,
    Break,
    Continue,
};

/// A node of the tree; which members matter depends on the type.
struct Node {
    NodeType type = NodeType::Nil;
    std::size_t position = 0;  ///< byte in the template's text
    std::string source;        ///< the node as written, for messages

    std::string text;                ///< Text, String (unquoted), Identifier, Template (its name)
    std::vector<std::string> names;  ///< Field, Variable, Chain
    bool boolean = false;
    bool isFloat = false;  ///< Number: `real`, else `integer`
    double real = 0;
    std::int64_t integer = 0;
    std::string overflow;  ///< Number: not "" when the integer does not fit

    std::unique_ptr<Node> operand;  ///< Chain
    std::unique_ptr<Pipeline> pipe;
    std::vector<Node> list;
    std::vector<Node> elseList;
    bool hasElse = false;
};

struct Command {
    std::size_t position = 0;
    std::string source;
    std::vector<Node> args;
};

struct Pipeline {
    std::size_t position = 0;
    std::string source;
    std::vector<std::string> declared;  ///< variables with their '$'
    bool isAssign = false;              ///< `=` and not `:=`
    std::vector<Command> commands;
};

/// The main template under "" and those that it defines.
struct Tree {
    std::vector<Node> main;
    std::map<std::string, std::vector<Node>, std::less<>> defined;
};

}  // namespace watchglass::tmpl
