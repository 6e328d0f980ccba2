#include "tests/fuzz/exposition_bodies.h"

using namespace watchglass::exposition;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    testing::compareScrapes(data, size, Format::OpenMetrics);

    // Start times: the second parser that looks ahead.
    ParserOptions options;
    options.skipCreatedSeries = true;
    const auto parser = createParser({reinterpret_cast<const char*>(data), size}, Format::OpenMetrics, options);
    for (;;) {
        const auto entry = parser->next();
        if (!entry || *entry == Entry::End) return 0;
        if (*entry == Entry::Series) (void)parser->startTimestampMs();
    }
}
