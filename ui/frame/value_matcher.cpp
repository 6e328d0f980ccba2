#include "ui/frame/value_matcher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ui/frame/js_value.h"

namespace watchglass::ui {

namespace {

constexpr std::array<std::string_view, 13> kKnown = {"isNull", "isNotNull",    "equal",   "notEqual",  "greater",
                                                     "lower",  "lowerOrEqual", "between", "substring", "greaterOrEqual",
                                                     "regex",  "notSubstring", "range"};

Cell cellOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    if (value.isString()) return value.toString();
    if (value.isBool()) return value.toBool();
    return {};
}

/// An end of a range: JavaScript's parseInt() of what is no number.
Cell limitOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    const std::string text = value.toString();
    char* end = nullptr;
    const long long whole = std::strtoll(text.c_str(), &end, 10);
    return end == text.c_str() ? std::nan("") : static_cast<double>(whole);
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    });
    return text;
}

}  // namespace

ValueMatcher::ValueMatcher(std::string id, const json::Value& options)
    : m_id(std::move(id)), m_wanted(options["value"]), m_from(options["from"]), m_to(options["to"]),
      m_valid(std::find(kKnown.begin(), kKnown.end(), m_id) != kKnown.end())
{
    if (m_id != "regex") return;
    if (auto regex = JsRegex::plain(m_wanted.toString())) {
        m_regex = std::move(*regex);
    } else {
        m_valid = false;
    }
}

bool ValueMatcher::equals(const Field& field, std::size_t row) const
{
    const Cell cell = field.values.cell(row);
    if (isNull(cell) || m_wanted.isNull()) return isNull(cell) && m_wanted.isNull();
    return jsCompare(cell, cellOf(m_wanted)) == 0;
}

bool ValueMatcher::operator()(const Field& field, std::size_t row) const
{
    if (!m_valid) return false;
    const bool there = field.values.has(row);
    if (m_id == "isNull") return !there;
    if (m_id == "isNotNull") return there;
    if (m_id == "equal") return equals(field, row);
    if (m_id == "notEqual") return !equals(field, row);
    if (m_id == "regex") return there && m_regex->matches(field.values.text(row));
    const Cell cell = field.values.cell(row);
    if (m_id == "substring" || m_id == "notSubstring") {
        if (m_wanted.isString() && m_wanted.toString().empty()) return m_id == "substring";
        const auto* text = std::get_if<std::string>(&cell);
        if (text == nullptr || text->empty() || m_wanted.toString().empty()) return false;
        const bool found = lowered(*text).find(lowered(m_wanted.toString())) != std::string::npos;
        return found == (m_id == "substring");
    }
    if (isUndefined(cell) || std::isnan(jsToNumber(cell))) return false;
    if (m_id == "between" || m_id == "range")
        return jsCompare(cell, limitOf(m_from)) == 1 && jsCompare(cell, limitOf(m_to)) == -1;
    const auto order = jsCompare(cell, cellOf(m_wanted));
    if (!order) return false;
    if (m_id == "greater") return *order > 0;
    if (m_id == "greaterOrEqual") return *order >= 0;
    if (m_id == "lower") return *order < 0;
    return *order <= 0;
}

}  // namespace watchglass::ui
