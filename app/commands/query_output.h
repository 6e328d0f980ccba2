#pragma once

#include <string>

#include "engine/base/json.h"

namespace watchglass::app {

/// What `watchglass query` prints of an API answer's `data`. `format`: "table" has aligned columns without a head,
/// "csv" has one, "json" is the data itself.

/// Of query and query_range: metric, time, value; one line a point.
[[nodiscard]] std::string formatValues(const json::Value& data, const std::string& format);

/// Of series: one line each; csv has a column per label name.
[[nodiscard]] std::string formatSeries(const json::Value& data, const std::string& format);

/// Of labels and label values: one line each; `head` is the csv column's.
[[nodiscard]] std::string formatNames(const json::Value& data, const std::string& format, const std::string& head);

}  // namespace watchglass::app
