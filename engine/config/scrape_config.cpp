#include "engine/config/scrape_config.h"

#include <algorithm>
#include <array>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/base/utf8.h"
#include "engine/config/relabel_config.h"
#include "engine/config/schema.h"

namespace watchglass::config {

namespace {

constexpr std::array<std::string_view, 5> kProtocols{"OpenMetricsText0.0.1", "OpenMetricsText1.0.0", "PrometheusProto",
                                                     "PrometheusText0.0.4", "PrometheusText1.0.0"};

Millis durationOf(const yaml::Node& node, Millis otherwise)
{
    if (node.isNull()) return otherwise;
    return parseDuration(node.text()).value_or(otherwise);
}

std::uint64_t sizeOf(const yaml::Node& node) { return node.isNull() ? 0 : parseSize(node.text()).value_or(0); }
std::uint64_t uintOf(const yaml::Node& node) { return node.toUint().value_or(0); }
bool boolOf(const yaml::Node& node, bool otherwise) { return node.toBool(otherwise).value_or(otherwise); }

std::string textOf(const yaml::Node& node, std::string otherwise) { return node.isNull() ? otherwise : node.text(); }

ScrapeLimits readLimits(const yaml::Node& node)
{
    return {sizeOf(node["body_size_limit"]),
            uintOf(node["sample_limit"]),
            uintOf(node["target_limit"]),
            uintOf(node["label_limit"]),
            uintOf(node["label_name_length_limit"]),
            uintOf(node["label_value_length_limit"]),
            uintOf(node["keep_dropped_targets"])};
}

void inherit(ScrapeLimits& limits, const ScrapeLimits& global)
{
    for (auto member :
         {&ScrapeLimits::bodySize, &ScrapeLimits::samples, &ScrapeLimits::targets, &ScrapeLimits::labels,
          &ScrapeLimits::labelNameLength, &ScrapeLimits::labelValueLength, &ScrapeLimits::keepDroppedTargets}) {
        if (limits.*member == 0) limits.*member = global.*member;
    }
}

HistogramScraping readHistograms(const yaml::Node& node, const HistogramScraping& inherited)
{
    return {boolOf(node["scrape_native_histograms"], inherited.native),
            boolOf(node["always_scrape_classic_histograms"], inherited.alwaysClassic),
            boolOf(node["convert_classic_histograms_to_nhcb"], inherited.convertClassic)};
}

/// What is wrong with a list of protocols, or "".
std::string protocolComplaint(const std::vector<std::string>& protocols)
{
    for (const std::string& protocol : protocols) {
        if (std::find(kProtocols.begin(), kProtocols.end(), protocol) == kProtocols.end()) {
            return "scrape_protocols: unknown scrape protocol " + protocol +
                   ", supported: [OpenMetricsText0.0.1 OpenMetricsText1.0.0 PrometheusProto PrometheusText0.0.4 "
                   "PrometheusText1.0.0]";
        }
        if (std::count(protocols.begin(), protocols.end(), protocol) > 1) {
            std::string list;
            for (const std::string& each : protocols) list += (list.empty() ? "" : " ") + each;
            return "duplicated protocol in scrape_protocols, got [" + list + "]";
        }
    }
    return {};
}

std::string namingComplaint(const std::string& validation, const std::string& escaping)
{
    if (validation != "utf8" && validation != "legacy") return "unrecognized ValidationScheme: " + goQuote(validation);
    if (escaping != "allow-utf-8" && escaping != "underscores" && escaping != "dots" && escaping != "values") {
        return "unknown scrape config name escaping method specified, must be one of 'allow-utf-8', 'underscores', "
               "'dots', or 'values', got " +
               goQuote(escaping);
    }
    if (validation == "legacy" && escaping == "allow-utf-8") {
        return "utf8 metric names requested but validation scheme is not set to UTF8";
    }
    return {};
}

/// Go's os.Expand: ${NAME} and $NAME; "$$" is a dollar.
std::string expandEnvironment(const std::string& text,
                              const std::function<std::optional<std::string>(const std::string&)>& environment)
{
    const auto isNameChar = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        ++i;
        if (text[i] == '$') {
            out += '$';
            continue;
        }
        std::string name;
        if (text[i] == '{') {
            const std::size_t end = text.find('}', i);
            if (end == std::string::npos) break;
            name = text.substr(i + 1, end - i - 1);
            i = end;
        } else {
            while (i < text.size() && isNameChar(text[i])) name += text[i++];
            --i;
            if (name.empty()) continue;
        }
        out += environment(name).value_or(std::string());
    }
    return out;
}

}  // namespace

