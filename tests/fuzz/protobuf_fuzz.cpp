#include "tests/fuzz/exposition_bodies.h"

using namespace watchglass;
using namespace watchglass::exposition;

namespace {

/// Reads everything; what a store would take must be whole.
void read(std::string_view body, ParserOptions options)
{
    const auto parser = createParser(body, Format::Protobuf, options);
    std::vector<LabelView> labels;
    for (;;) {
        const auto entry = parser->next();
        if (!entry || *entry == Entry::End) return;
        if (*entry != Entry::Series && *entry != Entry::Histogram) continue;
        parser->labels(labels);
        (void)parser->startTimestampMs();
        if (*entry != Entry::Histogram || !parser->histogram()->validate(parser->integerHistogram())) continue;
        const FloatHistogram& h = *parser->histogram();
        if (!h.sameAs(h)) std::abort();
        (void)h.toString();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    for (const bool convert : {false, true}) {
        for (const bool ignore : {false, true}) {
            ParserOptions options;
            options.convertClassicToNhcb = convert;
            options.ignoreNative = ignore;
            options.keepClassic = convert != ignore;
            options.typeAndUnitLabels = ignore;
            read(body, options);
        }
    }
    return 0;
}
