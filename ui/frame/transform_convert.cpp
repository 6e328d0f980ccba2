#include <algorithm>
#include <cmath>
#include <map>

#include "ui/frame/date_text.h"
#include "ui/frame/field_matcher.h"
#include "ui/frame/js_value.h"
#include "ui/frame/loose_date.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

template <class Change>
void changeCells(Field& field, Change&& change)
{
    std::vector<Cell> cells;
    cells.reserve(field.values.size());
    for (std::size_t row = 0; row < field.values.size(); ++row) cells.push_back(change(field.values.cell(row)));
    field.values = Values::cells(std::move(cells));
}

void toNumber(Field& field)
{
    changeCells(field, [](const Cell& cell) -> Cell {
        if (isNull(cell)) return {};
        double number = jsToNumber(cell);
        if (const auto* text = std::get_if<std::string>(&cell)) {
            std::string plain = *text;
            std::erase(plain, ',');
            if (plain.empty()) return {};
            number = jsToNumber(plain);
        }
        return std::isfinite(number) ? Cell(number) : Cell();
    });
    field.type = FieldType::Number;
}

/// Times in a pattern of dates; texts and objects as JSON; other values as JavaScript writes them.
void toText(Field& field, const std::string& pattern, const std::string& zone, const std::string& joinWith)
{
    const FieldType type = field.type;
    const bool utc = zone == "utc" || zone.empty();
    const std::string format = !pattern.empty() ? pattern : utc ? "YYYY-MM-DDTHH:mm:ss[Z]" : "YYYY-MM-DDTHH:mm:ssZ";
    changeCells(field, [&](const Cell& cell) -> Cell {
        if (type == FieldType::Time) {
            const auto* text = std::get_if<std::string>(&cell);
            const auto time = text ? parseMoment(*text, dateFormats().full, zone) : std::optional(jsToNumber(cell));
            return formatMoment(isNull(cell) ? std::nan("") : time.value_or(std::nan("")), format, zone);
        }
        if (type != FieldType::String && type != FieldType::Other) return jsText(cell);
        const auto* list = std::get_if<JsonCell>(&cell);
        if (!joinWith.empty() && list && list->value->isArray()) {
            std::string joined;
            for (std::size_t i = 0; i < list->value->items().size(); ++i) {
                joined += (i > 0 ? joinWith : std::string()) + jsText(cellOfJson(list->value->at(i)));
            }
            return joined;
        }
        const auto json = jsonText(cell);
        return json ? Cell(*json) : Cell(Undefined{});
    });
    field.type = FieldType::String;
}

std::optional<double> timeIn(const Cell& cell, bool iso, const std::string& pattern, const std::string& zone)
{
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* text = std::get_if<std::string>(&cell)) {
        if (iso) return parseJsDate(*text);
        return parseMoment(*text, pattern.empty() ? dateFormats().full : std::string_view(pattern), zone);
    }
    const auto* list = std::get_if<JsonCell>(&cell);
    if (!list || !list->value->isArray()) return std::nullopt;
    // [year, month from 0, day ...], as moment.js takes lists.
    CivilTime civil;
    civil.year = list->value->at(0).toInt();
    civil.month = static_cast<int>(list->value->at(1).toInt()) + 1;
    civil.day = static_cast<int>(list->value->at(2).toInt(1));
    if (civil.month < 1 || civil.month > 12) return std::nullopt;
    return static_cast<double>(fromCivil(civil, zone));
}

void toTime(Field& field, const std::string& pattern, const std::string& zone)
{
    constexpr double kSecond = 1000;
    const bool seconds = pattern == "X";
    const std::size_t count = field.values.size();
    const bool numbers = count > 0 && std::holds_alternative<double>(field.values.cell(0));
    const FieldType type = field.type;
    field.type = FieldType::Time;
    if (numbers && (type == FieldType::Time || !seconds)) return;
    std::size_t first = 0;
    while (first < count && !field.values.has(first)) ++first;
    const Cell sample = first < count ? field.values.cell(first) : Cell();
    const auto* text = std::get_if<std::string>(&sample);
    const bool iso = text && isIsoInstant(*text);
    const double unit = std::holds_alternative<double>(sample) && seconds ? kSecond : 1;
    changeCells(field, [&](const Cell& cell) -> Cell {
        if (!jsTruthy(cell)) return {};
        const auto time = timeIn(cell, iso, pattern, zone);
        return time && std::isfinite(*time) ? Cell(*time * unit) : Cell();
    });
}

/// What the text of a value says as JSON.
Cell parsedJson(const Cell& cell)
{
    const auto read = json::parse(jsText(cell));
    return read ? cellOfJson(*read) : Cell();
}

void toEnum(Field& field, const json::Value& config)
{
    std::map<std::string, double> index;
    for (const json::Value& text : config["text"].items()) {
        index[text.toString()] = static_cast<double>(index.size());
    }
    if (index.empty()) return;
    changeCells(field, [&](const Cell& cell) -> Cell {
        const auto* text = std::get_if<std::string>(&cell);
        const auto found = text ? index.find(*text) : index.end();
        return found == index.end() ? Cell(Undefined{}) : Cell(found->second);
    });
    field.type = FieldType::Enum;
    field.config.rest.edit("type").set("enum", config);
}

void convert(Field& field, const json::Value& conversion)
{
    const std::string& type = conversion["destinationType"].toString();
    const std::string& pattern = conversion["dateFormat"].toString();
    const std::string zone = conversion["timezone"].isString() ? conversion["timezone"].toString() : "utc";
    if (type == "time") toTime(field, pattern, zone);
    if (type == "number") toNumber(field);
    if (type == "string") toText(field, pattern, zone, conversion["joinWith"].toString());
    if (type == "enum") toEnum(field, conversion["enumConfig"]);
    if (type == "boolean") {
        changeCells(field, [](const Cell& cell) { return Cell(jsTruthy(cell)); });
        field.type = FieldType::Boolean;
    }
    if (type == "other") {
        changeCells(field, parsedJson);
        field.type = FieldType::Other;
    }
}

}  // namespace

std::vector<Frame> transformConvertType(std::vector<Frame> frames, const json::Value& options)
{
    for (const json::Value& conversion : options["conversions"].items()) {
        if (conversion["targetField"].toString().empty()) continue;
        const PreparedFieldMatcher matcher(FieldMatcher{"byName", conversion["targetField"]});
        for (Frame& frame : frames) {
            for (Field& field : frame.fields) {
                if (matcher.matches(field, frame)) convert(field, conversion);
            }
        }
    }
    return frames;
}

std::vector<Frame> transformConvertFrameType(std::vector<Frame> frames, const json::Value& options)
{
    if (options["targetType"].toString() != "exemplar") return frames;
    for (Frame& frame : frames) frame.name = "exemplar";
    return frames;
}

std::vector<Frame> transformFormatTime(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& name = options["timeField"].toString();
    const std::string zone = options["timezone"].isString() ? options["timezone"].toString() : "browser";
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (shownName(field) == name) toText(field, options["outputFormat"].toString(), zone, {});
        }
    }
    return frames;
}

}  // namespace watchglass::ui
