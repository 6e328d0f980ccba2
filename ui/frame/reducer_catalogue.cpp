#include "ui/frame/reducer_parts.h"

#include <array>

namespace watchglass::ui {

namespace {

constexpr std::array<ReducerInfo, 25> kReducers = {
    {{"lastNotNull", "Last *", "the last value that is a number", true, "current"},
     {"last", "Last", "what the last row holds", true, ""},
     {"firstNotNull", "First *", "the first value that is a number", true, ""},
     {"first", "First", "what the first row holds", true, ""},
     {"min", "Min", "the smallest", true, ""},
     {"max", "Max", "the largest", true, ""},
     {"mean", "Mean", "the arithmetic mean", true, "avg"},
     {"median", "Median", "the one in the middle", false, "median"},
     {"variance", "Variance", "the mean square distance from the mean", false, ""},
     {"stdDev", "StdDev", "the root of the variance", false, ""},
     {"sum", "Total", "all of them added up", true, "total"},
     {"count", "Count", "how many values there are", true, ""},
     {"countAll", "Count all", "how many rows there are", false, ""},
     {"range", "Range", "from the smallest to the largest", true, ""},
     {"delta", "Delta", "all rises added up, as of a counter", true, ""},
     {"step", "Step", "the smallest rise from one to the next", true, ""},
     {"diff", "Difference", "from the first to the last", true, ""},
     {"logmin", "Min (above zero)", "the smallest above zero", true, ""},
     {"allIsZero", "All Zeros", "whether none is other than zero", true, ""},
     {"allIsNull", "All Nulls", "whether there is none", true, ""},
     {"changeCount", "Change Count", "how often it is another than before", false, ""},
     {"distinctCount", "Distinct Count", "how many different ones there are", false, ""},
     {"diffperc", "Difference percent", "from the first to the last, in percent of the first", true, ""},
     {"allValues", "All values", "a list of them", false, ""},
     {"uniqueValues", "All unique values", "a list of them, each once", false, ""}}};

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
    return ReducerDetails{
        std::string(id), name, "below which lie " + std::string(id.substr(1)) + " % of the values", false, {}};
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
