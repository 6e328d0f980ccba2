#include "ui/frame/column_join.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "ui/frame/js_value.h"

namespace watchglass::ui {

namespace {

bool sameKeys(const std::vector<JoinTable>& tables)
{
    const Values& first = tables.front().columns.front();
    return std::all_of(tables.begin(), tables.end(), [&](const JoinTable& table) {
        const Values& keys = table.columns.front();
        if (keys.size() != first.size()) return false;
        for (std::size_t row = 0; row < keys.size(); ++row) {
            if (keys.cell(row) != first.cell(row)) return false;
        }
        return true;
    });
}

/// The keys all have a place among numbers; texts that are no numbers keep the order in which they came.
bool areNumbers(const std::vector<Cell>& keys)
{
    return std::all_of(keys.begin(), keys.end(),
                       [](const Cell& key) { return isNull(key) || !std::isnan(Values::cellNumber(key)); });
}

double placeOf(const Cell& key) { return isNull(key) ? 0 : Values::cellNumber(key); }

/// Nulls spread over the rows beside them that nobody wrote.
void expandNulls(std::vector<Cell>& cells, const std::vector<std::size_t>& nulls)
{
    for (const std::size_t null : nulls) {
        for (std::size_t i = null; i > 0 && isNull(cells[i - 1]); --i) cells[i - 1] = {};
        for (std::size_t i = null + 1; i < cells.size() && isNull(cells[i]); ++i) cells[i] = {};
    }
}

/// One of the two rows that make a joined one; none on the side that has no partner.
struct Pair {
    std::optional<std::size_t> left;
    std::optional<std::size_t> right;
};

/// The place of a key among the members of a JavaScript object: whole numbers first, ascending, then as they came.
double memberPlace(const std::string& key)
{
    const bool digits = !key.empty() && key.find_first_not_of("0123456789") == std::string::npos;
    const bool index = digits && key.size() <= 10 && (key.size() == 1 || key[0] != '0');
    return index ? std::stod(key) : std::numeric_limits<double>::infinity();
}

std::vector<Pair> matchRows(const Values& left, const Values& right, bool outer)
{
    std::map<std::string, std::vector<std::size_t>> rows;
    std::vector<std::string> order;
    for (std::size_t row = 0; row < right.size(); ++row) {
        auto& found = rows[jsText(right.cell(row))];
        if (found.empty()) order.push_back(jsText(right.cell(row)));
        found.push_back(row);
    }
    std::vector<Pair> out;
    std::vector<Pair> alone;
    std::set<std::string> used;
    for (std::size_t row = 0; row < left.size(); ++row) {
        const Cell key = left.cell(row);
        const auto found = rows.find(jsText(key));
        if (isNull(key) || found == rows.end()) {
            alone.push_back({row, {}});
            continue;
        }
        // Grafana looks for keys among texts, so that numbers count as unused in any case.
        if (std::holds_alternative<std::string>(key)) used.insert(found->first);
        for (const std::size_t other : found->second) out.push_back({row, other});
    }
    if (!outer) return out;
    std::stable_sort(order.begin(), order.end(),
                     [](const std::string& a, const std::string& b) { return memberPlace(a) < memberPlace(b); });
    for (const std::string& key : order) {
        if (used.contains(key)) continue;
        for (const std::size_t row : rows[key]) alone.push_back({{}, row});
    }
    out.insert(out.end(), alone.begin(), alone.end());
    return out;
}

}  // namespace

std::vector<Values> joinOuter(const std::vector<JoinTable>& tables)
{
    std::vector<Values> out;
    if (tables.empty()) return out;
    if (sameKeys(tables)) {
        out.push_back(tables.front().columns.front());
        for (const JoinTable& table : tables) out.insert(out.end(), table.columns.begin() + 1, table.columns.end());
        if (isLikelyAscending(out.front())) return out;
        const auto rows = ascendingRows(out.front());
        for (Values& column : out) column = column.rows(rows);
        return out;
    }
    std::map<Cell, std::size_t> place;
    std::vector<Cell> keys;
    for (const JoinTable& table : tables) {
        const Values& column = table.columns.front();
        for (std::size_t row = 0; row < column.size(); ++row) {
            const Cell key = column.cell(row);
            if (place.emplace(key, 0).second) keys.push_back(key);
        }
    }
    if (areNumbers(keys)) {
        std::stable_sort(keys.begin(), keys.end(),
                         [](const Cell& a, const Cell& b) { return placeOf(a) < placeOf(b); });
    }
    for (std::size_t i = 0; i < keys.size(); ++i) place[keys[i]] = i;
    out.push_back(Values::cells(keys));
    for (const JoinTable& table : tables) {
        const Values& rows = table.columns.front();
        for (std::size_t c = 1; c < table.columns.size(); ++c) {
            const JoinNulls mode = c < table.nulls.size() ? table.nulls[c] : JoinNulls::Retain;
            std::vector<Cell> cells(keys.size(), Undefined{});
            std::vector<std::size_t> nulls;
            for (std::size_t row = 0; row < table.columns[c].size(); ++row) {
                Cell cell = table.columns[c].cell(row);
                const bool null = std::holds_alternative<std::monostate>(cell);
                if (null && mode == JoinNulls::Remove) continue;
                const std::size_t at = place[rows.cell(row)];
                cells[at] = std::move(cell);
                if (null && mode == JoinNulls::Expand) nulls.push_back(at);
            }
            expandNulls(cells, nulls);
            out.push_back(Values::cells(std::move(cells)));
        }
    }
    return out;
}

std::vector<Values> joinTabular(const std::vector<JoinTable>& tables, bool outer)
{
    if (tables.empty()) return {};
    std::vector<Values> out = tables.front().columns;
    for (std::size_t t = 1; t < tables.size(); ++t) {
        const std::vector<Values>& right = tables[t].columns;
        const auto pairs = matchRows(out.front(), right.front(), outer);
        const auto pick = [&](const Values& column, bool ofLeft) {
            std::vector<Cell> cells;
            for (const Pair& pair : pairs) {
                const auto& row = ofLeft ? pair.left : pair.right;
                cells.push_back(row ? column.cell(*row) : Cell());
            }
            return Values::cells(std::move(cells));
        };
        std::vector<Values> joined;
        std::vector<Cell> keys;
        for (const Pair& pair : pairs) {
            keys.push_back(pair.left ? out.front().cell(*pair.left) : right.front().cell(*pair.right));
        }
        joined.push_back(Values::cells(std::move(keys)));
        for (std::size_t c = 1; c < out.size(); ++c) joined.push_back(pick(out[c], true));
        for (std::size_t c = 1; c < right.size(); ++c) joined.push_back(pick(right[c], false));
        out = std::move(joined);
    }
    return out;
}

bool isLikelyAscending(const Values& values, std::size_t samples)
{
    std::size_t first = 0;
    std::size_t end = values.size();
    if (end <= 1) return true;
    while (first < end && !values.has(first)) ++first;
    while (end > first && !values.has(end - 1)) --end;
    if (end <= first + 1) return true;
    const std::size_t stride = std::max<std::size_t>(1, (end - first) / samples);
    double previous = values.number(first);
    for (std::size_t i = first + stride; i < end; i += stride) {
        if (!values.has(i)) continue;
        const double value = values.number(i);
        if (value <= previous) return false;
        previous = value;
    }
    return true;
}

std::vector<std::size_t> ascendingRows(const Values& values)
{
    std::vector<std::size_t> rows(values.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        const double x = values.number(a);
        const double y = values.number(b);
        // Nothing stands before everything.
        return std::isnan(x) ? !std::isnan(y) : x < y;
    });
    return rows;
}

}  // namespace watchglass::ui
