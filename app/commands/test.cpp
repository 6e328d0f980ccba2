#include <cstdio>

#include "app/commands/commands.h"
#include "engine/promql/test_script.h"

namespace watchglass::app {

int runTestPromql(const Invocation& call)
{
    std::size_t passed = 0;
    std::size_t failed = 0;
    for (const std::string& file : call.files) {
        const auto script = readFile(file);
        if (!script) {
            printError(script.error());
            ++failed;
            continue;
        }
        const promql::ScriptReport report = promql::runTestScript(*script);
        for (const promql::ScriptFailure& failure : report.failures) {
            std::printf("%s:%d: %s\n", file.c_str(), failure.line, failure.message.c_str());
        }
        passed += static_cast<std::size_t>(report.passed);
        failed += static_cast<std::size_t>(report.failed);
    }
    std::printf("%zu passed, %zu failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

}  // namespace watchglass::app
