#include "ui/dashboard/option_choices.h"

#include <algorithm>
#include <iterator>

#include "ui/schema/schema.h"

namespace watchglass::ui {

bool isChoice(std::string_view type, std::string_view path, const json::Value& value)
{
    struct Choice {
        std::string_view type;  ///< "" for all
        std::string_view path;
        std::string_view enumeration;
    };
    static constexpr Choice kChoices[] = {
        {"", "orientation", "VizOrientation"},
        {"", "tooltip.mode", "TooltipDisplayMode"},
        {"", "tooltip.sort", "SortOrder"},
        {"", "legend.displayMode", "LegendDisplayMode"},
        {"stat", "colorMode", "BigValueColorMode"},
        {"stat", "graphMode", "BigValueGraphMode"},
        {"stat", "justifyMode", "BigValueJustifyMode"},
        {"stat", "textMode", "BigValueTextMode"},
        {"stat", "percentChangeColorMode", "PercentChangeColorMode"},
        {"bargauge", "displayMode", "BarGaugeDisplayMode"},
        {"bargauge", "valueMode", "BarGaugeValueMode"},
        {"bargauge", "namePlacement", "BarGaugeNamePlacement"},
        {"table", "cellHeight", "TableCellHeight"},
    };
    const auto found = std::find_if(std::begin(kChoices), std::end(kChoices), [&](const Choice& choice) {
        return choice.path == path && (choice.type.empty() || choice.type == type);
    });
    return found == std::end(kChoices) || !value.isString() || schema::isMember(found->enumeration, value);
}

bool isGraphChoice(std::string_view path, const json::Value& value)
{
    const json::Value& choices = schema::graphChoices()[path];
    if (choices.isNull() || !value.isString()) return true;
    return std::any_of(choices.items().begin(), choices.items().end(),
                       [&](const json::Value& choice) { return choice["value"] == value; });
}

bool isColorMode(std::string_view mode) { return !schema::registryEntry("colorModes", mode).isNull(); }

}  // namespace watchglass::ui
