#include <optional>

#include "ui/frame/js_regex.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

std::optional<double> numberIn(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    const auto number = json::parse(value.toString());
    return number && number->isNumber() ? std::optional(number->toDouble()) : std::nullopt;
}

/// Equal as JavaScript's `==` on a cell and what was typed into the form.
bool equals(const Values& values, std::size_t row, const json::Value& wanted)
{
    if (!values.has(row)) return wanted.isNull();
    const Cell cell = values.cell(row);
    if (const auto* on = std::get_if<bool>(&cell)) {
        return wanted.isBool() && wanted.toBool() == *on;
    }
    if (const auto* number = std::get_if<double>(&cell)) {
        const auto other = numberIn(wanted);
        return other && *other == *number;
    }
    return values.text(row) == (wanted.isNumber() ? wanted.numberSpelling() : wanted.toString());
}

/// `filter.config` against one row. No value: the test is not known or cannot be carried out, and selects nothing.
bool passes(const Field& field, std::size_t row, const json::Value& config)
{
    const std::string& id = config["id"].toString();
    const json::Value& options = config["options"];
    const json::Value& wanted = options["value"];
    const bool there = field.values.has(row);
    if (id == "isNull") return !there;
    if (id == "isNotNull") return there;
    if (id == "equal") return equals(field.values, row, wanted);
    if (id == "notEqual") return !equals(field.values, row, wanted);
    if (id == "regex") {
        const auto regex = JsRegex::plain(wanted.toString());
        return regex && regex->matches(field.values.text(row));
    }
    if (id == "substring" || id == "notSubstring") {
        const Cell cell = field.values.cell(row);
        const auto* text = std::get_if<std::string>(&cell);
        if (!text) return id == "notSubstring";
        const bool found = text->find(wanted.toString()) != std::string::npos;
        return found == (id == "substring");
    }
    // As in JavaScript, where null compares like 0.
    const double value = there ? field.values.number(row) : 0;
    if (id == "between" || id == "range") {
        const auto from = numberIn(options["from"]);
        const auto to = numberIn(options["to"]);
        return from && to && value > *from && value < *to;
    }
    const auto limit = numberIn(wanted);
    if (!limit) return false;
    if (id == "greater") return value > *limit;
    if (id == "greaterOrEqual") return value >= *limit;
    if (id == "lower") return value < *limit;
    if (id == "lowerOrEqual") return value <= *limit;
    return false;
}

}  // namespace

std::vector<Frame> transformFilterByValue(std::vector<Frame> frames, const json::Value& options)
{
    const std::vector<json::Value>& filters = options["filters"].items();
    if (filters.empty()) return frames;
    const bool all = options["match"].toString() == "all";
    const bool include = options["type"].toString() != "exclude";
    for (Frame& frame : frames) {
        std::vector<std::pair<const Field*, const json::Value*>> tests;
        for (const json::Value& filter : filters) {
            for (const Field& field : frame.fields) {
                if (shownName(field) == filter["fieldName"].toString()) tests.emplace_back(&field, &filter["config"]);
            }
        }
        std::vector<std::size_t> kept;
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            std::size_t hits = 0;
            for (const auto& [field, config] : tests) hits += passes(*field, row, *config) ? 1 : 0;
            const bool match = hits > 0 && (!all || hits == tests.size());
            if (match == include) kept.push_back(row);
        }
        for (Field& field : frame.fields) field.values = field.values.rows(kept);
    }
    return frames;
}

}  // namespace watchglass::ui
