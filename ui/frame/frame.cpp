#include "ui/frame/frame.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "ui/frame/js_value.h"
#include "ui/frame/value_format.h"

namespace watchglass::ui {

std::string_view fieldTypeName(FieldType type)
{
    switch (type) {
    case FieldType::Time: return "time";
    case FieldType::Number: return "number";
    case FieldType::String: return "string";
    case FieldType::Boolean: return "boolean";
    case FieldType::Enum: return "enum";
    case FieldType::Frame: return "frame";
    case FieldType::NestedFrames: return "nestedFrames";
    case FieldType::Other: break;
    }
    return "other";
}

bool JsonCell::operator==(const JsonCell& other) const { return *value == *other.value; }

bool JsonCell::operator<(const JsonCell& other) const { return json::write(*value) < json::write(*other.value); }

namespace {

struct OwnedNumbers {
    std::vector<double> values;
    std::vector<std::uint64_t> present;
};

}  // namespace

Values Values::numbers(std::vector<double> values, std::vector<std::uint64_t> present)
{
    auto owned = std::make_shared<OwnedNumbers>(OwnedNumbers{std::move(values), std::move(present)});
    Values out;
    out.m_size = owned->values.size();
    out.m_numbers = owned->values;
    out.m_present = owned->present;
    out.m_owner = std::move(owned);
    return out;
}

Values Values::reference(std::shared_ptr<const void> owner, std::span<const double> values,
                         std::span<const std::uint64_t> present)
{
    Values out;
    out.m_size = values.size();
    out.m_numbers = values;
    out.m_present = present;
    out.m_owner = std::move(owner);
    return out;
}

Values Values::strings(std::vector<std::string> values)
{
    auto cells = std::make_shared<std::vector<Cell>>();
    cells->reserve(values.size());
    for (auto& value : values) cells->emplace_back(std::move(value));
    Values out;
    out.m_size = cells->size();
    out.m_cells = std::move(cells);
    return out;
}

Values Values::cells(std::vector<Cell> cells)
{
    bool numeric = !cells.empty();
    bool gaps = false;
    for (const auto& cell : cells) {
        if (std::holds_alternative<std::monostate>(cell)) {
            gaps = true;
        } else if (!std::holds_alternative<double>(cell)) {
            numeric = false;
            break;
        }
    }
    if (!numeric) {
        Values out;
        out.m_size = cells.size();
        out.m_cells = std::make_shared<const std::vector<Cell>>(std::move(cells));
        return out;
    }
    std::vector<double> numbers(cells.size());
    std::vector<std::uint64_t> present(gaps ? (cells.size() + 63) / 64 : 0);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto* number = std::get_if<double>(&cells[i]);
        if (number == nullptr) continue;
        numbers[i] = *number;
        if (gaps) present[i >> 6] |= std::uint64_t{1} << (i & 63);
    }
    return Values::numbers(std::move(numbers), std::move(present));
}

Cell Values::cell(std::size_t row) const
{
    if (m_cells) return (*m_cells)[row];
    if (!has(row)) return {};
    return m_numbers[row];
}

std::string Values::text(std::size_t row) const
{
    const Cell value = cell(row);
    if (const auto* number = std::get_if<double>(&value)) return jsNumber(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* on = std::get_if<bool>(&value)) return *on ? "true" : "false";
    return isNull(value) ? std::string() : jsText(value);
}

Values Values::asSparse() const
{
    Values out = *this;
    out.m_sparse = true;
    return out;
}

Values Values::rows(std::span<const std::size_t> indices) const
{
    std::vector<Cell> picked;
    picked.reserve(indices.size());
    for (const auto index : indices) picked.push_back(index < m_size ? cell(index) : Cell{});
    return cells(std::move(picked));
}

double Values::cellNumber(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? 1 : 0;
    return std::numeric_limits<double>::quiet_NaN();
}

const Field* Frame::first(FieldType type) const
{
    for (const auto& field : fields) {
        if (field.type == type) return &field;
    }
    return nullptr;
}

void Frame::squareUp()
{
    std::size_t longest = 0;
    for (const Field& field : fields) longest = std::max(longest, field.values.size());
    std::vector<std::size_t> all;
    for (Field& field : fields) {
        if (field.values.size() == longest) continue;
        if (all.empty()) {
            all.resize(longest);
            std::iota(all.begin(), all.end(), std::size_t{0});
        }
        field.values = field.values.rows(all);
    }
}

}  // namespace watchglass::ui
