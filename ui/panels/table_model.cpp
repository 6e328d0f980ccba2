#include "ui/panels/table_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/frame/reducer.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

TableColumn columnFor(const Field& field)
{
    const json::Value& custom = field.config.custom;
    TableColumn column;
    column.field = &field;
    column.title = toQString(field.displayName.empty() ? field.name : field.displayName);
    // Before Grafana 10 the type stood in "displayMode".
    std::string type = custom.get("cellOptions.type").toString();
    if (type.empty()) type = custom["displayMode"].toString();
    if (type == "color-text") column.type = CellType::ColorText;
    if (type == "color-background" || type == "color-background-solid") column.type = CellType::ColorBackground;
    const bool gauge = type == "gauge" || type == "lcd-gauge" || type == "basic-gauge" || type == "gradient-gauge";
    if (gauge && field.type == FieldType::Number) column.type = CellType::Gauge;
    if (type == "json-view" || (type != "pill" && field.type == FieldType::Other)) column.type = CellType::Json;
    if (type == "sparkline") column.type = CellType::Sparkline;
    if (type == "pill") column.type = CellType::Pill;
    const std::string& mode = custom.get("cellOptions.mode").toString();
    column.gradientBackground = mode == "gradient" || type == "color-background";
    if (mode == "basic") column.gradientBackground = false;
    column.wholeRow = custom.get("cellOptions.applyToRow").toBool();
    column.gaugeMode = mode.empty() ? (type == "lcd-gauge"     ? "lcd"
                                       : type == "basic-gauge" ? "basic"
                                                               : "gradient")
                                    : mode;
    column.valueMode = custom.get("cellOptions.valueDisplayMode").toString();
    column.wraps = custom.get("cellOptions.wrapText").toBool() || custom["wrapText"].toBool();
    const std::string& align = custom["align"].toString();
    const bool number = field.type == FieldType::Number && column.type != CellType::Gauge;
    column.alignment = number ? Qt::AlignRight : Qt::AlignLeft;
    if (align == "left") column.alignment = Qt::AlignLeft;
    if (align == "right") column.alignment = Qt::AlignRight;
    if (align == "center") column.alignment = Qt::AlignHCenter;
    column.width = static_cast<int>(custom["width"].toInt(0));
    column.minWidth = static_cast<int>(custom["minWidth"].toInt(150));
    return column;
}

/// Since Grafana 12.2 columns have footers of their own; before that the table had one for its numbers.
std::vector<std::string> footerOf(const Field& field, const json::Value& footer)
{
    std::vector<std::string> out;
    const json::Value* reducers = &field.config.custom.get("footer.reducers");
    if (reducers->items().empty()) {
        if (!footer["show"].toBool() || field.type != FieldType::Number) return out;
        const auto& fields = footer["fields"].items();
        const bool listed = std::any_of(fields.begin(), fields.end(), [&](const json::Value& name) {
            return name.toString() == field.name || name.toString() == field.displayName;
        });
        if (!fields.empty() && !listed) return out;
        reducers = &footer["reducer"];
    }
    for (const json::Value& id : reducers->items()) {
        const std::string_view known = reducerId(id.toString());
        if (!known.empty()) out.emplace_back(known);
    }
    return out;
}

/// Nulls and NaN sort last in both directions, numbers as numbers, the rest as text.
bool rowBefore(const Values& values, std::size_t a, std::size_t b, bool descending)
{
    const auto there = [&values](std::size_t row) {
        return values.has(row) && !(values.isNumeric() && std::isnan(values.number(row)));
    };
    const bool hasA = there(a);
    const bool hasB = there(b);
    if (!hasA || !hasB) return hasA && !hasB;
    const double left = values.number(a);
    const double right = values.number(b);
    if (!std::isnan(left) && !std::isnan(right)) return descending ? right < left : left < right;
    const int compared = QString::localeAwareCompare(toQString(values.text(a)), toQString(values.text(b)));
    return descending ? compared > 0 : compared < 0;
}

}  // namespace

