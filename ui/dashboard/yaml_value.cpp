#include "ui/dashboard/yaml_value.h"

#include "engine/config/yaml.h"

namespace watchglass::ui {

namespace {

json::Value scalarValue(const yaml::Node& node)
{
    switch (node.scalarType()) {
    case yaml::ScalarType::Null: return {};
    case yaml::ScalarType::Bool:
        if (const auto on = node.toBool()) return *on;
        break;
    case yaml::ScalarType::Int:
    case yaml::ScalarType::Float:
        if (const auto number = json::parse(node.text()); number && number->isNumber()) return *number;
        break;
    case yaml::ScalarType::String: break;
    }
    return node.text();
}

json::Value valueOf(const yaml::Node& node)
{
    switch (node.kind()) {
    case yaml::Kind::Null: return {};
    case yaml::Kind::Scalar: return scalarValue(node);
    case yaml::Kind::Sequence: {
        std::vector<json::Value> items;
        for (const yaml::Node& item : node.items()) items.push_back(valueOf(item));
        return json::Value::array(std::move(items));
    }
    case yaml::Kind::Mapping: {
        std::vector<json::Member> members;
        for (const auto& [name, value] : node.members()) members.emplace_back(name.text(), valueOf(value));
        return json::Value::object(std::move(members));
    }
    }
    return {};
}

/// Texts between lines that begin with "---", each with the number of lines before it.
std::vector<std::pair<std::string_view, int>> documentTexts(std::string_view text)
{
    std::vector<std::pair<std::string_view, int>> out;
    std::size_t begin = 0;
    int beginLine = 0;
    int line = 0;
    for (std::size_t at = 0; at < text.size(); ++line) {
        if (text.substr(at).starts_with("---")) {
            out.emplace_back(text.substr(begin, at - begin), beginLine);
            begin = at;
            beginLine = line;
        }
        const std::size_t end = text.find('\n', at);
        at = end == std::string_view::npos ? text.size() : end + 1;
    }
    out.emplace_back(text.substr(begin), beginLine);
    return out;
}

}  // namespace

Result<std::vector<json::Value>> yamlValues(std::string_view text)
{
    std::vector<json::Value> out;
    for (const auto& [document, linesBefore] : documentTexts(text)) {
        const auto node = yaml::parse(document, {});
        if (!node) {
            Error error = node.error();
            // The parser's place is ":line:column" when the file has no name.
            std::string_view where = error.where;
            while (where.starts_with(':')) where.remove_prefix(1);
            const std::size_t colon = where.find(':');
            if (colon != std::string_view::npos && linesBefore > 0) {
                const int line = std::atoi(std::string(where.substr(0, colon)).c_str()) + linesBefore;
                error.where = std::to_string(line) + std::string(where.substr(colon));
            } else {
                error.where = std::string(where);
            }
            return tl::make_unexpected(std::move(error));
        }
        if (node->exists()) out.push_back(valueOf(*node));
    }
    return out;
}

}  // namespace watchglass::ui
