#include "ui/dashboard/prometheus_client.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "ui/dashboard/promql_filter.h"

namespace watchglass::ui {

double parseSampleValue(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string_view rest = lower;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (rest == "inf" || rest == "infinity") return negative ? -kInfinity : kInfinity;
    // The longest beginning that is a decimal number, as JavaScript reads it: strtod knows more kinds.
    const std::size_t end = lower.find_first_not_of("0123456789.eE+- \t\n");
    const std::string plain = lower.substr(0, end);
    char* stop = nullptr;
    const double value = std::strtod(plain.c_str(), &stop);
    return stop == plain.c_str() ? std::nan("") : value;
}

std::int64_t prometheusSeconds(std::int64_t timeMs, bool roundUp)
{
    const double seconds = static_cast<double>(timeMs) / 1000;
    return static_cast<std::int64_t>(roundUp ? std::ceil(seconds) : std::floor(seconds));
}

std::string originalMetricName(const std::vector<std::pair<std::string, std::string>>& labels)
{
    std::string name;
    std::string out;
    for (const auto& [label, value] : labels) {
        if (label == "__name__") {
            name = value;
            continue;
        }
        out += (out.empty() ? "" : ",") + label + "=\"" + value + '"';
    }
    return name + '{' + out + '}';
}

std::string modifiedQuery(std::string_view query, std::string_view action, std::string_view key, std::string_view value)
{
    const std::string text(query);
    if (action == "ADD_FILTER") return withLabelFilter(query, key, "=", value);
    if (action == "ADD_FILTER_OUT") return withLabelFilter(query, key, "!=", value);
    if (action == "ADD_RATE") return "rate(" + text + "[$__rate_interval])";
    if (action == "ADD_SUM") return "sum(" + text + ") by ($1)";
    if (action == "ADD_HISTOGRAM_QUANTILE")
        return "histogram_quantile(0.95, sum(rate(" + text + "[$__rate_interval])) by (le))";
    if (action == "ADD_HISTOGRAM_AVG") return "histogram_avg(rate(" + text + "[$__rate_interval]))";
    if (action == "ADD_HISTOGRAM_FRACTION") return "histogram_fraction(0,0.2,rate(" + text + "[$__rate_interval]))";
    if (action == "ADD_HISTOGRAM_COUNT") return "histogram_count(rate(" + text + "[$__rate_interval]))";
    if (action == "ADD_HISTOGRAM_SUM") return "histogram_sum(rate(" + text + "[$__rate_interval]))";
    if (action == "ADD_HISTOGRAM_STDDEV") return "histogram_stddev(rate(" + text + "[$__rate_interval]))";
    if (action == "ADD_HISTOGRAM_STDVAR") return "histogram_stdvar(rate(" + text + "[$__rate_interval]))";
    return text;
}

TimeRangeText timeRangeFromUrl(std::string_view from, std::string_view to, const TimeRangeText& usual,
                               const TimeContext& context)
{
    TimeRangeText out = usual;
    const auto says = [&](std::string_view text) {
        return !text.empty() && parseTime(text, context, false).has_value();
    };
    if (says(from)) out.from = std::string(from);
    if (says(to)) out.to = std::string(to);
    return out;
}

}  // namespace watchglass::ui
