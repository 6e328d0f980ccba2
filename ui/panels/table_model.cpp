#include "ui/panels/table_model.h"

#include <algorithm>

#include "ui/frame/existing_rows.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/table_order.h"

namespace watchglass::ui {

namespace {

/// What stands in the list of a filter for values that are none.
QString filterText(const DisplayValue& value)
{
    const QString text = toQString(value.toString());
    return text.isEmpty() ? TableModel::tr("(Blanks)") : text;
}

}  // namespace

void TableModel::setFrame(const PanelData& data, std::size_t frame)
{
    beginResetModel();
    m_frames = data.frames;
    m_frame = frame;
    m_fromMs = data.fromMs;
    m_toMs = data.toMs;
    m_columns.clear();
    m_displays.clear();
    if (frame < m_frames->size()) {
        const Frame& source = (*m_frames)[frame];
        const json::Value& footer = data.options["footer"];
        for (const Field& field : source.fields) {
            if (field.config.custom["hidden"].toBool() || field.config.hiddenFromViz()) continue;
            m_columns.push_back(columnFor(field));
            m_columns.back().footer = footerOf(field, footer);
            m_displays.emplace_back(field, currentVisualTheme(), formatContextOf(data));
        }
    }
    order();
    endResetModel();
}

/// The rows that the filters let through, in the order asked for.
void TableModel::order()
{
    m_order.clear();
    if (m_frame < m_frames->size()) {
        for (const std::size_t row : existingRows((*m_frames)[m_frame])) {
            if (passes(row, -1)) m_order.push_back(row);
        }
    }
    if (m_sortColumn >= 0 && m_sortColumn < columnCount()) {
        sortRows(m_order, m_columns[static_cast<std::size_t>(m_sortColumn)].field->values,
                 m_sortOrder == Qt::DescendingOrder);
    }
    m_page = std::clamp(m_page, 0, pageCount() - 1);
}

bool TableModel::passes(std::size_t row, int butFor) const
{
    for (auto it = m_filters.begin(); it != m_filters.end(); ++it) {
        const int column = columnOf(it.key());
        if (column < 0 || column == butFor) continue;
        const auto c = static_cast<std::size_t>(column);
        const Values& values = m_columns[c].field->values;
        const Cell cell = row < values.size() ? values.cell(row) : Cell();
        if (!it.value().contains(filterText(m_displays[c](cell)))) return false;
    }
    return true;
}

QStringList TableModel::filterValues(int column) const
{
    const auto c = static_cast<std::size_t>(column);
    const Values& values = m_columns[c].field->values;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (passes(row, column)) rows.push_back(row);
    }
    sortRows(rows, values, false);
    QStringList out;
    QSet<QString> known;
    for (const std::size_t row : rows) {
        const QString text = filterText(m_displays[c](values.cell(row)));
        if (known.contains(text)) continue;
        known.insert(text);
        out += text;
    }
    return out;
}

std::optional<QSet<QString>> TableModel::filter(int column) const
{
    const auto found = m_filters.constFind(m_columns[static_cast<std::size_t>(column)].title);
    if (found == m_filters.cend()) return {};
    return found.value();
}

void TableModel::setFilter(int column, const std::optional<QSet<QString>>& accepted)
{
    const QString& title = m_columns[static_cast<std::size_t>(column)].title;
    beginResetModel();
    if (accepted)
        m_filters[title] = *accepted;
    else
        m_filters.remove(title);
    m_page = 0;
    order();
    endResetModel();
}

void TableModel::setPage(int page, int rowsPerPage)
{
    const int before = m_page;
    const int size = m_pageSize;
    m_pageSize = rowsPerPage;
    const int wanted = std::clamp(page, 0, pageCount() - 1);
    m_pageSize = size;
    if (wanted == before && rowsPerPage == size) return;
    beginResetModel();
    m_page = wanted;
    m_pageSize = rowsPerPage;
    endResetModel();
}

int TableModel::pageCount() const
{
    if (m_pageSize <= 0) return 1;
    return std::max(1, (static_cast<int>(m_order.size()) + m_pageSize - 1) / m_pageSize);
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

QString TableModel::wholeText(int row, int column) const
{
    const Values& values = m_columns[static_cast<std::size_t>(column)].field->values;
    const std::size_t source = sourceRow(row);
    if (source >= values.size()) return {};
    const Cell cell = values.cell(source);
    if (const auto* value = std::get_if<JsonCell>(&cell)) return QString::fromStdString(json::write(*value->value, 2));
    const std::string text = values.text(source);
    // A text that is JSON is easier to read in lines of its own.
    if (const auto parsed = json::parse(text); parsed && (parsed->isObject() || parsed->isArray()))
        return QString::fromStdString(json::write(*parsed, 2));
    return toQString(text);
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

int TableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid()) return 0;
    const int rows = static_cast<int>(m_order.size()) - firstRow();
    return m_pageSize > 0 ? std::min(rows, m_pageSize) : rows;
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
    if (role == FilterableRole) return column.filterable;
    if (role == FilteredRole) return m_filters.contains(column.title);
    return {};
}

void TableModel::sort(int column, Qt::SortOrder order)
{
    if (column >= columnCount()) return;
    beginResetModel();
    m_sortColumn = column;
    m_sortOrder = order;
    this->order();
    endResetModel();
}

}  // namespace watchglass::ui
