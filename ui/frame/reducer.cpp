#include "ui/frame/reducer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

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

constexpr double kMaxNumber = std::numeric_limits<double>::max();

/// The number of a percentile reducer ("p95"); 0 for everything else.
int percentileOf(std::string_view id)
{
    if (id.size() < 2 || id.size() > 3 || id[0] != 'p') return 0;
    int value = 0;
    for (const char c : id.substr(1)) {
        if (c < '0' || c > '9') return 0;
        value = value * 10 + (c - '0');
    }
    return value <= 99 ? value : 0;
}

/// What Grafana works out in one pass over the numbers.
struct Standard {
    double sum = 0;
    double max = -kMaxNumber;
    double min = kMaxNumber;
    double logmin = kMaxNumber;
    double step = kMaxNumber;
    double delta = 0;
    double firstNotNull = 0;
    double lastNotNull = 0;
    std::size_t count = 0;         ///< with NaN
    std::size_t nonNullCount = 0;  ///< without NaN
    bool allIsZero = true;
    bool any = false;  ///< a value that is a number
};

Standard standardPass(const Values& values, NullMode nulls)
{
    Standard out;
    const std::size_t size = values.size();
    bool previousUp = true;
    for (std::size_t i = 0; i < size; ++i) {
        double value = 0;
        if (values.has(i)) {
            value = values.number(i);
        } else if (nulls == NullMode::Ignore || values.isSparse()) {
            continue;
        } else if (nulls == NullMode::Null) {
            ++out.count;
            continue;
        }
        ++out.count;
        if (std::isnan(value)) continue;
        const bool isFirst = !out.any;
        if (isFirst) out.firstNotNull = value;
        out.any = true;
        out.sum += value;
        ++out.nonNullCount;
        if (!isFirst) {
            const double step = value - out.lastNotNull;
            out.step = std::min(out.step, step);
            if (out.lastNotNull > value) {  // a counter was reset
                previousUp = false;
            } else {
                // The rise just after a reset is unknown.
                if (previousUp) out.delta += step;
                previousUp = true;
            }
        }
        out.max = std::max(out.max, value);
        out.min = std::min(out.min, value);
        if (value > 0) out.logmin = std::min(out.logmin, value);
        if (value != 0) out.allIsZero = false;
        out.lastNotNull = value;
    }
    return out;
}

/// What JavaScript's Number() makes of a cell.
double coerced(const Cell& cell)
{
    if (std::holds_alternative<std::monostate>(cell)) return 0;
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) return Values::cellNumber(cell);
    if (text->empty()) return 0;
    char* end = nullptr;
    const double value = std::strtod(text->c_str(), &end);
    return *end == '\0' ? value : std::nan("");
}

/// A value that takes part in an order. A null counts as 0 but stays null.
struct Ranked {
    double value = 0;
    Cell cell;
};

/// Values that take part in median and percentiles: NaN does, null only when the mode keeps it.
std::vector<Ranked> rankedValues(const Values& values, NullMode nulls)
{
    std::vector<Ranked> out;
    out.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.has(i) || (!values.isNumeric() && isUndefined(values.cell(i)))) {
            Cell cell = values.cell(i);
            const double value = coerced(cell);
            out.push_back({value, std::move(cell)});
        } else if (nulls != NullMode::Ignore && !values.isSparse()) {
            out.push_back({0, nulls == NullMode::Null ? Cell{} : Cell{0.0}});
        }
    }
    return out;
}

