#pragma once

#include <memory>
#include <string>

#include "engine/base/json.h"
#include "ui/dashboard/interpolation.h"

namespace watchglass::conformance::grafana {

/// The text of a value as JavaScript writes it into a string.
[[nodiscard]] std::string plainText(const json::Value& value);
[[nodiscard]] std::vector<std::string> textList(const json::Value& value);
/// A variable of interpolation.json: type, multi, includeAll, value, text, options.
[[nodiscard]] ui::Variable variableOf(const std::string& name, const json::Value& model);

/// The variables and the time range that a case interpolates with: those of its input, else those of its file.
class CaseVariables {
public:
    CaseVariables(const json::Value& input, const json::Value& document);

    [[nodiscard]] std::string replace(std::string_view text) const { return ui::interpolate(text, m_context); }
    [[nodiscard]] const ui::InterpolationContext& context() const { return m_context; }
    [[nodiscard]] std::int64_t nowMs() const { return m_nowMs; }

private:
    std::int64_t m_nowMs = 0;
    std::unique_ptr<ui::VariableSet> m_variables;
    ui::InterpolationContext m_context;
};

}  // namespace watchglass::conformance::grafana
