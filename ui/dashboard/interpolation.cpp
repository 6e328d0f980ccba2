#include "ui/dashboard/interpolation.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace watchglass::ui {

namespace {

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// A reference in a text: where it stands and what it names.
struct Reference {
    std::size_t from = 0;
    std::size_t to = 0;  ///< one behind the end
    std::string_view name;
    std::string_view path;    ///< ".labels.x", "[\"x\"]"; without the leading dot
    std::string_view format;  ///< behind the colon
    bool braced = false;
};

/// "name", "name:fmt", "name.path:fmt" between the braces. False when it names nothing.
bool readInner(std::string_view inner, Reference& out)
{
    std::size_t end = 0;
    while (end < inner.size() && isWord(inner[end])) ++end;
    if (end == 0) return false;
    out.name = inner.substr(0, end);
    std::string_view rest = inner.substr(end);
    if (rest.starts_with('.') || rest.starts_with('[')) {
        std::size_t stop = 0;
        bool quote = false;
        for (; stop < rest.size() && (quote || rest[stop] != ':'); ++stop) quote = quote != (rest[stop] == '"');
        out.path = rest.substr(rest[0] == '.' ? 1 : 0, stop - (rest[0] == '.' ? 1 : 0));
        rest = rest.substr(stop);
    }
    if (rest.starts_with(':')) {
        out.format = rest.substr(1);
        rest = {};
        if (out.format.empty()) return false;
    }
    return rest.empty();
}

/// The next `$name`, `${...}` or `[[...]]` from `at` on.
bool findReference(std::string_view text, std::size_t at, Reference& out)
{
    for (; at < text.size(); ++at) {
        out = Reference{};
        out.from = at;
        if (text[at] == '$' && at + 1 < text.size() && isWord(text[at + 1])) {
            std::size_t end = at + 1;
            while (end < text.size() && isWord(text[end])) ++end;
            out.name = text.substr(at + 1, end - at - 1);
            out.to = end;
            return true;
        }
        const bool curly = text.substr(at, 2) == "${";
        const bool square = text.substr(at, 2) == "[[";
        if (!curly && !square) continue;
        const std::size_t end = text.find(curly ? "}" : "]]", at + 2);
        if (end == std::string_view::npos) continue;
        if (!readInner(text.substr(at + 2, end - at - 2), out)) continue;
        out.to = end + (curly ? 1 : 2);
        out.braced = true;
        return true;
    }
    return false;
}

std::string byDefault(const Variable& variable, const std::vector<VariableOption>& values, DefaultFormat format,
                      bool specialChars)
{
    switch (format) {
    case DefaultFormat::Prometheus: {
        if (!variable.multi && !variable.includeAll) {
            // Only a single text is escaped; several come as JavaScript writes a list.
            if (values.size() > 1) return formatVariable(variable.name, values, true, "csv");
            return values.empty() ? "" : prometheusEscape(values.front().value, specialChars);
        }
        if (values.size() == 1) return prometheusRegexEscape(values.front().value, specialChars);
        std::string out = "(";
        for (std::size_t i = 0; i < values.size(); ++i)
            out += (i > 0 ? "|" : "") + prometheusRegexEscape(values[i].value, specialChars);
        return out + ")";
    }
    case DefaultFormat::Text: return formatVariable(variable.name, values, variable.multi, "text");
    case DefaultFormat::Regex: return formatVariable(variable.name, values, variable.multi, "regex");
    case DefaultFormat::Glob: break;
    }
    return formatVariable(variable.name, values, variable.multi, "glob");
}

/// "0" of "${name.0}".
std::optional<std::size_t> indexOf(std::string_view path)
{
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), index);
    if (error != std::errc{} || end != path.data() + path.size()) return std::nullopt;
    return index;
}

/// Options here have no members, so that a path into each leads nowhere: JavaScript's undefined, which some formats
/// spell out. Values that are no options stay.
std::vector<VariableOption> withoutMembers(std::vector<VariableOption> values, const Variable& variable,
                                           std::string_view format)
{
    const bool spelled = format == "regex" || format == "queryparam";
    for (VariableOption& value : values) {
        const bool known = std::any_of(variable.options.begin(), variable.options.end(),
                                       [&](const VariableOption& option) { return option.value == value.value; });
        if (known) value = {{}, spelled ? "undefined" : ""};
    }
    return values;
}

std::vector<VariableOption> one(std::string value) { return {{value, value}}; }

/// What a URL says of a variable: All and an automatic interval are choices, not what they come to now.
std::vector<VariableOption> choiceOf(const Variable& variable)
{
    const bool automatic = variable.type == VariableType::Interval && !variable.selected.empty() &&
                           variable.selected.front().text == "auto";
    return automatic ? one("$__auto") : variable.selected;
}

