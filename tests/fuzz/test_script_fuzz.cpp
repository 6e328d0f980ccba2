// Any bytes as a script of the test language: its parser, the loader and what it evaluates.

#include <cstdint>

#include "engine/promql/test_script.h"
#include "tests/fuzz/numbers.h"

using namespace watchglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!testing::hasLongNumbers(text)) (void)promql::runTestScript(text);
    return 0;
}
