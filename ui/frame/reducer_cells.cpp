#include "ui/frame/reducer_parts.h"

#include <bit>
#include <cmath>
#include <unordered_set>

namespace watchglass::ui::reducers {

namespace {

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

}  // namespace

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

Cell edge(const Values& values, bool last, bool notNull)
{
    const std::size_t size = values.size();
    for (std::size_t k = 0; k < size; ++k) {
        const std::size_t i = last ? size - 1 - k : k;
        if (!values.has(i)) {
            if (notNull || values.isSparse()) continue;
            return values.cell(i);
        }
        Cell cell = values.cell(i);
        const auto* number = std::get_if<double>(&cell);
        if (notNull && number != nullptr && std::isnan(*number)) continue;
        return cell;
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
    if (!values.isSparse() || values.allPresent()) return values.size();
    std::size_t count = 0;
    if (!values.isNumeric()) {
        for (std::size_t i = 0; i < values.size(); ++i) count += values.has(i) ? 1 : 0;
        return count;
    }
    const std::span<const std::uint64_t> present = values.rawPresence();
    const std::size_t whole = values.size() / 64;
    for (std::size_t i = 0; i < whole; ++i) count += static_cast<std::size_t>(std::popcount(present[i]));
    for (std::size_t i = whole * 64; i < values.size(); ++i) count += values.has(i) ? 1 : 0;
    return count;
}

}  // namespace watchglass::ui::reducers

namespace watchglass::ui {

std::vector<Cell> listedCells(const Values& values, bool unique)
{
    std::vector<Cell> out;
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.isSparse() && !values.has(i)) continue;
        Cell cell = values.cell(i);
        if (!unique || seen.insert(reducers::cellKey(cell)).second) out.push_back(std::move(cell));
    }
    return out;
}

}  // namespace watchglass::ui
