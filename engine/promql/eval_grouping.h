#pragma once

#include <string>
#include <vector>

#include "engine/model/labels.h"

namespace watchglass::promql {

/// Reduces label sets to those of a `by` or `without` clause, or of `on` and `ignoring`.
class GroupKeys {
public:
    /// `without` always leaves out the metric name as well.
    GroupKeys(std::vector<std::string> names, bool without);

    [[nodiscard]] Labels labels(const Labels& of) const;
    /// Equal for label sets of one group.
    [[nodiscard]] std::string key(const Labels& of) const { return labels(of).packed(); }

    /// Equal for clauses that group equally.
    [[nodiscard]] std::string clause() const;

private:
    std::vector<std::string> m_names;  ///< sorted
    bool m_without;
};

}  // namespace watchglass::promql
