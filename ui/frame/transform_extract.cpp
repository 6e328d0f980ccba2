#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "ui/frame/js_regex.h"
#include "ui/frame/js_value.h"
#include "ui/frame/transform_steps.h"

// Source: Grafana's public/app/features/transformers/extractFields.

namespace watchglass::ui {

namespace {

/// What a text holds, in its order.
using Pairs = std::vector<std::pair<std::string, Cell>>;

void put(Pairs& pairs, const std::string& key, Cell value)
{
    const auto it = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == key; });
    if (it == pairs.end())
        pairs.emplace_back(key, std::move(value));
    else
        it->second = std::move(value);
}

/// The members of an object, or the items of a list by their numbers.
Pairs membersOf(const json::Value& value)
{
    Pairs out;
    for (const auto& [name, member] : value.members()) put(out, name, cellOfJson(member));
    std::size_t index = 0;
    for (const json::Value& item : value.items()) put(out, std::to_string(index++), cellOfJson(item));
    return out;
}

/// Reads `a=b, c: "d e"` and what else looks like that.
class KeyValueReader {
public:
    explicit KeyValueReader(const std::string& text) : m_text(text) {}

    Pairs read()
    {
        for (m_at = 0; m_at < m_text.size(); ++m_at) {
            char c = m_text[m_at];
            if (m_quote != 0 && c == m_quote) {
                m_quote = 0;
                c = next();
            }
            const bool escaped = c == '\\';
            if (escaped) c = next();
            if (escaped || m_quote != 0) {
                if (c != 0) m_buffer += c;
                continue;
            }
            if (c == '"' || c == '\'') m_quote = c;
            take(c);
        }
        if (!m_key.empty()) put(m_pairs, m_key, m_buffer);
        return std::move(m_pairs);
    }

private:
    char next()
    {
        ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    void take(char c)
    {
        const bool ends = c == '"' || c == '\'' || std::isspace(static_cast<unsigned char>(c)) != 0;
        if (c == ':' || c == '=') {
            if (m_buffer.empty()) return;
            if (!m_key.empty()) put(m_pairs, m_key, std::string());
            m_key = std::exchange(m_buffer, {});
        } else if (ends || c == '\0' || std::string_view(",;&{}").find(c) != std::string_view::npos) {
            if (ends && !m_buffer.empty() && m_key.empty()) put(m_pairs, std::exchange(m_buffer, {}), std::string());
            if (m_buffer.empty()) return;
            if (m_key.empty()) {
                m_key = std::exchange(m_buffer, {});
            } else {
                put(m_pairs, std::exchange(m_key, {}), std::exchange(m_buffer, {}));
            }
        } else {
            m_buffer += c;
            if (m_at + 1 == m_text.size() && m_key.empty()) put(m_pairs, std::exchange(m_buffer, {}), std::string());
        }
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    char m_quote = 0;
    std::string m_key;
    std::string m_buffer;
    Pairs m_pairs;
};

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t\r\n\f\v");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n\f\v") - from + 1);
}

Pairs delimited(std::string_view text, const std::string& delimiter)
{
    Pairs out;
    std::string_view rest = trimmed(text);
    for (;;) {
        const auto at = delimiter.empty() ? std::string_view::npos : rest.find(delimiter);
        put(out, std::string(trimmed(rest.substr(0, at))), 1.0);
        if (at == std::string_view::npos) return out;
        rest.remove_prefix(at + delimiter.size());
    }
}

/// One way of reading texts; nothing for one that it cannot read.
class Extractor {
public:
    explicit Extractor(const json::Value& options)
        : m_format(options["format"].isString() ? options["format"].toString() : "auto")
    {
        const std::string& delimiter = options["delimiter"].toString();
        if (!delimiter.empty()) m_delimiter = delimiter;
        const std::string& pattern = options["regExp"].toString();
        auto regex = JsRegex::plain("(?<NewField>.*)");
        if (pattern.starts_with('/')) {
            if (auto given = JsRegex::fromDashboard(pattern)) regex = std::move(given);
        }
        if (regex) m_regex = std::move(*regex);
        static constexpr std::string_view kFormats[] = {"auto", "json", "kvp", "delimiter", "regexp"};
        if (std::find(std::begin(kFormats), std::end(kFormats), m_format) == std::end(kFormats))
            throw TransformError{"extractFields: unknown format \"" + m_format + "\""};
    }

    [[nodiscard]] bool isJson() const { return m_format == "json"; }

    /// The document that a text is read as when it is JSON.
    [[nodiscard]] std::optional<json::Value> document(const std::string& text) const
    {
        if (m_format != "json" && m_format != "auto") return std::nullopt;
        auto value = json::parse(text);
        return value && !value->isNull() ? std::optional(std::move(*value)) : std::nullopt;
    }