/// Sorts as JavaScript's sort((a, b) => a - b) does: where NaN stops comparing, order depends on the algorithm, so
/// lists with NaN go through V8's for short ones (one leading run, then binary insertion).
void jsSort(std::vector<Ranked>& all)
{
    // What is undefined goes to the end without being compared.
    const auto end = std::stable_partition(all.begin(), all.end(),
                                           [](const Ranked& v) { return !isUndefined(v.cell); });
    const std::span<Ranked> values(all.begin(), end);
    const auto less = [](const Ranked& a, const Ranked& b) { return a.value < b.value; };
    if (std::none_of(values.begin(), values.end(), [](const Ranked& v) { return std::isnan(v.value); })) {
        std::stable_sort(values.begin(), values.end(), less);
        return;
    }
    std::size_t run = std::min<std::size_t>(values.size(), 2);
    if (run == 2) {
        const bool descending = less(values[1], values[0]);
        while (run < values.size() && less(values[run], values[run - 1]) == descending) ++run;
        if (descending) std::reverse(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(run));
    }
    for (std::size_t i = run; i < values.size(); ++i) {
        const auto at = std::upper_bound(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i],
                                         less);
        std::rotate(at, values.begin() + static_cast<std::ptrdiff_t>(i),
                    values.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
}

/// JavaScript's (a + b) / 2, where texts are put together before they are halved.
double halfOfSum(const Ranked& a, const Ranked& b)
{
    if (!std::holds_alternative<std::string>(a.cell) && !std::holds_alternative<std::string>(b.cell)) {
        return (a.value + b.value) / 2;
    }
    const std::vector<Cell> both{a.cell, b.cell};
    const Values texts = Values::cells(both);
    return coerced(Cell{texts.text(0) + texts.text(1)}) / 2;
}

Cell median(const Values& values, NullMode nulls)
{
    auto ranked = rankedValues(values, nulls);
    // Here, unlike among percentiles, undefined is as little as null.
    if (nulls == NullMode::Ignore) std::erase_if(ranked, [](const Ranked& v) { return isUndefined(v.cell); });
    if (ranked.empty()) return std::numeric_limits<double>::quiet_NaN();
    jsSort(ranked);
    const std::size_t middle = ranked.size() / 2;
    if (ranked.size() % 2 != 0) {
        const auto* on = std::get_if<bool>(&ranked[middle].cell);
        return on ? Cell{*on} : ranked[middle].cell;
    }
    return halfOfSum(ranked[middle - 1], ranked[middle]);
}

Cell percentile(const Values& values, int percent, NullMode nulls)
{
    auto ranked = rankedValues(values, nulls);
    if (ranked.empty()) return Undefined{};
    jsSort(ranked);
    const double index = std::floor(static_cast<double>(ranked.size() - 1) * percent / 100.0 + 0.5);
    return ranked[static_cast<std::size_t>(index)].cell;
}

double variance(const Values& values)
{
    double mean = 0;
    double squares = 0;
    std::size_t count = 0;
    for (const auto& entry : rankedValues(values, NullMode::Ignore)) {
        if (isUndefined(entry.cell)) continue;
        ++count;
        const double before = entry.value - mean;
        mean += before / static_cast<double>(count);
        squares += before * (entry.value - mean);
    }
    return count == 0 ? 0 : squares / static_cast<double>(count);
}

std::string cellKey(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) {
        const double value = *number == 0 ? 0.0 : *number;  // -0 equals 0
        return 'n' + (std::isnan(value) ? std::string("NaN")
                                        : std::string(reinterpret_cast<const char*>(&value), sizeof value));
    }
    if (const auto* text = std::get_if<std::string>(&cell)) return 's' + *text;
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? "t" : "f";
    return isUndefined(cell) ? "u" : "0";
}

/// Whether a row is passed over: in sparse columns what is absent, else nulls where the mode says so. An undefined
/// value counts.
bool isSkipped(const Values& values, const Cell& cell, NullMode nulls)
{
    if (values.isSparse()) return isNull(cell);
    return nulls == NullMode::Ignore && std::holds_alternative<std::monostate>(cell);
}

std::size_t distinctCount(const Values& values, NullMode nulls)
{
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Cell cell = values.cell(i);
        if (isSkipped(values, cell, nulls)) continue;
        const bool zero = nulls == NullMode::AsZero && std::holds_alternative<std::monostate>(cell);
        seen.insert(cellKey(zero ? Cell{0.0} : cell));
    }
    return seen.size();
}

std::size_t changeCount(const Values& values, NullMode nulls)
{
    std::size_t count = 0;
    Cell last;
    bool first = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Cell value = values.cell(i);
        if (isSkipped(values, value, nulls)) continue;
        if (nulls == NullMode::AsZero && std::holds_alternative<std::monostate>(value)) value = 0.0;
        if (!first && !(value == last)) ++count;  // NaN differs from itself, as in JavaScript
        first = false;
        last = std::move(value);
    }
    return count;
}

/// First or last row that exists; sparse columns have only those with a value.
Cell edge(const Values& values, bool last, bool notNull)
{
    const std::size_t size = values.size();
    for (std::size_t k = 0; k < size; ++k) {
        const std::size_t i = last ? size - 1 - k : k;
        if (!values.has(i)) {
            if (notNull || values.isSparse()) continue;
            return values.cell(i);
        }
        if (notNull && values.isNumeric() && std::isnan(values.number(i))) continue;
        return values.cell(i);
    }
    return {};
}

