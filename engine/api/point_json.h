#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/model/histogram.h"
#include "engine/model/labels.h"

namespace watchglass::api {

/// A point up to its value: "[1700000000.217,".
[[nodiscard]] std::string pointStart(std::int64_t ms);

/// `start` as pointStart() makes it, and the value.
void appendPoint(std::string& out, std::string_view start, double value);

/// [time, {"count":"..","sum":"..","buckets":[[rule,"lower","upper","count"]]}], empty buckets left out.
void appendHistogramPoint(std::string& out, std::string_view start, const FloatHistogram& h);

/// Appends a label set as a JSON object.
void appendLabels(std::string& out, const Labels& labels);

}  // namespace watchglass::api
