// defaults: what Grafana's files mean when they say nothing, enumerations, registries.

#include "tests/conformance/grafana/cases.h"
#include "ui/schema/schema.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

template <const json::Value& (*find)(std::string_view)>
Answer fact(const Case& one)
{
    return Answer::against(withoutDescriptions(one.expected()), withoutDescriptions(find(one.item["name"].toString())));
}

Answer panel(const Case& one) { return json::Value(schema::panelType(one.item["plugin"].toString())); }

Answer graphChoices(const Case& one)
{
    return Answer::against(withoutDescriptions(one.expected()), withoutDescriptions(schema::graphChoices()));
}

}  // namespace

void addDefaultsAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["defaults"] = {{"panelDefaults", panel},
                       {"schemaDefault", fact<schema::documentDefaults>},
                       {"schemaEnum", fact<schema::enumeration>},
                       {"optionGroup", fact<schema::optionGroup>},
                       {"registry", fact<schema::registry>},
                       {"graphFieldOptions", graphChoices}};
}

}  // namespace watchglass::conformance::grafana