Cell listOf(const Values& values, bool unique)
{
    std::string out;
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.isSparse() && !values.has(i)) continue;
        if (unique && !seen.insert(cellKey(values.cell(i))).second) continue;
        if (!out.empty()) out += ", ";
        out += values.text(i);
    }
    return out;
}

std::size_t rowCount(const Values& values)
{
    if (!values.isSparse()) return values.size();
    std::size_t count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) count += values.has(i) ? 1 : 0;
    return count;
}

Cell standardResult(const Standard& s, std::string_view id)
{
    if (id == "sum") return s.sum;
    if (id == "mean") return s.any ? Cell{s.sum / static_cast<double>(s.nonNullCount)} : Cell{};
    if (id == "max") return s.max == -kMaxNumber ? Cell{} : Cell{s.max};
    if (id == "min") return s.min == kMaxNumber ? Cell{} : Cell{s.min};
    if (id == "logmin") return s.logmin;
    if (id == "range") {
        return s.max == -kMaxNumber || s.min == kMaxNumber ? Cell{} : Cell{s.max - s.min};
    }
    if (id == "delta") return s.delta;
    if (id == "step") return s.step == kMaxNumber ? Cell{} : Cell{s.step};
    if (id == "diff") return s.any ? Cell{s.lastNotNull - s.firstNotNull} : Cell{};
    if (id == "diffperc") return s.any ? Cell{(s.lastNotNull - s.firstNotNull) / s.firstNotNull * 100} : Cell{0.0};
    if (id == "allIsZero") return s.any && s.allIsZero;
    if (id == "allIsNull") return !s.any;
    return {};
}

/// One pass over values of any kind, as panels that show several reducers run it: numbers count only in columns of
/// numbers and times, first and last in all.
std::map<std::string, Cell, std::less<>> anyPass(const Values& values, bool numeric, NullMode nulls)
{
    std::map<std::string, Cell, std::less<>> out;
    Standard s;
    Cell first;
    Cell last;
    Cell firstNotNull;
    Cell lastNotNull;
    bool previousUp = true;
    bool anyRow = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.isSparse() && !values.has(i)) continue;
        Cell cell = values.cell(i);
        if (!anyRow) first = cell;
        anyRow = true;
        last = cell;
        if (isNull(cell)) {
            if (nulls == NullMode::Ignore) continue;
            if (nulls == NullMode::AsZero) cell = 0.0;
        }
        ++s.count;
        const auto* number = std::get_if<double>(&cell);
        if (isNull(cell) || (number != nullptr && std::isnan(*number))) continue;
        const bool isFirst = isNull(firstNotNull);
        if (isFirst) firstNotNull = cell;
        if (numeric) {
            const double value = coerced(cell);
            s.any = true;
            s.sum += value;
            ++s.nonNullCount;
            if (!isFirst) {
                const double before = coerced(lastNotNull);
                s.step = std::min(s.step, value - before);
                if (before > value) {
                    previousUp = false;
                } else {
                    if (previousUp) s.delta += value - before;
                    previousUp = true;
                }
            }
            s.max = std::max(s.max, value);
            s.min = std::min(s.min, value);
            if (value > 0) s.logmin = std::min(s.logmin, value);
            if (value != 0) s.allIsZero = false;
        }
        lastNotNull = std::move(cell);
    }
    if (s.any) {
        s.firstNotNull = coerced(firstNotNull);
        s.lastNotNull = coerced(lastNotNull);
    }
    for (const auto* id : {"sum", "mean", "max", "min", "logmin", "range", "delta", "step", "diff", "diffperc",
                           "allIsZero", "allIsNull"}) {
        out.emplace(id, standardResult(s, id));
    }
    const auto* from = std::get_if<double>(&firstNotNull);
    const auto* to = std::get_if<double>(&lastNotNull);
    if (!numeric && from != nullptr && to != nullptr) {
        out["diff"] = *to - *from;
        out["diffperc"] = (*to - *from) / *from * 100;
    }
    out.emplace("first", std::move(first));
    out.emplace("last", std::move(last));
    out.emplace("firstNotNull", std::move(firstNotNull));
    out.emplace("lastNotNull", std::move(lastNotNull));
    out.emplace("count", static_cast<double>(s.count));
    out.emplace("nonNullCount", static_cast<double>(s.nonNullCount));
    out.emplace("previousDeltaUp", previousUp);
    return out;
}

}  // namespace

