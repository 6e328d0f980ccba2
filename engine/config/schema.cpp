#include "engine/config/schema.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/config/relabel_config.h"
#include "engine/config/schema_table.h"
#include "engine/config/section_rules.h"
#include "engine/model/labels.h"

namespace watchglass::config {

namespace {

struct Field {
    std::string_view type;
    std::string_view section;  ///< of S, LS and MS
    bool honoured = true;
};

struct Section {
    std::string_view goType;
    std::unordered_map<std::string_view, Field> fields;
    bool httpClient = false;
};

using Schema = std::unordered_map<std::string_view, Section>;

const SectionText& textOf(std::string_view name)
{
    for (const SectionText& text : sectionTexts()) {
        if (text.name == name) return text;
    }
    static const SectionText none{};
    return none;
}

void addFields(Section& section, std::string_view fields)
{
    while (!fields.empty()) {
        const std::size_t end = std::min(fields.find(' '), fields.size());
        const std::string_view word = fields.substr(0, end);
        fields.remove_prefix(std::min(end + 1, fields.size()));
        if (word.starts_with('@')) {
            section.httpClient = section.httpClient || word == "@http";
            addFields(section, textOf(word.substr(1)).fields);
            continue;
        }
        const std::size_t colon = word.find(':');
        std::string_view type = word.substr(colon + 1);
        Field field;
        field.honoured = !type.starts_with('!');
        if (!field.honoured) type.remove_prefix(1);
        const std::size_t inner = type.find(':');
        field.type = type.substr(0, inner);
        if (inner != std::string_view::npos) field.section = type.substr(inner + 1);
        section.fields[word.substr(0, colon)] = field;
    }
}

const Schema& schema()
{
    static const Schema built = [] {
        Schema out;
        for (const SectionText& text : sectionTexts()) {
            Section& section = out[text.name];
            section.goType = text.goType;
            addFields(section, text.fields);
        }
        return out;
    }();
    return built;
}

Error unmarshalError(const Error& error)
{
    return {error.code, "yaml: unmarshal errors:\n  " + error.message, error.where};
}

template <class T>
Result<void> typeOnly(const Result<T>& value)
{
    if (!value) return tl::make_unexpected(unmarshalError(value.error()));
    return {};
}

Result<void> checkDuration(const yaml::Node& node)
{
    const auto text = node.toString();
    if (!text) return typeOnly(text);
    if (node.isNull()) return {};
    if (text->empty()) return tl::make_unexpected(node.error("empty duration string"));
    if (!parseDuration(*text)) {
        return tl::make_unexpected(node.error("not a valid duration string: " + goQuote(*text)));
    }
    return {};
}

Result<void> checkStringMap(const yaml::Node& node, bool lists)
{
    if (node.isNull()) return {};
    if (!node.isMapping()) return tl::make_unexpected(unmarshalError(node.typeError("map[string]string")));
    std::unordered_set<std::string> seen;
    for (const auto& [key, value] : node.members()) {
        if (!seen.insert(key.text()).second) {
            return tl::make_unexpected(unmarshalError(key.error("line " + std::to_string(key.line()) + ": key " +
                                                                goQuote(key.text()) + " already set in map")));
        }
        const Result<void> ok = lists ? typeOnly(value.toStrings()) : typeOnly(value.toString());
        if (!ok) return ok;
    }
    return {};
}

class Checker {
public:
    explicit Checker(std::vector<std::string>& warnings) : m_warnings(warnings) {}

    Result<void> section(const yaml::Node& node, std::string_view name, const std::string& path)
    {
        if (node.isNull()) return {};
        const auto found = schema().find(name);
        const Section& known = found->second;
        if (!node.isMapping()) return tl::make_unexpected(unmarshalError(node.typeError(known.goType)));
        std::unordered_set<std::string> seen;
        for (const auto& [key, value] : node.members()) {
            const auto field = known.fields.find(key.text());
            const std::string line = "line " + std::to_string(key.line()) + ": field " + key.text();
            if (field == known.fields.end()) {
                return tl::make_unexpected(
                    unmarshalError(key.error(line + " not found in type " + std::string(known.goType))));
            }
            if (!seen.insert(key.text()).second) {
                return tl::make_unexpected(
                    unmarshalError(key.error(line + " already set in type " + std::string(known.goType))));
            }
            const std::string fieldPath = path.empty() ? key.text() : path + "." + key.text();
            const bool warned = m_quiet;
            if (!field->second.honoured && !value.isNull() && !m_quiet) {
                m_warnings.push_back(fieldPath + " (" + lineOf(key) + "): not supported yet, ignored");
                m_quiet = true;  // one line names the whole section
            }
            if (name == "retention" && key.text() == "size" && value.text().starts_with('-')) {
                return tl::make_unexpected(
                    value.error("'storage.tsdb.retention.size' must be greater than or equal to 0"));
            }
            const auto ok = this->field(value, field->second, name, key.text(), fieldPath);
            m_quiet = warned;
            if (!ok) return ok;
            // Blocks begin three hours behind now (engine/storage), and do not change.
            if (key.text() == "out_of_order_time_window" &&
                parseDuration(value.text()).value_or(std::chrono::milliseconds(0)) > std::chrono::hours(3)) {
                m_warnings.push_back(fieldPath + " (" + lineOf(key) +
                                     "): samples more than 3 hours old are refused when a block holds their time");
            }
        }
        if (known.httpClient) {
            if (const auto ok = checkHttpClient(node); !ok) return ok;
        }
        return checkRules(node, name);
    }

private:
    static std::string lineOf(const yaml::Node& node)
    {
        const std::string where = node.where();
        const std::string fileAndLine = where.substr(0, where.rfind(':'));
        return std::filesystem::path(fileAndLine).filename().string();
    }

