#include <algorithm>
#include <numeric>
#include <set>

#include "ui/frame/js_regex.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

void rename(Field& field, const std::string& name)
{
    field.config.displayName = name;
    field.displayName = name;
}

bool less(const Cell& a, const Cell& b)
{
    if (isNull(a) || isNull(b)) return isNull(a) && !isNull(b);
    if (std::holds_alternative<double>(a) && std::holds_alternative<double>(b))
        return std::get<double>(a) < std::get<double>(b);
    if (std::holds_alternative<std::string>(a) && std::holds_alternative<std::string>(b))
        return std::get<std::string>(a) < std::get<std::string>(b);
    return Values::cellNumber(a) < Values::cellNumber(b);
}

void takeRows(Frame& frame, const std::vector<std::size_t>& rows)
{
    for (Field& field : frame.fields) field.values = field.values.rows(rows);
}

/// `{names, pattern}`: whether a field is among them.
bool listed(const Field& field, const json::Value& choice)
{
    for (const json::Value& name : choice["names"].items()) {
        if (name.toString() == shownName(field)) return true;
    }
    const std::string& pattern = choice["pattern"].toString();
    if (pattern.empty()) return false;
    const auto regex = pattern.starts_with('/') ? JsRegex::fromDashboard(pattern) : JsRegex::plain(pattern);
    return regex && regex->matches(shownName(field));
}

bool saysSomething(const json::Value& choice)
{
    return !choice["names"].items().empty() || !choice["pattern"].toString().empty();
}

}  // namespace

std::vector<Frame> transformOrganize(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& excluded = options["excludeByName"];
    const json::Value& included = options["includeByName"];
    const json::Value& order = options["indexByName"];
    const json::Value& names = options["renameByName"];
    for (Frame& frame : frames) {
        std::erase_if(frame.fields, [&](const Field& field) {
            if (excluded[shownName(field)].toBool()) return true;
            return !included.members().empty() && !included[shownName(field)].toBool();
        });
        if (!order.members().empty()) {
            const auto index = [&](const Field& field) {
                return order.has(shownName(field)) ? order[shownName(field)].toDouble() : 1e9;
            };
            std::stable_sort(frame.fields.begin(), frame.fields.end(),
                             [&](const Field& a, const Field& b) { return index(a) < index(b); });
        }
        for (Field& field : frame.fields) {
            if (const std::string& name = names[shownName(field)].toString(); !name.empty()) rename(field, name);
        }
    }
    return frames;
}

std::vector<Frame> transformFilterFields(std::vector<Frame> frames, const json::Value& options)
{
    for (Frame& frame : frames) {
        std::erase_if(frame.fields, [&](const Field& field) {
            if (saysSomething(options["include"]) && !listed(field, options["include"])) return true;
            return saysSomething(options["exclude"]) && listed(field, options["exclude"]);
        });
    }
    std::erase_if(frames, [](const Frame& frame) { return frame.fields.empty(); });
    return frames;
}

std::vector<Frame> transformFilterByRefId(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& wanted = options["include"].toString();
    if (wanted.empty()) return frames;
    const auto regex = wanted.starts_with('/') ? JsRegex::fromDashboard(wanted)
                                               : JsRegex::plain("^(?:" + wanted + ")$");
    if (regex) std::erase_if(frames, [&](const Frame& frame) { return !regex->matches(frame.refId); });
    return frames;
}

std::vector<Frame> transformSortBy(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& by = options["sort"].at(0);
    const std::string& name = by["field"].toString();
    for (Frame& frame : frames) {
        const auto field = std::find_if(frame.fields.begin(), frame.fields.end(),
                                        [&](const Field& one) { return shownName(one) == name || one.name == name; });
        if (field == frame.fields.end()) continue;
        std::vector<std::size_t> rows(frame.rows());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        const Values values = field->values;
        const bool descending = by["desc"].toBool();
        std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
            return descending ? less(values.cell(b), values.cell(a)) : less(values.cell(a), values.cell(b));
        });
        takeRows(frame, rows);
    }
    return frames;
}

std::vector<Frame> transformLimit(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& given = options["limitField"];
    std::int64_t limit = given.isString() ? std::atoll(given.toString().c_str()) : given.toInt(10);
    for (Frame& frame : frames) {
        const auto all = static_cast<std::int64_t>(frame.rows());
        const std::int64_t count = std::min(all, std::abs(limit));
        if (count == all) continue;
        std::vector<std::size_t> rows(static_cast<std::size_t>(count));
        std::iota(rows.begin(), rows.end(), static_cast<std::size_t>(limit < 0 ? all - count : 0));
        takeRows(frame, rows);
    }
    return frames;
}

std::vector<Frame> transformRenameByRegex(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& pattern = options["regex"].toString();
    const auto regex = pattern.starts_with('/') ? JsRegex::fromDashboard(pattern) : JsRegex::plain(pattern);
    if (!regex) return frames;
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time && frame.kind != FrameKind::Table) continue;
            const std::string renamed = regex->replace(shownName(field), options["renamePattern"].toString());
            if (renamed != shownName(field)) rename(field, renamed);
        }
    }
    return frames;
}

}  // namespace watchglass::ui
