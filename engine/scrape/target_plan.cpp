#include "engine/scrape/target_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include <unistd.h>

#include "engine/base/hash.h"
#include "engine/scrape/target_labels.h"

namespace watchglass::scrape {

namespace {

exposition::EscapingScheme escapingOf(const std::string& name)
{
    if (name == "underscores") return exposition::EscapingScheme::Underscores;
    if (name == "dots") return exposition::EscapingScheme::Dots;
    if (name == "values") return exposition::EscapingScheme::Values;
    return exposition::EscapingScheme::AllowUtf8;
}

/// The finest schema whose buckets grow at least by that factor (prometheus scrape/scrape.go, pickSchema).
std::int32_t schemaOf(double bucketFactor)
{
    if (bucketFactor <= 1) return IngestSettings::kFinestSchema;
    const double schema = std::floor(-std::log2(std::log2(bucketFactor)));
    return static_cast<std::int32_t>(
        std::clamp<double>(schema, IngestSettings::kCoarsestSchema, IngestSettings::kFinestSchema));
}

std::string acceptOf(const config::ScrapeConfig& job, bool startZeros)
{
    std::vector<exposition::ScrapeProtocol> protocols;
    for (const std::string& name : job.scrapeProtocols) {
        if (const auto protocol = exposition::scrapeProtocolFromName(name)) protocols.push_back(*protocol);
    }
    if (protocols.empty()) {
        protocols = exposition::defaultScrapeProtocols();
        if (startZeros) protocols.insert(protocols.begin(), exposition::ScrapeProtocol::PrometheusProto);
    }
    return exposition::acceptHeader(protocols, escapingOf(job.nameEscaping));
}

/// Changes whenever a line of the target could get another series than before.
std::uint64_t lineRulesId(const config::ScrapeConfig& job, const Labels& labels)
{
    std::string text = labels.packed();
    const auto add = [&](const std::string& part) { text += '\0' + part; };
    add(job.honorLabels ? "honor" : "");
    add(job.nameValidation);
    for (const std::uint64_t limit : {job.limits.labels, job.limits.labelNameLength, job.limits.labelValueLength}) {
        add(std::to_string(limit));
    }
    for (const auto& rule : job.metricRelabelConfigs) {
        for (const auto& source : rule.sourceLabels) add(source);
        for (const auto& part : {rule.separator, rule.regex.value_or("(.*)"), std::to_string(rule.modulus),
                                 rule.targetLabel, rule.replacement, std::string(relabel::actionName(rule.action))}) {
            add(part);
        }
    }
    return hashBytes(text);
}

class JobPlanner {
public:
    JobPlanner(const config::ScrapeConfig& job, std::vector<relabel::Rule> targets, std::vector<relabel::Rule> metrics,
               bool startZeros, TargetPlan& plan)
        : m_job(job), m_targets(std::move(targets)), m_metrics(std::move(metrics)), m_startZeros(startZeros),
          m_plan(plan), m_accept(acceptOf(job, startZeros))
    {
    }

    void run()
    {
        const std::size_t first = m_plan.targets.size();
        for (const auto& group : m_job.staticConfigs) {
            for (const std::string& address : group.targets) add(address, group.labels);
        }
        const std::size_t count = m_plan.targets.size() - first;
        if (m_job.limits.targets == 0 || count <= m_job.limits.targets) return;
        for (std::size_t i = first; i < m_plan.targets.size(); ++i) {
            m_plan.targets[i].forcedError = "target_limit exceeded (number of targets: " + std::to_string(count) +
                                            ", limit: " + std::to_string(m_job.limits.targets) + ")";
        }
    }

private:
    void add(const std::string& address, const std::vector<std::pair<std::string, std::string>>& groupLabels)
    {
        auto labels = makeTargetLabels(m_job, m_targets, address, groupLabels);
        if (!labels) {
            m_plan.failures.push_back("job " + m_job.jobName + ", target " + address + ": " + labels.error().message);
            return;
        }
        if (labels->dropped) {
            if (m_job.limits.keepDroppedTargets == 0 || m_dropped++ < m_job.limits.keepDroppedTargets) {
                m_plan.dropped.push_back({m_job.jobName, labels->discovered});
            }
            return;
        }
        PlannedTarget target;
        target.key = m_job.jobName + '\0' + labels->url + '\0' + labels->exposed.packed();
        if (!m_keys.insert(target.key).second) return;
        target.pool = m_job.jobName;
        target.discovered = std::move(labels->discovered);
        target.labels = labels->exposed;
        target.url = labels->url;
        target.interval = labels->interval;
        target.timeout = labels->timeout;
        target.ingest = ingestSettings(*labels);
        target.request = request(*labels);
        m_plan.targets.push_back(std::move(target));
    }

