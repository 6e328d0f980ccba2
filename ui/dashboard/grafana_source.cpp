#include "ui/dashboard/grafana_source.h"

#include <algorithm>
#include <iterator>
#include <random>

#include "ui/frame/frame_json.h"

namespace watchglass::ui {

namespace {

constexpr std::int64_t kMostSteps = 10'000;

Field timeField(std::vector<double> times)
{
    Field out;
    out.name = "time";
    out.type = FieldType::Time;
    out.values = Values::numbers(std::move(times));
    return out;
}

/// Between 0 and 1. Standard distributions are not the same everywhere.
double fraction(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1.0p-53; }

Frame randomWalk(const std::string& refId, const TimeRange& range, std::int64_t intervalMs)
{
    std::mt19937_64 random(static_cast<std::uint64_t>(range.fromMs + range.toMs));
    std::vector<double> times;
    std::vector<double> values;
    double walker = fraction(random) * 100;
    const std::int64_t stepMs = std::max<std::int64_t>(1, intervalMs);
    for (std::int64_t step = 0; step < kMostSteps && range.fromMs + step * stepMs < range.toMs; ++step) {
        times.push_back(static_cast<double>(range.fromMs + step * stepMs));
        values.push_back(walker);
        walker += fraction(random) - 0.5;
    }
    Frame out;
    out.refId = refId;
    out.kind = FrameKind::TimeSeries;
    out.stepMs = stepMs;
    out.fields.push_back(timeField(std::move(times)));
    Field value;
    value.name = refId + "-series";
    value.refId = refId;
    value.labelled = true;
    value.values = Values::numbers(std::move(values));
    out.fields.push_back(std::move(value));
    return out;
}

Frame listing(const std::string& refId, std::vector<std::string> names, const char* mediaType)
{
    Frame out;
    out.refId = refId;
    std::vector<std::string> types(names.size(), mediaType);
    for (auto& [name, texts] : {std::pair("name", &names), std::pair("mediaType", &types)}) {
        Field field;
        field.name = name;
        field.type = FieldType::String;
        field.refId = refId;
        field.values = Values::strings(std::move(*texts));
        out.fields.push_back(std::move(field));
    }
    return out;
}

std::string queryTypeOf(const json::Value& query)
{
    const std::string& type = query["queryType"].toString();
    return type.empty() ? "randomWalk" : type;
}

}  // namespace

bool isGrafanaSource(std::string_view type, std::string_view uid)
{
    return uid == "-- Grafana --" || uid == "grafana" || (type == "grafana" && uid.empty());
}

std::string grafanaQueryTrouble(const json::Value& query)
{
    const std::string type = queryTypeOf(query);
    if (type == "randomWalk" || type == "snapshot") return {};
    const std::string& path = query["path"].toString();
    if (type == "list")
        return path.empty() || path == "gazetteer" ? "" : "the files of a Grafana server are not at hand";
    if (type == "read") return "the files of a Grafana server are not at hand";
    if (type == "measurements") return "live channels of a Grafana server are not at hand";
    if (type == "annotations") return "annotations are marked on graphs, not given as data";
    if (type == "search" || type == "searchNext") return "there is no search in the dashboards of a Grafana server";
    return "queries of type \"" + type + "\" are not known";
}

std::vector<Frame> grafanaFrames(const Target& target, const TimeRange& range, std::int64_t intervalMs)
{
    const json::Value& query = target.model;
    if (!grafanaQueryTrouble(query).empty()) return {};
    const std::string type = queryTypeOf(query);
    if (type == "randomWalk") return {randomWalk(target.refId, range, intervalMs)};
    if (type == "snapshot") return framesFromJson(query["snapshot"]);
    if (query["path"].toString().empty()) return {listing(target.refId, {"gazetteer"}, "directory")};
    return {listing(target.refId, {"countries.json", "usa-states.json"}, "application/json")};
}

bool asksForData(std::string_view panelType)
{
    static constexpr std::string_view kNever[] = {"text", "alertlist",      "annolist",   "dashlist", "news",
                                                  "row",  "gettingstarted", "pluginlist", "welcome"};
    return std::find(std::begin(kNever), std::end(kNever), panelType) == std::end(kNever);
}

}  // namespace watchglass::ui
