#include "engine/scrape/target_labels.h"

#include <map>

#include "engine/base/duration.h"
#include "engine/base/utf8.h"

namespace watchglass::scrape {

namespace {

constexpr std::string_view kAddress = "__address__";
constexpr std::string_view kScheme = "__scheme__";
constexpr std::string_view kMetricsPath = "__metrics_path__";
constexpr std::string_view kInterval = "__scrape_interval__";
constexpr std::string_view kTimeout = "__scrape_timeout__";
constexpr std::string_view kParam = "__param_";

std::string percentEncoded(std::string_view text, std::string_view plain, bool plusForBlank)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (word || plain.find(c) != std::string_view::npos) {
            out += c;
        } else if (c == ' ' && plusForBlank) {
            out += '+';
        } else {
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

/// Labels that a job gives its targets unless they have them already.
void addJobLabels(LabelsBuilder& labels, const config::ScrapeConfig& job)
{
    const auto add = [&](std::string_view name, std::string_view value) {
        if (labels.get(name).empty()) labels.set(name, value);
    };
    add("job", job.jobName);
    add(kInterval, formatDuration(job.scrapeInterval));
    add(kTimeout, formatDuration(job.scrapeTimeout));
    add(kMetricsPath, job.metricsPath);
    add(kScheme, job.scheme);
    for (const auto& [name, values] : job.params) {
        if (!values.empty()) add(std::string(kParam) + name, values.front());
    }
}

Result<config::Millis> durationLabel(const LabelsBuilder& labels, std::string_view name, const std::string& what)
{
    const auto value = parseDuration(labels.get(name));
    if (!value) {
        return fail(ErrorCode::InvalidInput,
                    "error parsing scrape " + what + ": not a valid duration string: " + goQuote(labels.get(name)));
    }
    if (value->count() == 0) return fail(ErrorCode::InvalidInput, "scrape " + what + " cannot be 0");
    return *value;
}

std::string urlOf(const config::ScrapeConfig& job, const Labels& labels)
{
    std::map<std::string, std::vector<std::string>> params = job.params;
    for (const auto& [name, value] : labels) {
        if (!name.starts_with(kParam)) continue;
        auto& values = params[std::string(name.substr(kParam.size()))];
        if (values.empty()) values.emplace_back();
        values.front() = value;
    }
    std::string query;
    for (const auto& [name, values] : params) {
        for (const std::string& value : values) {
            query += query.empty() ? '?' : '&';
            query += percentEncoded(name, "-_.~", true) + "=" + percentEncoded(value, "-_.~", true);
        }
    }
    std::string path = percentEncoded(labels.get(kMetricsPath), "-_.~$&+,/:;=@!'()*", false);
    if (!path.empty() && path.front() != '/') path.insert(path.begin(), '/');
    return std::string(labels.get(kScheme)) + "://" + std::string(labels.get(kAddress)) + path + query;
}

}  // namespace

Labels withoutReserved(const Labels& labels)
{
    std::vector<LabelView> kept;
    for (const LabelView label : labels) {
        if (!label.name.starts_with("__")) kept.push_back(label);
    }
    return Labels::fromSorted(kept);
}

Result<TargetLabels> makeTargetLabels(const config::ScrapeConfig& job, const std::vector<relabel::Rule>& rules,
                                      const std::string& address,
                                      const std::vector<std::pair<std::string, std::string>>& groupLabels)
{
    LabelsBuilder labels;
    for (const auto& [name, value] : groupLabels) labels.set(name, value);
    labels.set(kAddress, address);
    addJobLabels(labels, job);
    TargetLabels out;
    out.discovered = labels.build();
    if (!relabel::process(labels, rules)) {
        out.dropped = true;
        return out;
    }
    const std::string target(labels.get(kAddress));
    if (target.empty()) return fail(ErrorCode::InvalidInput, "no address");
    if (target.find('/') != std::string::npos) {
        return fail(ErrorCode::InvalidInput, goQuote(target) + " is not a valid hostname");
    }
    const auto interval = durationLabel(labels, kInterval, "interval");
    if (!interval) return tl::make_unexpected(interval.error());
    const auto timeout = durationLabel(labels, kTimeout, "timeout");
    if (!timeout) return tl::make_unexpected(timeout.error());
    if (*timeout > *interval) {
        return fail(ErrorCode::InvalidInput, "scrape timeout cannot be greater than scrape interval (" +
                                                 goQuote(labels.get(kTimeout)) + " > " +
                                                 goQuote(labels.get(kInterval)) + ")");
    }
    out.interval = *interval;
    out.timeout = *timeout;
    const Labels relabelled = labels.build();
    for (const auto& [name, value] : relabelled) {
        if (name.starts_with("__meta_")) labels.remove(name);
        if (!isValidUtf8(value)) {
            return fail(ErrorCode::InvalidInput, "invalid label value for " + goQuote(name) + ": " + goQuote(value));
        }
    }
    if (labels.get("instance").empty()) labels.set("instance", target);
    out.all = labels.build();
    out.exposed = withoutReserved(out.all);
    out.url = urlOf(job, out.all);
    return out;
}

}  // namespace watchglass::scrape
