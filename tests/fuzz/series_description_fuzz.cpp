// Any bytes as a series line of the test language. Histograms must come back as they are printed.

#include <cstdint>
#include <cstdlib>

#include "engine/promql/series_description.h"
#include "tests/fuzz/numbers.h"

using namespace watchglass;

namespace {

void comesBack(const FloatHistogram& histogram)
{
    // The grammar knows no empty list of bounds, though the printer (and Prometheus's) writes one.
    if (histogram.usesCustomBuckets() && histogram.customValues.empty()) return;
    const std::string text = histogram.toTestExpression();
    const auto again = promql::parseSeriesDescription("m " + text);
    if (!again || again->values.size() != 1 || !again->values[0].histogram) std::abort();
    if (again->values[0].histogram->toTestExpression() != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)promql::parseMetric(text);
    if (testing::hasLongNumbers(text)) return 0;  // a million values are legal and only slow
    const auto series = promql::parseSeriesDescription(text);
    if (!series) return 0;
    std::size_t shown = 0;
    for (const promql::SequenceValue& value : series->values) {
        if (value.histogram && ++shown < 10) comesBack(*value.histogram);
    }
    return 0;
}
