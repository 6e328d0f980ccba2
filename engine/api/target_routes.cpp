#include "engine/api/target_routes.h"

#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "engine/api/params.h"
#include "engine/base/duration.h"
#include "engine/base/json.h"

namespace watchglass::api {

namespace {

json::Value labelsValue(const Labels& labels)
{
    json::Value out = json::Value::object();
    for (const LabelView label : labels) out.mutableMembers().emplace_back(label.name, label.value);
    return out;
}

json::Value targetValue(const scrape::TargetStatus& target)
{
    json::Value out = json::Value::object();
    out.set("discoveredLabels", labelsValue(target.discoveredLabels));
    out.set("labels", labelsValue(target.labels));
    out.set("scrapePool", target.scrapePool);
    out.set("scrapeUrl", target.scrapeUrl);
    out.set("globalUrl", target.globalUrl);
    out.set("lastError", target.lastError);
    out.set("lastScrape", target.lastScrapeMs == 0 ? "0001-01-01T00:00:00Z" : formatRfc3339(target.lastScrapeMs));
    out.set("lastScrapeDuration", target.lastDurationSeconds);
    out.set("health", scrape::healthName(target.health));
    out.set("scrapeInterval", formatDuration(target.interval));
    out.set("scrapeTimeout", formatDuration(target.timeout));
    return out;
}

Response targets(const Request& request, const TargetSources& sources)
{
    const std::string_view state = request.param("state");
    const std::string_view pool = request.param("scrapePool");
    const bool any = state.empty() || state == "any";
    json::Value data = json::Value::object();
    json::Value active = json::Value::array();
    if (any || state == "active") {
        for (const scrape::TargetStatus& target : sources.active()) {
            if (pool.empty() || target.scrapePool == pool) active.append(targetValue(target));
        }
    }
    data.set("activeTargets", std::move(active));
    json::Value dropped = json::Value::array();
    std::map<std::string, std::int64_t> counts;
    if (any || state == "dropped") {
        for (const scrape::TargetStatus& target : sources.active()) counts.try_emplace(target.scrapePool, 0);
        for (const scrape::DroppedTarget& target : sources.dropped()) {
            ++counts[target.scrapePool];
            if (!pool.empty() && target.scrapePool != pool) continue;
            json::Value one = json::Value::object();
            one.set("discoveredLabels", labelsValue(target.discoveredLabels));
            one.set("scrapePool", target.scrapePool);
            dropped.append(std::move(one));
        }
    }
    json::Value countsValue = json::Value::object();
    for (const auto& [name, count] : counts) countsValue.set(name, count);
    data.set("droppedTargets", std::move(dropped));
    data.set("droppedTargetCounts", std::move(countsValue));
    return success(json::write(data));
}

Response pools(const TargetSources& sources)
{
    std::set<std::string> names;
    for (const scrape::TargetStatus& target : sources.active()) names.insert(target.scrapePool);
    for (const scrape::DroppedTarget& target : sources.dropped()) names.insert(target.scrapePool);
    json::Value list = json::Value::array();
    for (const std::string& name : names) list.append(name);
    json::Value data = json::Value::object();
    data.set("scrapePools", std::move(list));
    return success(json::write(data));
}

/// A count as strconv.Atoi reads it; below zero: none given.
std::optional<std::int64_t> countParam(const Request& request, std::string_view name)
{
    std::string_view text = request.param(name);
    if (text.empty()) return -1;
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

/// Per metric the distinct things that targets say about it.
Response metadata(const Request& request, const TargetSources& sources)
{
    const auto limit = countParam(request, "limit");
    const auto perMetric = countParam(request, "limit_per_metric");
    if (!limit) return failure("bad_data", "limit must be a number");
    if (!perMetric) return failure("bad_data", "limit_per_metric must be a number");
    const std::string_view wanted = request.param("metric");
    using Said = std::tuple<std::string, std::string, std::string>;  // type, unit, help
    std::map<std::string, std::set<Said>> metrics;
    for (const scrape::MetricMetadata& one : sources.metadata()) {
        if (!wanted.empty() && one.metric != wanted) continue;
        metrics[one.metric].emplace(std::string(exposition::metricTypeName(one.type)), one.unit, one.help);
    }
    json::Value data = json::Value::object();
    std::int64_t count = 0;
    for (const auto& [metric, said] : metrics) {
        if (*limit >= 0 && count++ == *limit) break;
        json::Value list = json::Value::array();
        for (const auto& [type, unit, help] : said) {
            if (*perMetric > 0 && list.items().size() == static_cast<std::size_t>(*perMetric)) break;
            json::Value item = json::Value::object();
            item.set("type", type);
            item.set("unit", unit);
            item.set("help", help);
            list.append(std::move(item));
        }
        data.set(metric, std::move(list));
    }
    return success(json::write(data));
}

}  // namespace

void addTargetRoutes(Router& router, TargetSources given)
{
    const auto sources = std::make_shared<const TargetSources>(std::move(given));  // shared by the handlers below
    router.add("GET", "/api/v1/targets", [sources](const Request& request) { return targets(request, *sources); });
    router.add("GET", "/api/v1/scrape_pools", [sources](const Request&) { return pools(*sources); });
    router.add("GET", "/api/v1/metadata", [sources](const Request& request) { return metadata(request, *sources); });
}

}  // namespace watchglass::api
