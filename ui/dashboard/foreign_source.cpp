#include "ui/dashboard/foreign_source.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace watchglass::ui {

namespace {

template <std::size_t N>
std::string_view findIn(std::string_view text, const std::string_view (&names)[N])
{
    const auto found = std::find_if(std::begin(names), std::end(names),
                                    [&](std::string_view name) { return text.find(name) != std::string_view::npos; });
    return found == std::end(names) ? std::string_view() : *found;
}

constexpr std::string_view kOurs[] = {"prometheus", "victoriametrics", "mimir", "thanos", "cortex"};

/// Parts of names that people give to other sources; what they are called by Grafana.
constexpr std::string_view kOthers[] = {
    "loki",    "elasticsearch", "opensearch", "influx",   "graphite",   "cloudwatch", "opentsdb",
    "tempo",   "jaeger",        "zipkin",     "mysql",    "postgres",   "mssql",      "testdata",
    "zabbix",  "stackdriver",   "azure",      "bigquery", "clickhouse", "snowflake",  "dynatrace",
    "datadog", "splunk",        "pyroscope",  "sentry",   "timestream", "infinity",   "victorialogs"};

}  // namespace

std::string foreignSource(std::string_view type, std::string_view uid)
{
    if (type == "datasource" || type == "grafana" || type == "__expr__") return {};
    if (!type.empty()) return findIn(type, kOurs).empty() && type[0] != '$' ? std::string(type) : std::string();
    std::string name(uid);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    // "$x" is a variable, "-- Mixed --" a word of Grafana's.
    if (name.starts_with('$') || name.starts_with("--") || !findIn(name, kOurs).empty()) return {};
    return std::string(findIn(name, kOthers));
}

std::string foreignSource(const json::Value& datasource)
{
    if (!datasource.isObject()) return foreignSource({}, datasource.toString());
    return foreignSource(datasource["type"].toString(), datasource["uid"].toString());
}

}  // namespace watchglass::ui
