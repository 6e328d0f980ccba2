#include "tests/fuzz/exposition_bodies.h"

using namespace watchglass::exposition;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    testing::compareScrapes(data, size, Format::Text);
    return 0;
}
