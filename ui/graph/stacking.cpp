#include "ui/graph/stacking.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "ui/graph/scale_key.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kSamples = 100;

/// `valueAt(i)`: NaN for no value.
template <class ValueAt>
bool mostlyNegative(std::size_t count, ValueAt valueAt)
{
    std::size_t first = 0;
    while (first < count && std::isnan(valueAt(first))) ++first;
    std::size_t last = count;
    while (last > first && std::isnan(valueAt(last - 1))) --last;
    const std::size_t stride = std::max<std::size_t>(1, (last - first) / kSamples);
    std::size_t negative = 0;
    std::size_t positive = 0;
    for (std::size_t i = first; i < last; i += stride) {
        const double value = valueAt(i);
        if (value < 0 || (value == 0 && std::signbit(value))) ++negative;
        if (value > 0) ++positive;
    }
    return negative > positive;
}

const std::string& text(const Field& field, const char* path) { return field.config.custom.get(path).toString(); }

int directionOf(const Field& field)
{
    const bool turned = text(field, "transform") == "negative-Y";
    return isMostlyNegative(field.values) != turned ? -1 : 1;
}

std::vector<double> numbersOf(const Values& values)
{
    std::vector<double> out(values.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = values.has(i) ? values.number(i) : std::nan("");
    return out;
}

/// Where a stack has no value the column keeps what it had.
Values levelsAsValues(const std::vector<double>& levels, const Values& before)
{
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        cells.push_back(std::isnan(levels[i]) ? before.cell(i) : Cell(levels[i]));
    }
    return Values::cells(std::move(cells));
}

}  // namespace

Values transformedValues(const Field& field)
{
    const std::string& transform = text(field, "transform");
    if (transform != "negative-Y" && transform != "constant") return field.values;
    std::vector<Cell> cells;
    bool found = false;
    for (std::size_t i = 0; i < field.values.size(); ++i) {
        Cell cell = field.values.cell(i);
        if (transform == "negative-Y") {
            if (auto* number = std::get_if<double>(&cell)) *number = -*number;
        } else if (found || isNull(cell)) {
            cell = Undefined{};
        } else {
            found = true;
        }
        cells.push_back(std::move(cell));
    }
    return Values::cells(std::move(cells));
}

bool isMostlyNegative(const Values& values)
{
    return mostlyNegative(values.size(), [&](std::size_t i) { return values.number(i); });
}

bool isMostlyNegative(std::span<const double> values)
{
    return mostlyNegative(values.size(), [&](std::size_t i) { return values[i]; });
}

std::optional<std::string> stackKey(const Field& field)
{
    const json::Value& stacking = field.config.custom["stacking"];
    const std::string& mode = stacking["mode"].toString();
    if (!stacking.isObject() || mode == "none" || mode.empty() || field.config.hiddenFromViz()) return std::nullopt;
    const std::string& style = text(field, "drawStyle");
    std::string detail;
    if (style == "bars") detail = field.config.custom["barAlignment"].numberSpelling();
    if (style == "line") detail = text(field, "lineInterpolation");
    return (directionOf(field) < 0 ? "-|" : "+|") + mode + '|' + stacking["group"].toString() + '|' + scaleKey(field) +
           '|' + style + '|' + detail;
}

std::vector<StackGroup> stackGroups(const Frame& frame)
{
    std::vector<StackGroup> out;
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 1; i < frame.fields.size(); ++i) {
        const auto key = stackKey(frame.fields[i]);
        if (!key) continue;
        const auto [place, isNew] = index.try_emplace(*key, out.size());
        if (isNew) out.push_back({{}, directionOf(frame.fields[i])});
        out[place->second].series.push_back(i);
    }
    return out;
}

std::vector<StackBand> bandsOf(const StackGroup& group)
{
    std::vector<StackBand> out;
    for (std::size_t i = group.series.size(); i > 1; --i) {
        out.push_back({group.series[i - 1], group.series[i - 2], -group.direction});
    }
    return out;
}

StackedColumns stackColumns(const std::vector<std::span<const double>>& members, bool percent, int direction)
{
    StackedColumns out;
    std::size_t count = 0;
    for (const auto& member : members) count = std::max(count, member.size());
    out.totals.assign(count, 0);
    std::vector<char> any(count, 0);
    for (const auto& member : members) {
        for (std::size_t i = 0; i < member.size(); ++i) any[i] = any[i] != 0 || !std::isnan(member[i]) ? 1 : 0;
    }
    for (const auto& member : members) {
        std::vector<double>& level = out.levels.emplace_back(count, std::nan(""));
        for (std::size_t i = 0; i < member.size(); ++i) {
            if (!std::isnan(member[i])) out.totals[i] += member[i];
            if (any[i] != 0) level[i] = out.totals[i];
        }
    }
    if (!percent) return out;
    for (std::vector<double>& level : out.levels) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!std::isnan(level[i])) level[i] = out.totals[i] == 0 ? 0 : direction * (level[i] / out.totals[i]);
        }
    }
    return out;
}

DrawnColumns drawnColumns(const Frame& frame)
{
    DrawnColumns out;
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
        const Field& field = frame.fields[i];
        const bool asItIs = i == 0 || field.config.hiddenFromViz();
        out.data.push_back(asItIs ? field.values : transformedValues(field));
    }
    out.totals = out.data;
    for (const StackGroup& group : stackGroups(frame)) {
        std::vector<std::vector<double>> numbers;
        std::vector<std::span<const double>> members;
        for (const std::size_t i : group.series) numbers.push_back(numbersOf(out.data[i]));
        members.assign(numbers.begin(), numbers.end());
        const bool percent = text(frame.fields[group.series.front()], "stacking.mode") == "percent";
        const StackedColumns stacked = stackColumns(members, percent, group.direction);
        for (std::size_t m = 0; m < group.series.size(); ++m) {
            const std::size_t i = group.series[m];
            out.data[i] = levelsAsValues(stacked.levels[m], out.data[i]);
            out.totals[i] = Values::numbers(stacked.totals);
        }
    }
    return out;
}

}  // namespace watchglass::ui
