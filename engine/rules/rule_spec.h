#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/labels.h"

namespace watchglass::rules {

/// A recording or alerting rule as the file says it.
struct RuleSpec {
    bool alerting = false;
    std::string name;  ///< of the alert or of the recorded series
    std::string expr;
    std::int64_t forMs = 0;
    std::int64_t keepFiringForMs = 0;
    std::vector<std::pair<std::string, std::string>> labels;       ///< values are templates in alerting rules
    std::vector<std::pair<std::string, std::string>> annotations;  ///< values are templates
    int line = 0;                                                  ///< of the rule in its file, 1-based
    bool operator==(const RuleSpec&) const = default;
};

/// Rules that are evaluated one after the other, at one time.
struct GroupSpec {
    std::string name;
    std::string file;
    std::int64_t intervalMs = 0;     ///< 0: the global evaluation interval
    std::int64_t queryOffsetMs = 0;  ///< how far behind the evaluation time the expressions look
    std::size_t limit = 0;           ///< most series or alerts one rule may produce; 0: any number
    std::vector<RuleSpec> rules;
    bool operator==(const GroupSpec&) const = default;
};

}  // namespace watchglass::rules