Result<GlobalConfig> readGlobal(const yaml::Node& node,
                                const std::function<std::optional<std::string>(const std::string&)>& environment)
{
    GlobalConfig out;
    const auto wrong = [&](std::string message) { return tl::make_unexpected(node.error(std::move(message))); };
    if (const Millis interval = durationOf(node["scrape_interval"], Millis(0)); interval.count() != 0) {
        out.scrapeInterval = interval;
    }
    const Millis timeout = durationOf(node["scrape_timeout"], Millis(0));
    if (timeout > out.scrapeInterval) return wrong("global scrape timeout greater than scrape interval");
    out.scrapeTimeout = timeout.count() != 0 ? timeout : std::min(out.scrapeTimeout, out.scrapeInterval);
    if (const Millis interval = durationOf(node["evaluation_interval"], Millis(0)); interval.count() != 0) {
        out.evaluationInterval = interval;
    }
    out.ruleQueryOffset = durationOf(node["rule_query_offset"], Millis(0));
    out.limits = readLimits(node);
    out.extraScrapeMetrics = boolOf(node["extra_scrape_metrics"], false);
    out.histograms = readHistograms(node, {});
    out.scrapeProtocols = node["scrape_protocols"].toStrings().value_or(std::vector<std::string>());
    if (!node["scrape_protocols"].isNull() && out.scrapeProtocols.empty()) {
        return wrong("scrape_protocols cannot be empty for global section");
    }
    if (const std::string complaint = protocolComplaint(out.scrapeProtocols); !complaint.empty()) {
        return wrong(complaint + " for global section");
    }
    out.nameValidation = textOf(node["metric_name_validation_scheme"], "utf8");
    out.nameEscaping = textOf(node["metric_name_escaping_scheme"], {});
    const std::string escaping = !out.nameEscaping.empty()      ? out.nameEscaping
                                 : out.nameValidation == "utf8" ? "allow-utf-8"
                                                                : "underscores";
    if (std::string complaint = namingComplaint(out.nameValidation, escaping); !complaint.empty()) {
        return wrong(std::move(complaint));
    }
    out.nameEscaping = escaping;
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : node["external_labels"].members()) {
        const bool valid = out.nameValidation == "legacy" ? isLegacyLabelName(name.text())
                                                          : !name.text().empty() && isValidUtf8(name.text());
        if (!valid) return tl::make_unexpected(name.error(goQuote(name.text()) + " is not a valid label name"));
        if (!isValidUtf8(value.text())) {
            return tl::make_unexpected(value.error(goQuote(value.text()) + " is not a valid label value"));
        }
        labels.emplace_back(name.text(), expandEnvironment(value.text(), environment));
    }
    out.externalLabels = Labels::fromPairs(std::move(labels));
    return out;
}

