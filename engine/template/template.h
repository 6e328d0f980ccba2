#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/labels.h"
#include "engine/template/value.h"

namespace watchglass::tmpl {

/// One sample of a query's result.
struct QuerySample {
    Labels labels;
    double value = 0;
};

/// What a template can reach besides its data.
struct Environment {
    std::int64_t nowMs = 0;
    std::string externalUrl;
    /// Runs an instant query at nowMs. Without one `query` fails.
    std::function<Result<std::vector<QuerySample>>(std::string_view expr)> query;
    /// What a key that a map does not have reads as.
    enum class MissingKey : std::uint8_t { Default, Zero, Error } missingKey = MissingKey::Zero;
    std::size_t maxOutputBytes = 1'000'000;
    std::size_t maxSteps = 1'000'000;  ///< nodes executed, loops included
};

/// Expands a text in Go's text/template language with Prometheus's functions. `name` stands in messages.
/// Errors: InvalidInput "error parsing template NAME: ..." or "error executing template NAME: ..."; Limit when
/// output, steps or nesting exceed the bounds.
/// Threads: any number at once.
/// Source: Go text/template, prometheus template/template.go.
[[nodiscard]] Result<std::string> expand(std::string_view name, std::string_view text, const Value& data,
                                         const Environment& environment);

/// Parses only. Errors: InvalidInput "template: NAME:LINE: ...".
[[nodiscard]] Result<void> check(std::string_view name, std::string_view text);

/// What the texts of an alerting rule see as .Labels, $labels and so on.
struct AlertData {
    const Labels& labels;
    const Labels& externalLabels;
    double value = 0;
};

/// Expands a label or annotation of an alerting rule: $labels, $externalLabels, $externalURL and $value are
/// declared. Prometheus names the template "__alert_<alert>".
[[nodiscard]] Result<std::string> expandAlertText(std::string_view name, std::string_view text, const AlertData& data,
                                                  const Environment& environment);
/// check() with these variables declared.
[[nodiscard]] Result<void> checkAlertText(std::string_view name, std::string_view text);

/// A map[string]string of labels.
[[nodiscard]] Value labelsValue(const Labels& labels);

}  // namespace watchglass::tmpl
