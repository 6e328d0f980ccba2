#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/model/labels.h"

namespace watchglass::ui {

/// An example behind the samples that a query is about, mostly the id of a trace.
struct Exemplar {
    std::int64_t tMs = 0;
    double value = 0;
    Labels series;  ///< of the series that it belongs to
    Labels labels;  ///< its own
    bool operator==(const Exemplar&) const = default;
};

/// What is shown of many: of each step the greatest, and those that are at least two standard deviations below the one
/// before. In the order of time.
/// Source: Grafana's pkg/promlib/querydata/exemplar/sampler_stddev.go.
[[nodiscard]] std::vector<Exemplar> sampledExemplars(std::vector<Exemplar> all, std::int64_t stepMs);

/// Where the value of an exemplar's label leads.
struct ExemplarLink {
    std::string label;  ///< "traceID"
    std::string url;    ///< with ${__value.raw}
    std::string title;  ///< "" if none is given
};

/// The links of exemplars that Grafana's provisioning of data sources names (`exemplarTraceIdDestinations`). Those that
/// lead to a data source instead of an address are left out.
[[nodiscard]] std::vector<ExemplarLink> exemplarLinks(const json::Value& provisioning);

}  // namespace watchglass::ui
