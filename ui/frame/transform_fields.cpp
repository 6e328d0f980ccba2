#include <QString>
#include <algorithm>
#include <numeric>
#include <set>

#include "ui/frame/field_override.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

void rename(Field& field, const std::string& name)
{
    field.config.displayName = name;
    field.displayName = name;
}

/// What localeCompare orders by: letters without case and accents, then the text itself.
int compareTexts(const std::string& a, const std::string& b)
{
    const auto plain = [](const std::string& text) {
        QString out;
        for (const QChar c : QString::fromStdString(text).normalized(QString::NormalizationForm_D)) {
            if (c.category() != QChar::Mark_NonSpacing) out += c.toCaseFolded();
        }
        return out;
    };
    const int order = plain(a).compare(plain(b));
    return order != 0 ? order : b.compare(a);
}

/// How rows are ordered by a column of that type: numbers without a value come first, texts without one last, and
/// true comes before false (@grafana/data vector/... fieldComparers).
int compareCells(const Cell& a, const Cell& b, FieldType type)
{
    if (type == FieldType::String) {
        const auto* x = std::get_if<std::string>(&a);
        const auto* y = std::get_if<std::string>(&b);
        const bool noX = !x || x->empty();
        const bool noY = !y || y->empty();
        return noX || noY ? static_cast<int>(noX) - static_cast<int>(noY) : compareTexts(*x, *y);
    }
    if (type == FieldType::Boolean) {
        const auto on = [](const Cell& cell) { return std::holds_alternative<bool>(cell) && std::get<bool>(cell); };
        return static_cast<int>(on(b)) - static_cast<int>(on(a));
    }
    if (isNull(a) || isNull(b)) return static_cast<int>(isNull(b)) - static_cast<int>(isNull(a));
    const double x = Values::cellNumber(a);
    const double y = Values::cellNumber(b);
    return x < y ? -1 : x > y ? 1 : 0;
}

/// The names that the fields of a frame would have if it were the only one.
std::vector<std::string> namesAlone(const Frame& frame)
{
    std::vector<Frame> alone{frame};
    assignDisplayNames(alone);
    std::vector<std::string> names;
    for (const Field& field : alone.front().fields) names.push_back(field.displayName);
    return names;
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
    std::erase_if(frames, [](const Frame& frame) { return frame.fields.empty(); });
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

std::vector<Frame> transformMatchFields(std::vector<Frame> frames, const json::Value& options)
{
    const auto matches = [](const json::Value& matcher, const Field& field, const Frame& frame) {
        return matchesField({matcher["id"].toString(), matcher["options"]}, field, frame);
    };
    for (Frame& frame : frames) {
        const Frame whole = frame;
        std::vector<Field> kept;
        for (const Field& field : whole.fields) {
            if (options["include"].isObject() && !matches(options["include"], field, whole)) continue;
            if (options["exclude"].isObject() && matches(options["exclude"], field, whole)) continue;
            kept.push_back(field);
        }
        frame.fields = std::move(kept);
    }
    std::erase_if(frames, [](const Frame& frame) { return frame.fields.empty(); });
    return frames;
}

std::vector<Frame> transformMatchFrames(std::vector<Frame> frames, const json::Value& options)
{
    const auto matches = [](const json::Value& matcher, const Frame& frame) {
        const std::string& text = frame.name.empty() || matcher["id"].toString() == "byRefId" ? frame.refId
                                                                                              : frame.name;
        const std::string& wanted = matcher["options"].toString();
        if (!wanted.starts_with('/')) return text == wanted;
        const auto regex = JsRegex::fromDashboard(wanted);
        return regex && regex->matches(text);
    };
    std::erase_if(frames, [&](const Frame& frame) {
        if (options["include"].isObject() && !matches(options["include"], frame)) return true;
        return options["exclude"].isObject() && matches(options["exclude"], frame);
    });
    return frames;
}

std::vector<Frame> transformFilterByRefId(std::vector<Frame> frames, const json::Value& options)
{
    const auto matching = [](const std::string& wanted) {
        return wanted.starts_with('/') ? JsRegex::fromDashboard(wanted) : JsRegex::plain("^(?:" + wanted + ")$");
    };
    if (const std::string& wanted = options["include"].toString(); !wanted.empty()) {
        const auto regex = matching(wanted);
        if (regex) std::erase_if(frames, [&](const Frame& frame) { return !regex->matches(frame.refId); });
    }
    if (const std::string& unwanted = options["exclude"].toString(); !unwanted.empty()) {
        const auto regex = matching(unwanted);
        if (regex) std::erase_if(frames, [&](const Frame& frame) { return regex->matches(frame.refId); });
    }
    return frames;
}

std::vector<Frame> transformSortBy(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& by = options["sort"].at(0);
    const std::string& name = by["field"].toString();
    for (Frame& frame : frames) {
        const std::vector<std::string> names = namesAlone(frame);
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) continue;
        const Field* field = &frame.fields[static_cast<std::size_t>(found - names.begin())];
        std::vector<std::size_t> rows(frame.rows());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        const Values values = field->values;
        const FieldType type = field->type;
        const bool descending = by["desc"].toBool();
        std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
            const int order = compareCells(values.cell(a), values.cell(b), type);
            return descending ? order > 0 : order < 0;
        });
        takeRows(frame, rows);
    }
    return frames;
}

std::vector<Frame> transformLimit(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& given = options["limitField"];
    std::int64_t limit = given.toInt(10);
    if (given.isString()) {
        const auto number = json::parse(given.toString());
        if (!number || !number->isNumber()) return frames;
        limit = number->toInt();
    }
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
    const std::string& replacement = options["renamePattern"].toString();
    if (pattern.empty() || replacement.empty()) return frames;
    const auto regex = pattern.starts_with('/') ? JsRegex::fromDashboard(pattern) : JsRegex::plain(pattern);
    if (!regex) return frames;
    for (Frame& frame : frames) {
        const std::vector<std::string> names = namesAlone(frame);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (regex->matches(names[i])) rename(frame.fields[i], regex->replace(names[i], replacement));
        }
    }
    return frames;
}

}  // namespace watchglass::ui
