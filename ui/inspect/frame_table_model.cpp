#include "ui/inspect/frame_table_model.h"

#include <algorithm>

#include "ui/frame/existing_rows.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

void FrameTableModel::setFrame(const Frame& frame, bool formatted, const FormatContext& context)
{
    beginResetModel();
    m_frame = frame;
    m_displays.clear();
    if (formatted) {
        for (const Field& field : m_frame.fields) m_displays.emplace_back(field, currentVisualTheme(), context);
    }
    m_order = existingRows(m_frame);
    endResetModel();
}

int FrameTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int FrameTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_frame.fields.size());
}

QVariant FrameTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const auto column = static_cast<std::size_t>(index.column());
    const Field& field = m_frame.fields[column];
    if (role == Qt::TextAlignmentRole) {
        return int(Qt::AlignVCenter | (field.type == FieldType::Number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const std::size_t row = m_order[static_cast<std::size_t>(index.row())];
    if (m_displays.empty()) return toQString(field.values.text(row));
    const Cell cell = field.values.cell(row);
    return isNull(cell) ? QString() : toQString(m_displays[column](cell).toString());
}

QVariant FrameTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    const auto column = static_cast<std::size_t>(section);
    if (column >= m_frame.fields.size()) return {};
    const Field& field = m_frame.fields[column];
    if (role == Qt::TextAlignmentRole) {
        return int(Qt::AlignVCenter | (field.type == FieldType::Number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    return toQString(field.displayName.empty() ? field.name : field.displayName);
}

void FrameTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount()) return;
    const Values& values = m_frame.fields[static_cast<std::size_t>(column)].values;
    const bool numeric = values.isNumeric();
    const auto before = [&](std::size_t a, std::size_t b) {
        if (values.has(a) != values.has(b)) return values.has(a);
        const std::size_t left = order == Qt::AscendingOrder ? a : b;
        const std::size_t right = order == Qt::AscendingOrder ? b : a;
        return numeric ? values.number(left) < values.number(right) : values.text(left) < values.text(right);
    };
    Q_EMIT layoutAboutToBeChanged();
    std::stable_sort(m_order.begin(), m_order.end(), before);
    Q_EMIT layoutChanged();
}

}  // namespace watchglass::ui
