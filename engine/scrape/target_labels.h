#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/config/config.h"
#include "engine/model/labels.h"
#include "engine/relabel/relabel.h"

namespace watchglass::scrape {

/// A target as relabelling left it.
struct TargetLabels {
    Labels discovered;  ///< before relabelling, for the service discovery page
    Labels all;         ///< after relabelling, `__` labels included, meta labels not; empty when dropped
    Labels exposed;     ///< what its series get: `all` without `__` labels
    config::Millis interval{0};
    config::Millis timeout{0};
    std::string url;  ///< with the query, as Go's url.URL prints it
    bool dropped = false;
};

/// Builds the labels of one address of a static group (prometheus scrape/target.go, PopulateLabels).
/// Errors: InvalidInput when the target cannot be scraped: no address, a path in the address, a bad interval.
[[nodiscard]] Result<TargetLabels> makeTargetLabels(const config::ScrapeConfig& job,
                                                    const std::vector<relabel::Rule>& rules, const std::string& address,
                                                    const std::vector<std::pair<std::string, std::string>>& labels);

/// The labels that do not start with `__`.
[[nodiscard]] Labels withoutReserved(const Labels& labels);

}  // namespace watchglass::scrape
