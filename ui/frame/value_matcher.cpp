#include "ui/frame/value_matcher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ui/frame/value_format.h"

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

/// What JavaScript's Number() makes of a cell.
double numberOf(const Cell& cell)
{
    if (std::holds_alternative<std::monostate>(cell)) return 0;
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) return Values::cellNumber(cell);
    if (text->find_first_not_of(" \t\r\n") == std::string::npos) return 0;
    char* end = nullptr;
    const double value = std::strtod(text->c_str(), &end);
    return *end == '\0' ? value : std::nan("");
}

/// -1, 0, 1 as JavaScript orders two values: texts by their units, everything else as numbers; none: no order.
std::optional<int> ordered(const Cell& a, const Cell& b)
{
    const auto* left = std::get_if<std::string>(&a);
    const auto* right = std::get_if<std::string>(&b);
    if (left != nullptr && right != nullptr) return left->compare(*right) < 0 ? -1 : *left == *right ? 0 : 1;
    const double x = numberOf(a);
    const double y = numberOf(b);
    if (std::isnan(x) || std::isnan(y)) return {};
    return x < y ? -1 : x == y ? 0 : 1;
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
    return ordered(cell, cellOf(m_wanted)) == 0;
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
        if (m_wanted.toString().empty()) return true;
        const auto* text = std::get_if<std::string>(&cell);
        if (text == nullptr || text->empty()) return false;
        const bool found = lowered(*text).find(lowered(m_wanted.toString())) != std::string::npos;
        return found == (m_id == "substring");
    }
    if (m_id == "between" || m_id == "range") {
        return ordered(cell, cellOf(m_from)) == 1 && ordered(cell, cellOf(m_to)) == -1;
    }
    const auto order = ordered(cell, cellOf(m_wanted));
    if (!order) return false;
    if (m_id == "greater") return *order > 0;
    if (m_id == "greaterOrEqual") return *order >= 0;
    if (m_id == "lower") return *order < 0;
    return *order <= 0;
}

}  // namespace watchglass::ui
