#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/json.h"
#include "tests/conformance/report.h"

namespace watchglass::conformance {

/// The whole file; none when it cannot be read.
[[nodiscard]] std::optional<std::string> readFile(const std::filesystem::path& path);

/// Calls `run` for each of the `cases` of a JSON file, with the case's id or "file.json#index". A file that is
/// absent is passed over (a folder may hold part of an area); one that is no JSON or has no cases is a failure.
void forEachCase(const std::filesystem::path& file, Report& report,
                 const std::function<void(const json::Value& theCase, const std::string& id)>& run);

/// Text of `name`, or the decoded bytes of `name`_b64 where the case has that.
[[nodiscard]] std::string caseText(const json::Value& theCase, std::string_view name);

/// The number of a case's float text ("0.1", "+Inf", "NaN", "stale"). None when it is not one.
[[nodiscard]] std::optional<double> caseFloat(const json::Value& text);

/// Whether two values are the same float64: equal bits, or both an ordinary NaN.
[[nodiscard]] bool sameFloat(double a, double b);

}  // namespace watchglass::conformance
