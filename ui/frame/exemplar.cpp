#include "ui/frame/exemplar.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace watchglass::ui {

namespace {

double standardDeviation(const std::vector<Exemplar>& all)
{
    if (all.size() < 2) return 0;
    double mean = 0;
    for (const Exemplar& one : all) mean += one.value / static_cast<double>(all.size());
    double squares = 0;
    for (const Exemplar& one : all) squares += (one.value - mean) * (one.value - mean);
    return std::sqrt(squares / static_cast<double>(all.size() - 1));
}

/// In provisioning files a dollar sign is written twice where no variable is meant.
std::string unescaped(std::string text)
{
    for (std::size_t at = text.find("$$"); at != std::string::npos; at = text.find("$$", at + 1)) text.erase(at, 1);
    return text;
}

}  // namespace

std::vector<Exemplar> sampledExemplars(std::vector<Exemplar> all, std::int64_t stepMs)
{
    const double apart = 2 * standardDeviation(all);
    const std::int64_t step = std::max<std::int64_t>(1, stepMs);
    std::map<std::int64_t, std::vector<Exemplar>> buckets;
    for (Exemplar& one : all) buckets[one.tMs / step].push_back(std::move(one));
    std::vector<Exemplar> out;
    for (auto& [time, bucket] : buckets) {
        std::stable_sort(bucket.begin(), bucket.end(),
                         [](const Exemplar& a, const Exemplar& b) { return a.value > b.value; });
        const std::size_t first = out.size();
        for (Exemplar& one : bucket) {
            if (out.size() == first || (apart > 0 && out.back().value - one.value > apart))
                out.push_back(std::move(one));
        }
        std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
                  [](const Exemplar& a, const Exemplar& b) { return a.tMs < b.tMs; });
    }
    return out;
}

std::vector<ExemplarLink> exemplarLinks(const json::Value& provisioning)
{
    std::vector<ExemplarLink> out;
    for (const json::Value& source : provisioning["datasources"].items()) {
        for (const json::Value& one : source.get("jsonData.exemplarTraceIdDestinations").items()) {
            if (one["url"].toString().empty() || one["name"].toString().empty()) continue;
            out.push_back(
                {one["name"].toString(), unescaped(one["url"].toString()), one["urlDisplayLabel"].toString()});
        }
    }
    return out;
}

}  // namespace watchglass::ui
