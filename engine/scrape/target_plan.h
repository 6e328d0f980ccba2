#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/config/config.h"
#include "engine/scrape/http_request.h"
#include "engine/scrape/target_ingest.h"
#include "engine/scrape/target_status.h"

namespace watchglass::scrape {

/// What a configuration wants scraped: one target with all its settings resolved.
struct PlannedTarget {
    std::string key;  ///< equal keys are the same target over reloads: job, labels and URL
    std::string pool;
    Labels discovered;
    Labels labels;
    std::string url;
    config::Millis interval{0};
    config::Millis timeout{0};
    std::string forcedError;                       ///< fails every scrape: target_limit
    std::shared_ptr<const IngestSettings> ingest;  // shared with scrapes in flight, immutable
    std::shared_ptr<const HttpRequest> request;    // likewise
};

struct TargetPlan {
    std::vector<PlannedTarget> targets;
    std::vector<DroppedTarget> dropped;  ///< at most keep_dropped_targets a job
    std::vector<std::string> failures;   ///< addresses that cannot be scraped, for the log
};

/// Resolves the static targets of all jobs. `startZeros`: counters get a zero where they began, and targets are asked
/// for protobuf first, which tells it best (Prometheus's feature created-timestamp-zero-ingestion). Errors:
/// InvalidInput when relabelling rules do not compile.
[[nodiscard]] Result<TargetPlan> planTargets(const std::vector<config::ScrapeConfig>& jobs, bool startZeros = false);

/// A loopback host replaced by the name of this machine, as others would reach it.
[[nodiscard]] std::string globalUrl(const std::string& url);

}  // namespace watchglass::scrape
