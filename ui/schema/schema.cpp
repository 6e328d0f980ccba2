#include "ui/schema/schema.h"

#include <algorithm>

#include "ui/schema/schema_tables.h"

namespace watchglass::ui::schema {

namespace {

json::Value read(std::string_view text) { return json::parse(text).value_or(json::Value()); }

/// Grafana's schema names its plugins in one word, and two of them differently.
std::string pluginName(std::string_view type)
{
    if (type == "annolist") return "annotationslist";
    if (type == "dashlist") return "dashboardlist";
    std::string name(type);
    name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
    return name;
}

}  // namespace

const json::Value& panelType(std::string_view type)
{
    static const json::Value table = read(kPanels);
    return table[pluginName(type)];
}

const json::Value& documentDefaults(std::string_view name)
{
    static const json::Value table = read(kDocuments);
    return table[name];
}

const json::Value& enumeration(std::string_view name)
{
    static const json::Value table = read(kEnumerations);
    return table[name];
}

bool isMember(std::string_view name, const json::Value& spelling)
{
    const json::Value& all = enumeration(name);
    return all.isNull() || std::any_of(all.members().begin(), all.members().end(),
                                       [&](const json::Member& member) { return member.second == spelling; });
}

const json::Value& optionGroup(std::string_view name)
{
    static const json::Value table = read(kOptionGroups);
    return table[name];
}

const json::Value& graphChoices()
{
    static const json::Value table = read(kGraphChoices);
    return table;
}

const json::Value& registry(std::string_view name)
{
    static const json::Value table = read(kRegistries);
    return table[name];
}

const json::Value& registryEntry(std::string_view name, std::string_view id)
{
    static const json::Value none;
    const auto& entries = registry(name).items();
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const json::Value& entry) { return entry["id"].toString() == id; });
    return found == entries.end() ? none : *found;
}

}  // namespace watchglass::ui::schema
