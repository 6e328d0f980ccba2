#include "ui/frame/data_point.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "ui/frame/display_names.h"
#include "ui/frame/value_format.h"

namespace watchglass::ui {

namespace {

const Frame& frameOf(const DataPoint& point) { return (*point.frames)[point.frame]; }
const Field& fieldOf(const DataPoint& point) { return frameOf(point).fields[point.field]; }

/// Takes the first step off `path`: "labels" of `labels["a.b"].c`, then `["a.b"]`, then `.c`.
std::string takeStep(std::string_view& path)
{
    if (path.starts_with('.')) path.remove_prefix(1);
    if (path.starts_with('[')) {
        const auto close = path.find(']');
        std::string_view inner = path.substr(1, close == std::string_view::npos ? close : close - 1);
        path.remove_prefix(close == std::string_view::npos ? path.size() : close + 1);
        const bool quoted = inner.size() >= 2 && (inner.front() == '"' || inner.front() == '\'');
        return std::string(quoted ? inner.substr(1, inner.size() - 2) : inner);
    }
    const auto end = std::min(path.find('.'), path.find('['));
    std::string step(path.substr(0, end));
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    return step;
}

std::string labelText(const Labels& labels, std::string_view path)
{
    if (path.empty()) return formatLabels(labels, {}, true);
    const std::string name = takeStep(path);
    if (name != "__values") return std::string(labels.get(name));
    std::multiset<std::string> values;
    for (const LabelView label : labels) values.emplace(label.value);
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
    return out;
}

std::optional<std::string> fieldText(const DataPoint& point, std::string_view path)
{
    if (path.empty()) return std::nullopt;
    const Field& field = fieldOf(point);
    const std::string step = takeStep(path);
    if (step == "name") return field.name;
    if (step == "displayName") return DisplayNamer(*point.frames).name(field, frameOf(point), point.frame);
    if (step == "labels" || step == "formattedLabels") return labelText(field.labels, path);
    return std::string();
}

/// A field of the row by name, position, configured name or label "name".
const Field* columnOf(const Frame& frame, const std::string& key)
{
    const auto find = [&](auto&& matches) -> const Field* {
        const auto it = std::find_if(frame.fields.begin(), frame.fields.end(), matches);
        return it == frame.fields.end() ? nullptr : &*it;
    };
    if (const Field* named = find([&](const Field& field) { return field.name == key; })) return named;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (error == std::errc{} && end == key.data() + key.size() && index < frame.fields.size())
        return &frame.fields[index];
    if (const Field* shown = find([&](const Field& field) { return field.config.displayName == key; })) return shown;
    return find([&](const Field& field) { return field.labels.has("name") && field.labels.get("name") == key; });
}

DisplayValue shown(const DataPoint& point, const Field& field, std::size_t row)
{
    const DisplayProcessor process(field, VisualTheme::dark(), point.format);
    return process(row < field.values.size() ? field.values.cell(row) : Cell(Undefined{}));
}

std::string memberOf(const DisplayValue& value, std::string_view member)
{
    if (member.empty()) return value.toString();
    if (member == "text") return value.text;
    if (member == "numeric") return jsNumber(value.numeric);
    if (member == "prefix") return value.prefix;
    if (member == "suffix") return value.suffix;
    if (member == "color") return value.hasColor ? toHex(value.color) : std::string();
    return {};
}

std::optional<std::string> dataText(const DataPoint& point, std::string_view path)
{
    if (path.empty() || !point.row) return std::nullopt;
    const Frame& frame = frameOf(point);
    const std::string step = takeStep(path);
    if (step == "name") return frame.name;
    if (step == "refId") return frame.refId;
    if (step != "fields" || path.empty()) return std::string();
    const Field* field = columnOf(frame, takeStep(path));
    if (field == nullptr) return std::string();
    return memberOf(shown(point, *field, *point.row), path.starts_with('.') ? path.substr(1) : path);
}

std::optional<std::string> valueText(const DataPoint& point, std::string_view path)
{
    if (point.calculated) {
        if (path == "time") return std::string();
        if (path == "numeric" || path == "raw") return jsNumber(point.calculated->numeric);
        return point.calculated->toString();
    }
    if (!point.row) return std::nullopt;
    if (path == "time") {
        const Field* time = frameOf(point).first(FieldType::Time);
        return time && *point.row < time->values.size() ? time->values.text(*point.row) : std::string();
    }
    const Field& field = fieldOf(point);
    if (path == "raw") return *point.row < field.values.size() ? field.values.text(*point.row) : std::string();
    const DisplayValue value = shown(point, field, *point.row);
    return path == "numeric" ? jsNumber(value.numeric) : value.toString();
}

}  // namespace

std::optional<std::string> dataPointText(const DataPoint& point, std::string_view name, std::string_view path)
{
    if (!point.frames) return std::nullopt;
    if (name == "__field") return fieldText(point, path);
    if (name == "__series" && path == "name") return frameDisplayName(frameOf(point), point.frame);
    if (name == "__data") return dataText(point, path);
    if (name == "__value") return valueText(point, path);
    if (name == "__calc" && !point.calculation.empty()) return point.calculation;
    return std::nullopt;
}

std::string replaceDataPoint(const std::string& text, const DataPoint& point)
{
    std::string out;
    std::string_view rest = text;
    for (auto open = rest.find("${"); open != std::string_view::npos; open = rest.find("${")) {
        const auto close = rest.find('}', open);
        if (close == std::string_view::npos) break;
        const std::string_view inner = rest.substr(open + 2, close - open - 2);
        const auto end = inner.find_first_of(".[");
        std::string_view path = end == std::string_view::npos ? std::string_view() : inner.substr(end);
        if (path.starts_with('.')) path.remove_prefix(1);
        const auto value = dataPointText(point, inner.substr(0, end), path);
        out += rest.substr(0, open);
        out += value ? *value : std::string(rest.substr(open, close + 1 - open));
        rest.remove_prefix(close + 1);
    }
    return out.append(rest);
}

}  // namespace watchglass::ui
