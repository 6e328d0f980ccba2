#include "ui/graph/null_values.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostRows = 5'000'000;  ///< a threshold far below the distances would fill the memory

std::vector<double> numbersOf(const Values& values)
{
    std::vector<double> out(values.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = values.number(i);
    return out;
}

bool needsRows(std::span<const double> times, const GapRule& rule)
{
    if (rule.from && *rule.from < times.front() - rule.threshold) return true;
    if (rule.to && *rule.to > times.back() + rule.threshold) return true;
    for (std::size_t i = 1; i < times.size(); ++i) {
        if (times[i] - times[i - 1] > rule.threshold) return true;
    }
    return false;
}

/// JavaScript's Number() of a text.
std::optional<double> numberOf(const std::string& text)
{
    if (text.find_first_not_of(" \t\n\r") == std::string::npos) return 0;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    while (*end == ' ') ++end;
    return *end == 0 ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<double> gapThreshold(const Frame& frame)
{
    std::set<double> found;
    for (const Field& field : frame.fields) {
        const json::Value& own = field.config.custom["insertNulls"];
        double threshold = own.toBool() ? 1 : own.toDouble();
        if (threshold == 0) threshold = static_cast<double>(frame.stepMs);
        if (threshold != 0) found.insert(threshold);
    }
    if (found.size() != 1 || *found.begin() <= 0) return std::nullopt;
    return *found.begin();
}

std::optional<std::vector<double>> timesWithGaps(std::span<const double> times, const GapRule& rule)
{
    if (times.empty() || !(rule.threshold > 0) || !needsRows(times, rule)) return std::nullopt;
    std::vector<double> out;
    if (rule.from && *rule.from < times.front()) {
        const double count = std::ceil((times.front() - *rule.from) / rule.threshold);
        for (double slot = times.front() - count * rule.threshold; slot < times.front() && out.size() < kMostRows;
             slot += rule.threshold) {
            out.push_back(slot);
        }
    }
    out.push_back(times.front());
    double previous = times.front();
    for (std::size_t i = 1; i < times.size(); ++i) {
        for (; times[i] - previous > rule.threshold && out.size() < kMostRows; previous += rule.threshold) {
            out.push_back(previous + rule.threshold);
        }
        out.push_back(times[i]);
        previous = times[i];
    }
    for (; rule.to && previous + rule.threshold < *rule.to && out.size() < kMostRows; previous += rule.threshold) {
        out.push_back(previous + rule.threshold);
    }
    return out;
}

Frame withGaps(const Frame& frame, std::optional<double> from, std::optional<double> to)
{
    const Field* time = frame.first(FieldType::Time);
    const auto threshold = gapThreshold(frame);
    if (!time || frame.rows() == 0 || !threshold) return frame;
    const std::vector<double> before = numbersOf(time->values);
    const auto times = timesWithGaps(before, {*threshold, from, to});
    if (!times || times->size() == before.size()) return frame;
    Frame out = frame;
    for (std::size_t f = 0; f < out.fields.size(); ++f) {
        if (&frame.fields[f] == time) {
            out.fields[f].values = Values::numbers(*times);
            continue;
        }
        std::vector<Cell> cells(times->size());
        for (std::size_t i = 0, row = 0; i < times->size() && row < before.size(); ++i) {
            if ((*times)[i] == before[row]) cells[i] = frame.fields[f].values.cell(row++);
        }
        out.fields[f].values = Values::cells(std::move(cells));
    }
    return out;
}

Values bridgeShortGaps(const Values& times, const Values& values, double maxDistance)
{
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < values.size(); ++i) cells.push_back(values.cell(i));
    // The rows from `gap` on are nulls; without any before them there is nothing to join.
    std::size_t gap = 0;
    double before = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (isNull(cells[i])) continue;
        const double time = times.number(i);
        if (time - before < maxDistance) {
            for (; gap < i; ++gap) cells[gap] = Undefined{};
        }
        gap = i + 1;
        before = time;
    }
    return Values::cells(std::move(cells));
}

Values nullsAsNoValue(const Field& field)
{
    const auto number = field.config.noValue ? numberOf(*field.config.noValue) : std::nullopt;
    if (!number) return field.values;
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < field.values.size(); ++i) {
        const Cell cell = field.values.cell(i);
        cells.push_back(std::holds_alternative<std::monostate>(cell) ? Cell(*number) : cell);
    }
    return Values::cells(std::move(cells));
}

double lastStep(const Values& times)
{
    const std::size_t count = times.size();
    if (count < 2) return std::numeric_limits<double>::max();
    return times.number(count - 1) - times.number(count - 2);
}

bool hasMilliseconds(const Values& times)
{
    constexpr double kThirteenDigits = 1e12;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double time = times.number(i);
        if (time >= kThirteenDigits && time < kThirteenDigits * 10 && std::fmod(time, 1000) != 0) return true;
    }
    return false;
}

}  // namespace watchglass::ui