void TableModel::setFrame(const PanelData& data, std::size_t frame)
{
    beginResetModel();
    m_frames = data.frames;
    m_frame = frame;
    m_columns.clear();
    m_displays.clear();
    m_order.clear();
    if (frame < m_frames->size()) {
        const Frame& source = (*m_frames)[frame];
        const json::Value& footer = data.options["footer"];
        for (const Field& field : source.fields) {
            if (field.config.custom["hidden"].toBool() || field.config.hiddenFromViz()) continue;
            m_columns.push_back(columnFor(field));
            m_columns.back().footer = footerOf(field, footer);
            m_displays.emplace_back(field, currentVisualTheme(), formatContextOf(data));
        }
        m_order.resize(source.rows());
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    }
    endResetModel();
}

int TableModel::columnOf(const QString& title) const
{
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].title == title) return static_cast<int>(i);
    }
    return -1;
}

DataPoint TableModel::pointAt(int row, int column) const
{
    DataPoint out;
    out.frames = m_frames.get();
    out.frame = m_frame;
    out.field = static_cast<std::size_t>(m_columns[static_cast<std::size_t>(column)].field -
                                         (*m_frames)[m_frame].fields.data());
    out.row = sourceRow(row);
    return out;
}

DisplayValue TableModel::display(int row, int column) const
{
    const auto c = static_cast<std::size_t>(column);
    const Values& values = m_columns[c].field->values;
    const std::size_t source = sourceRow(row);
    return m_displays[c](source < values.size() ? values.cell(source) : Cell());
}

QString TableModel::plainText(int row, int column) const
{
    const Values& values = m_columns[static_cast<std::size_t>(column)].field->values;
    const std::size_t source = sourceRow(row);
    if (source >= values.size()) return {};
    const Cell cell = values.cell(source);
    if (const auto* value = std::get_if<JsonCell>(&cell)) {
        const QString text = QString::fromStdString(json::write(*value->value, 1));
        return text.simplified();
    }
    return toQString(values.text(source));
}

QString TableModel::longestText(int column) const
{
    constexpr int kRows = 50;
    QString longest;
    for (int row = 0; row < std::min(rowCount(), kRows); ++row) {
        const QString text = toQString(display(row, column).toString());
        if (text.size() > longest.size()) longest = text;
    }
    return longest;
}

const Frame* TableModel::frameAt(int row, int column) const
{
    const Values& values = m_columns[static_cast<std::size_t>(column)].field->values;
    const std::size_t source = sourceRow(row);
    if (source >= values.size()) return nullptr;
    const Cell cell = values.cell(source);
    const auto* inside = std::get_if<FramesCell>(&cell);
    // The values keep what the cell points to.
    return inside && !inside->frames->empty() ? &inside->frames->front() : nullptr;
}

std::size_t TableModel::footerLines() const
{
    std::size_t lines = 0;
    for (const TableColumn& column : m_columns) lines = std::max(lines, column.footer.size());
    return lines;
}

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QColor TableModel::rowColor(int row) const
{
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        if (m_columns[c].wholeRow && m_columns[c].type == CellType::ColorBackground) {
            return toQColor(display(row, static_cast<int>(c)).color);
        }
    }
    return {};
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
    const TableColumn& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (column.type == CellType::Json) return plainText(index.row(), index.column());
        return toQString(display(index.row(), index.column()).toString());
    case Qt::TextAlignmentRole: return QVariant::fromValue(int(column.alignment | Qt::AlignVCenter));
    case NumberRole: return display(index.row(), index.column()).numeric;
    case ColorRole: return toQColor(display(index.row(), index.column()).color);
    case RowColorRole: {
        const QColor color = rowColor(index.row());
        return color.isValid() ? QVariant(color) : QVariant();
    }
    default: return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const TableColumn& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(int(column.alignment | Qt::AlignBottom));
    return {};
}

void TableModel::sort(int column, Qt::SortOrder order)
{
    if (column >= columnCount()) return;
    Q_EMIT layoutAboutToBeChanged();
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    if (column >= 0) {
        const Values& values = m_columns[static_cast<std::size_t>(column)].field->values;
        std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
            return rowBefore(values, a, b, order == Qt::DescendingOrder);
        });
    }
    Q_EMIT layoutChanged();
}

}  // namespace watchglass::ui
