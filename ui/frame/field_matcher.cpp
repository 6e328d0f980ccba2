#include "ui/frame/field_matcher.h"

#include <algorithm>

#include "ui/frame/js_value.h"
#include "ui/frame/reducer.h"
#include "ui/schema/schema.h"

namespace watchglass::ui {

namespace {

const std::string& shownName(const Field& field) { return field.displayName.empty() ? field.name : field.displayName; }

}  // namespace

PreparedFieldMatcher::PreparedFieldMatcher(const FieldMatcher& matcher) : m_id(matcher.id), m_options(matcher.options)
{
    std::string pattern;
    if (m_id == "byName") m_names.insert(m_options.toString());
    if (m_id == "byNames" || m_id == "byRegexpOrNames") {
        for (const json::Value& name : m_options["names"].items()) m_names.insert(name.toString());
        m_exclude = m_options["mode"].toString() == "exclude";
    }
    if (m_id == "byRegexp") pattern = m_options.toString();
    if (m_id == "byRegexpOrNames") pattern = m_options["pattern"].toString();
    if (pattern.empty()) return;
    if (auto regex = JsRegex::fromDashboard(pattern)) m_regex = std::move(*regex);
}

bool PreparedFieldMatcher::hasName(const Field& field) const
{
    if (m_names.contains("Value")) {
        // What queries used to call it before series were named after their metric.
        if (field.labels.has("__name__") && field.labels.get("__name__") == field.name) return true;
    } else if (field.type == FieldType::Time && (m_names.contains("Time") || m_names.contains("time"))) {
        return true;  // whatever the time column is called
    }
    return m_names.contains(field.name) || m_names.contains(shownName(field));
}

bool PreparedFieldMatcher::asksForName(const Field& field) const
{
    if (m_id == "byRegexp") return true;
    return (m_id == "byName" || m_id == "byNames" || m_id == "byRegexpOrNames") && !m_names.contains(field.name);
}

bool PreparedFieldMatcher::matchesValue(const Field& field) const
{
    const std::string& reducer = m_options["reducer"].toString();
    if (reducer.empty()) return false;
    const Cell left = reduceField(field, reducer);
    if (reducer == "allIsNull" || reducer == "allIsZero") return jsTruthy(left);
    const json::Value& limit = m_options["value"];
    const std::string& given = m_options["op"].toString();
    std::string_view op = given.empty() ? "eq" : std::string_view(given);
    const auto readable = [](const Cell& cell) { return isNull(cell) ? Cell(std::string("null")) : cell; };
    // Nothing is only equal to nothing, or not.
    if ((isNull(left) || limit.isNull()) && (op == "gte" || op == "lte")) op = "eq";
    const Cell a = readable(left);
    const Cell b = readable(cellOfJson(limit));
    if (op == "eq") return jsText(a) == jsText(b);
    if (op == "neq") return jsText(a) != jsText(b);
    const auto order = jsCompare(a, b);
    if (!order) return false;
    return op == "gt" ? *order > 0 : op == "gte" ? *order >= 0 : op == "lt" ? *order < 0 : op == "lte" && *order <= 0;
}

bool PreparedFieldMatcher::matches(const Field& field, const Frame& frame) const
{
    if (m_id == "byName") return hasName(field);
    if (m_id == "byNames") return hasName(field) != m_exclude;
    if (m_id == "byRegexp") return matchesPattern(shownName(field));
    if (m_id == "byRegexpOrNames") return hasName(field) || matchesPattern(shownName(field));
    if (m_id == "byType") return fieldTypeName(field.type) == m_options.toString();
    if (m_id == "byTypes") {
        return std::any_of(m_options.items().begin(), m_options.items().end(),
                           [&](const json::Value& type) { return fieldTypeName(field.type) == type.toString(); });
    }
    if (m_id == "numeric") return field.type == FieldType::Number;
    if (m_id == "time") return field.type == FieldType::Time;
    if (m_id == "byFrameRefID") return frame.refId == m_options.toString();
    if (m_id == "byValue") return matchesValue(field);
    if (m_id == "first") return !frame.fields.empty() && &frame.fields.front() == &field;
    if (m_id == "firstTimeField") return frame.first(FieldType::Time) == &field;
    return false;
}

bool isKnownFieldMatcher(std::string_view id) { return !schema::registryEntry("fieldMatchers", id).isNull(); }

std::string fieldMatcherProblem(const FieldMatcher& matcher)
{
    if (!isKnownFieldMatcher(matcher.id)) return "unknown matcher \"" + matcher.id + "\"";
    std::string pattern;
    if (matcher.id == "byRegexp") pattern = matcher.options.toString();
    if (matcher.id == "byRegexpOrNames") pattern = matcher.options["pattern"].toString();
    if (pattern.empty()) return {};
    const auto regex = JsRegex::fromDashboard(pattern);
    return regex ? std::string() : regex.error().message;
}

bool matchesField(const FieldMatcher& matcher, const Field& field, const Frame& frame)
{
    return PreparedFieldMatcher(matcher).matches(field, frame);
}

}  // namespace watchglass::ui