    [[nodiscard]] Pairs pairs(const std::string& text) const
    {
        if (m_format == "delimiter") return delimited(text, m_delimiter);
        if (m_format == "regexp") {
            Pairs out;
            if (!m_regex || m_regex->isGlobal()) return out;
            for (auto& [name, value] : m_regex->namedGroups(text)) {
                put(out, name, value ? Cell(std::move(*value)) : Cell(Undefined{}));
            }
            return out;
        }
        return m_format == "json" ? Pairs() : KeyValueReader(text).read();
    }

private:
    std::string m_format;
    std::string m_delimiter = ",";
    std::optional<JsRegex> m_regex;
};

/// `nested.x[0]`, as lodash walks into a value.
const json::Value* walked(const json::Value& value, std::string_view path)
{
    const json::Value* at = &value;
    std::string step;
    const auto enter = [&]() {
        if (step.empty() || !at) return;
        if (at->isArray()) {
            const bool isNumber = step.find_first_not_of("0123456789") == std::string::npos && step.size() < 9;
            const std::size_t index = isNumber ? std::stoul(step) : at->items().size();
            at = index < at->items().size() ? &at->at(index) : nullptr;
        } else {
            at = at->has(step) ? &(*at)[step] : nullptr;
        }
        step.clear();
    };
    for (const char c : path) {
        if (c == '.' || c == '[' || c == ']')
            enter();
        else if (c != '"' && c != '\'')
            step += c;
    }
    enter();
    return at && !at->isNull() ? at : nullptr;
}

Pairs atPaths(const json::Value& document, const json::Value& paths)
{
    Pairs out;
    for (const json::Value& entry : paths.items()) {
        const std::string& path = entry["path"].toString();
        if (path.empty()) continue;
        const std::string& alias = entry["alias"].toString();
        const json::Value* found = walked(document, path);
        put(out, alias.empty() ? path : alias, found ? cellOfJson(*found) : Cell(std::string("Not Found")));
    }
    return out;
}

bool hasPaths(const json::Value& paths)
{
    return std::any_of(paths.items().begin(), paths.items().end(),
                       [](const json::Value& entry) { return !entry["path"].toString().empty(); });
}

FieldType typeOf(const std::vector<Cell>& cells)
{
    const auto first = std::find_if(cells.begin(), cells.end(), [](const Cell& cell) { return !isNull(cell); });
    if (first == cells.end()) return FieldType::Other;
    if (std::holds_alternative<double>(*first)) return FieldType::Number;
    if (std::holds_alternative<std::string>(*first)) return FieldType::String;
    return std::holds_alternative<bool>(*first) ? FieldType::Boolean : FieldType::Other;
}

const Field* named(const Frame& frame, const std::string& name)
{
    const auto it = std::find_if(frame.fields.begin(), frame.fields.end(),
                                 [&](const Field& field) { return field.name == name || shownName(field) == name; });
    return it == frame.fields.end() ? nullptr : &*it;
}

std::vector<Field> extracted(const Field& source, const Extractor& extractor, const json::Value& paths)
{
    const std::size_t count = source.values.size();
    std::vector<std::pair<std::string, std::vector<Cell>>> columns;
    std::map<std::string, std::size_t> places;
    const bool byPath = extractor.isJson() && hasPaths(paths);
    for (std::size_t row = 0; row < count; ++row) {
        const Cell cell = source.values.cell(row);
        if (isNull(cell)) continue;
        std::optional<json::Value> document;
        Pairs pairs;
        if (const auto* text = std::get_if<std::string>(&cell)) {
            document = extractor.document(*text);
            if (!document) pairs = extractor.pairs(*text);
        } else if (const auto* value = std::get_if<JsonCell>(&cell)) {
            document = *value->value;
        }
        if (byPath)
            pairs = atPaths(document.value_or(json::Value()), paths);
        else if (document)
            pairs = membersOf(*document);
        for (auto& [key, value] : pairs) {
            const auto [place, isNew] = places.emplace(key, columns.size());
            if (isNew) columns.emplace_back(key, std::vector<Cell>(count, Cell(Undefined{})));
            columns[place->second].second[row] = std::move(value);
        }
    }
    std::vector<Field> out;
    for (auto& [name, cells] : columns) {
        const FieldType type = typeOf(cells);
        out.push_back(plainField(name, type, Values::cells(std::move(cells))));
    }
    return out;
}

}  // namespace

std::vector<Frame> transformExtractFields(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& name = options["source"].toString();
    if (name.empty()) return frames;
    const Extractor extractor(options);
    for (Frame& frame : frames) {
        const Field* source = named(frame, name);
        if (!source) continue;
        std::vector<Field> fields = extracted(*source, extractor, options["jsonPaths"]);
        if (options["keepTime"].toBool()) {
            const Field* time = named(frame, "Time");
            if (!time) time = named(frame, "time");
            if (time) fields.insert(fields.begin(), *time);
        }
        if (!options["replace"].toBool()) fields.insert(fields.begin(), frame.fields.begin(), frame.fields.end());
        frame.fields = std::move(fields);
    }
    return frames;
}

}  // namespace watchglass::ui