    std::shared_ptr<const IngestSettings> ingestSettings(const TargetLabels& labels) const
    {
        auto out = std::make_shared<IngestSettings>();
        out->labels.target = labels.exposed;
        out->labels.honorLabels = m_job.honorLabels;
        out->labels.legacyNames = m_job.nameValidation == "legacy";
        out->labels.relabelling = m_metrics;
        out->labels.limits = m_job.limits;
        out->honorTimestamps = m_job.honorTimestamps;
        out->trackTimestampsStaleness = m_job.trackTimestampsStaleness;
        out->extraMetrics = m_job.extraScrapeMetrics;
        out->parser.convertClassicToNhcb = m_job.histograms.convertClassic;
        out->parser.keepClassic = m_job.histograms.alwaysClassic;
        out->parser.skipCreatedSeries = m_startZeros;
        out->parser.ignoreNative = !m_job.histograms.native;
        out->bucketLimit = m_job.nativeHistogramBucketLimit;
        out->finestSchema = schemaOf(m_job.nativeHistogramMinBucketFactor);
        out->timeout = labels.timeout;
        out->fallback = exposition::scrapeProtocolFromName(m_job.fallbackScrapeProtocol);
        out->lineRulesId = lineRulesId(m_job, labels.exposed);
        return out;
    }

    std::shared_ptr<const HttpRequest> request(const TargetLabels& labels) const
    {
        auto out = std::make_shared<HttpRequest>();
        out->url = labels.url;
        out->accept = m_accept;
        out->compression = m_job.enableCompression;
        out->timeout = labels.timeout;
        out->bodySizeLimit = m_job.limits.bodySize > 0 ? m_job.limits.bodySize : kDefaultBodySizeLimit;
        out->client = m_job.http;
        return out;
    }

    const config::ScrapeConfig& m_job;
    std::vector<relabel::Rule> m_targets;
    std::vector<relabel::Rule> m_metrics;
    bool m_startZeros;
    TargetPlan& m_plan;
    std::string m_accept;
    std::unordered_set<std::string> m_keys;
    std::uint64_t m_dropped = 0;
};

}  // namespace

Result<TargetPlan> planTargets(const std::vector<config::ScrapeConfig>& jobs, bool startZeros)
{
    TargetPlan plan;
    for (const auto& job : jobs) {
        const auto names = job.nameValidation == "legacy" ? relabel::NameScheme::Legacy : relabel::NameScheme::Utf8;
        auto targets = relabel::compile(job.relabelConfigs, names);
        if (!targets) return tl::make_unexpected(targets.error().within("job " + job.jobName));
        auto metrics = relabel::compile(job.metricRelabelConfigs, names);
        if (!metrics) return tl::make_unexpected(metrics.error().within("job " + job.jobName));
        JobPlanner(job, std::move(*targets), std::move(*metrics), startZeros, plan).run();
    }
    return plan;
}

std::string globalUrl(const std::string& url)
{
    const std::size_t start = url.find("://");
    if (start == std::string::npos) return url;
    for (const std::string_view loopback : {"localhost", "127.0.0.1", "[::1]"}) {
        const std::size_t end = start + 3 + loopback.size();
        if (url.compare(start + 3, loopback.size(), loopback) != 0) continue;
        if (end < url.size() && url[end] != ':' && url[end] != '/' && url[end] != '?') continue;
        std::array<char, 256> name{};
        if (gethostname(name.data(), name.size() - 1) != 0) return url;
        return url.substr(0, start + 3) + name.data() + url.substr(end);
    }
    return url;
}

}  // namespace watchglass::scrape