    Result<void> field(const yaml::Node& node, const Field& field, std::string_view sectionName, std::string_view name,
                       const std::string& path)
    {
        const std::string_view type = field.type;
        if (type == "s" || type == "x" || type == "U") return typeOnly(node.toString());
        if (type == "b") return typeOnly(node.toBool());
        if (type == "i") return typeOnly(node.toInt());
        if (type == "u") return typeOnly(node.toUint());
        if (type == "f") return typeOnly(node.toDouble());
        if (type == "d") return checkDuration(node);
        if (type == "z") return checkSize(node);
        if (type == "ss") return typeOnly(node.toStrings());
        if (type == "m") return checkStringMap(node, false);
        if (type == "ml") return checkStringMap(node, true);
        if (type == "R") return relabelRules(node, sectionName, name);
        if (type == "S") return section(node, field.section, path);
        if (type == "LS") return sectionList(node, field.section, name, path);
        if (type == "MS") return sectionMap(node, field.section, path);
        return {};
    }

    static Result<void> checkSize(const yaml::Node& node)
    {
        const auto text = node.toString();
        if (!text) return typeOnly(text);
        if (node.isNull()) return {};
        const auto size = parseSize(*text);
        if (!size) return tl::make_unexpected(node.error(size.error().message));
        return {};
    }

    static Result<void> relabelRules(const yaml::Node& node, std::string_view sectionName, std::string_view name)
    {
        if (node.isNull()) return {};
        if (!node.isSequence()) return tl::make_unexpected(unmarshalError(node.typeError("[]*relabel.Config")));
        for (const yaml::Node& item : node.items()) {
            if (item.isNull()) {
                return tl::make_unexpected(item.error(std::string(nullItemMessage(sectionName, name))));
            }
            if (const auto rule = readRelabelConfig(item); !rule) return tl::make_unexpected(rule.error());
        }
        return {};
    }

    Result<void> sectionList(const yaml::Node& node, std::string_view sectionName, std::string_view name,
                             const std::string& path)
    {
        if (node.isNull()) return {};
        if (!node.isSequence()) {
            const std::string goType = "[]*" + std::string(schema().at(sectionName).goType);
            return tl::make_unexpected(unmarshalError(node.typeError(goType)));
        }
        int index = 0;
        for (const yaml::Node& item : node.items()) {
            if (item.isNull()) {
                return tl::make_unexpected(item.error(std::string(nullItemMessage(sectionName, name))));
            }
            const auto ok = section(item, sectionName, path + "[" + std::to_string(index++) + "]");
            if (!ok) return ok;
        }
        return {};
    }

    Result<void> sectionMap(const yaml::Node& node, std::string_view sectionName, const std::string& path)
    {
        if (node.isNull()) return {};
        if (!node.isMapping()) {
            return tl::make_unexpected(unmarshalError(node.typeError(schema().at(sectionName).goType)));
        }
        for (const auto& [key, value] : node.members()) {
            if (const auto ok = section(value, sectionName, path + "." + key.text()); !ok) return ok;
        }
        return {};
    }

    std::vector<std::string>& m_warnings;
    bool m_quiet = false;
};

}  // namespace

Result<void> checkSection(const yaml::Node& node, std::string_view section, const std::string& path,
                          std::vector<std::string>& warnings)
{
    return Checker(warnings).section(node, section, path);
}

std::string formatSize(std::uint64_t bytes)
{
    static constexpr std::array kUnits = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes == 0) return "0B";
    std::string out;
    for (std::size_t i = kUnits.size(); i-- > 0;) {
        const std::uint64_t count = bytes >> (10 * i) & (i + 1 == kUnits.size() ? ~std::uint64_t{0} : 1023);
        if (count > 0) out += std::to_string(count) + kUnits[i];
    }
    return out;
}

Result<std::uint64_t> parseSize(std::string_view text)
{
    if (text == "0") return 0;
    const std::size_t end = text.find_first_not_of("0123456789.");
    const std::string_view number = text.substr(0, end);
    const std::string_view unit = end == std::string_view::npos ? std::string_view() : text.substr(end);
    const auto value = parseFloat(number);
    if (number.empty() || !value) return fail(ErrorCode::InvalidInput, "units: invalid " + std::string(text));
    static const std::map<std::string_view, int> kPowers{{"B", 0},   {"KB", 1},  {"KiB", 1}, {"MB", 2},  {"MiB", 2},
                                                         {"GB", 3},  {"GiB", 3}, {"TB", 4},  {"TiB", 4}, {"PB", 5},
                                                         {"PiB", 5}, {"EB", 6},  {"EiB", 6}};
    const auto power = kPowers.find(unit);
    if (power == kPowers.end()) {
        return fail(ErrorCode::InvalidInput, "units: unknown unit " + std::string(unit) + " in " + std::string(text));
    }
    const double bytes = std::ldexp(*value, 10 * power->second);
    constexpr double kMax = 9.2e18;
    if (bytes > kMax) return fail(ErrorCode::InvalidInput, "units: size out of range: " + std::string(text));
    return static_cast<std::uint64_t>(bytes);
}

}  // namespace watchglass::config
