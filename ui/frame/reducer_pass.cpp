#include "ui/frame/reducer_parts.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace watchglass::ui::reducers {

namespace {

/// The pass over plain numbers where what is absent does not count: most of what panels reduce.
Standard plainPass(const Values& values)
{
    const std::span<const double> numbers = values.rawNumbers();
    const std::span<const std::uint64_t> present = values.rawPresence();
    Standard out;
    double sum = 0;
    double most = out.max;
    double least = out.min;
    double leastAboveZero = out.logmin;
    double smallestStep = out.step;
    double delta = 0;
    double before = 0;
    std::size_t counted = 0;
    bool up = true;
    bool allZero = true;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!present.empty() && ((present[i >> 6] >> (i & 63)) & 1) == 0) continue;
        const double value = numbers[i];
        ++out.count;
        if (std::isnan(value)) continue;
        sum += value;
        if (counted++ == 0) {
            out.firstNotNull = value;
        } else {
            const double step = value - before;
            smallestStep = std::min(smallestStep, step);
            const bool fell = before > value;
            delta += fell || !up ? 0 : step;
            up = !fell;
        }
        most = std::max(most, value);
        least = std::min(least, value);
        if (value > 0) leastAboveZero = std::min(leastAboveZero, value);
        allZero = allZero && value == 0;
        before = value;
    }
    out.any = counted > 0;
    out.sum = sum;
    out.max = most;
    out.min = least;
    out.logmin = leastAboveZero;
    out.step = smallestStep;
    out.delta = delta;
    out.lastNotNull = before;
    out.nonNullCount = counted;
    out.allIsZero = allZero;
    out.previousUp = up;
    return out;
}

}  // namespace

bool isPlain(const Values& values, NullMode nulls)
{
    return values.isNumeric() && (values.allPresent() || values.isSparse() || nulls == NullMode::Ignore);
}

Standard standardPass(const Values& values, NullMode nulls)
{
    if (isPlain(values, nulls)) return plainPass(values);
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

Cell standardResult(const Standard& s, std::string_view id)
{
    if (id == "sum") return s.sum;
    if (id == "mean") return s.any ? Cell{s.sum / static_cast<double>(s.nonNullCount)} : Cell{};
    if (id == "max") return s.max == -kMostNumber ? Cell{} : Cell{s.max};
    if (id == "min") return s.min == kMostNumber ? Cell{} : Cell{s.min};
    if (id == "logmin") return s.logmin;
    if (id == "range") {
        return s.max == -kMostNumber || s.min == kMostNumber ? Cell{} : Cell{s.max - s.min};
    }
    if (id == "delta") return s.delta;
    if (id == "step") return s.step == kMostNumber ? Cell{} : Cell{s.step};
    if (id == "diff") return s.any ? Cell{s.lastNotNull - s.firstNotNull} : Cell{};
    if (id == "diffperc") return s.any ? Cell{(s.lastNotNull - s.firstNotNull) / s.firstNotNull * 100} : Cell{0.0};
    if (id == "allIsZero") return s.any && s.allIsZero;
    if (id == "allIsNull") return !s.any;
    return {};
}

std::map<std::string, Cell, std::less<>> plainResults(const Values& values)
{
    std::map<std::string, Cell, std::less<>> out;
    const Standard s = plainPass(values);
    for (const auto* id : {"sum", "mean", "max", "min", "logmin", "range", "delta", "step", "diff", "diffperc",
                           "allIsZero", "allIsNull"}) {
        out.emplace(id, standardResult(s, id));
    }
    out.emplace("first", edge(values, false, false));
    out.emplace("last", edge(values, true, false));
    out.emplace("firstNotNull", edge(values, false, true));
    out.emplace("lastNotNull", edge(values, true, true));
    out.emplace("count", static_cast<double>(s.count));
    out.emplace("nonNullCount", static_cast<double>(s.nonNullCount));
    out.emplace("previousDeltaUp", s.previousUp);
    return out;
}

std::map<std::string, Cell, std::less<>> anyPass(const Values& values, bool numeric, NullMode nulls)
{
    if (numeric && isPlain(values, nulls)) return plainResults(values);
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
    if (numeric && hasText(values)) textPass(values, nulls, out);
    return out;
}

}  // namespace watchglass::ui::reducers
