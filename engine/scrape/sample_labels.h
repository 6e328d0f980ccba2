#pragma once

#include <cstdint>

#include "engine/base/error.h"
#include "engine/config/config.h"
#include "engine/model/labels.h"
#include "engine/relabel/relabel.h"

namespace watchglass::scrape {

/// What turns a line's labels into those of its series.
struct SampleLabelRules {
    Labels target;  ///< exposed labels of the target
    bool honorLabels = false;
    bool legacyNames = false;                ///< metric_name_validation_scheme: legacy
    std::vector<relabel::Rule> relabelling;  ///< metric_relabel_configs
    config::ScrapeLimits limits;
};

/// Adds the target's labels (a label of the line that collides is kept as exported_<name>, or wins with
/// honor_labels, be it an empty one of `emptyNames`), relabels, and checks names and limits. Empty labels: the line is
/// dropped.
/// Errors: InvalidInput or Limit in Prometheus's words (scrape/scrape.go, mutateSampleLabels, verifyLabelLimits).
[[nodiscard]] Result<Labels> seriesLabels(const Labels& line, const SampleLabelRules& rules,
                                          const std::vector<std::string>& emptyNames = {});

/// The labels of `up` and its like for a target.
[[nodiscard]] Labels reportLabels(std::string_view name, const Labels& target);

}  // namespace watchglass::scrape
