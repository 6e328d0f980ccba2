#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/labels.h"
#include "ui/frame/field_config.h"

namespace watchglass::ui {

/// Enum: numbers that stand for the texts of the config's `type.enum`.
/// Frame, NestedFrames: each value is a frame, or a list of them.
enum class FieldType : std::uint8_t { Time, Number, String, Boolean, Enum, Frame, NestedFrames, Other };

/// "time", "number", "string", "boolean", "enum", "frame", "nestedFrames", "other".
[[nodiscard]] std::string_view fieldTypeName(FieldType type);

/// A row that was never written, as an outer join leaves it: lines run through it, where a null breaks them.
struct Undefined {
    bool operator==(const Undefined&) const = default;
    bool operator<(const Undefined&) const { return false; }
};

/// A value of a source that is no plain one: an object or a list. Never null.
struct JsonCell {
    std::shared_ptr<const json::Value> value;  ///< immutable, shared by copies
    bool operator==(const JsonCell& other) const;
    bool operator<(const JsonCell& other) const;
};

struct Frame;
/// Frames inside a frame. Never null.
struct FramesCell {
    std::shared_ptr<const std::vector<Frame>> frames;  ///< immutable, shared by copies
    bool operator==(const FramesCell&) const = default;
    bool operator<(const FramesCell& other) const { return frames < other.frames; }
};

/// One value of a table: nothing, a number (times are milliseconds since 1970), a text, a truth value, or more.
using Cell = std::variant<std::monostate, double, std::string, bool, Undefined, JsonCell, FramesCell>;

[[nodiscard]] inline bool isUndefined(const Cell& cell) { return std::holds_alternative<Undefined>(cell); }
/// Null or undefined.
[[nodiscard]] inline bool isNull(const Cell& cell)
{
    return std::holds_alternative<std::monostate>(cell) || isUndefined(cell);
}

/// The values of a field. Numbers may lie in a query result, which is then kept alive and not copied.
///
/// A null is not a NaN: presence says which rows have a value. In a *sparse* column an absent row was never
/// sent by the data source (a step without a sample), so reducers pass over it, while an explicit null counts.
/// Threads: immutable, cheap to copy.
class Values {
public:
    Values() = default;

    /// Takes the vectors over. `present` is a bit set (bit i % 64 of word i / 64), empty: all present.
    [[nodiscard]] static Values numbers(std::vector<double> values, std::vector<std::uint64_t> present = {});
    /// Points into memory that `owner` keeps alive.
    [[nodiscard]] static Values reference(std::shared_ptr<const void> owner, std::span<const double> values,
                                          std::span<const std::uint64_t> present);
    [[nodiscard]] static Values strings(std::vector<std::string> values);
    /// Any mixture; keeps plain numbers or strings in their compact form.
    [[nodiscard]] static Values cells(std::vector<Cell> cells);

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }

    /// Whether the row holds a value of any kind.
    [[nodiscard]] bool has(std::size_t row) const
    {
        if (m_cells) return !isNull((*m_cells)[row]);
        return m_present.empty() || ((m_present[row >> 6] >> (row & 63)) & 1) != 0;
    }
    /// The number of a row; NaN for nulls and for what is no number (true and false are 1 and 0).
    [[nodiscard]] double number(std::size_t row) const
    {
        if (m_cells) return cellNumber((*m_cells)[row]);
        return has(row) ? m_numbers[row] : std::numeric_limits<double>::quiet_NaN();
    }
    [[nodiscard]] Cell cell(std::size_t row) const;
    /// Text of a row without any unit: "" for nulls, numbers as JavaScript prints them.
    [[nodiscard]] std::string text(std::size_t row) const;

    /// All numbers, or an empty span when the column holds anything else. Rows that has() denies are undefined.
    [[nodiscard]] std::span<const double> rawNumbers() const { return m_numbers; }
    [[nodiscard]] std::span<const std::uint64_t> rawPresence() const { return m_present; }
    [[nodiscard]] bool isNumeric() const { return !m_cells; }
    [[nodiscard]] bool allPresent() const { return !m_cells && m_present.empty(); }

    [[nodiscard]] bool isSparse() const { return m_sparse; }
    /// A copy marked as sparse.
    [[nodiscard]] Values asSparse() const;
    /// The rows named, in that order (a row beyond the end gives null).
    [[nodiscard]] Values rows(std::span<const std::size_t> indices) const;

    [[nodiscard]] static double cellNumber(const Cell& cell);

private:
    std::size_t m_size = 0;
    bool m_sparse = false;
    std::span<const double> m_numbers;
    std::span<const std::uint64_t> m_present;
    std::shared_ptr<const void> m_owner;               // keeps what the spans point to; shared by copies
    std::shared_ptr<const std::vector<Cell>> m_cells;  // set for columns that are not plain numbers
};

/// A column of a frame.
struct Field {
    std::string name;
    FieldType type = FieldType::Number;
    Values values;
    Labels labels;
    FieldConfig config;

    std::string displayNameFromDs;  ///< what legendFormat made of it; "" when the source gave none
    std::string displayName;        ///< filled by assignDisplayNames() / applyFieldConfig()
    std::size_t seriesIndex = 0;    ///< position among all fields that are no time: picks the classic colour
    std::string refId;              ///< the query it came from
    bool labelled = false;          ///< has labels, even if none: a time with them is named as series are
    /// Names of the labels in the order of the source, which tables made of labels keep; empty: alphabetical.
    std::vector<std::string> labelOrder;
    std::optional<double> rangeMin;  ///< what percentages and schemes are measured against
    std::optional<double> rangeMax;  ///< both filled by applyFieldConfig()
};

/// What a frame holds, so that consumers need not guess.
enum class FrameKind : std::uint8_t { Table, TimeSeries, HeatmapRows };

/// A table of equally long columns; one per series for time series.
struct Frame {
    std::string name;
    std::string refId;
    FrameKind kind = FrameKind::Table;
    std::int64_t stepMs = 0;  ///< distance of neighbouring samples; a wider gap is drawn as a gap. 0: unknown
    std::vector<Field> fields;
    /// How many rows Grafana says there are where that is not what the columns hold (`limit` to 2.7).
    std::optional<double> statedRows;
    Cell value;  ///< what a frame inside a cell comes to, beside its line

    [[nodiscard]] std::size_t rows() const { return fields.empty() ? 0 : fields.front().values.size(); }
    /// The first field of that type, or null.
    [[nodiscard]] const Field* first(FieldType type) const;
    /// Makes all columns as long as the longest; the rows that are added are null.
    void squareUp();
};

}  // namespace watchglass::ui
