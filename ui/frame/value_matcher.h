#pragma once

#include <optional>
#include <string>

#include "engine/base/json.h"
#include "ui/frame/frame.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

/// A test of single values: "greater", "regex", "isNull" ... with its options, made ready for many rows.
class ValueMatcher {
public:
    ValueMatcher(std::string id, const json::Value& options);

    /// False: the test is not known, or its pattern does not compile. It then matches nothing.
    [[nodiscard]] bool isValid() const { return m_valid; }
    [[nodiscard]] bool operator()(const Field& field, std::size_t row) const;

private:
    [[nodiscard]] bool equals(const Field& field, std::size_t row) const;

    std::string m_id;
    json::Value m_wanted;
    json::Value m_from;
    json::Value m_to;
    std::optional<JsRegex> m_regex;
    bool m_valid = false;
};

}  // namespace watchglass::ui
