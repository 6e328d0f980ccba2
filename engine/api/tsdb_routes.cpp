#include "engine/api/tsdb_routes.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <unordered_map>

#include "engine/base/json.h"

namespace watchglass::api {

namespace {

constexpr std::size_t kMostEntries = 10'000;

using Counts = std::unordered_map<std::string, std::uint64_t>;

/// The `limit` largest, largest first; equal ones by name.
json::Value largest(const Counts& counts, std::size_t limit)
{
    std::vector<std::pair<std::string, std::uint64_t>> all(counts.begin(), counts.end());
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    if (all.size() > limit) all.resize(limit);
    json::Value out = json::Value::array();
    for (const auto& [name, count] : all) {
        json::Value one = json::Value::object();
        one.set("name", name);
        one.set("value", static_cast<std::int64_t>(count));
        out.append(std::move(one));
    }
    return out;
}

/// Series per label value, by label name.
using Pairs = std::map<std::string, Counts, std::less<>>;

Pairs countPairs(const std::vector<storage::SelectedSeries>& series)
{
    Pairs out;
    for (const storage::SelectedSeries& one : series) {
        for (const LabelView label : *one.labels) {
            auto at = out.find(label.name);
            if (at == out.end()) at = out.try_emplace(std::string(label.name)).first;
            ++at->second[std::string(label.value)];
        }
    }
    return out;
}

Response tsdbStatus(const Request& request, const storage::Queryable& store, const storage::StorageStats& stats)
{
    std::size_t limit = 10;
    if (const std::string_view text = request.param("limit"); !text.empty()) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
        if (error != std::errc{} || end != text.data() + text.size() || limit == 0) {
            return failure("bad_data", "limit must be a positive number");
        }
        if (limit > kMostEntries) return failure("bad_data", "limit must not exceed " + std::to_string(kMostEntries));
    }
    constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::max() / 1000;
    const auto querier = store.querier();
    const auto series = querier->select({}, -kAlways, kAlways);
    if (!series) return queryFailure(series.error());
    const Pairs pairs = countPairs(*series);

    Counts valuesByName, bytesByName, seriesByPair;
    std::uint64_t pairCount = 0;
    for (const auto& [name, values] : pairs) {
        valuesByName[name] = values.size();
        pairCount += values.size();
        for (const auto& [value, count] : values) {
            bytesByName[name] += (name.size() + value.size()) * count;
            seriesByPair[name + '=' + value] = count;
        }
    }
    json::Value head = json::Value::object();
    head.set("numSeries", static_cast<std::int64_t>(stats.series));
    head.set("numLabelPairs", static_cast<std::int64_t>(pairCount));
    head.set("chunkCount", 0);  // samples are not kept in chunks here
    head.set("minTime", stats.minMs.value_or(std::numeric_limits<std::int64_t>::max()));
    head.set("maxTime", stats.maxMs.value_or(std::numeric_limits<std::int64_t>::min()));
    json::Value data = json::Value::object();
    data.set("headStats", std::move(head));
    const auto names = pairs.find(kMetricName);
    data.set("seriesCountByMetricName", largest(names == pairs.end() ? Counts() : names->second, limit));
    data.set("labelValueCountByLabelName", largest(valuesByName, limit));
    data.set("memoryInBytesByLabelName", largest(bytesByName, limit));
    data.set("seriesCountByLabelValuePair", largest(seriesByPair, limit));
    return success(json::write(data));
}

}  // namespace

void addTsdbRoutes(Router& router, const storage::Queryable& store, std::function<storage::StorageStats()> stats)
{
    router.add("GET", "/api/v1/status/tsdb", [&store, stats = std::move(stats)](const Request& request) {
        return tsdbStatus(request, store, stats());
    });
    router.add("GET", "/api/v1/status/walreplay",
               [](const Request&) { return success(R"({"min":0,"max":0,"current":0})"); });
}

}  // namespace watchglass::api
