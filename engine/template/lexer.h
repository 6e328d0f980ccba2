#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::tmpl {

enum class TokenType : std::uint8_t {
    Text,
    LeftDelim,
    RightDelim,
    Space,
    Assign,
    Declare,
    Pipe,
    Comma,
    Char,  ///< another printable ASCII character
    LeftParen,
    RightParen,
    Bool,
    CharConstant,
    Number,
    String,
    RawString,
    Identifier,
    Field,
    Variable,
    Dot,
    Nil,
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Range,
    Template,
    With,
    Error,  ///< `text` is the message; always the last token
    Eof,
};

struct Token {
    TokenType type = TokenType::Eof;
    std::string_view text;  ///< the bytes in the template; Error: a message that outlives it
    std::size_t position = 0;
};

/// The tokens of a template up to the end or the first error. Trimmed text and comments are gone.
/// `messages` keeps the text of an error token.
/// Source: Go text/template/parse/lex.go.
[[nodiscard]] std::vector<Token> tokenize(std::string_view text, std::string& message);

/// Reads a quoted Go string, raw string or character constant. False: malformed.
[[nodiscard]] bool unquote(std::string_view quoted, std::string& out);

}  // namespace watchglass::tmpl
