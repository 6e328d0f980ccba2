// Any bytes as a query, a selector, a metric and a series description. What parses must print as something
// that parses to the same text.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "engine/promql/ast_json.h"
#include "engine/promql/parser.h"
#include "engine/promql/series_description.h"
#include "tests/fuzz/numbers.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

/// Prometheus's canonical form is lossy in these places, and so is ours: an infinity gains a sign, a range
/// below a millisecond becomes 0s, an offset loses its plus.
bool mayNotComeBack(const std::string& text)
{
    for (const char* lossy : {"Inf", "[0s", "offset"}) {
        if (text.find(lossy) != std::string::npos) return true;
    }
    return false;
}

void require(bool holds, const std::string& text, const std::string& what)
{
    if (holds) return;
    std::fprintf(stderr, "%s: %s\n", what.c_str(), text.c_str());
    std::abort();
}

void checkPrinting(const Expr& expr)
{
    const std::string text = toString(expr);
    const std::string pretty = prettyPrint(expr, 20);
    (void)json::write(toJson(expr));
    if (mayNotComeBack(text)) return;
    const auto again = parseExpr(text);
    require(again.has_value(), text, "printed text does not parse");
    require(toString(**again) == text, text, "printed text is not stable");
    const auto fromPretty = parseExpr(pretty);
    require(fromPretty.has_value(), pretty, "pretty text does not parse");
    require(toString(**fromPretty) == text, pretty, "pretty text means something else");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto expr = parseExprDetailed(text)) {
        checkPrinting(**expr);
    } else {
        require(expr.error().pos.start >= 0 && static_cast<std::size_t>(expr.error().pos.start) <= size,
                expr.error().message, "error outside the text");
    }
    if (size > 0 && data[0] < 0x80) {
        ParserOptions options;
        options.durationExpressions = (data[0] & 1) != 0;
        options.experimentalFunctions = (data[0] & 2) != 0;
        options.extendedRangeSelectors = (data[0] & 4) != 0;
        options.fillModifiers = (data[0] & 8) != 0;
        (void)parseExpr(text, options);
    }
    (void)parseMetricSelector(text);
    (void)parseMetric(text);
    if (testing::hasLongNumbers(text)) return 0;  // a million values are legal and only slow
    if (const auto series = parseSeriesDescription(text)) {
        std::size_t shown = 0;
        for (const SequenceValue& value : series->values) {
            if (value.histogram && ++shown < 10) (void)value.histogram->toTestExpression();
        }
    }
    return 0;
}