std::span<const ReducerInfo> reducerCatalogue() { return kReducers; }

std::optional<ReducerDetails> reducerInfo(std::string_view id)
{
    for (const auto& reducer : kReducers) {
        if (reducer.id == id)
            return ReducerDetails{std::string(id), std::string(reducer.name), std::string(reducer.description),
                                  reducer.standard, reducer.alias};
    }
    if (percentileOf(id) == 0) return {};
    const std::string name = reducerName(id);
    return ReducerDetails{std::string(id), name, name.substr(0, name.size() - 2) + " percentile value", false, {}};
}

std::string_view reducerId(std::string_view idOrAlias)
{
    if (idOrAlias == "avg") return "mean";
    if (idOrAlias == "current" || idOrAlias == "last*" || idOrAlias == "last_time") return "lastNotNull";
    if (idOrAlias == "total") return "sum";
    if (percentileOf(idOrAlias) > 0) return idOrAlias;
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
    if (const int percent = percentileOf(id); percent > 0) {
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

Cell reduce(const Values& values, std::string_view reducer, NullMode nulls)
{
    const auto id = reducerId(reducer);
    if (rowCount(values) == 0) {
        if (id == "sum" || id == "count" || id == "countAll") return 0.0;
        if (id == "allIsZero") return false;
        if (id == "allIsNull") return true;
        return Undefined{};
    }
    if (id == "first") return edge(values, false, false);
    if (id == "last") return edge(values, true, false);
    if (id == "firstNotNull") return edge(values, false, true);
    if (id == "lastNotNull") return edge(values, true, true);
    if (id == "countAll") return static_cast<double>(rowCount(values));
    if (id == "changeCount") return static_cast<double>(changeCount(values, nulls));
    if (id == "distinctCount") return static_cast<double>(distinctCount(values, nulls));
    if (id == "allValues") return listOf(values, false);
    if (id == "uniqueValues") return listOf(values, true);
    if (id == "median") return median(values, nulls);
    if (id == "variance") return variance(values);
    if (id == "stdDev") return std::sqrt(variance(values));
    if (const int percent = percentileOf(id); percent > 0) return percentile(values, percent, nulls);

    const auto standard = standardPass(values, nulls);
    if (id == "count") return static_cast<double>(standard.count);
    return standardResult(standard, id);
}

Cell reduceField(const Field& field, std::string_view reducer, NullMode nulls)
{
    const auto id = reducerId(reducer);
    const bool numeric = field.type == FieldType::Number || field.type == FieldType::Time;
    if ((numeric && field.values.isNumeric()) || rowCount(field.values) == 0) return reduce(field.values, id, nulls);
    if (id == "variance" || id == "stdDev") return numeric ? reduce(field.values, id, nulls) : Cell{0.0};
    const auto together = anyPass(field.values, numeric, nulls);
    // What has a way of its own is not taken from the pass.
    const bool own = id == "first" || id == "last" || id == "firstNotNull" || id == "lastNotNull";
    const auto found = together.find(id);
    return found == together.end() || own ? reduce(field.values, id, nulls) : found->second;
}

std::map<std::string, Cell, std::less<>> reduceTogether(const Field& field, const std::vector<std::string>& reducers,
                                                        NullMode nulls)
{
    std::map<std::string, Cell, std::less<>> out;
    if (rowCount(field.values) == 0) {
        for (const auto& id : reducers) out.emplace(id, reduce(field.values, id, nulls));
        return out;
    }
    out = anyPass(field.values, field.type == FieldType::Number || field.type == FieldType::Time, nulls);
    for (const auto& reducer : reducers) {
        if (!out.contains(reducer)) out.emplace(reducer, reduceField(field, reducer, nulls));
    }
    return out;
}

std::vector<Cell> listedCells(const Values& values, bool unique)
{
    std::vector<Cell> out;
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.isSparse() && !values.has(i)) continue;
        Cell cell = values.cell(i);
        if (!unique || seen.insert(cellKey(cell)).second) out.push_back(std::move(cell));
    }
    return out;
}

}  // namespace watchglass::ui
