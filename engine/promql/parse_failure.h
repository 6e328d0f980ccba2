#pragma once

#include <string>

#include "engine/promql/ast.h"

namespace watchglass::promql {

/// Unwinds the lexer and parser at the first error; caught at the entry points of parser.cpp and
/// series_description.cpp. Never leaves this library.
struct ParseFailure {
    PosRange pos;
    std::string message;
};

}  // namespace watchglass::promql
