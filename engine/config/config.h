#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/config/http_client.h"
#include "engine/model/labels.h"
#include "engine/relabel/relabel.h"

namespace watchglass::config {

using Millis = std::chrono::milliseconds;

/// Ceilings of a scrape; 0 is no limit.
struct ScrapeLimits {
    std::uint64_t bodySize = 0;  ///< bytes, after decompression
    std::uint64_t samples = 0;   ///< after metric relabelling
    std::uint64_t targets = 0;
    std::uint64_t labels = 0;
    std::uint64_t labelNameLength = 0;   ///< bytes
    std::uint64_t labelValueLength = 0;  ///< bytes
    std::uint64_t keepDroppedTargets = 0;
    bool operator==(const ScrapeLimits&) const = default;
};

/// Which histograms a scrape brings.
struct HistogramScraping {
    bool native = false;          ///< scrape_native_histograms
    bool alwaysClassic = false;   ///< always_scrape_classic_histograms
    bool convertClassic = false;  ///< convert_classic_histograms_to_nhcb
    bool operator==(const HistogramScraping&) const = default;
};

struct GlobalConfig {
    Millis scrapeInterval{60'000};
    Millis scrapeTimeout{10'000};
    Millis evaluationInterval{60'000};
    Millis ruleQueryOffset{0};
    Labels externalLabels;
    std::vector<std::string> scrapeProtocols;  ///< "" means the defaults
    ScrapeLimits limits;
    std::string nameValidation = "utf8";  ///< "utf8" or "legacy"
    std::string nameEscaping;             ///< "" until set: allow-utf-8, or underscores with legacy names
    bool extraScrapeMetrics = false;
    HistogramScraping histograms;
    bool operator==(const GlobalConfig&) const = default;
};

/// Targets that stand in the file, with labels for all of them.
struct StaticConfig {
    std::vector<std::string> targets;
    std::vector<std::pair<std::string, std::string>> labels;
    bool operator==(const StaticConfig&) const = default;
};

/// One scrape_configs entry with the global values filled in. Equality tells whether a reload changed it.
struct ScrapeConfig {
    std::string jobName;
    bool honorLabels = false;
    bool honorTimestamps = true;
    bool trackTimestampsStaleness = false;
    std::map<std::string, std::vector<std::string>> params;
    Millis scrapeInterval{0};
    Millis scrapeTimeout{0};
    std::vector<std::string> scrapeProtocols;
    std::string fallbackScrapeProtocol;
    std::string metricsPath = "/metrics";
    std::string scheme = "http";
    bool enableCompression = true;
    ScrapeLimits limits;
    std::string nameValidation;
    std::string nameEscaping;
    bool extraScrapeMetrics = false;
    HistogramScraping histograms;
    std::uint64_t nativeHistogramBucketLimit = 0;  ///< 0: none
    double nativeHistogramMinBucketFactor = 0;
    HttpClientConfig http;
    std::vector<relabel::RelabelConfig> relabelConfigs;
    std::vector<relabel::RelabelConfig> metricRelabelConfigs;
    std::vector<StaticConfig> staticConfigs;
    bool operator==(const ScrapeConfig&) const = default;
};

/// The part of `storage` that the store can honour.
struct StorageConfig {
    std::optional<Millis> outOfOrderWindow;
    std::optional<Millis> retentionTime;
    std::optional<std::uint64_t> retentionSize;  ///< bytes
    std::optional<std::int64_t> maxExemplars;    ///< below 1: none
    bool operator==(const StorageConfig&) const = default;
};

/// A loaded prometheus.yml.
struct Config {
    std::string file;
    GlobalConfig global;
    std::vector<ScrapeConfig> scrapeConfigs;  ///< scrape_config_files included
    std::vector<std::string> ruleFiles;       ///< patterns, joined with the folder of the configuration
    StorageConfig storage;
    bool hasRemoteWrite = false;
    bool hasRemoteRead = false;
    /// What stands in the file and is not honoured, one line each:
    /// "scrape_configs[2].kubernetes_sd_configs (prometheus.yml:14): not supported yet, ignored".
    std::vector<std::string> warnings;
};

struct LoadOptions {
    std::string file;    ///< name for messages
    std::string folder;  ///< in front of relative file names; "": leave them
    bool agentMode = false;
    /// Values for `${NAME}` in external_labels; the process's environment by default.
    std::function<std::optional<std::string>(const std::string&)> environment;
};

/// Reads prometheus.yml as Prometheus 3.x does: defaults, inheritance from `global`, strict fields.
/// Errors: InvalidInput in Prometheus's words, `where` is "file:line:column"; Io for a scrape_config_files entry
/// that cannot be read.
[[nodiscard]] Result<Config> parseConfig(std::string_view text, const LoadOptions& options);

/// parseConfig() of a file. Errors: also NotFound and Io.
[[nodiscard]] Result<Config> loadConfig(const std::filesystem::path& path);

/// The files that patterns with `*` in their last element match, sorted within a pattern, each once. A pattern
/// without `*` gives itself if it exists; no match is no error.
[[nodiscard]] std::vector<std::string> expandFilePatterns(const std::vector<std::string>& patterns);

/// Whether a rule_files pattern is one Prometheus takes: wildcards in the last element only.
[[nodiscard]] bool isFilePattern(std::string_view pattern);

}  // namespace watchglass::config