Result<ScrapeConfig> readScrapeConfig(const yaml::Node& node, const GlobalConfig& global, const std::string& folder)
{
    ScrapeConfig out;
    const auto wrong = [&](std::string message) { return tl::make_unexpected(node.error(std::move(message))); };
    out.jobName = node["job_name"].text();
    if (out.jobName.empty()) return wrong("job_name is empty");
    const std::string forJob = " for scrape config with job name " + goQuote(out.jobName);

    out.scrapeInterval = durationOf(node["scrape_interval"], Millis(0));
    if (out.scrapeInterval.count() == 0) out.scrapeInterval = global.scrapeInterval;
    out.scrapeTimeout = durationOf(node["scrape_timeout"], Millis(0));
    if (out.scrapeTimeout > out.scrapeInterval) return wrong("scrape timeout greater than scrape interval" + forJob);
    if (out.scrapeTimeout.count() == 0) out.scrapeTimeout = std::min(global.scrapeTimeout, out.scrapeInterval);

    out.honorLabels = boolOf(node["honor_labels"], false);
    out.honorTimestamps = boolOf(node["honor_timestamps"], true);
    out.trackTimestampsStaleness = boolOf(node["track_timestamps_staleness"], false);
    out.enableCompression = boolOf(node["enable_compression"], true);
    out.extraScrapeMetrics = boolOf(node["extra_scrape_metrics"], global.extraScrapeMetrics);
    out.metricsPath = textOf(node["metrics_path"], "/metrics");
    out.scheme = textOf(node["scheme"], "http");
    for (const auto& [name, values] : node["params"].members()) {
        out.params[name.text()] = values.toStrings().value_or(std::vector<std::string>());
    }
    out.limits = readLimits(node);
    inherit(out.limits, global.limits);

    out.scrapeProtocols = node["scrape_protocols"].toStrings().value_or(std::vector<std::string>());
    if (!node["scrape_protocols"].isNull() && out.scrapeProtocols.empty()) {
        return wrong("scrape_protocols cannot be empty" + forJob);
    }
    if (const std::string complaint = protocolComplaint(out.scrapeProtocols); !complaint.empty()) {
        return wrong(complaint + forJob);
    }
    if (out.scrapeProtocols.empty()) out.scrapeProtocols = global.scrapeProtocols;
    out.histograms = readHistograms(node, global.histograms);
    out.nativeHistogramBucketLimit = uintOf(node["native_histogram_bucket_limit"]);
    out.nativeHistogramMinBucketFactor = parseFloat(node["native_histogram_min_bucket_factor"].text()).value_or(0);
    if (out.scrapeProtocols.empty()) {
        if (out.histograms.native) out.scrapeProtocols = {"PrometheusProto"};
        for (const char* name :
             {"OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4"}) {
            out.scrapeProtocols.emplace_back(name);
        }
    }
    out.fallbackScrapeProtocol = node["fallback_scrape_protocol"].text();
    if (!out.fallbackScrapeProtocol.empty()) {
        std::string complaint = protocolComplaint({out.fallbackScrapeProtocol});
        if (!complaint.empty()) {
            complaint.erase(0, std::string_view("scrape_protocols: ").size());
            return wrong("invalid fallback_scrape_protocol" + forJob + ": " + complaint);
        }
    }

    out.nameValidation = textOf(node["metric_name_validation_scheme"], global.nameValidation);
    out.nameEscaping = node["metric_name_escaping_scheme"].text();
    if (out.nameEscaping.empty()) {
        const bool inherited = node["metric_name_validation_scheme"].isNull();
        out.nameEscaping = inherited                        ? global.nameEscaping
                           : out.nameValidation == "legacy" ? "underscores"
                                                            : "allow-utf-8";
    }
    if (std::string complaint = namingComplaint(out.nameValidation, out.nameEscaping); !complaint.empty()) {
        return wrong(std::move(complaint));
    }

    const auto names = out.nameValidation == "legacy" ? relabel::NameScheme::Legacy : relabel::NameScheme::Utf8;
    out.http = readHttpClient(node, folder);
    for (const auto& [name, rules] :
         {std::pair<std::string_view, std::vector<relabel::RelabelConfig>*>{"relabel_configs", &out.relabelConfigs},
          {"metric_relabel_configs", &out.metricRelabelConfigs}}) {
        for (const yaml::Node& item : node[name].items()) {
            auto rule = readRelabelConfig(item, names);
            if (!rule) return tl::make_unexpected(rule.error());
            rules->push_back(std::move(*rule));
        }
    }
    for (const yaml::Node& item : node["static_configs"].items()) {
        StaticConfig group;
        group.targets = item["targets"].toStrings().value_or(std::vector<std::string>());
        for (const auto& [name, value] : item["labels"].members()) group.labels.emplace_back(name.text(), value.text());
        out.staticConfigs.push_back(std::move(group));
    }
    return out;
}

}  // namespace watchglass::config
