#include <curl/curl.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "app/commands/commands.h"
#include "engine/api/params.h"
#include "engine/api/result_json.h"
#include "engine/base/json.h"

namespace watchglass::app {

namespace {

/// One line of output.
struct Row {
    std::string metric;
    std::string time;
    std::string value;
};

std::string metricText(const json::Value& metric)
{
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : metric.members()) labels.emplace_back(name, value.toString());
    return Labels::fromPairs(std::move(labels)).toString();
}

std::vector<Row> rowsOf(const json::Value& data)
{
    const auto time = [](const json::Value& point) {
        return api::formatRfc3339(static_cast<std::int64_t>(point.at(0).toDouble() * 1000 + 0.5));
    };
    const json::Value& result = data["result"];
    const std::string& type = data["resultType"].toString();
    if (type == "scalar" || type == "string") return {{type, time(result), result.at(1).toString()}};
    std::vector<Row> rows;
    for (const json::Value& series : result.items()) {
        const std::string metric = metricText(series["metric"]);
        if (series.has("value")) rows.push_back({metric, time(series["value"]), series["value"].at(1).toString()});
        for (const json::Value& point : series["values"].items()) {
            rows.push_back({metric, time(point), point.at(1).toString()});
        }
    }
    return rows;
}

std::string csvField(const std::string& text)
{
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

void print(const json::Value& data, const std::string& format)
{
    if (format == "json") {
        std::printf("%s\n", json::write(data, 2).c_str());
        return;
    }
    const std::vector<Row> rows = rowsOf(data);
    if (format == "csv") {
        std::printf("metric,time,value\n");
        for (const Row& row : rows) {
            std::printf("%s,%s,%s\n", csvField(row.metric).c_str(), row.time.c_str(), csvField(row.value).c_str());
        }
        return;
    }
    std::size_t width = 0;
    for (const Row& row : rows) width = std::max(width, std::min<std::size_t>(row.metric.size(), 100));
    for (const Row& row : rows) {
        std::printf("%-*s  %s  %s\n", static_cast<int>(width), row.metric.c_str(), row.time.c_str(), row.value.c_str());
    }
    if (rows.empty()) std::fprintf(stderr, "no data\n");
}

size_t collect(char* data, size_t size, size_t count, void* target)
{
    static_cast<std::string*>(target)->append(data, size * count);
    return size * count;
}

/// GET or POST of the query to a server's API.
Result<json::Value> askServer(const Invocation& call)
{
    CURL* curl = curl_easy_init();
    if (!curl) return fail(ErrorCode::Io, "cannot start an HTTP request", call.url);
    std::string form;
    const auto add = [&](const char* name, const std::string& value) {
        if (value.empty()) return;
        char* escaped = curl_easy_escape(curl, value.data(), static_cast<int>(value.size()));
        form += (form.empty() ? "" : "&") + std::string(name) + "=" + escaped;
        curl_free(escaped);
    };
    const bool range = !call.start.empty();
    add("query", call.expression);
    add("time", call.time);
    add("start", call.start);
    add("end", range && call.end.empty() ? std::to_string(std::time(nullptr)) : call.end);
    add("step", range && call.step.empty() ? "60" : call.step);
    std::string url = call.url;
    while (url.ends_with('/')) url.pop_back();
    url += range ? "/api/v1/query_range" : "/api/v1/query";
    std::string body;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    if (code != CURLE_OK) return fail(ErrorCode::Io, curl_easy_strerror(code), url);
    auto answer = json::parse(body);
    if (!answer) return tl::make_unexpected(answer.error().within("the answer of " + url));
    if ((*answer)["status"].toString() != "success") {
        return fail(ErrorCode::InvalidInput, (*answer)["error"].toString(), (*answer)["errorType"].toString());
    }
    for (const json::Value& warning : (*answer)["warnings"].items()) {
        std::fprintf(stderr, "%s\n", warning.toString().c_str());
    }
    return (*answer)["data"];
}

/// The same from the data on this machine.
Result<json::Value> askStore(const Invocation& call)
{
    const auto directory = storedData(call.engine);
    if (!directory) return tl::make_unexpected(directory.error());
    storage::StorageOptions options;
    options.directory = *directory;
    const auto store = storage::Storage::open(options);
    if (!store) {
        Error error = store.error();
        if (error.code == ErrorCode::Limit) error.message += ", or ask it by --url when it serves its HTTP API";
        return tl::make_unexpected(std::move(error));
    }
    const promql::QueryEngine queries(**store);
    const std::int64_t nowMs = SystemClock::instance().nowMs();
    const auto time = [&](const std::string& text) -> Result<std::int64_t> {
        if (text.empty()) return nowMs;
        return api::parseTimeParam(text);
    };
    Result<promql::QueryResultPtr> result;
    const bool range = !call.start.empty();
    if (range) {
        const auto start = time(call.start);
        const auto end = time(call.end);
        const auto step = api::parseDurationParam(call.step.empty() ? "60" : call.step);
        if (!start) return tl::make_unexpected(start.error());
        if (!end) return tl::make_unexpected(end.error());
        if (!step) return tl::make_unexpected(step.error());
        if (*step <= 0) return fail(ErrorCode::InvalidInput, "the step must be positive", "--step");
        result = queries.range(call.expression, *start, *end, *step);
    } else {
        const auto at = time(call.time);
        if (!at) return tl::make_unexpected(at.error());
        result = queries.instant(call.expression, *at);
    }
    if (!result) return tl::make_unexpected(result.error());
    for (const std::string& warning : (*result)->warnings) std::fprintf(stderr, "%s\n", warning.c_str());
    std::string text;
    api::appendResult(text, **result, range, 0);
    return json::parse(text);
}

}  // namespace

int runQuery(const Invocation& call)
{
    const auto data = call.url.empty() ? askStore(call) : askServer(call);
    if (!data) {
        printError(data.error());
        return 1;
    }
    print(*data, call.format);
    return 0;
}

}  // namespace watchglass::app
