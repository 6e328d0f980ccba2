#include <cmath>

#include "ui/frame/js_value.h"
#include "ui/frame/reducer_parts.h"

namespace watchglass::ui::reducers {

namespace {

bool isText(const Cell& cell) { return std::holds_alternative<std::string>(cell); }

Cell sumOf(const Cell& a, const Cell& b)
{
    if (isText(a) || isText(b)) return jsText(a) + jsText(b);
    return jsToNumber(a) + jsToNumber(b);
}

bool isLess(const Cell& a, const Cell& b)
{
    if (isText(a) && isText(b)) return std::get<std::string>(a) < std::get<std::string>(b);
    return jsToNumber(a) < jsToNumber(b);
}

double difference(const Cell& a, const Cell& b) { return jsToNumber(a) - jsToNumber(b); }

}  // namespace

bool hasText(const Values& values)
{
    if (values.isNumeric()) return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isText(values.cell(i))) return true;
    }
    return false;
}

void textPass(const Values& values, NullMode nulls, std::map<std::string, Cell, std::less<>>& out)
{
    Cell sum = 0.0;
    Cell most = -kMostNumber;
    Cell least = kMostNumber;
    Cell leastAboveZero = kMostNumber;
    Cell before;
    double step = kMostNumber;
    double delta = 0;
    double count = 0;
    bool up = true;
    bool allZero = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Cell cell = values.cell(i);
        if (isNull(cell)) {
            if (nulls != NullMode::AsZero) continue;
            cell = 0.0;
        }
        const auto* number = std::get_if<double>(&cell);
        if (number && std::isnan(*number)) continue;
        sum = sumOf(sum, cell);
        if (count > 0) {
            const double rise = difference(cell, before);
            if (step > rise) step = rise;
            const bool fell = isLess(cell, before);
            if (!fell && up) delta += rise;
            up = !fell;
        }
        ++count;
        if (isLess(most, cell)) most = cell;
        if (isLess(cell, least)) least = cell;
        if (isLess(0.0, cell) && isLess(cell, leastAboveZero)) leastAboveZero = cell;
        allZero = allZero && number && *number == 0;
        before = std::move(cell);
    }
    out["mean"] = count > 0 ? Cell(jsToNumber(sum) / count) : Cell();
    out["sum"] = sumOf(sum, 0.0);  // what Grafana's compensated sum adds at the end
    out["min"] = least;
    out["max"] = most;
    out["logmin"] = leastAboveZero;
    out["range"] = difference(most, least);
    out["step"] = step;
    out["delta"] = delta;
    out["diff"] = Cell();
    out["diffperc"] = 0.0;
    out["allIsZero"] = allZero && count > 0;
    out["previousDeltaUp"] = up;
}

}  // namespace watchglass::ui::reducers
