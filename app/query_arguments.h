#pragma once

#include <CLI/CLI.hpp>

#include "app/command_line.h"

namespace watchglass::app {

/// Adds `query` and its subcommands to `app`. Without a subcommand it evaluates an expression: over a range when
/// --start is given.
CLI::App* addQuery(CLI::App& app, Invocation& out);

/// What of `query` was meant. Throws CLI::RequiredError for one without an expression or selector.
void readQuery(const CLI::App& query, Invocation& out);

}  // namespace watchglass::app