/// `var-a=1&var-b=2` over all variables that belong into a URL.
std::string allVariables(const VariableSet& set)
{
    std::string out;
    for (const Variable& variable : set.all()) {
        if (variable.type == VariableType::Constant || variable.type == VariableType::AdHoc) continue;
        if (!out.empty()) out += '&';
        out += formatVariable(variable.name, choiceOf(variable), variable.multi, "queryparam");
    }
    return out;
}

/// Values that Grafana provides itself. None for other names.
std::optional<std::vector<VariableOption>> builtIn(std::string_view name, std::string_view path,
                                                   const InterpolationContext& context, DefaultFormat format)
{
    if (name == "__from") return one(std::to_string(context.range.fromMs));
    if (name == "__to") return one(std::to_string(context.range.toMs));
    const std::int64_t length = context.range.lengthMs();
    const std::int64_t seconds = (length + 500) / 1000;
    // Only the data source knows the range; texts keep it.
    if (name.starts_with("__range") && format != DefaultFormat::Prometheus) return std::nullopt;
    if (name == "__range") return one(std::to_string(seconds) + "s");
    if (name == "__range_s") return one(std::to_string(seconds));
    if (name == "__range_ms") return one(std::to_string(length));
    if (name == "__timezone") return one(context.timeZone);
    if (name == "__dashboard" && !path.empty())
        return one(path == "uid" ? context.dashboardUid : context.dashboardTitle);
    if (name == "__url_time_range") {
        return one("from=" + context.range.text.from + "&to=" + context.range.text.to +
                   "&timezone=" + context.timeZone);
    }
    if (name == "__all_variables" && context.variables) return one(allVariables(*context.variables));
    if (name == "__org") return one(path == "name" ? "Main Org." : "1");
    if (name == "__user") return one(path == "email" ? "" : path == "id" ? "1" : "");
    return std::nullopt;
}

/// A member of a scoped object, or the whole of a list.
std::string dataText(const json::Value& data, const Reference& reference)
{
    const json::Value& found = reference.path.empty() ? data : data.get(reference.path);
    std::vector<VariableOption> values;
    const auto add = [&](const json::Value& item) {
        const std::string text = item.isString() ? item.toString() : item.isNull() ? std::string() : json::write(item);
        values.push_back({text, text});
    };
    if (found.isArray()) {
        for (const json::Value& item : found.items()) add(item);
    } else {
        add(found);
    }
    return formatVariable(reference.name, values, found.isArray(),
                          reference.format.empty() ? std::string_view("glob") : reference.format);
}

/// The value of All as the dashboard gives it: verbatim, but it may name other variables. One that names itself, be it
/// through others, stays there as it is written.
std::string allValueText(const Variable& variable, const InterpolationContext& context, DefaultFormat format)
{
    if (variable.allValue.find_first_of("$[") == std::string::npos) return variable.allValue;
    InterpolationContext inner = context;
    inner.scoped[variable.name] = {variable.allValue, variable.allValue};
    return interpolate(variable.allValue, inner, format);
}

/// What a reference stands for; none when nothing is known by that name.
std::optional<std::string> resolve(const Reference& reference, const InterpolationContext& context,
                                   DefaultFormat format)
{
    const std::string_view name = reference.name;
    const std::string_view path = reference.path;
    if (const auto it = context.scoped.find(name); it != context.scoped.end()) {
        if (!it->second.data.isNull()) return dataText(it->second.data, reference);
        const std::vector<VariableOption> values{{it->second.text, it->second.value}};
        if (!reference.format.empty()) return formatVariable(name, values, false, reference.format);
        if (format == DefaultFormat::Text || path == "text") return it->second.text;
        const Variable* variable = context.variables ? context.variables->find(name) : nullptr;
        return variable ? byDefault(*variable, values, format, context.specialCharsInLabelValues) : it->second.value;
    }
    if (const Variable* variable = context.variables ? context.variables->find(name) : nullptr) {
        const bool all = variable->isAll();
        if (reference.format == "queryparam" && path.empty())
            return formatVariable(name, choiceOf(*variable), variable->multi, "queryparam");
        if (path == "text" || (format == DefaultFormat::Text && reference.format.empty())) return variable->text();
        if (all && !variable->allValue.empty() && reference.format != "text") {
            // Verbatim, but it may name other variables itself.
            const std::string value = allValueText(*variable, context, format);
            return reference.format == "percentencode" ? formatVariable(name, one(value), false, "percentencode")
                                                       : value;
        }
        auto values = all && reference.format == "text" ? variable->selected : variable->effective();
        if (variable->type == VariableType::Interval && reference.format == "text" && !values.empty())
            return values.front().value;
        if (const auto index = indexOf(path); index && variable->multi) {
            const std::string value = *index < values.size() ? values[*index].value : std::string();
            return reference.format.empty() ? value : formatVariable(name, one(value), false, reference.format);
        }
        if (!path.empty() && path != "value" && variable->multi)
            values = withoutMembers(values, *variable,
                                    reference.format.empty() && format == DefaultFormat::Regex ? "regex"
                                                                                               : reference.format);
        if (!reference.format.empty()) return formatVariable(name, values, variable->multi || all, reference.format);
        return byDefault(*variable, values, format, context.specialCharsInLabelValues);
    }
    if (context.dataContext) {
        if (auto value = context.dataContext(name, path)) {
            return reference.format.empty() ? value : formatVariable(name, one(*value), false, reference.format);
        }
    }
    if (const auto values = builtIn(name, path, context, format)) {
        return formatVariable(name, *values, false, reference.format.empty() ? "raw" : reference.format);
    }
    return std::nullopt;
}

}  // namespace

