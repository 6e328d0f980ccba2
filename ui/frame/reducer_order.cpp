#include "ui/frame/reducer_parts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/frame/js_value.h"

namespace watchglass::ui::reducers {

double coerced(const Cell& cell) { return isUndefined(cell) ? Values::cellNumber(cell) : jsToNumber(cell); }

namespace {

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
            Cell cell;
            if (nulls != NullMode::Null) cell = 0.0;
            out.push_back({0, std::move(cell)});
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

}  // namespace

Cell median(const Values& values, NullMode nulls)
{
    auto ranked = rankedValues(values, nulls);
    // Here, unlike among percentiles, undefined is as little as null.
    if (nulls == NullMode::Ignore) std::erase_if(ranked, [](const Ranked& v) { return isUndefined(v.cell); });
    if (ranked.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (nulls == NullMode::AsZero) {
        for (Ranked& v : ranked) {
            if (isUndefined(v.cell)) v = {0, Cell{0.0}};
        }
    }
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

}  // namespace watchglass::ui::reducers
