#include "ui/frame/reducer_parts.h"

#include <cmath>

namespace watchglass::ui {

using namespace reducers;

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

    const auto standard = standardPass(values, nulls, partsOf(id));
    return standardResult(standard, standardId(id));
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

ReducerSet::ReducerSet(std::vector<std::string> ids) : m_ids(std::move(ids))
{
    for (const std::string& wanted : m_ids) {
        const bool byTheWay = wanted == "nonNullCount" || wanted == "previousDeltaUp";
        const std::string_view id = byTheWay ? std::string_view(wanted) : reducerId(wanted);
        m_together.push_back(standardId(id));
        m_parts |= partsOf(id);
    }
}

std::vector<Cell> ReducerSet::operator()(const Field& field, NullMode nulls) const
{
    std::vector<Cell> out;
    out.reserve(m_ids.size());
    const bool numbers = field.type == FieldType::Number || field.type == FieldType::Time;
    if (m_ids.size() < 2 || rowCount(field.values) == 0) {
        for (const std::string& id : m_ids) out.push_back(reduceField(field, id, nulls));
        return out;
    }
    if (!numbers || !isPlain(field.values, nulls)) {
        auto together = anyPass(field.values, numbers, nulls);
        for (const std::string& id : m_ids) {
            const auto found = together.find(id);
            out.push_back(found == together.end() ? reduceField(field, id, nulls) : std::move(found->second));
        }
        return out;
    }
    const Standard pass = standardPass(field.values, nulls, m_parts);
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        out.push_back(m_together[i] == StandardId::None ? reduceField(field, m_ids[i], nulls)
                                                        : standardResult(pass, m_together[i]));
    }
    return out;
}

}  // namespace watchglass::ui