ScopedValue scopedValue(const json::Value& value, std::string text)
{
    ScopedValue out;
    if (value.isObject() || value.isArray()) {
        out.data = value;
    } else if (!value.isNull()) {
        out.value = value.isString() ? value.toString() : json::write(value);
    }
    out.text = text.empty() ? out.value : std::move(text);
    return out;
}

std::string interpolateAt(std::string_view text, const InterpolationContext& context, const DataPoint& point)
{
    InterpolationContext here = context;
    here.dataContext = [&point](std::string_view name, std::string_view path) {
        return dataPointText(point, name, path);
    };
    return interpolate(text, here);
}

namespace {

/// Names that Grafana's scenes know as macros: where there is nothing to put in their place, they are formatted as they
/// stand.
bool isMacro(std::string_view name)
{
    static constexpr std::string_view kMacros[] = {"__value",    "__series",      "__field",   "__data",
                                                   "__interval", "__interval_ms", "__timezone"};
    return std::find(std::begin(kMacros), std::end(kMacros), name) != std::end(kMacros);
}

}  // namespace

std::string interpolateAs(std::string_view text, const InterpolationContext& context, std::string_view format)
{
    std::string out;
    std::size_t at = 0;
    Reference reference;
    while (findReference(text, at, reference)) {
        out.append(text.substr(at, reference.from - at));
        at = reference.to;
        const std::string match(text.substr(reference.from, reference.to - reference.from));
        const bool isPlain = reference.format.empty();
        if (isPlain && context.variables && context.variables->find(reference.name)) reference.format = format;
        auto value = resolve(reference, context, DefaultFormat::Glob);
        if (isPlain && isMacro(reference.name)) {
            const std::vector<VariableOption> standing = one(value.value_or(match));
            const bool isParameter = format == "queryparam";
            value = formatVariable(reference.name, standing, false, isParameter ? "percentencode" : format);
            if (isParameter) value = "var-" + std::string(reference.name) + '=' + *value;
        }
        out += value.value_or(match);
    }
    return out.append(text.substr(at));
}

std::vector<VariableMention> variableMentions(std::string_view text)
{
    std::vector<VariableMention> out;
    Reference reference;
    for (std::size_t at = 0; findReference(text, at, reference); at = reference.to) {
        out.push_back({std::string(text.substr(reference.from, reference.to - reference.from)),
                       std::string(reference.name), std::string(reference.format), std::string(reference.path)});
    }
    return out;
}

std::string interpolate(std::string_view text, const InterpolationContext& context, DefaultFormat format,
                        std::vector<std::string>* unknown)
{
    std::string out;
    std::size_t at = 0;
    Reference reference;
    while (findReference(text, at, reference)) {
        out.append(text.substr(at, reference.from - at));
        if (const auto value = resolve(reference, context, format)) {
            out += *value;
        } else {
            out.append(text.substr(reference.from, reference.to - reference.from));
            if (unknown) unknown->emplace_back(reference.name);
        }
        at = reference.to;
    }
    return out.append(text.substr(at));
}

std::vector<std::string> mentionedVariables(std::string_view text)
{
    std::vector<std::string> out;
    Reference reference;
    for (std::size_t at = 0; findReference(text, at, reference); at = reference.to) {
        if (std::find(out.begin(), out.end(), reference.name) == out.end()) out.emplace_back(reference.name);
    }
    return out;
}

}  // namespace watchglass::ui
