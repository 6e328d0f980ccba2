#include "ui/dashboard/foreign_source.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <vector>

namespace watchglass::ui {

namespace {

bool isOurs(std::string_view text)
{
    static constexpr std::string_view kOurs[] = {"prometheus", "victoriametrics", "mimir", "thanos", "cortex"};
    return std::any_of(std::begin(kOurs), std::end(kOurs),
                       [&](std::string_view name) { return text.find(name) != std::string_view::npos; });
}

/// Words in names that people give to other sources.
constexpr std::string_view kOthers[] = {
    "loki",   "elasticsearch", "opensearch", "influx",     "influxdb",   "graphite",    "cloudwatch", "opentsdb",
    "tempo",  "jaeger",        "zipkin",     "mysql",      "postgres",   "mssql",       "postgresql", "testdata",
    "zabbix", "stackdriver",   "azure",      "bigquery",   "clickhouse", "snowflake",   "dynatrace",  "datadog",
    "splunk", "pyroscope",     "sentry",     "timestream", "infinity",   "victorialogs"};

/// What is between blanks, dashes and the like: "TemporalMetrics" is no Tempo.
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> out(1);
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0)
            out.back() += static_cast<char>(std::tolower(byte));
        else if (!out.back().empty())
            out.emplace_back();
    }
    return out;
}

}  // namespace

std::string foreignSource(std::string_view type, std::string_view uid)
{
    if (type == "datasource" || type == "grafana" || type == "__expr__") return {};
    if (!type.empty()) return isOurs(type) || type[0] == '$' ? std::string() : std::string(type);
    // "$x" is a variable, "-- Mixed --" a word of Grafana's.
    if (uid.starts_with('$') || uid.starts_with("--")) return {};
    std::string found;
    for (const std::string& word : wordsOf(uid)) {
        if (word == "prom" || isOurs(word)) return {};
        if (std::find(std::begin(kOthers), std::end(kOthers), word) != std::end(kOthers)) found = word;
    }
    return found;
}

std::string foreignSource(const json::Value& datasource)
{
    if (!datasource.isObject()) return foreignSource({}, datasource.toString());
    return foreignSource(datasource["type"].toString(), datasource["uid"].toString());
}

}  // namespace watchglass::ui
