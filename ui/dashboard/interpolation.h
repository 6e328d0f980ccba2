#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/dashboard/interval.h"
#include "ui/dashboard/variable.h"
#include "ui/frame/data_point.h"

namespace watchglass::ui {

/// How a variable without `:format` is written.
enum class DefaultFormat : std::uint8_t {
    Glob,        ///< `a`, `{a,b}`: titles, texts, links
    Prometheus,  ///< `(a|b)`, escaped for a PromQL string: expressions
    Text,        ///< what the picker shows: panel titles
    Regex,
};

/// A value that is known only where a text is used: repeat values, `__interval`, a data point's fields.
struct ScopedValue {
    std::string text;
    std::string value;
    json::Value data = {};  ///< an object or list that paths lead into; null for plain values
};
/// The scoped value of any JSON.
[[nodiscard]] ScopedValue scopedValue(const json::Value& value, std::string text);

using ScopedValues = std::map<std::string, ScopedValue, std::less<>>;

/// What interpolation can see. Pointers may be null; everything outlives the call.
struct InterpolationContext {
    const VariableSet* variables = nullptr;
    ScopedValues scoped;  ///< looked at first
    TimeRange range;
    std::string timeZone = "utc";
    bool specialCharsInLabelValues = false;  ///< see prometheusEscape()
    std::string dashboardTitle;
    std::string dashboardUid;
    /// Resolves `${__field...}`, `${__value...}`, `${__data...}`, `${__series...}` with their path; none: unknown.
    std::function<std::optional<std::string>(std::string_view name, std::string_view path)> dataContext;
};

/// Replaces `$name`, `${name}`, `${name:format}`, `${name.path}`, `[[name]]`, `[[name:format]]`. Unknown names stay as
/// they are and are added to `unknown`.
[[nodiscard]] std::string interpolate(std::string_view text, const InterpolationContext& context,
                                      DefaultFormat format = DefaultFormat::Glob,
                                      std::vector<std::string>* unknown = nullptr);

/// As interpolate() for texts that may speak of the data at `point`.
[[nodiscard]] std::string interpolateAt(std::string_view text, const InterpolationContext& context,
                                        const DataPoint& point);

/// As interpolate(), with any of Grafana's formats for variables that name none.
[[nodiscard]] std::string interpolateAs(std::string_view text, const InterpolationContext& context,
                                        std::string_view format);

/// One place of a variable in a text.
struct VariableMention {
    std::string text;  ///< "${a.b:csv}"
    std::string name;
    std::string format;
    std::string path;
};
[[nodiscard]] std::vector<VariableMention> variableMentions(std::string_view text);

/// Variables that a text mentions.
[[nodiscard]] std::vector<std::string> mentionedVariables(std::string_view text);

/// Writes values in one of Grafana's formats ("csv", "pipe", "regex", "json", "join:;" ...). Unknown formats are glob.
[[nodiscard]] std::string formatVariable(std::string_view name, const std::vector<VariableOption>& values, bool multi,
                                         std::string_view format);

/// A value for a PromQL string literal, as @grafana/prometheus escapes it.
/// `specialChars`: as with Grafana's feature toggle prometheusSpecialCharsInLabelValues.
[[nodiscard]] std::string prometheusEscape(std::string_view value, bool specialChars = false);
[[nodiscard]] std::string prometheusRegexEscape(std::string_view value, bool specialChars = false);

}  // namespace watchglass::ui
