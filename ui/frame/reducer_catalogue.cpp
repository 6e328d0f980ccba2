#include "ui/frame/reducer_parts.h"

#include <array>

namespace watchglass::ui {

namespace {

constexpr std::array<ReducerInfo, 25> kReducers = {
    {{"lastNotNull", "Last *", "Last non-null value (also excludes NaNs)", true, "current"},
     {"last", "Last", "Last value", true, ""},
     {"firstNotNull", "First *", "First non-null value (also excludes NaNs)", true, ""},
     {"first", "First", "First Value", true, ""},
     {"min", "Min", "Minimum Value", true, ""},
     {"max", "Max", "Maximum Value", true, ""},
     {"mean", "Mean", "Average Value", true, "avg"},
     {"median", "Median", "Median Value", false, "median"},
     {"variance", "Variance", "Variance of all values in a field", false, ""},
     {"stdDev", "StdDev", "Standard deviation of all values in a field", false, ""},
     {"sum", "Total", "The sum of all values", true, "total"},
     {"count", "Count", "Number of values in response", true, ""},
     {"countAll", "Count all", "Number of values (including empty)", false, ""},
     {"range", "Range", "Difference between minimum and maximum values", true, ""},
     {"delta", "Delta", "Cumulative change in value", true, ""},
     {"step", "Step", "Minimum interval between values", true, ""},
     {"diff", "Difference", "Difference between first and last values", true, ""},
     {"logmin", "Min (above zero)", "Used for log min scale", true, ""},
     {"allIsZero", "All Zeros", "All values are zero", true, ""},
     {"allIsNull", "All Nulls", "All values are null", true, ""},
     {"changeCount", "Change Count", "Number of times the value changes", false, ""},
     {"distinctCount", "Distinct Count", "Number of distinct values", false, ""},
     {"diffperc", "Difference percent", "Percentage difference between first and last values", true, ""},
     {"allValues", "All values", "Returns an array with all values", false, ""},
     {"uniqueValues", "All unique values", "Returns an array with all unique values", false, ""}}};

}  // namespace

int reducers::percentileOf(std::string_view id)
{
    if (id.size() < 2 || id.size() > 3 || id[0] != 'p') return 0;
    int value = 0;
    for (const char c : id.substr(1)) {
        if (c < '0' || c > '9') return 0;
        value = value * 10 + (c - '0');
    }
    return value <= 99 ? value : 0;
}

std::span<const ReducerInfo> reducerCatalogue() { return kReducers; }

std::optional<ReducerDetails> reducerInfo(std::string_view id)
{
    for (const auto& reducer : kReducers) {
        if (reducer.id == id)
            return ReducerDetails{std::string(id), std::string(reducer.name), std::string(reducer.description),
                                  reducer.standard, reducer.alias};
    }
    if (reducers::percentileOf(id) == 0) return {};
    const std::string name = reducerName(id);
    return ReducerDetails{std::string(id), name, name.substr(0, name.size() - 2) + " percentile value", false, {}};
}

std::string_view reducerId(std::string_view idOrAlias)
{
    if (idOrAlias == "avg") return "mean";
    if (idOrAlias == "current" || idOrAlias == "last*" || idOrAlias == "last_time") return "lastNotNull";
    if (idOrAlias == "total") return "sum";
    if (reducers::percentileOf(idOrAlias) > 0) return idOrAlias;
    for (const auto& reducer : kReducers) {
        if (reducer.id == idOrAlias) return reducer.id;
    }
    return {};
}

std::string reducerName(std::string_view id)
{
    const auto known = reducerId(id);
    for (const auto& reducer : kReducers) {
        if (reducer.id == known) return std::string(reducer.name);
    }
    if (const int percent = reducers::percentileOf(id); percent > 0) {
        const int tens = percent / 10;
        const int ones = percent % 10;
        const char* suffix = tens == 1 ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
        return std::to_string(percent) + suffix + " %";
    }
    return std::string(id);
}

bool reducerKeepsUnit(std::string_view id)
{
    id = reducerId(id);
    return id != "count" && id != "countAll" && id != "allIsNull" && id != "changeCount" && id != "distinctCount" &&
           id != "diffperc" && id != "allValues" && id != "uniqueValues";
}

}  // namespace watchglass::ui
