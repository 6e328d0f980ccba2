#include "ui/frame/legend_values.h"

#include "ui/frame/reducer.h"

namespace watchglass::ui {

std::vector<LegendValue> legendValues(const Field& field, const std::vector<std::string>& reducers,
                                      const VisualTheme& theme, const FormatContext& format)
{
    std::vector<LegendValue> out;
    if (reducers.empty()) return out;
    const DisplayProcessor own(field, theme, format);
    const auto inUnit = [&](const char* unit, const Cell& value) {
        Field other = field;
        other.config.unit = unit;
        return DisplayProcessor(other, theme, format)(value);
    };
    const std::vector<Cell> results = ReducerSet(reducers)(field);
    for (std::size_t i = 0; i < reducers.size(); ++i) {
        const std::string& id = reducers[i];
        const Cell& value = results[i];
        const bool counts = id == "count" || id == "changeCount" || id == "distinctCount";
        out.push_back({reducerName(id), id == "diffperc" ? inUnit("percent", value)
                                        : counts         ? inUnit("none", value)
                                                         : own(value)});
    }
    return out;
}

}  // namespace watchglass::ui
