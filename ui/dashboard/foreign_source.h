#pragma once

#include <string>
#include <string_view>

#include "engine/base/json.h"

namespace watchglass::ui {

/// What a data source is that the built-in engine does not stand for ("loki"); "" for Prometheus, its relatives,
/// Grafana itself and sources of which nothing is known. Old dashboards name sources without a type: then the name
/// tells.
[[nodiscard]] std::string foreignSource(std::string_view type, std::string_view uid);

/// The same of a `datasource` as it is written: an object or a name.
[[nodiscard]] std::string foreignSource(const json::Value& datasource);

}  // namespace watchglass::ui
