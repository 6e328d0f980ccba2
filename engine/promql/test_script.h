#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/memory_store.h"
#include "engine/promql/query_engine.h"

namespace watchglass::promql {

/// One expectation of a test script that does not hold.
struct ScriptFailure {
    int line = 0;  ///< of the command, from 1
    std::string message;
};

struct ScriptReport {
    int passed = 0;
    int failed = 0;
    std::vector<ScriptFailure> failures;
};

/// Runs a script of Prometheus's test language: `load`, `clear`, `eval instant`, `eval range` and their
/// expectations. Every instant evaluation is repeated within a range query and with `@` put on every selector,
/// as the reference runner does; its expectations must hold each time.
///
/// A script that cannot be read is a failure at that line, and ends the run.
[[nodiscard]] ScriptReport runTestScript(std::string_view script);

}  // namespace watchglass::promql
